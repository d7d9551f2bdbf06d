"""BAT6021's whole definition, each clause met, not met and not yet known, at the day boundaries (AE-4, AE-5)."""

from dataclasses import replace

import pytest

from domain.terms import ActionTaken, Relationship
from tests.domain.dlt.build import (
    ALT,
    BAT6021,
    MET,
    NEUTROPHILS,
    NOT_MET,
    NOT_YET,
    PLATELETS,
    assess,
    codes_of,
    dose,
    event,
    history,
    intervention,
    known_on,
    verdict_of,
)

GRADE_5, ANAEMIA, PLATELETS_7, PLATELETS_BLEEDING, NEUTRO_7, NEUTRO_INFECTION, NEUTRO_FEVER = range(1, 8)
FEBRILE, CLINICAL, LAB_TREATED, LAB_ADMITTED, LAB_DELAY, DELAY_ALONE = range(8, 14)


@pytest.mark.parametrize(("grade", "verdict"), [(4, NOT_MET), (5, MET)])
def test_grade_5(grade, verdict):
    assert verdict_of(history(event("Sepsis", (grade, 6)), today=10), GRADE_5) is verdict


@pytest.mark.parametrize(("grade", "verdict"), [(3, NOT_MET), (4, MET), (5, MET)])
def test_grade_4_anaemia_without_any_duration(grade, verdict):
    assert verdict_of(history(event("Anemia", (grade, 6), end=7), today=10), ANAEMIA) is verdict


@pytest.mark.parametrize(("term", "number"), [(PLATELETS, PLATELETS_7), (NEUTROPHILS, NEUTRO_7)])
@pytest.mark.parametrize(("below", "verdict"), [(11, NOT_MET), (12, MET), (13, MET)])
def test_grade_4_for_six_seven_and_eight_days(term, number, below, verdict):
    by_step = history(event(term, (4, 5), (2, below)), today=20)
    by_end = history(event(term, (4, 5), end=below), today=20)
    assert verdict_of(by_step, number) is verdict_of(by_end, number) is verdict


@pytest.mark.parametrize(("term", "number"), [(PLATELETS, PLATELETS_7), (NEUTROPHILS, NEUTRO_7)])
@pytest.mark.parametrize(("today", "verdict"), [(5, NOT_YET), (10, NOT_YET), (11, NOT_YET), (12, MET), (13, MET)])
def test_grade_4_that_goes_on_is_known_on_the_day_that_the_seven_days_are_reached(term, number, today, verdict):
    told = history(event(term, (2, 3), (4, 5)), today=today)
    assert verdict_of(told, number) is verdict
    if verdict is NOT_YET:
        assert known_on(told, number) == 12
        assert "dlt_ongoing" in codes_of(told, number)


def test_two_times_of_four_days_are_not_seven():
    told = history(event(PLATELETS, (4, 3), (2, 7), (4, 9), (1, 13)), today=25)
    assert verdict_of(told, PLATELETS_7) is NOT_MET


def test_grade_3_for_ten_days_is_not_grade_4_for_seven():
    assert verdict_of(history(event(NEUTROPHILS, (3, 3), end=13), today=25), NEUTRO_7) is NOT_MET


@pytest.mark.parametrize(("grade", "verdict"), [(1, NOT_MET), (2, MET), (3, MET)])
def test_grade_3_thrombocytopenia_with_bleeding_of_grade_2(grade, verdict):
    bleeding = event("Epistaxis", (grade, 8), end=9, name="ae-2", related=Relationship.NOT_RELATED)
    told = history(event(PLATELETS, (3, 6), end=12), bleeding, today=14)
    assert verdict_of(told, PLATELETS_BLEEDING) is verdict


@pytest.mark.parametrize(("day", "verdict"), [(5, NOT_MET), (6, MET), (12, MET), (13, NOT_MET)])
def test_bleeding_counts_while_the_platelets_are_down(day, verdict):
    bleeding = event("Epistaxis", (2, day), end=day, name="ae-2")
    told = history(event(PLATELETS, (3, 6), (2, 12)), bleeding, today=14)
    assert verdict_of(told, PLATELETS_BLEEDING) is verdict


@pytest.mark.parametrize(
    ("kind", "links", "verdict"),
    [
        ("platelet transfusion", ("ae-1",), MET),
        ("platelet transfusion", (), NOT_MET),
        ("red cell transfusion", ("ae-1",), NOT_MET),
    ],
)
def test_grade_3_thrombocytopenia_with_platelet_transfusion(kind, links, verdict):
    told = history(event(PLATELETS, (3, 6)), intervention(kind, 7, *links), today=9)
    assert verdict_of(told, PLATELETS_BLEEDING) is verdict


