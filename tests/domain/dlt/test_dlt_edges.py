"""The corners of the DLT rules: no answers and several, durations of a day, what is said while the window is open."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.ctcae.catalogue import VERSIONS
from domain.dlt.answer import Answer, Verdict, all_of, any_of
from domain.dlt.history import Result, window_of
from domain.dlt.of_study import history_of
from domain.dlt.vocabulary import Clause, Companion, FoundBy, Multiple, Selection
from domain.partial_date import PartialDate
from domain.records import Administration, LabResult
from tests.domain.build import build
from tests.domain.dlt.build import (
    BAT6021,
    DAY_1,
    MET,
    NOT_MET,
    NOT_YET,
    PLATELETS,
    assess,
    codes_of,
    day_of,
    dose,
    event,
    history,
    multiple,
    on,
    results,
    with_clauses,
)

ONE, TWO = Answer.met("one", "a"), Answer.met("two", "b")
AGAINST, AGAINST_TOO = Answer.not_met("three", "c"), Answer.not_met("four", "d")
DATED = Answer.not_yet("five", "e", known_on=DAY_1 + timedelta(days=7))
LATER = Answer.not_yet("six", "f", known_on=DAY_1 + timedelta(days=8))
UNDATED = Answer.not_yet("seven", "g")


@pytest.mark.parametrize(
    ("joined", "verdict", "codes", "records", "known_on"),
    [
        (all_of([]), MET, [], "", None),
        (any_of([]), NOT_MET, [], "", None),
        (all_of([ONE]), MET, ["one"], "a", None),
        (all_of([ONE, TWO]), MET, ["one", "two"], "ab", None),
        (any_of([ONE, TWO]), MET, ["one", "two"], "ab", None),
        (any_of([ONE, AGAINST, DATED]), MET, ["one"], "a", None),
        (all_of([ONE, AGAINST, AGAINST_TOO, DATED]), NOT_MET, ["three", "four"], "cd", None),
        (any_of([AGAINST, AGAINST_TOO]), NOT_MET, ["three", "four"], "cd", None),
        (all_of([ONE, DATED]), NOT_YET, ["one", "five"], "ae", 8),
        (all_of([DATED, LATER]), NOT_YET, ["five", "six"], "ef", 9),
        (any_of([LATER, DATED]), NOT_YET, ["six", "five"], "fe", 9),
        (any_of([DATED, UNDATED]), NOT_YET, ["five", "seven"], "eg", None),
        (any_of([AGAINST, DATED]), NOT_YET, ["five"], "e", 8),
    ],
)
def test_answers_are_joined_with_the_reasons_that_decided(
    joined: Answer, verdict: Verdict, codes: list[str], records: str, known_on: int | None
) -> None:
    assert joined.verdict is verdict
    assert [reason.code for reason in joined.reasons] == codes
    assert joined.records == tuple(records)
    assert day_of(joined.known_on) == known_on


@pytest.mark.parametrize(("hours", "said"), [(-1, "dlt_none_so_far"), (0, "dlt_none_in_window")])
def test_nothing_is_said_of_the_whole_window_before_its_last_moment(hours: int, said: str) -> None:
    end = assess(history(today=1)).ends_at
    told = replace(history(today=1), cut_off=end + timedelta(hours=hours))
    assert codes_of(told, 1) == [said]
    assert assess(told).is_final is (hours == 0)


def at_hours(*values: tuple[int, int, int]) -> tuple[Result, ...]:
    """Results as (day, hour, grade)."""
    return tuple(Result(f"lab-{day}-{hour}", "PLT", on(day, hour), PLATELETS, grade) for day, hour, grade in values)


def test_a_grade_that_came_and_went_on_one_day_did_not_last_a_day() -> None:
    part = with_clauses(Clause("Grade 4 for a day", min_grade=4, days=1))
    told = history(event(PLATELETS, (4, 5)), *at_hours((5, 8, 4), (5, 20, 1)), today=25)
    assert assess(told, part).verdict is NOT_MET
    next_day = history(event(PLATELETS, (4, 5)), *at_hours((5, 8, 4), (6, 8, 1)), today=25)
    assert assess(next_day, part).verdict is NOT_YET
    seen_twice = history(event(PLATELETS, (4, 5)), *at_hours((5, 8, 4), (6, 8, 4), (7, 8, 1)), today=25)
    assert assess(seen_twice, part).verdict is MET


def test_results_without_an_event_keep_their_grades_from_the_first_that_is_one() -> None:
    (found,) = history(*results(PLATELETS, (3, 0), (5, 2), (8, 0), (12, 3)), today=14).all_events
    assert [step.grade for step in found.steps] == [2, 0, 3]
    assert (found.worst, found.is_recorded, found.record_id) == (3, False, "lab-X-5")


def test_a_second_dose_of_the_first_cycle_does_not_close_the_window() -> None:
    window = replace(BAT6021.window, ends_at_second_cycle=True)
    start, end = window_of(history(today=30, doses=(dose(1, 8),)), window)
    assert end - start == timedelta(days=BAT6021.window.days)
    start, end = window_of(history(today=30, doses=(dose(1, 8), dose(2, 19))), window)
    assert end - start == timedelta(days=18)


def test_an_event_exactly_as_long_as_needed_that_its_results_deny_asks_for_a_person() -> None:
    for below, verdict, code in ((12, NOT_YET, "dlt_differs"), (11, NOT_MET, "dlt_shorter")):
        told = history(event(PLATELETS, (4, 5), (1, below)), *results(PLATELETS, (5, 4), (9, 1)), today=25)
        (found,) = (one for one in assess(told).clauses if one.number == 3)
        assert found.verdict is verdict
        assert code in codes_of(told, 3)


@pytest.mark.parametrize(
    ("bound", "held"),
    [
        (Multiple(("ALT",), above_uln=Decimal(3)), (False, False, True)),
        (Multiple(("ALT",), at_least_uln=Decimal(3)), (False, True, True)),
        (Multiple(("ALT",), below_uln=Decimal(3)), (True, False, False)),
        (Multiple(("ALT",), above_uln=Decimal(2), below_uln=Decimal(3)), (True, False, False)),
        (Multiple(("ALT",)), (True, True, True)),
    ],
)
def test_a_bound_holds_on_its_side_of_the_multiple(bound: Multiple, held: tuple[bool, ...]) -> None:
    assert tuple(bound.holds(Decimal(times)) for times in ("2.99", "3", "3.01")) == held


@pytest.mark.parametrize(
    ("found_by", "laboratory", "code"),
    [
        (FoundBy.CLINIC, True, "dlt_laboratory_only"),
        (FoundBy.LABORATORY, False, "dlt_not_laboratory"),
        (FoundBy.CLINIC, False, None),
        (FoundBy.LABORATORY, True, None),
    ],
)
def test_an_event_of_the_other_kind_is_named_as_that(found_by: FoundBy, laboratory: bool, code: str | None) -> None:
    part = with_clauses(Clause("Grade 3", min_grade=3, found_by=found_by))
    said = codes_of(history(event("Diarrhea", (3, 5), laboratory=laboratory), today=10), 1, part)
    assert (code in said) is (code is not None)
    assert ("dlt_at_grade" in said) is (code is None)


@pytest.mark.parametrize(
    ("grade", "day", "today", "code"),
    [
        (2, 5, 40, "dlt_lower_in_window"),
        (2, 5, 10, "dlt_lower_so_far"),
        (3, 30, 40, "dlt_not_in_window"),
        (4, 30, 40, "dlt_not_in_window"),
    ],
)
def test_where_no_event_reaches_the_grade_inside_the_nearest_one_is_named(
    grade: int, day: int, today: int, code: str
) -> None:
    part = with_clauses(Clause("Grade 3", min_grade=3))
    assert codes_of(history(event("Diarrhea", (grade, day)), today=today), 1, part) == [code]


def test_a_clause_without_days_says_nothing_of_how_long() -> None:
    part = with_clauses(Clause("Grade 3", min_grade=3))
    assert codes_of(history(event("Diarrhea", (3, 5)), today=10), 1, part) == ["dlt_at_grade"]


def test_a_multiple_is_said_to_two_places() -> None:
    both = (Multiple(("ALT",), above_uln=Decimal(3)), Multiple(("bilirubin",), above_uln=Decimal(2)))
    part = with_clauses(Clause("Both", min_grade=1, together=(Companion(laboratory=both, within_days=2),)))
    told = history(event("Nausea", (1, 8)), multiple("ALT", 8, "3.14159"), multiple("bilirubin", 8, "1.2345"), today=20)
    reasons = assess(told, part).clauses[0].answer.reasons
    times = {reason.code: reason.numbers["times"] for reason in reasons if "times" in reason.numbers}
    assert times == {"dlt_multiple_not": Decimal("1.23")}


def test_a_result_that_grades_nothing_is_kept_once_and_one_that_grades_under_its_terms_only() -> None:
    built = build("1N")
    common: dict[str, Any] = {"subject_id": "01-001", "taken_at": PartialDate.parse("2026-03-09")}
    graded = LabResult(
        record_id="graded", test="NEUT", value=Decimal("0.9"), unit="10^9/L", lln=Decimal(2), uln=Decimal(7), **common
    )
    other = LabResult(
        record_id="other", test="Albumin ratio", value=Decimal(3), unit="1", lln=Decimal(1), uln=Decimal(2), **common
    )
    found = history_of(built.plus(graded, other).study(), "01-001").results
    assert [(one.record_id, one.term, one.grade) for one in found] == [
        ("graded", "Neutrophil count decreased", 3),
        ("other", "", None),
    ]


def test_a_dose_of_nothing_was_not_given() -> None:
    built = build("1N")
    (first,) = built.records["administration"]
    assert isinstance(first, Administration)
    omitted = replace(first, record_id="second", cycle=2, started_at=first.started_at, given_mg=Decimal(0))
    told = history_of(built.plus(omitted).study(), "01-001")
    assert sorted((dose.cycle, dose.is_given) for dose in told.doses) == [(1, True), (2, False)]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_class_of_organs_selects_its_terms_and_no_other(version: str) -> None:
    names = Selection(socs=("Blood and lymphatic system disorders",)).names(version)
    assert {"Anemia", "Febrile neutropenia"} <= names
    assert not {"Nausea", "Platelet count decreased"} & names


@pytest.mark.parametrize(("day", "verdict"), [(8, MET), (9, NOT_YET)])
def test_results_hold_together_on_one_day_unless_the_clause_allows_more(day: int, verdict: Verdict) -> None:
    both = (Multiple(("ALT",), above_uln=Decimal(3)), Multiple(("bilirubin",), above_uln=Decimal(2)))
    part = with_clauses(Clause("Both", min_grade=1, together=(Companion(laboratory=both),)))
    told = history(event("Nausea", (1, 8)), multiple("ALT", 8, "4"), multiple("bilirubin", day, "3"), today=20)
    assert assess(told, part).verdict is verdict


def test_an_event_is_as_grave_as_its_worst_result() -> None:
    mild = event(PLATELETS, (2, 5))
    told = history(mild, *results(PLATELETS, (5, 4), (12, 4)), today=14)
    assert (told.worst_of(mild), told.events_from(4), told.events_from(5)) == (4, (mild,), ())
    assert history(mild, today=14).worst_of(mild) == 2
    assert codes_of(told, 3)[-1] == "dlt_lasted"
