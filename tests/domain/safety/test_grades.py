"""The steps of an event, its grade on a day and the days at a grade."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.partial_date import PartialDate
from domain.records import GradeChange
from domain.safety.grades import days_at, grade_on, last_grade, steps_of
from domain.terms import Grade
from tests.domain.build import ZONE, event

CUT_OFF = datetime(2026, 3, 31, 4, tzinfo=UTC)


def change(since, grade):
    return GradeChange(PartialDate.parse(since), Grade(grade))


def one(*changes, grade=1, onset="2026-03-05", end=None):
    return event("01-001", "Nausea", grade, onset, grade_changes=changes, end=PartialDate.parse(end) if end else None)


RISING = one(change("2026-03-08", 3), change("2026-03-12", 1), end="2026-03-20")


def test_steps_are_sorted_and_repeats_left_out():  # AE-2
    mixed = one(change("2026-03-12", 3), change("2026-03-08", 3), change("2026-03-06", 1))
    assert steps_of(mixed, ZONE) == (change("2026-03-05", 1), change("2026-03-08", 3))
    assert last_grade(mixed, ZONE) is Grade.SEVERE


@pytest.mark.parametrize(
    ("day", "expected"),
    [(4, None), (5, 1), (7, 1), (8, 3), (11, 3), (12, 3), (13, 1), (20, 1), (21, None)],
)
def test_on_the_day_of_a_change_the_worse_grade_stands_and_the_day_of_the_end_belongs_to_the_event(day, expected):
    assert grade_on(RISING, date(2026, 3, day), ZONE) == expected


@pytest.mark.parametrize(("day", "expected"), [(date(2026, 2, 28), 1), (date(2026, 3, 1), 3), (date(2026, 3, 31), 3)])
def test_a_step_known_by_its_month_can_have_come_on_any_of_its_days(day, expected):  # AE-8
    assert grade_on(one(change("2026-03", 3), onset="2026-02-20"), day, ZONE) == expected


@pytest.mark.parametrize(
    ("grade", "least", "most"),
    [(1, 15, 15), (2, 4, 4), (3, 4, 4), (4, 0, 0)],
)
def test_days_at_a_grade_run_to_the_step_below(grade, least, most):  # AE-2
    lasted = days_at(RISING, Grade(grade), zone=ZONE, cut_off=CUT_OFF)
    assert (lasted.least, lasted.most) == (least, most)


def test_an_open_event_has_lasted_up_to_the_cut_off_and_may_last_on():
    lasted = days_at(one(change("2026-03-21", 2)), Grade.MODERATE, zone=ZONE, cut_off=CUT_OFF)
    assert (lasted.least, lasted.most) == (10, None)


def test_two_times_at_a_grade_are_added_and_both_listed():
    twice = one(change("2026-03-08", 1), change("2026-03-10", 3), end="2026-03-15", grade=3)
    lasted = days_at(twice, Grade.SEVERE, zone=ZONE, cut_off=CUT_OFF)
    assert [stretch.least for stretch in lasted.stretches] == [3, 5]
    assert (lasted.least, lasted.most) == (8, 8)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.sampled_from(list(Grade)[:4])), max_size=5),
    st.integers(0, 60),
)
def test_no_day_is_worse_than_the_worst_and_some_day_is_as_bad(steps, day):
    start = date(2026, 1, 1)
    changes = tuple(GradeChange(PartialDate.of(start + timedelta(days=after)), grade) for after, grade in steps)
    told = one(*changes, onset="2026-01-01")
    found = grade_on(told, start + timedelta(days=day), ZONE)
    assert found is not None
    assert found <= told.worst
    assert max(grade_on(told, start + timedelta(days=n), ZONE) for n in range(61)) == max(
        step.grade for step in steps_of(told, ZONE)
    )
