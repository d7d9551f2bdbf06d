"""How long a grade lasted: by the steps of an event, by results, by partial dates (AE-4, AE-5)."""

import pytest

from domain.dlt.vocabulary import Clause
from tests.domain.dlt.build import (
    MET,
    NOT_MET,
    NOT_YET,
    PLATELETS,
    assess,
    codes_of,
    event,
    history,
    known_on,
    results,
    verdict_of,
    with_clauses,
)

SEVEN_DAYS = 3


def judged(*values: tuple[int, int], today: int = 25, end: int | None = None):
    told = history(event(PLATELETS, (4, values[0][0]), end=end), *results(PLATELETS, *values), today=today)
    return verdict_of(told, SEVEN_DAYS), codes_of(told, SEVEN_DAYS)[-1], known_on(told, SEVEN_DAYS)


def test_last_seen_on_day_5_and_below_on_day_13_is_0_to_8_days():
    assert judged((5, 4), (13, 2)) == (NOT_YET, "dlt_between_results", None)


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        (((5, 4), (11, 2)), NOT_MET),  # at most 6
        (((5, 4), (12, 2)), NOT_YET),  # 0 to 7
        (((5, 4), (11, 4), (12, 2)), NOT_YET),  # 6 to 7
        (((5, 4), (12, 4), (13, 2)), MET),  # at least 7
        (((5, 4), (12, 4)), MET),
        (((5, 4), (8, 2), (9, 4), (12, 1)), NOT_MET),  # 0 to 3 twice
        (((5, 4), (8, 3), (9, 4), (17, 1)), NOT_YET),
    ],
)
def test_results_bound_how_long_a_grade_lasted(values, verdict):
    assert judged(*values)[0] is verdict


def test_a_repeat_value_is_awaited_until_the_day_that_the_seven_days_are_reached():
    assert judged((5, 4), (8, 4), today=9) == (NOT_YET, "dlt_result_awaited", 12)


def test_once_that_day_has_passed_only_a_value_or_a_person_can_decide():
    assert judged((5, 4), (8, 4), today=20) == (NOT_YET, "dlt_result_awaited", None)


def test_the_end_of_the_event_bounds_its_last_result():
    assert judged((5, 4), (8, 4), end=11)[0] is NOT_MET
    assert judged((5, 4), (8, 4), end=13)[0] is NOT_YET


def test_the_event_alone_is_believed_where_no_result_shows_the_grade():
    told = history(event(PLATELETS, (4, 5), end=13), *results(PLATELETS, (5, 3), (13, 1)), today=25)
    assert verdict_of(told, SEVEN_DAYS) is MET


def test_an_event_longer_than_its_results_allow_asks_for_a_person():
    told = history(event(PLATELETS, (4, 5), (1, 15)), *results(PLATELETS, (5, 4), (9, 1)), today=25)
    assert verdict_of(told, SEVEN_DAYS) is NOT_YET
    assert codes_of(told, SEVEN_DAYS)[-1] == "dlt_differs"


def test_results_overrule_an_event_that_tells_only_its_worst_grade():
    told = history(event(PLATELETS, (4, 5), end=15), *results(PLATELETS, (5, 4), (9, 1)), today=25)
    assert verdict_of(told, SEVEN_DAYS) is NOT_MET


def test_a_result_outside_the_event_is_not_taken_for_it():
    told = history(event(PLATELETS, (4, 9), end=17), *results(PLATELETS, (2, 4), (3, 1)), today=25)
    assert verdict_of(told, SEVEN_DAYS) is MET


@pytest.mark.parametrize(
    ("start", "end", "verdict"),
    [
        ("2026-03-06", "2026-03", NOT_YET),
        ("2026-03", "2026-03-09", NOT_YET),
        ("2026-03-06", "2026-04", MET),
        ("2026-03-28", "2026-03", NOT_MET),
    ],
)
def test_partial_dates_bound_a_duration_too(start, end, verdict):
    part = with_clauses(Clause("Grade 3 for 7 days", min_grade=3, days=7))
    found = assess(history(event("Diarrhea", (1, 3), (3, start), end=end), today=90), part)
    assert found.verdict is verdict
