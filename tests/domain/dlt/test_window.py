"""What lies inside the window, on the side of safety; what lies outside is listed beside (AE-6, AE-8, SUB-4)."""

from dataclasses import replace

import pytest

from domain.dlt.vocabulary import Clause, CountsBy
from domain.terms import WindowEnd
from tests.domain.dlt.build import (
    ALT,
    BAT6021,
    MET,
    NOT_MET,
    NOT_YET,
    PLATELETS,
    assess,
    day_of,
    dose,
    event,
    history,
    on,
    results,
    with_clauses,
)

SEVERE = with_clauses(Clause("Grade 3", min_grade=3))


def grade_3(onset: object) -> object:
    one = event("Diarrhea", (3, 1))
    return replace(one, steps=(replace(one.steps[0], since=onset),))


@pytest.mark.parametrize(
    ("day", "hour", "verdict"),
    [
        (1, None, MET),  # the day of the first dose, hour unknown
        (1, 8, NOT_MET),  # an hour before the first dose
        (1, 9, MET),  # with it
        (21, None, MET),
        (22, 9, MET),  # 21 x 24 h after the first dose
        (22, 10, NOT_MET),
        (22, None, MET),  # the hour is unknown: inside unless the date proves otherwise
        (23, None, NOT_MET),
        (0, None, NOT_MET),  # the day before
    ],
)
def test_the_window_by_the_hour(day, hour, verdict):
    told = history(grade_3(on(day, hour)), today=40)  # type: ignore[arg-type]
    assert assess(told, SEVERE).verdict is verdict


@pytest.mark.parametrize(
    ("onset", "verdict"), [("2026-03", MET), ("2026", MET), ("2026-02", NOT_MET), ("2026-04", NOT_MET)]
)
def test_a_partial_onset_is_inside_unless_the_date_proves_otherwise(onset, verdict):
    told = history(grade_3(on(onset)), today=80)  # type: ignore[arg-type]
    assert assess(told, SEVERE).verdict is verdict


def test_the_window_can_close_with_the_calendar_day_or_with_cycle_2():
    late = history(grade_3(on(22, 20)), today=40)  # type: ignore[arg-type]
    by_day = replace(SEVERE, window=replace(SEVERE.window, end=WindowEnd.CALENDAR_DAY))
    assert assess(late, by_day).verdict is MET
    early = history(grade_3(on(20)), today=40, doses=(dose(2, 19),))  # type: ignore[arg-type]
    by_cycle = replace(SEVERE, window=replace(SEVERE.window, ends_at_second_cycle=True))
    assert (assess(early, SEVERE).verdict, assess(early, by_cycle).verdict) == (MET, NOT_MET)


def test_an_event_outside_the_window_is_listed_and_does_not_count():  # AE-6
    found = assess(history(event("Diarrhea", (3, 30)), today=40))
    assert found.verdict is NOT_MET
    assert found.is_final
    assert [(one.event.record_id, one.number, one.answer.verdict) for one in found.outside] == [("ae-1", 9, MET)]


def test_an_event_before_the_first_dose_is_neither_inside_nor_listed():
    found = assess(history(event("Diarrhea", (3, -4), end=2), today=40))
    assert (found.verdict, found.outside) == (NOT_MET, ())


def test_what_was_there_before_and_grows_worse_inside_counts():
    assert assess(history(event("Diarrhea", (2, -4), (3, 6)), today=10)).verdict is MET


@pytest.mark.parametrize(("counts_by", "verdict"), [(CountsBy.EVENT, MET), (CountsBy.GRADE, NOT_MET)])
def test_what_begins_inside_and_reaches_its_grade_later_counts_by_the_protocol(counts_by, verdict):
    part = with_clauses(Clause("Grade 3", min_grade=3), counts_by=counts_by)
    found = assess(history(event("Diarrhea", (1, 20), (3, 24)), today=40), part)
    assert found.verdict is verdict
    assert len(found.outside) == (verdict is NOT_MET)


def test_a_duration_that_begins_inside_may_end_after_the_window():
    told = history(event(PLATELETS, (4, 20)), today=24)
    assert assess(told).verdict is NOT_YET
    assert day_of(assess(told).known_on) == 27
    assert assess(history(event(PLATELETS, (4, 20)), today=27)).verdict is MET


def test_not_met_is_final_only_once_the_window_has_closed():
    assert not assess(history(today=21)).is_final
    assert assess(history(today=23)).is_final


def test_two_dlt_events_make_one_verdict():  # SUB-4
    found = assess(history(event("Diarrhea", (3, 5)), event("Vomiting", (3, 6), name="ae-2"), today=10))
    assert (found.verdict, [one.number for one in found.clauses if one.verdict is MET]) == (MET, [9])


@pytest.mark.parametrize(("day", "grade", "verdict"), [(5, 2, MET), (5, 1, NOT_MET), (23, 2, NOT_MET)])
def test_a_moderate_toxicity_by_onset_inside_the_window(day, grade, verdict):  # ESC-4
    found = assess(history(event("Fatigue", (grade, day)), today=40))
    assert (found.verdict, found.moderate.verdict) == (NOT_MET, verdict)


def test_a_dlt_is_no_moderate_toxicity_beside():
    assert assess(history(event("Diarrhea", (3, 5)), today=10)).moderate.verdict is NOT_MET


def test_a_moderate_toxicity_whose_relationship_is_awaited_is_not_yet_known():
    assert assess(history(event("Fatigue", (2, 5), related=None), today=10)).moderate.verdict is NOT_YET


def test_without_a_first_dose_or_a_definition_there_is_no_assessment():
    told = history(today=10)
    with pytest.raises(ValueError, match="first dose"):
        assess(replace(told, doses=()))
    with pytest.raises(ValueError, match="no DLT definition"):
        assess(told, replace(BAT6021, dlt=None))


def test_a_laboratory_value_without_an_event_awaits_one():
    found = assess(history(*results(ALT, (1, 0), (8, 4)), today=10), with_clauses(Clause("Grade 4", min_grade=4)))
    assert found.verdict is NOT_YET
    assert "dlt_event_awaited" in [reason.code for reason in found.clauses[0].answer.reasons]