def test_a_platelet_transfusion_that_names_no_event_counts_while_the_platelets_are_down():
    told = history(event(PLATELETS, (3, 6), (1, 12)), intervention("platelet transfusion", 7, unlinked=True), today=14)
    assert verdict_of(told, PLATELETS_BLEEDING) is MET
    late = history(event(PLATELETS, (3, 6), (1, 12)), intervention("platelet transfusion", 13, unlinked=True), today=14)
    assert verdict_of(late, PLATELETS_BLEEDING) is NOT_MET


@pytest.mark.parametrize(("below", "verdict"), [(11, NOT_MET), (12, MET), (13, MET), (None, NOT_YET)])
def test_grade_3_neutropenia_with_infection_for_seven_days(below, verdict):
    neutropenia = event(NEUTROPHILS, (3, 5), end=below)
    infection = event("Lung infection", (2, 8), end=10, name="ae-2", related=Relationship.NOT_RELATED)
    assert verdict_of(history(neutropenia, infection, today=11 if below is None else 20), NEUTRO_INFECTION) is verdict
    assert verdict_of(history(neutropenia, today=20), NEUTRO_INFECTION) is NOT_MET


@pytest.mark.parametrize(("grade", "verdict"), [(2, NOT_MET), (3, MET), (4, MET)])
def test_grade_3_neutropenia_with_fever(grade, verdict):
    fever = event("Fever", (1, 6), end=7, name="ae-2", related=Relationship.NOT_RELATED)
    assert verdict_of(history(event(NEUTROPHILS, (grade, 5), end=9), fever, today=10), NEUTRO_FEVER) is verdict
    assert verdict_of(history(event(NEUTROPHILS, (grade, 5), end=9), today=10), NEUTRO_FEVER) is NOT_MET


def test_febrile_neutropenia_is_neutropenia_with_fever():
    assert verdict_of(history(event("Febrile neutropenia", (3, 9)), today=10), FEBRILE) is MET


def test_fever_still_to_be_related_to_the_neutropenia_is_not_yet_known():
    fever = event("Fever", (1, 6), end=7, name="ae-2")
    told = history(event(NEUTROPHILS, (3, 5), related=None), fever, today=10)
    assert verdict_of(told, NEUTRO_FEVER) is NOT_YET
    assert "dlt_relationship_awaited" in codes_of(told, NEUTRO_FEVER)


@pytest.mark.parametrize(
    ("term", "grade", "verdict"),
    [
        ("Diarrhea", 2, NOT_MET),
        ("Diarrhea", 3, MET),
        ("Fatigue", 3, MET),
        (ALT, 4, NOT_MET),  # laboratory only
        (NEUTROPHILS, 4, NOT_MET),  # haematological, although CTCAE 5.0 files it under Investigations
        ("Lymphocyte count decreased", 4, NOT_MET),
        ("Febrile neutropenia", 3, NOT_MET),  # a clause of its own
        ("Electrocardiogram QT corrected interval prolonged", 3, MET),  # under Investigations, but no laboratory test
        ("Thrombotic thrombocytopenic purpura", 3, MET),  # among the blood disorders, but no blood count
    ],
)
def test_non_haematological_grade_3_other_than_laboratory_findings(term, grade, verdict):
    assert verdict_of(history(event(term, (grade, 6)), today=10), CLINICAL) is verdict


@pytest.mark.parametrize(("flag", "clinical", "laboratory"), [(None, NOT_MET, MET), (False, MET, NOT_MET)])
def test_a_person_can_say_that_a_laboratory_term_is_more_than_a_laboratory_finding(flag, clinical, laboratory):
    told = history(event(ALT, (3, 6), laboratory=flag, admitted=True), today=10)
    assert (verdict_of(told, CLINICAL), verdict_of(told, LAB_ADMITTED)) == (clinical, laboratory)


def test_a_laboratory_finding_with_clinical_intervention():
    alt = event(ALT, (3, 6))
    assert verdict_of(history(alt, today=10), LAB_TREATED) is NOT_MET
    assert verdict_of(history(alt, intervention("steroid", 8, "ae-1"), today=10), LAB_TREATED) is MET
    assert verdict_of(history(alt, intervention("steroid", 8), today=10), LAB_TREATED) is NOT_MET
    unlinked = history(alt, intervention("steroid", 8, unlinked=True), today=10)
    assert verdict_of(unlinked, LAB_TREATED) is NOT_YET
    assert "dlt_intervention_unlinked" in codes_of(unlinked, LAB_TREATED)
    grade_2 = history(event(ALT, (2, 6)), intervention("steroid", 8, "ae-1"), today=10)
    assert verdict_of(grade_2, LAB_TREATED) is NOT_MET


