"""What is followed after the end of treatment, until when, and when it is looked at next."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.partial_date import PartialDate
from domain.records import DrugAssessment, EndOfTreatment, GradeChange, Leaving
from domain.safety.follow_up import FollowUpState, derive_follow_up, follow_ups_of
from domain.terms import AeOutcome, EndReason, Grade, LeaveReason, Relationship
from tests.domain.build import ZONE, build, event

ENDED = PartialDate(2026, 4, 1)
OPEN = event("01-001", "Colitis", 3, "2026-03-20", relationship=Relationship.POSSIBLE)


def follow(one, *, today=date(2026, 4, 10), ended=ENDED, **how):
    return derive_follow_up(one, ended, today=today, zone=ZONE, **how)


def step(since, grade):
    return (GradeChange(PartialDate.parse(since), Grade(grade)),)


def left(reason):
    at = datetime(2026, 4, 5, tzinfo=UTC)
    return Leaving(record_id="l", subject_id="01-001", left_at=at, reason=reason)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "due"),
        ({"relationship": None}, "due"),
        ({"relationship": Relationship.UNLIKELY}, None),
        ({"relationship": Relationship.UNLIKELY, "other_drugs": (DrugAssessment("x"),)}, "due"),
        ({"end": PartialDate(2026, 3, 31)}, None),
        ({"end": PartialDate(2026, 4, 1)}, "settled"),
        ({"end": PartialDate(2026, 4)}, "settled"),
        ({"grade_changes": step("2026-04-05", 2)}, "due"),
        ({"grade_changes": step("2026-04-05", 1)}, "settled"),
        ({"end": PartialDate(2026, 4, 8), "outcome": AeOutcome.SEQUELAE}, "settled"),
        ({"outcome": AeOutcome.FATAL}, "stopped"),
        ({"onset": PartialDate(2026, 4, 7)}, "due"),
    ],
)
def test_a_related_event_open_at_the_end_of_treatment_is_followed_until_grade_1_or_its_end(changes, state):  # AE-7
    found = follow(replace(OPEN, **changes))
    assert (found.state if found else None) == state
    assert found is None or (found.next_on is None) is (found.state in ("settled", "stopped"))


@pytest.mark.parametrize(
    ("changes", "how", "next_on"),
    [
        ({}, {}, date(2026, 4, 29)),
        ({}, {"every_days": 14}, date(2026, 4, 15)),
        ({"grade_changes": step("2026-04-05", 2)}, {}, date(2026, 5, 3)),
        ({}, {"seen": [date(2026, 4, 8)]}, date(2026, 5, 6)),
        ({}, {"seen": [date(2026, 4, 11)]}, date(2026, 4, 29)),  # still to come
        ({}, {"ended": PartialDate(2026, 4)}, date(2026, 4, 29)),  # the first day that it can mean
    ],
)
def test_the_next_look_is_28_days_after_the_last(changes, how, next_on):  # AE-7
    assert follow(replace(OPEN, **changes), **how).next_on == next_on


@pytest.mark.parametrize(("today", "state"), [(date(2026, 4, 29), "due"), (date(2026, 4, 30), "overdue")])
def test_a_look_is_overdue_the_day_after(today, state):
    assert follow(OPEN, today=today).state == state


@pytest.mark.parametrize(
    ("reason", "code"), [(LeaveReason.DEATH, "follow_up_death"), (LeaveReason.LOST, "follow_up_left")]
)
def test_who_has_left_can_not_be_followed_and_stays_on_the_list_as_stopped(reason, code):
    found = follow(OPEN, leaving=left(reason))
    assert (found.state, found.reason.code) == (FollowUpState.STOPPED, code)


def test_a_subject_has_follow_ups_only_once_treatment_has_ended():
    built = build("1N").plus(replace(OPEN, onset=PartialDate(2026, 3, 5)))
    assert follow_ups_of(built.study(), "01-001") == ()
    ended = EndOfTreatment(
        record_id="e",
        subject_id="01-001",
        decided_on=PartialDate(2026, 3, 20),
        reason=EndReason.PROGRESSION,
        decided_by="Lin Yue",
    )
    (found,) = follow_ups_of(built.plus(ended).study(), "01-001")
    assert found.next_on == date(2026, 4, 17)
