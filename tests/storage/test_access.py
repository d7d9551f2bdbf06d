"""The role matrix on the file itself: every role calls every verb directly, with no screen between (TRU-5, 19)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from domain.access import has_right, is_allowed, may_sign
from domain.content import CASEBOOK, SAID_OF_RECORDS
from domain.records import RECORD_KINDS, Deviation, Query, Record
from domain.terms import DeviationCategory, LockScope, Right, Role, SignatureMeaning
from storage.errors import RecordRefused
from storage.person import Person
from storage.study_file import StudyFile
from storage.system_codes import SYSTEM_CODES
from tests.storage import build

INVESTIGATOR, COORDINATOR = build.holder(Role.INVESTIGATOR), build.holder(Role.COORDINATOR)
ADMINISTRATOR, MONITOR = build.holder(Role.ADMINISTRATOR), build.holder(Role.MONITOR)
NOW = build.later(30)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudyFile]:
    """A study with every kind of record and an account a role."""
    with build.new_study(tmp_path_factory.mktemp("access") / "study.titrant") as file:
        file.save_all(build.one_of_each(), person=build.PERSON, now=build.later(1))
        file.sign_decision(build.decision(file.head), person=build.PERSON, now=build.later(2))
        file.sign_opening(build.opening(file.head), person=build.PERSON, now=build.later(2))
        file.save(build.recommended_dose(file.head), person=build.PERSON, now=build.later(2))
        build.say_something_of_records(file)
        yield file


@pytest.fixture
def guarded(path: Path) -> Iterator[StudyFile]:
    """A small study with an account a role."""
    with build.new_study(path) as file:
        file.save_all([build.subject(), build.adverse_event()], person=build.PERSON, now=build.later(1))
        file.save_all(build.accounts(), person=build.PERSON, now=build.later(2))
        yield file


def code_of(refused: pytest.ExceptionInfo[RecordRefused]) -> str:
    return refused.value.code


def is_refused_for_the_role(act: object) -> bool:
    """Whether an act is refused because of the role, and not for any other reason that it may also have."""
    try:
        act()  # type: ignore[operator]
    except RecordRefused as refused:
        return refused.code == "not_allowed"
    return False


ENTERED = sorted(set(RECORD_KINDS) - SAID_OF_RECORDS)


# TRU-2, TRU-5 statement 19
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", ENTERED)
def test_a_direct_call_enters_and_corrects_what_the_role_may_and_nothing_else(shared, kind, role):
    held = shared.records()[kind][0]
    before = shared.position
    # Neither would be written anyhow: the id is taken, and nothing is changed. The role is asked first.
    enters = {"person": build.holder(role), "now": NOW}
    record = replace(held, position=shared.position, head=shared.head.hash) if hasattr(held, "head") else held
    assert is_refused_for_the_role(lambda: shared.save(record, **enters)) is not is_allowed(role, None, held)
    corrects = {**enters, "reason": "again"}
    assert is_refused_for_the_role(lambda: shared.correct(held, **corrects)) is not is_allowed(role, held, held)
    assert shared.position == before


# TRU-2, TRU-5 statements 19, 22, 23 and 24
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("right", "verb"),
    [
        (Right.OPEN_QUERY, lambda file, **who: file.open_query("subject", "subject-1", "sex", "Why?", **who)),
        (Right.VERIFY, lambda file, **who: file.verify_source("subject", "subject-1", "", **who)),
        (Right.LOCK, lambda file, **who: file.lock(LockScope.SUBJECT, "S-001", reason="cleaned", **who)),
        (
            Right.REDACT,
            lambda file, **who: file.request_redaction("subject", "subject-1", ["tumour_type"], reason="name", **who),
        ),
        (
            Right.MANAGE_ACCOUNTS,
            lambda file, **who: file.save(build.account("new", "New One", Role.MONITOR), **who),
        ),
        (Right.AMEND, lambda file, **who: file.save(build.replace_protocol(version="2", effective_on=TODAY), **who)),
    ],
)
def test_a_direct_call_needs_the_right(guarded, right, verb, role):
    def act():
        verb(guarded, person=build.holder(role), now=NOW)

    assert is_refused_for_the_role(act) is not has_right(role, right)


TODAY = date(2026, 3, 2)


# TRU-5 statement 24
@pytest.mark.parametrize("role", Role)
def test_answering_closing_and_unlocking_need_their_rights(guarded, role):
    who = {"person": build.holder(role), "now": NOW}
    guarded.open_query("subject", "subject-1", "sex", "Why?", person=MONITOR, now=NOW)
    guarded.lock(LockScope.STUDY, "", reason="cleaned", person=INVESTIGATOR, now=NOW)
    query = guarded.records()["query"][0].record_id

    def unlock():
        guarded.unlock(LockScope.STUDY, "", reason="late letter", **who)

    def answer():
        guarded.answer_query(query, "So it is.", **who)

    def close():
        guarded.close_query(query, "Thank you.", **who)

    assert is_refused_for_the_role(answer) is not has_right(role, Right.ANSWER_QUERY)
    if guarded.record("query", query).state.value == "open":
        guarded.answer_query(query, "So it is.", person=COORDINATOR, now=NOW)
    assert is_refused_for_the_role(close) is not has_right(role, Right.CLOSE_QUERY)
    assert is_refused_for_the_role(unlock) is not has_right(role, Right.UNLOCK)


# TRU-2
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", ["adverse_event", CASEBOOK])
@pytest.mark.parametrize("meaning", SignatureMeaning)
def test_a_direct_call_signs_with_the_meanings_of_the_role(shared, role, kind, meaning):
    record_id = "event-2" if kind == "adverse_event" else "subject-2"

    def act():
        shared.sign(kind, record_id, meaning, person=build.holder(role), now=NOW)

    assert is_refused_for_the_role(act) is not may_sign(role, kind, meaning)


# TRU-5 statement 8
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("code", SYSTEM_CODES)
def test_what_is_put_on_record_needs_the_right_that_the_code_names(shared, role, code):
    row = SYSTEM_CODES[code]
    details = {name: {str: "x", int: 1, bool: True}[types[0]] for name, types in row.needs.items()}

    def act():
        shared.save_system_event(code, details, person=build.holder(role), now=NOW)

    is_free = row.right is None or has_right(role, row.right)
    assert is_refused_for_the_role(act) is not is_free


def test_a_study_without_accounts_trusts_whoever_acts(study):
    study.save(build.adverse_event(), person=Person("Anybody", "anything"), now=NOW)
    study.open_query("subject", "subject-1", "", "Why?", person=Person("Somebody", "visitor"), now=NOW)
    assert study.events(limit=1)[0].event.user_id == ""


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (build.PERSON, "account_needed"),
        (replace(COORDINATOR, user_id="nobody"), "account_unknown"),
        (replace(COORDINATOR, name="Lin Wei"), "account_differs"),
        (replace(COORDINATOR, role="investigator"), "account_differs"),
    ],
)
def test_from_the_first_account_on_everybody_acts_under_their_own(guarded, person, code):
    for act in (
        lambda: guarded.save(build.subject(2), person=person, now=NOW),
        lambda: guarded.save_system_event("print", {}, person=person, now=NOW),
        lambda: guarded.correct(replace(build.subject(), birth_year=1950), reason="a", person=person, now=NOW),
    ):
        with pytest.raises(RecordRefused) as refused:
            act()
        assert code_of(refused) == code


def test_the_event_names_the_account(guarded):
    guarded.save(build.subject(2), person=COORDINATOR, now=NOW)
    event = guarded.events(limit=1)[0].event
    assert (event.user_id, event.person, event.role) == ("coordinator", "Coordinator One", "coordinator")
    assert guarded.verify() == []


# TRU-2: delegation has dates, by the site's day
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"is_active": False}, "account_inactive"),
        ({"active_from": date(2026, 3, 3)}, "account_not_yet"),
        ({"active_to": date(2026, 3, 1)}, "account_over"),
    ],
)
def test_an_account_outside_its_delegation_is_refused_with_the_reason(guarded, changes, code):
    held = next(one for one in build.accounts() if one.role is Role.COORDINATOR)
    guarded.correct(replace(held, **changes), reason="delegation log", person=ADMINISTRATOR, now=NOW)
    with pytest.raises(RecordRefused) as refused:
        guarded.save(build.subject(2), person=COORDINATOR, now=NOW)
    assert code_of(refused) == code
    assert refused.value.numbers["user_id"] == "coordinator"


def test_an_account_begins_on_the_day_of_the_site(guarded):
    held = next(one for one in build.accounts() if one.role is Role.COORDINATOR)
    guarded.correct(replace(held, active_from=date(2026, 3, 3)), reason="log", person=ADMINISTRATOR, now=NOW)
    # 16:00 UTC is midnight in Shanghai.
    with pytest.raises(RecordRefused, match="account_not_yet"):
        guarded.save(build.subject(2), person=COORDINATOR, now=NOW.replace(hour=15, minute=59))
    guarded.save(build.subject(2), person=COORDINATOR, now=NOW.replace(hour=16, minute=0))


# TRU-5 statement 8: a role change is an event
def test_a_role_change_is_an_event_and_holds_at_once(guarded):
    held = next(one for one in build.accounts() if one.role is Role.MONITOR)
    coordinator = replace(held, role=Role.COORDINATOR)
    guarded.correct(coordinator, reason="new delegation", person=ADMINISTRATOR, now=NOW)
    (change,) = guarded.events(limit=1)[0].changes
    assert (change.field, change.before, change.after) == ("role", Role.MONITOR, Role.COORDINATOR)
    guarded.save(build.subject(2), person=Person.of(coordinator), now=NOW)


# TRU-5 statement 15
def test_a_user_id_is_never_given_again_and_no_account_is_deleted(guarded):
    held = next(one for one in build.accounts() if one.role is Role.MONITOR)
    guarded.correct(replace(held, is_active=False), reason="left the company", person=ADMINISTRATOR, now=NOW)
    with pytest.raises(RecordRefused) as refused:
        guarded.save(build.account("Monitor", "Another", Role.MONITOR), person=ADMINISTRATOR, now=NOW)
    assert code_of(refused) == "user_id_taken"
    with pytest.raises(RecordRefused, match="user_id_stays"):
        guarded.correct(replace(held, user_id="other"), reason="a", person=ADMINISTRATOR, now=NOW)


def test_nobody_locks_everybody_out_of_the_accounts(guarded, path):
    held = next(one for one in build.accounts() if one.role is Role.ADMINISTRATOR)
    for changes in ({"is_active": False}, {"role": Role.MONITOR}, {"active_to": date(2026, 3, 1)}):
        with pytest.raises(RecordRefused, match="last_administrator"):
            guarded.correct(replace(held, **changes), reason="a", person=ADMINISTRATOR, now=NOW)


def test_the_first_accounts_have_an_administrator_among_them(study):
    coordinator = build.account("wang", "Wang Fang", Role.COORDINATOR)
    keeper = build.account("keeper", "Li Na", Role.ADMINISTRATOR)
    with pytest.raises(RecordRefused, match="last_administrator"):
        study.save(coordinator, person=build.PERSON, now=NOW)
    with pytest.raises(RecordRefused, match="account_unknown"):
        study.save_all([coordinator, keeper], person=Person("Li Na", "administrator", "other"), now=NOW)
    study.save_all([coordinator, keeper], person=Person.of(keeper), now=NOW)
    assert study.verify() == []


def test_a_study_can_be_made_with_its_accounts(path):
    accounts = [build.account("keeper", "Li Na", Role.ADMINISTRATOR)]
    with StudyFile.create(
        path, build.STUDY, build.PROTOCOL, accounts=accounts, person=Person.of(accounts[0]), now=build.NOW
    ) as file:
        with pytest.raises(RecordRefused, match="not_allowed"):
            file.save(build.subject(), person=Person.of(accounts[0]), now=NOW)
        assert {entry.event.user_id for entry in file.events()} == {"keeper"}


def test_a_deviation_comes_with_the_record_that_it_is_about(guarded):
    pharmacist = {"person": build.holder(Role.PHARMACIST), "now": NOW}
    deviation = Deviation(
        record_id="deviation-9",
        subject_id="S-001",
        category=DeviationCategory.DOSE,
        code="given_differs",
        description="less given",
        reason="pump stopped",
        occurred_on=TODAY,
        about_kind="administration",
        about_id="dose-1",
    )
    guarded.save(build.dose(1), deviations=[deviation], **pharmacist)
    with pytest.raises(RecordRefused, match="not_allowed"):
        guarded.correct(replace(deviation, reason="other"), reason="a", **pharmacist)


# Nobody says anything in another person's name.
def test_nobody_acts_in_another_persons_name(guarded):
    guarded.open_query("subject", "subject-1", "sex", "Why?", person=MONITOR, now=NOW)
    query = guarded.records()["query"][0]
    assert isinstance(query, Query)
    forged: list[Record] = [
        replace(query, record_id="q", messages=(replace(query.messages[0], name="Zhao Min"),)),
        replace(query, record_id="q", messages=(replace(query.messages[0], at=build.later(9)),)),
    ]
    for record in forged:
        with pytest.raises(RecordRefused, match="not_in_own_name"):
            guarded.save(record, person=MONITOR, now=NOW)
    with pytest.raises(RecordRefused, match="not_in_own_name"):
        guarded.sign_decision(build.decision(guarded.head), person=INVESTIGATOR, now=NOW)
