"""The days of a clause that needs days: grades, values, what is to come, and the day of the answer (AE-5)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.dlt.strip import DurationStrip, derive_strip
from domain.dlt.vocabulary import Clause, Exclusion, Selection
from tests.domain.dlt.build import NEUTROPHILS, PLATELETS, day_of, event, history, results

LONG = Clause("Grade 4 for 7 days", Selection(), min_grade=4, days=7)


def strip_of(told, clause: Clause = LONG, *records: str) -> DurationStrip:
    found = derive_strip(told, "5.0", clause, records or ("ae-1",))
    assert found is not None
    return found


def drawn(strip: DurationStrip) -> str:
    """Each day as its study day and grade; a dot is to come."""
    return " ".join(f"{one.number}:{'.' if one.is_to_come else one.grade}" for one in strip.days)


def test_an_event_carries_its_grade_from_step_to_step_and_the_days_to_come_are_open():
    strip = strip_of(history(event(PLATELETS, (1, 4), (4, 7)), today=11))
    assert drawn(strip) == "4:1 5:1 6:1 7:4 8:4 9:4 10:4 11:4 12:. 13:. 14:."
    assert (day_of(strip.starts_on), strip.least, strip.most, strip.needed) == (7, 4, None, 7)
    assert day_of(strip.answer_on) == 14


def test_the_strip_begins_with_the_first_dose_at_the_earliest_unless_the_event_does():
    assert drawn(strip_of(history(event(PLATELETS, (4, 2)), today=3))).startswith("1:0 2:4 3:4 4:.")
    before = strip_of(history(event(PLATELETS, (4, -1)), today=3))
    assert [one.number for one in before.days][:3] == [-2, -1, 1]


def test_results_show_their_values_and_days_without_one_carry_the_last_grade():
    told = history(event(PLATELETS, (1, 4)), *results(PLATELETS, (4, 1), (7, 4), (9, 4)), today=10)
    valued = replace(told, results=tuple(replace(one, value=Decimal(20)) for one in told.results))
    strip = strip_of(valued)
    assert drawn(strip) == "4:1 5:1 6:1 7:4 8:4 9:4 10:4 11:. 12:. 13:. 14:."
    assert [one.value for one in strip.days if one.result_id] == [Decimal(20)] * 3
    assert [one.number for one in strip.days if one.result_id] == [4, 7, 9]
    assert (strip.least, strip.most) == (2, None)


def test_the_worst_of_two_results_of_a_day_is_shown():
    twice = (*results(PLATELETS, (7, 3), test="A"), *results(PLATELETS, (7, 4), test="B"))
    strip = strip_of(history(event(PLATELETS, (4, 7)), *twice, today=8))
    assert next(one for one in strip.days if one.number == 7).result_id == "lab-B-7"


def test_a_grade_that_ended_between_two_results_lasted_from_least_to_most_and_has_no_day_of_answer():
    told = history(event(PLATELETS, (4, 5)), *results(PLATELETS, (5, 4), (13, 2)), today=14)
    strip = strip_of(told)
    assert (strip.least, strip.most, strip.answer_on) == (0, 8, None)
    assert drawn(strip).endswith("12:4 13:2")


def test_an_event_that_is_over_shows_no_grade_from_its_end_on():
    strip = strip_of(history(event(PLATELETS, (4, 5), end=8), today=14))
    assert drawn(strip) == "2:0 3:0 4:0 5:4 6:4 7:4 8:0 9:0 10:0 11:0 12:0"
    assert (strip.least, strip.most, strip.answer_on) == (3, 3, None)


def test_results_without_an_event_say_nothing_of_the_days_before_them():
    strip = strip_of(history(*results(NEUTROPHILS, (5, 4)), today=6), LONG, "lab-X-5")
    assert drawn(strip).startswith("2:None 3:None 4:None 5:4 6:4 7:.")


def test_an_exception_up_to_three_days_is_drawn_with_four():
    clause = Clause("Grade 3", min_grade=3, exclusions=(Exclusion(Selection(terms=("Nausea",)), 3, 3),))
    strip = strip_of(history(event("Nausea", (3, 6)), today=8), clause)
    assert (strip.needed, strip.least, day_of(strip.answer_on)) == (4, 2, 10)


def test_of_two_times_at_the_grade_the_one_that_decides_is_drawn():
    strip = strip_of(history(event(PLATELETS, (4, 3), (2, 5), (4, 9)), today=12))
    assert day_of(strip.starts_on) == 9


@pytest.mark.parametrize("clause", [replace(LONG, days=0), replace(LONG, min_grade=5)])
def test_a_clause_without_days_or_without_its_grade_has_no_strip(clause):
    assert derive_strip(history(event(PLATELETS, (4, 7)), today=9), "5.0", clause, ("ae-1",)) is None


def test_a_long_time_is_cut_to_three_weeks():
    assert len(strip_of(history(event(PLATELETS, (4, 2)), today=60), replace(LONG, days=40)).days) == 21