@pytest.mark.parametrize(("grade", "admitted", "verdict"), [(3, True, MET), (2, True, NOT_MET), (3, False, NOT_MET)])
def test_a_laboratory_finding_with_admission(grade, admitted, verdict):
    assert verdict_of(history(event(ALT, (grade, 6), admitted=admitted), today=10), LAB_ADMITTED) is verdict


@pytest.mark.parametrize(("day", "verdict"), [(22, NOT_MET), (35, NOT_MET), (36, NOT_MET), (37, MET), (50, MET)])
def test_a_delay_of_cycle_2_by_more_than_two_weeks(day, verdict):
    """Cycle 2 is due on day 22; on day 36 it is 14 days late, which is not more than two weeks."""
    alt = event(ALT, (3, 6), action=ActionTaken.DELAYED)
    assert verdict_of(history(alt, doses=(dose(2, day),), today=60), LAB_DELAY) is verdict


@pytest.mark.parametrize("today", [7, 21, 22, 36])
def test_the_delay_is_not_known_before_cycle_2_is_given_or_day_36_has_passed(today):
    told = history(event(ALT, (3, 6), action=ActionTaken.DELAYED), today=today)
    assert verdict_of(told, LAB_DELAY) is NOT_YET
    assert known_on(told, LAB_DELAY) == 37
    assert codes_of(told, LAB_DELAY)[-1] == "dlt_cycle_awaited"
    assert assess(told).verdict is NOT_YET
    assert not assess(told).is_final


def test_the_delay_is_known_once_day_36_has_passed():
    assert verdict_of(history(event(ALT, (3, 6), action=ActionTaken.DELAYED), today=37), LAB_DELAY) is MET


def test_the_end_of_treatment_decides_that_cycle_2_is_not_delayed():
    alt = event(ALT, (3, 6), action=ActionTaken.WITHDRAWN)
    assert verdict_of(history(alt, today=30, ended=25), LAB_DELAY) is NOT_MET
    assert verdict_of(history(alt, today=45, ended=36), LAB_DELAY) is NOT_MET
    assert verdict_of(history(alt, today=45, ended=40), LAB_DELAY) is NOT_YET


def test_a_delay_counts_for_the_event_that_caused_it():
    alt, late = event(ALT, (3, 6)), dose(2, 40)
    assert verdict_of(history(alt, doses=(replace(late, delayed_for=("ae-1",)),), today=41), LAB_DELAY) is MET
    assert verdict_of(history(alt, doses=(replace(late, delayed_for=()),), today=41), LAB_DELAY) is NOT_MET
    unsaid = history(alt, doses=(late,), today=41)
    assert verdict_of(unsaid, LAB_DELAY) is NOT_YET
    assert codes_of(unsaid, LAB_DELAY)[-1] == "dlt_delay_unexplained"
    assert known_on(unsaid, LAB_DELAY) is None


def test_the_delay_as_a_clause_of_its_own_is_the_other_reading():
    told = history(event("Fatigue", (2, 6), action=ActionTaken.DELAYED), doses=(dose(2, 40),), today=41)
    assert DELAY_ALONE not in [one.number for one in assess(told).clauses]
    assert assess(told).verdict is NOT_MET
    assert BAT6021.dlt is not None
    alone = replace(BAT6021, dlt=replace(BAT6021.dlt, delay_alone=True))
    assert verdict_of(told, DELAY_ALONE, alone) is MET
    assert assess(told, alone).verdict is MET


@pytest.mark.parametrize(
    ("related", "verdict"),
    [
        (Relationship.NOT_RELATED, NOT_MET),
        (Relationship.UNLIKELY, NOT_MET),
        (Relationship.POSSIBLE, MET),
        (Relationship.PROBABLE, MET),
        (Relationship.DEFINITE, MET),
        (None, NOT_YET),
    ],
)
def test_at_least_possibly_related(related, verdict):  # AE-8
    told = history(event("Diarrhea", (3, 6), related=related), today=10)
    assert verdict_of(told, CLINICAL) is verdict
    assert assess(told).verdict is verdict
