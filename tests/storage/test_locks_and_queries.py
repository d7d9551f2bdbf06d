from dataclasses import replace

import pytest

from domain.records import Enrolment, Query, SourceVerification
from domain.terms import LockScope, QueryState
from domain.verification_state import Verified, form_verification, verifications_of
from storage.errors import RecordRefused
from storage.person import Person
from storage.study_file import StudyFile
from tests.storage import build

MONITOR = Person("Zhao Min", "monitor")
NOW = build.later(30)
ACTING = {"person": build.PERSON, "now": NOW}
ASKING = {"person": MONITOR, "now": NOW}


@pytest.fixture
def cohort(study: StudyFile) -> StudyFile:
    """Two subjects, the first at level 1, and an adverse event of each."""
    place = Enrolment(record_id="enrolment-1", subject_id="S-001", part_id="mono", dose_level=1, enrolled_at=NOW)
    study.save_all([build.subject(2), place, build.adverse_event(), build.adverse_event(2, of_subject=2)], **ACTING)
    return study


def refusal(act) -> RecordRefused:
    with pytest.raises(RecordRefused) as refused:
        act()
    return refused.value


GRAVER = build.adverse_event(grade=build.Grade.SEVERE)


# TRU-5 statement 23
@pytest.mark.parametrize(
    ("scope", "target"),
    [
        (LockScope.FORM, "event-1"),
        (LockScope.SUBJECT, "S-001"),
        (LockScope.LEVEL, "mono/1"),
        (LockScope.STUDY, ""),
    ],
)
def test_what_is_locked_is_not_corrected_and_the_refusal_says_who_when_and_why(cohort, scope, target):
    cohort.lock(scope, target, reason="cleaned for the committee", **ASKING)
    before = cohort.position
    refused = refusal(lambda: cohort.correct(GRAVER, reason="read again", **ACTING))
    assert refused.code == "locked"
    assert refused.numbers == {
        "scope": scope.value,
        "target": target,
        "by": "Zhao Min",
        "at": NOW,
        "why": "cleaned for the committee",
    }
    assert cohort.position == before
    assert cohort.lock_on(build.adverse_event()).scope is scope
    cohort.unlock(scope, target, reason="late letter", **ASKING)
    cohort.correct(GRAVER, reason="read again", **ACTING)
    assert cohort.verify() == []


def test_a_lock_lets_pass_what_lies_outside_it(cohort):
    cohort.lock(LockScope.LEVEL, "mono/1", reason="cleaned", **ACTING)
    cohort.save(build.adverse_event(3, of_subject=2), **ACTING)
    assert refusal(lambda: cohort.save(build.adverse_event(4), **ACTING)).code == "locked"
    place = Enrolment(record_id="enrolment-2", subject_id="S-002", part_id="mono", dose_level=1, enrolled_at=NOW)
    assert refusal(lambda: cohort.save(place, **ACTING)).code == "locked"
    cohort.sign_decision(build.decision(cohort.head), **ACTING)


def test_a_locked_study_takes_accounts_queries_and_the_unlock_alone(cohort):
    cohort.lock(LockScope.STUDY, "", reason="database lock", **ACTING)
    cohort.open_query("adverse_event", "event-1", "grade", "Sure?", **ASKING)
    cohort.save_system_event("print", {}, **ACTING)
    for act in (
        lambda: cohort.save(build.subject(3), **ACTING),
        lambda: cohort.save(build.deviation(), **ACTING),
        lambda: cohort.verify_source("adverse_event", "event-1", "", **ASKING),
        lambda: cohort.sign_decision(build.decision(cohort.head), **ACTING),
        lambda: cohort.request_redaction("subject", "subject-1", ["tumour_type"], reason="a name", **ACTING),
    ):
        assert refusal(act).code == "locked"
    cohort.unlock(LockScope.STUDY, "", reason="late letter", **ACTING)
    cohort.save(build.subject(3), **ACTING)


def test_locking_and_unlocking_need_a_reason_a_target_and_their_turn(cohort):
    assert refusal(lambda: cohort.lock(LockScope.SUBJECT, "S-001", reason=" ", **ACTING)).code == "reason_missing"
    assert refusal(lambda: cohort.lock(LockScope.SUBJECT, "S-9", reason="a", **ACTING)).code == "lock_unknown_target"
    assert refusal(lambda: cohort.unlock(LockScope.SUBJECT, "S-001", reason="a", **ACTING)).code == "not_locked"
    cohort.lock(LockScope.SUBJECT, "S-001", reason="a", **ACTING)
    assert refusal(lambda: cohort.lock(LockScope.SUBJECT, "S-001", reason="a", **ACTING)).code == "locked_already"
    assert refusal(lambda: cohort.unlock(LockScope.SUBJECT, "S-001", reason="", **ACTING)).code == "reason_missing"


