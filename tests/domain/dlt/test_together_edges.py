"""What comes together with an event, how long it lasted by its results, and what an answer says of both."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from domain.dlt.fields import InputRefused
from domain.dlt.history import Result
from domain.dlt.input import read_history
from domain.dlt.of_study import derive_dlt, history_of
from domain.dlt.strip import derive_strip
from domain.dlt.vocabulary import Clause, Companion, DltDefinition, Exclusion, Multiple, Selection
from domain.partial_date import PartialDate
from domain.records import Intervention as Recorded
from domain.terms import InterventionKind, Judgement
from tests.domain.build import build
from tests.domain.build import event as recorded_event
from tests.domain.dlt.build import (
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
    intervention,
    multiple,
    on,
    results,
    with_clauses,
)
from tests.domain.dlt.test_input import EXAMPLE, changed, read


def judge(companion: Companion, *records: Any, today: int = 20):
    part = with_clauses(Clause("Nausea of grade 2 with", Selection(terms=("Nausea",)), 2, together=(companion,)))
    return assess(history(*records, today=today), part).clauses[0].answer


NAUSEA = event("Nausea", (2, 5), end=8)


@pytest.mark.parametrize(
    ("is_admitted", "verdict", "code"), [(True, MET, "dlt_admitted"), (False, NOT_MET, "dlt_not_admitted")]
)
def test_an_admission_is_said_as_it_was(is_admitted, verdict, code) -> None:
    answer = judge(Companion(admission=True), replace(NAUSEA, is_admitted=is_admitted))
    assert answer.verdict is verdict
    assert code in [one.code for one in answer.reasons]


def test_only_an_event_of_the_named_terms_comes_together_with_it() -> None:
    fever = Companion(event=Selection(terms=("Fever",)))
    assert judge(fever, NAUSEA, event("Diarrhea", (2, 5), name="ae-2")).verdict is NOT_MET
    assert judge(fever, NAUSEA, event("Fever", (2, 8), name="ae-2")).verdict is MET
    assert judge(fever, NAUSEA, event("Fever", (2, 9), name="ae-2")).verdict is NOT_MET
    assert judge(Companion(event=Selection(terms=("Nausea",))), NAUSEA).verdict is NOT_MET


# AE-6
@pytest.mark.parametrize(
    ("day", "treats", "verdict"),
    [
        (4, ("ae-1",), NOT_MET),
        (5, ("ae-1",), MET),  # on the first day
        (12, ("ae-1",), MET),  # what is said to treat it may come later
        (4, None, NOT_MET),
        (5, None, MET),
        (8, None, MET),  # on the last day
        (9, None, NOT_MET),
    ],
)
def test_what_is_done_counts_from_the_first_day_of_the_event(day, treats, verdict) -> None:
    done = intervention("platelet transfusion", day, *(treats or ()), unlinked=treats is None)
    answer = judge(Companion(interventions=(done.kind.value,)), NAUSEA, done)
    assert answer.verdict is verdict


BOTH = Companion(
    laboratory=(Multiple(("ALT",), above_uln=Decimal(3)), Multiple(("bilirubin",), above_uln=Decimal(2))), within_days=2
)


def test_results_that_hold_together_are_each_said_once_to_two_places() -> None:
    answer = judge(BOTH, NAUSEA, multiple("ALT", 8, "3.14159"), multiple("bilirubin", 9, "2.71828"))
    assert answer.verdict is MET
    times = [one.numbers["times"] for one in answer.reasons if one.code == "dlt_multiple"]
    assert times == [Decimal("3.14"), Decimal("2.72")]


def test_of_results_that_do_not_hold_the_first_one_near_is_named() -> None:
    told = (multiple("ALT", 8, "4"), multiple("bilirubin", 7, "1.1"), multiple("bilirubin", 9, "1.2"))
    answer = judge(BOTH, NAUSEA, *told)
    (lower,) = (one for one in answer.reasons if one.code == "dlt_multiple_not")
    assert (day_of(lower.numbers["at"]), lower.numbers["times"]) == (7, Decimal("1.1"))


@pytest.mark.parametrize(("today", "known"), [(9, 10), (10, 10), (11, None)])
def test_a_result_awaited_is_awaited_up_to_the_last_day_that_is_near(today, known) -> None:
    answer = judge(BOTH, NAUSEA, multiple("ALT", 8, "4"), today=today)
    assert answer.verdict is NOT_YET
    assert day_of(answer.known_on) == known


@pytest.mark.parametrize(("uln", "verdict"), [("0", NOT_MET), ("1", MET), ("0.5", MET), (None, NOT_MET)])
def test_a_result_without_an_upper_limit_is_no_multiple(uln, verdict) -> None:
    alone = Companion(laboratory=(Multiple(("ALT",), above_uln=Decimal(3)),))
    result = Result("lab-1", "ALT", on(8), value=Decimal(4), uln=None if uln is None else Decimal(uln))
    assert judge(alone, NAUSEA, result).verdict is verdict
    assert judge(alone, NAUSEA, replace(result, value=None)).verdict is NOT_MET


def test_a_lower_event_hides_no_moderate_toxicity_after_it() -> None:
    found = assess(history(event("Nausea", (1, 3)), event("Diarrhea", (2, 5), name="ae-2"), today=10))
    assert found.moderate.verdict is MET
    assert found.moderate.records == ("ae-2",)


# --- how long -------------------------------------------------------------------------------------

LONG = Clause("Grade 4 for 7 days", Selection(terms=(PLATELETS,)), min_grade=4, days=7)


def strip(told, clause: Clause = LONG):
    found = derive_strip(told, "5.0", clause, ("ae-1",))
    assert found is not None
    return found


def test_results_that_agree_with_the_dates_of_the_event_need_no_person() -> None:
    told = history(event(PLATELETS, (4, 7), (2, 15)), *results(PLATELETS, (7, 4), (14, 4), (15, 2)), today=20)
    assert codes_of(told, 1, with_clauses(LONG))[-1] == "dlt_lasted"


def test_a_time_ends_with_the_first_result_below_it() -> None:
    told = history(event(PLATELETS, (4, 7)), *results(PLATELETS, (7, 4), (9, 1), (12, 1)), today=20)
    assert strip(told).most == 2


def test_a_result_of_grade_0_ends_even_the_lowest_grade() -> None:
    any_grade = replace(LONG, min_grade=1)
    told = history(event(PLATELETS, (1, 7)), *results(PLATELETS, (7, 1), (9, 0)), today=20)
    found = strip(told, any_grade)
    assert (found.least, found.most) == (0, 2)


def test_a_result_that_is_awaited_today_has_no_later_day_of_answer() -> None:
    # Known to day 10; by day 14 it would have lasted seven days, and day 14 is today.
    told = history(event(PLATELETS, (4, 7)), *results(PLATELETS, (7, 4), (10, 4)), today=14)
    answer = assess(told, with_clauses(LONG)).clauses[0].answer
    assert (answer.verdict, answer.known_on) == (NOT_YET, None)
    sooner = assess(replace_today(told, 13), with_clauses(LONG)).clauses[0].answer
    assert day_of(sooner.known_on) == 14


def replace_today(told, today: int):
    return history(*told.events, *told.results, today=today)


def test_what_began_on_an_unknown_day_lasted_no_days_at_least() -> None:
    assert strip(history(event(PLATELETS, (4, "2026-03")), today=10)).least == 0


@pytest.mark.parametrize("is_measured", [True, False])
def test_the_last_result_at_the_grade_is_named_where_there_are_results(is_measured) -> None:
    shown = results(PLATELETS, (7, 4), (9, 4), (11, 2)) if is_measured else ()
    told = history(event(PLATELETS, (4, 7), (2, 11)), *shown, today=20)
    (shorter,) = (one for one in assess(told, with_clauses(LONG)).clauses[0].answer.reasons if "last" in one.numbers)
    assert shorter.numbers["last"] == (on(9, 8) if is_measured else None)


def test_an_exception_for_other_terms_or_graver_events_asks_for_no_more_days() -> None:
    def needed(*exclusions: Exclusion) -> int:
        clause = replace(LONG, days=1, exclusions=exclusions)
        return strip(history(event(PLATELETS, (4, 7)), today=12), clause).needed

    own, other = Selection(terms=(PLATELETS,)), Selection(terms=("Nausea",))
    assert needed(Exclusion(own, 4, 3)) == 4
    assert needed(Exclusion(own, 3, 3)) == 1
    assert needed(Exclusion(other, 4, 3)) == 1


def test_days_are_counted_from_the_first_of_several_doses() -> None:
    told = history(event(PLATELETS, (4, 12)), today=14, doses=(dose(2, 8),))
    assert [one.number for one in strip(told).days][:4] == [9, 10, 11, 12]


def test_of_a_day_with_a_normal_result_and_a_low_one_the_low_one_is_drawn() -> None:
    twice = (*results(PLATELETS, (8, 0), test="A"), *results(PLATELETS, (8, 1), test="B"), *results(PLATELETS, (7, 4)))
    drawn = {one.number: one.grade for one in strip(history(event(PLATELETS, (4, 7)), *twice, today=10)).days}
    assert drawn[8] == 1


def test_a_result_on_the_last_day_of_an_event_belongs_to_it() -> None:
    mild = event(PLATELETS, (2, 5), end=9)
    assert history(mild, *results(PLATELETS, (9, 4)), today=14).worst_of(mild) == 4
    assert history(mild, *results(PLATELETS, (10, 4)), today=14).worst_of(mild) == 2


def test_a_result_under_a_term_without_a_grade_is_none_of_its_results() -> None:
    told = history(Result("lab-1", "PLT", on(8), PLATELETS, None), today=14)
    assert dict(told.results_by_term) == {}


# --- what was recorded, what was sent in ----------------------------------------------------------


def test_every_intervention_but_a_new_therapy_is_known_of_a_subject() -> None:
    built = build("1N")
    kinds = [InterventionKind.NEW_THERAPY, InterventionKind.PLATELETS]
    records = [
        Recorded(
            record_id=kind.value,
            subject_id="01-001",
            intervention_kind=kind,
            start=PartialDate.parse("2026-03-09"),
            name="as named",
        )
        for kind in kinds
    ]
    told = history_of(built.plus(*records).study(), "01-001")
    assert [one.kind for one in told.interventions] == [InterventionKind.PLATELETS]


def numbers_of(content: object) -> dict[str, dict[str, object]]:
    with pytest.raises(InputRefused) as refused:
        read_history(json.dumps(content), "5.0")
    return {finding.field: dict(finding.numbers) for finding in refused.value.findings}


def test_a_number_below_none_is_told_the_lowest() -> None:
    assert numbers_of(changed("laboratory.0.value", -1))["laboratory[1].value"]["lowest"] == 0


def test_a_time_with_an_offset_of_its_own_is_taken_as_it_is() -> None:
    told, _ = read(changed("doses.0.at", "2026-03-02T03:00:00+02:00"))
    assert told.given[0].at == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    plain, _ = read(changed("doses.0.at", "2026-03-02T09:00:00"))
    assert plain.given[0].at == datetime(2026, 3, 2, 9, 0, tzinfo=told.zone).astimezone(UTC)


def test_an_id_that_is_no_text_is_named_with_its_place() -> None:
    content: Any = deepcopy(EXAMPLE)
    content["interventions"][0]["for"] = [content["events"][0]["id"], 7]
    found = numbers_of(content)
    assert found["interventions[1].for[2]"]["wanted"] == "a record id"
    assert "interventions[1].for[1]" not in found
    assert not any(place.endswith("for[3]") for place in found)


def test_an_event_of_one_grade_may_be_of_grade_1() -> None:
    content: Any = deepcopy(EXAMPLE)
    content["events"][1]["grade"] = 1
    content["events"][1]["term"] = "Nausea"
    told, _ = read(content)
    assert told.events[1].worst == 1


# --- of a study -----------------------------------------------------------------------------------


def test_a_subject_is_assessed_from_the_first_dose_on_where_the_part_has_a_definition() -> None:
    built_study = build("1N")
    study, part = built_study.study(), built_study.part
    assert derive_dlt(study, part, "01-001") is not None
    assert derive_dlt(study, replace(part, dlt=None), "01-001") is None
    assert derive_dlt(study, part, "01-999") is None


@pytest.mark.parametrize(
    ("said", "is_laboratory"), [(Judgement.YES, True), (Judgement.NO, False), (Judgement.NOT_ASSESSED, None)]
)
def test_whether_an_event_is_laboratory_only_is_told_as_it_was_judged(said, is_laboratory) -> None:
    built_study = build("1N")
    recorded = recorded_event("01-001", PLATELETS, 3, built_study.places[0].dosed_at, is_laboratory_only=said)
    (found,) = history_of(built_study.plus(recorded).study(), "01-001").events
    assert found.is_laboratory_only is is_laboratory


def test_a_clause_asks_for_nothing_that_it_does_not_say() -> None:
    clause, companion = Clause("Any event"), Companion()
    assert (clause.min_grade, clause.days, DltDefinition().delay_alone) == (1, 0, False)
    assert (companion.min_grade, companion.days, companion.admission, companion.cycle) == (1, 0, False, 2)
    assert clause == replace(clause, source="elsewhere")
    assert Exclusion(Selection()).max_grade == 5


def test_the_clauses_that_are_not_yet_known_are_those_waited_for() -> None:
    part = with_clauses(LONG, Clause("Nausea", Selection(terms=("Nausea",)), 4))
    found = assess(history(event(PLATELETS, (4, 7)), today=10), part)
    assert [one.number for one in found.awaited] == [1]
