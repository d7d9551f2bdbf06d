"""Checks on an enrolment: a closed slot asks, also for an entry that comes weeks late."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.checks.subject import check_enrolment
from domain.escalation.status import status_before
from domain.records import Eligibility, Enrolment, Leaving, Subject
from domain.terms import LeaveReason, Sex
from tests.domain.build import START, build, build_study

ID = "01-099"
SUBJECT = Subject(
    record_id="s", subject_id=ID, consent_date=date(2026, 2, 10), sex=Sex.MALE, birth_year=1960, tumour_type="Gastric"
)
ELIGIBLE = Eligibility(record_id="e", subject_id=ID, is_eligible=True, decided_on=date(2026, 2, 20))
REFUSED = replace(ELIGIBLE, is_eligible=False, reason="ALT above limit")


def findings(history, *, level, at=None, records=(SUBJECT, ELIGIBLE), record_id="new", with_decisions=True):
    """What is found when the subject is enrolled at a moment; by default a day after the history."""
    built = build(history, with_decisions=with_decisions).plus(*records)
    now = built.cut_off + timedelta(days=1)
    study = built.study(now)
    enrolment = Enrolment(
        record_id=record_id, subject_id=ID, part_id=built.part.part_id, dose_level=level, enrolled_at=at or now
    )
    status = status_before(study, built.part, ID, enrolment.enrolled_at)
    return check_enrolment(study, status, enrolment, now=now)


def codes(*args, **how):
    return {(one.field, one.code, one.is_hard) for one in findings(*args, **how)}


def test_the_open_level_takes_an_eligible_subject():
    assert codes("", level=1) == set()


@pytest.mark.parametrize("level", [0, 9])
def test_a_level_that_the_part_lacks_is_refused(level):
    assert codes("", level=level) == {("dose_level", "no_such_level", True)}


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ((SUBJECT,), {("subject_id", "not_yet_eligible", False)}),
        ((SUBJECT, REFUSED), {("subject_id", "screen_failure_enrolled", False)}),
        (
            (SUBJECT, ELIGIBLE, Leaving(record_id="l", subject_id=ID, left_at=START, reason=LeaveReason.OTHER)),
            {("subject_id", "has_left", False)},
        ),
    ],
)
def test_who_may_not_be_enrolled_can_be_with_a_reason(records, expected):
    assert codes("", level=1, records=records) == expected


@pytest.mark.parametrize(
    ("history", "level", "reason"),
    [
        ("1N", 3, "slot_not_asked"),
        ("1?", 1, "slot_awaits"),
        ("1N 2N 3NTT", 3, "slot_exceeded"),
        ("1N", 8, "slot_optional"),
    ],
)
def test_a_closed_level_asks_and_says_why(history, level, reason):
    found = findings(history, level=level)
    assert [(one.field, one.code, one.is_hard) for one in found] == [("dose_level", "slot_closed", False)]
    assert found[0].numbers["reason"].code == reason


def test_a_level_that_the_committee_has_not_opened_is_closed():
    found = findings("1N", level=2, with_decisions=False)
    assert [one.numbers["reason"].code for one in found] == ["slot_needs_decision"]


def test_a_late_entry_is_judged_by_the_day_it_happened():
    """Today level 1 is long cleared; on the day, the first subject was still in the window there."""
    late = findings("1N 2N", level=1, at=START + timedelta(days=5))
    assert [one.numbers["reason"].code for one in late] == ["slot_awaits"]


def test_a_moment_to_come_is_refused():
    assert ("enrolled_at", "in_future", True) in codes("", level=1, at=START + timedelta(days=9))


def test_a_second_enrolment_is_refused_but_a_correction_is_not():
    built = build("")
    mine = Enrolment(
        record_id="n1", subject_id=ID, part_id=built.part.part_id, dose_level=1, enrolled_at=START + timedelta(hours=1)
    )
    records = (SUBJECT, ELIGIBLE, mine)
    assert ("subject_id", "already_enrolled", True) in codes("", level=1, records=records)
    assert codes("", level=1, records=records, record_id="n1") == set()


def test_the_own_place_does_not_fill_the_level_when_it_is_corrected():
    """Level 1 takes one subject: judged by itself, the correction would find the level full."""
    dosed = build_study("1?")
    enrolment = dosed.enrolment("01-001")
    assert enrolment is not None
    part = dosed.protocol.first_part
    status = status_before(dosed, part, "01-001", enrolment.enrolled_at)
    assert check_enrolment(dosed, status, enrolment, now=dosed.cut_off) == []


def test_leaving_later_does_not_make_an_old_enrolment_doubtful():
    left = Leaving(record_id="l", subject_id=ID, left_at=START + timedelta(hours=20), reason=LeaveReason.OTHER)
    assert codes("", level=1, records=(SUBJECT, ELIGIBLE, left), at=START) == set()
