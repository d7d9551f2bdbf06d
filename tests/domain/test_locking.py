import pytest

from domain.locking import level_target, lock_on, target_exists
from domain.records import RECORD_KINDS, Lock, Record
from domain.terms import LockScope
from tests.domain import people
from tests.domain.people import by_kind, enrolment, subject


def lock(scope: LockScope, target: str, *, is_locked: bool = True) -> Lock:
    return Lock(
        record_id=f"lock-{scope}",
        scope=scope,
        target=target,
        is_locked=is_locked,
        reason="cleaned",
        changed_by="Lin Wei",
        changed_at=people.NOW,
    )


def record(kind: str, subject_id: str = "S-001") -> Record:
    return people.plain_record(RECORD_KINDS[kind], subject_id=subject_id, record_id="one")


FORM, SUBJECT = (LockScope.FORM, "one"), (LockScope.SUBJECT, "S-001")
LEVEL, STUDY = (LockScope.LEVEL, level_target("mono", 2)), (LockScope.STUDY, "")


# TRU-5 statement 23
@pytest.mark.parametrize(
    ("scope", "written", "is_refused"),
    [
        (FORM, record("leaving"), True),
        (FORM, people.replaced(record("leaving"), record_id="other"), False),
        (SUBJECT, record("adverse_event"), True),
        (SUBJECT, subject(), True),
        (SUBJECT, record("adverse_event", "S-002"), False),
        (LEVEL, record("adverse_event"), True),
        (LEVEL, record("adverse_event", "S-002"), False),
        (LEVEL, enrolment(2, dose_level=2), True),
        (LEVEL, enrolment(2, dose_level=3), False),
        (LEVEL, people.plain_record(RECORD_KINDS["decision"]), False),
        (STUDY, record("adverse_event", "S-002"), True),
        (STUDY, people.plain_record(RECORD_KINDS["decision"]), True),
        (STUDY, people.plain_record(RECORD_KINDS["signature"]), True),
        (STUDY, people.plain_record(RECORD_KINDS["account"]), False),
        (STUDY, people.plain_record(RECORD_KINDS["query"]), False),
        (STUDY, lock(*STUDY), False),
        (SUBJECT, people.plain_record(RECORD_KINDS["signature"], subject_id="S-001"), False),
        (SUBJECT, people.plain_record(RECORD_KINDS["source_verification"], subject_id="S-001"), False),
    ],
)
def test_what_a_lock_covers(scope: tuple[LockScope, str], written: Record, is_refused: bool) -> None:
    records = by_kind(subject(), enrolment(), lock(*scope))
    assert (lock_on(records, written) is not None) is is_refused
    unlocked = by_kind(subject(), enrolment(), lock(*scope, is_locked=False))
    assert lock_on(unlocked, written) is None


def test_a_record_is_not_moved_out_of_a_lock() -> None:
    records = by_kind(subject(), lock(*SUBJECT))
    assert lock_on(records, record("leaving"), record("leaving", "S-002")) is not None


def test_the_widest_lock_is_named() -> None:
    records = by_kind(subject(), enrolment(), lock(*FORM), lock(*LEVEL), lock(*SUBJECT))
    found = lock_on(records, record("leaving"))
    assert found is not None
    assert found.scope is LockScope.LEVEL


@pytest.mark.parametrize(
    ("scope", "target", "exists"),
    [
        (LockScope.STUDY, "", True),
        (LockScope.STUDY, "x", False),
        (LockScope.FORM, "enrolment-1", True),
        (LockScope.FORM, "lock-form", False),
        (LockScope.SUBJECT, "S-001", True),
        (LockScope.SUBJECT, "S-009", False),
        (LockScope.LEVEL, "mono/2", True),
        (LockScope.LEVEL, "mono", False),
        (LockScope.LEVEL, "mono/0", False),
        (LockScope.LEVEL, "mono/two", False),
    ],
)
def test_only_what_is_there_can_be_locked(scope: LockScope, target: str, exists: bool) -> None:
    records = by_kind(subject(), enrolment(), lock(*FORM))
    assert target_exists(records, scope, target) is exists
