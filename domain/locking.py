"""Locks: what a lock covers, and what it lets through all the same (TRU-5)."""

from collections.abc import Iterable, Mapping, Sequence

from domain.ladders import Ladders, ladders_of
from domain.records import Decision, Enrolment, Lock, Record
from domain.terms import LockScope

Records = Mapping[str, Sequence[Record]]

# What is said of records doesn't change them; a locked study takes no more of it but the work that leads to unlocking.
OPEN_UNDER_STUDY_LOCK = frozenset({"account", "query", "lock"})
OPEN_UNDER_OTHER_LOCKS = OPEN_UNDER_STUDY_LOCK | {"signature", "source_verification", "redaction"}


def level_target(part_id: str, dose_level: int) -> str:
    """How a lock names a dose level."""
    return f"{part_id}/{dose_level}"


def lock_on(records: Records, *states: Record) -> Lock | None:
    """The lock that forbids writing a record, the widest one first; None where it may be written.

    Args:
        records: as entered.
        states: the record as it was and as it shall be; a lock on either counts.
    """
    held = [one for one in records.get(Lock.kind, ()) if isinstance(one, Lock) and one.is_locked]
    if not held:
        return None
    order = [LockScope.STUDY, LockScope.LEVEL, LockScope.SUBJECT, LockScope.FORM]
    for lock in sorted(held, key=lambda one: order.index(one.scope)):
        exempt = OPEN_UNDER_STUDY_LOCK if lock.scope is LockScope.STUDY else OPEN_UNDER_OTHER_LOCKS
        if any(state.kind not in exempt and covers(lock, state, records) for state in states):
            return lock
    return None


def covers(lock: Lock, record: Record, records: Records) -> bool:
    """Whether the record lies under the lock, be it locked or not.

    A level's lock covers all that was entered of the subjects enrolled at it; the committee still decides on it.
    """
    match lock.scope:
        case LockScope.STUDY:
            return True
        case LockScope.FORM:
            return record.record_id == lock.target
        case LockScope.SUBJECT:
            return not isinstance(record, Decision) and getattr(record, "subject_id", "") == lock.target
    ladders = ladders_of(records)
    if isinstance(record, Enrolment) and _target_then(ladders, record, lock) == lock.target:
        return True
    subject_id = getattr(record, "subject_id", "")
    return bool(subject_id) and any(
        _target_then(ladders, one, lock) == lock.target
        for one in records.get(Enrolment.kind, ())
        if isinstance(one, Enrolment) and one.subject_id == subject_id
    )


def unlocked_since(records: Records, signed: Iterable[Record], position: int) -> bool:
    """Whether a lock over any of the records was taken off after that stream position: signatures fall."""
    lifted = [one for one in records.get(Lock.kind, ()) if isinstance(one, Lock) and one.unlocked_position > position]
    return bool(lifted) and any(covers(lock, one, records) for one in signed for lock in lifted)


def target_exists(records: Records, scope: LockScope, target: str) -> bool:
    """Whether there is anything of that name to lock; a level that nobody is enrolled at can be locked too."""
    match scope:
        case LockScope.STUDY:
            return target == ""
        case LockScope.FORM:
            return any(
                one.record_id == target
                for kind, listed in records.items()
                if kind not in OPEN_UNDER_OTHER_LOCKS
                for one in listed
            )
        case LockScope.SUBJECT:
            return any(getattr(one, "subject_id", "") == target for one in records.get("subject", ()))
    part_id, _, number = target.rpartition("/")
    return bool(part_id) and number.isdecimal() and int(number) >= 1


def _target_then(ladders: Ladders, enrolment: Enrolment, lock: Lock) -> str:
    """How the lock would name the level of an enrolment: by the number that it had when the lock was made."""
    part_id = enrolment.part_id
    number = ladders.number(part_id, enrolment.dose_level, said_at=enrolment.enrolled_at, at=lock.changed_at)
    return level_target(part_id, number)