def test_a_lock_says_by_whom_and_since_when_truly(cohort):
    cohort.lock(LockScope.SUBJECT, "S-001", reason="a", **ACTING)
    lock = cohort.records()["lock"][0]
    opened = replace(lock, is_locked=False, unlocked_position=cohort.position)
    for changes, code in (
        ({"unlocked_position": 1}, "lock_wrong_position"),
        ({"changed_by": "Zhao Min"}, "not_in_own_name"),
        ({"target": "S-002"}, "lock_target_stays"),
    ):
        forged = replace(opened, **changes)
        assert refusal(lambda forged=forged: cohort.correct(forged, reason="a", **ACTING)).code == code


# TRU-5 statement 24
def test_a_query_goes_its_way_and_each_turn_is_an_event(cohort):
    start = cohort.position
    cohort.open_query("adverse_event", "event-1", "grade", "Is it grade 3?", **ASKING)
    query = cohort.records()["query"][0].record_id
    cohort.answer_query(query, "Yes, corrected.", **ACTING)
    cohort.close_query(query, "Thank you.", **ASKING)
    cohort.reopen_query(query, "And the date?", **ASKING)
    held = cohort.record("query", query)
    assert isinstance(held, Query)
    assert (held.subject_id, held.state, len(held.messages)) == ("S-001", QueryState.OPEN, 4)
    assert cohort.position == start + 4
    states = [change.after for entry in cohort.history("query", query, "state") for change in entry.changes]
    assert [one for one in states if isinstance(one, QueryState)] == ["open", "answered", "closed", "open"]
    assert refusal(lambda: cohort.close_query(query, "enough", **ASKING)).code == "query_wrong_turn"
    assert refusal(lambda: cohort.answer_query("no query", "Yes", **ACTING)).code == "query_unknown"
    assert refusal(lambda: cohort.answer_query(query, "  ", **ACTING)).code in ("reason_missing", "query_needs_text")


# TRU-5 statement 24: a change made through a query is linked to it
def test_a_correction_made_through_a_query_names_it_and_is_found_by_it(cohort):
    cohort.open_query("adverse_event", "event-1", "grade", "Is it grade 3?", **ASKING)
    query = cohort.records()["query"][0].record_id
    cohort.correct(GRAVER, reason="query answered", through_query=query, **ACTING)
    cohort.correct(replace(GRAVER, verbatim="thrombocytopenia"), reason="read again", **ACTING)
    (entry,) = cohort.changes_through(query)
    assert ([change.field for change in entry.changes], entry.event.reason) == (["grade"], "query answered")
    assert entry.through_query == query
    assert cohort.verify() == []


def test_a_correction_goes_through_an_open_query_about_the_same_record(cohort):
    cohort.open_query("adverse_event", "event-2", "", "Sure?", **ASKING)
    query = cohort.records()["query"][0].record_id

    def correct(through):
        return refusal(lambda: cohort.correct(GRAVER, reason="a", through_query=through, **ACTING)).code

    assert correct("no query") == "query_unknown"
    assert correct(query) == "query_about_other"
    cohort.answer_query(query, "Yes.", **ACTING)
    cohort.close_query(query, "Good.", **ASKING)
    assert correct(query) == "query_closed"


@pytest.mark.parametrize(
    ("kind", "record_id", "field", "code"),
    [
        ("adverse_event", "event-9", "", "unknown_record"),
        ("no kind", "event-1", "", "unknown_record"),
        ("adverse_event", "event-1", "colour", "about_unknown_field"),
    ],
)
def test_only_what_is_there_is_asked_about_or_verified(cohort, kind, record_id, field, code):
    assert refusal(lambda: cohort.open_query(kind, record_id, field, "Sure?", **ASKING)).code == code
    assert refusal(lambda: cohort.verify_source(kind, record_id, field, **ASKING)).code == code


# TRU-6
def test_a_verification_falls_with_a_later_change_and_can_be_taken_back(cohort):
    cohort.verify_source("adverse_event", "event-1", "grade", **ASKING)
    cohort.verify_source("adverse_event", "event-1", "term", **ASKING)

    def form():
        said = verifications_of(cohort.records(), "adverse_event", "event-1")
        return form_verification(cohort.record("adverse_event", "event-1"), said)

    assert (form().of("grade"), form().of("term")) == (Verified.YES, Verified.YES)
    cohort.correct(GRAVER, reason="read again", **ACTING)
    assert (form().of("grade"), form().of("term")) == (Verified.WITHDRAWN, Verified.YES)
    term = cohort.records()["source_verification"][1]
    assert isinstance(term, SourceVerification)
    cohort.withdraw_verification(term.record_id, reason="other page", **ASKING)
    assert form().of("term") is Verified.NO
    changed = replace(term, verified_by="Lin Wei")
    assert refusal(lambda: cohort.correct(changed, reason="a", **ASKING)).code == "verification_stays"
    assert refusal(lambda: cohort.withdraw_verification("none", reason="a", **ASKING)).code == "unknown_record"
    assert cohort.verify() == []
