"""Rules that other protocols state: exceptions, Hy's law, exact grades, durations of the other event (AE-4)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.dlt.vocabulary import Clause, Companion, Exclusion, FoundBy, Multiple, Selection
from domain.protocol.reader import load_shipped, read_content, shipped_protocols
from domain.terms import InterventionKind
from tests.domain.dlt.build import (
    ALT,
    MET,
    NEUTROPHILS,
    NOT_MET,
    NOT_YET,
    assess,
    day_of,
    dose,
    event,
    history,
    intervention,
    multiple,
    with_clauses,
)

USUAL = load_shipped("mil97").first_part
EXCEPT = with_clauses(
    Clause(
        "Grade 3, not nausea or fatigue that resolves within 3 days",
        Selection(not_concepts=("haematological",)),
        min_grade=3,
        found_by=FoundBy.CLINIC,
        exclusions=(
            Exclusion(Selection(terms=("Nausea", "Fatigue")), max_grade=3, resolves_within_days=3),
            Exclusion(Selection(concepts=("alopecia",))),
        ),
    )
)
HY = with_clauses(
    Clause(
        "Hy's law",
        Selection(concepts=("liver tests",)),
        together=(
            Companion(
                laboratory=(
                    Multiple(("ALT", "AST"), above_uln=Decimal(3)),
                    Multiple(("bilirubin",), above_uln=Decimal(2)),
                    Multiple(("ALP",), below_uln=Decimal(2)),
                ),
                within_days=2,
            ),
        ),
    )
)


@pytest.mark.parametrize(("below", "verdict"), [(7, NOT_MET), (8, NOT_MET), (9, MET), (10, MET)])
def test_grade_3_nausea_that_resolves_within_3_days_is_no_dlt(below, verdict):
    assert assess(history(event("Nausea", (3, 5), (1, below)), today=15), EXCEPT).verdict is verdict


@pytest.mark.parametrize(("today", "verdict"), [(5, NOT_YET), (8, NOT_YET), (9, MET)])
def test_while_it_goes_on_it_is_known_after_the_third_day(today, verdict):
    found = assess(history(event("Fatigue", (3, 5)), today=today), EXCEPT)
    assert found.verdict is verdict
    assert day_of(found.known_on) == (9 if verdict is NOT_YET else None)


def test_the_exception_covers_its_terms_and_grades_only():
    assert assess(history(event("Diarrhea", (3, 5), (1, 7)), today=15), EXCEPT).verdict is MET
    exempt = replace(EXCEPT.dlt.clauses[0].exclusions[0], selection=Selection(terms=("Diarrhea",)))  # type: ignore[union-attr]
    part = with_clauses(Clause("x", min_grade=3, exclusions=(exempt,)))
    assert assess(history(event("Diarrhea", (4, 5), (1, 7)), today=15), part).verdict is MET


LIVER = event(ALT, (3, 8))


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ((("ALT", 8, "3.1"), ("bilirubin", 8, "2.1"), ("ALP", 8, "1.9")), MET),
        ((("ALT", 8, "3"), ("bilirubin", 8, "2.1"), ("ALP", 8, "1.9")), NOT_MET),
        ((("ALT", 8, "3.1"), ("bilirubin", 8, "2"), ("ALP", 8, "1.9")), NOT_MET),
        ((("ALT", 8, "3.1"), ("bilirubin", 8, "2.1"), ("ALP", 8, "2")), NOT_MET),
        ((("AST", 8, "9"), ("bilirubin", 10, "2.1"), ("ALP", 9, "1")), MET),
        ((("AST", 8, "9"), ("bilirubin", 8, "1"), ("bilirubin", 11, "4"), ("ALP", 9, "1")), NOT_YET),
        ((("ALT", 8, "3.1"), ("bilirubin", 8, "2.1")), NOT_YET),  # ALP awaited
        ((("ALT", 8, "3.1"),), NOT_YET),  # bilirubin awaited
        ((("ALT", 0, "9"), ("bilirubin", 0, "9"), ("ALP", 0, "1")), NOT_MET),  # before the first dose
        ((), NOT_MET),
    ],
)
def test_hys_law(values, verdict):
    told = history(LIVER, *(multiple(*one) for one in values), today=20)
    assert assess(told, HY).verdict is verdict


def test_a_value_awaited_for_hys_law_says_by_when():
    found = assess(history(LIVER, multiple("ALT", 8, "5"), multiple("ALP", 8, "1"), today=9), HY)
    assert (found.verdict, day_of(found.known_on)) == (NOT_YET, 10)


def test_hys_law_needs_a_related_event():
    values = (multiple("ALT", 8, "5"), multiple("bilirubin", 8, "5"), multiple("ALP", 8, "1"))
    assert assess(history(*values, today=20), HY).verdict is NOT_MET


@pytest.mark.parametrize(("grade", "verdict"), [(2, NOT_MET), (3, MET), (4, NOT_MET)])
def test_an_exact_grade_is_said_by_both_ends(grade, verdict):
    part = with_clauses(Clause("Grade 3 only", min_grade=3, max_grade=3))
    assert assess(history(event("Diarrhea", (grade, 5)), today=10), part).verdict is verdict


@pytest.mark.parametrize(("end", "verdict"), [(9, NOT_MET), (10, MET), (None, NOT_YET)])
def test_the_other_event_can_have_to_last_itself(end, verdict):
    infection = Companion(event=Selection(concepts=("infection",)), min_grade=2, days=3)
    part = with_clauses(Clause("x", Selection(concepts=("neutropenia",)), min_grade=3, together=(infection,)))
    other = event("Lung infection", (2, 7), end=end, name="ae-2")
    today = 9 if end is None else 15
    assert assess(history(event(NEUTROPHILS, (3, 5)), other, today=today), part).verdict is verdict


def test_everything_that_one_companion_names_has_to_hold():
    both = Companion(interventions=(InterventionKind.STEROID,), admission=True)
    part = with_clauses(Clause("x", min_grade=2, together=(both,)))
    steroid = intervention("steroid", 7, "ae-1")
    assert assess(history(event("Colitis", (2, 6)), steroid, today=10), part).verdict is NOT_MET
    assert assess(history(event("Colitis", (2, 6), admitted=True), steroid, today=10), part).verdict is MET


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        (event("Sepsis", (5, 6)), MET),
        (event("Platelet count decreased", (4, 6), end=7), MET),
        (event("Vomiting", (3, 6), end=9), NOT_YET),  # may still delay cycle 2
        (event("Vomiting", (3, 6), end=10), MET),
        (event("Alopecia", (2, 6)), NOT_MET),
        (event("Lipase increased", (4, 6)), MET),
        (event("Lipase increased", (3, 6), end=12), NOT_YET),  # may still delay cycle 2
        (event("Lipase increased", (3, 6), end=13), MET),
    ],
)
def test_the_usual_definition_of_the_four_others(told, verdict):
    assert assess(history(told, today=20), USUAL).verdict is verdict
    if verdict is not MET:
        assert assess(history(told, today=23, doses=(dose(2, 22),)), USUAL).verdict is NOT_MET


@pytest.mark.parametrize("protocol_id", shipped_protocols())
def test_every_shipped_definition_can_be_judged_in_both_versions(protocol_id):  # AE-1
    shipped = load_shipped(protocol_id)
    content = dict(shipped.content)
    study = content["study"]
    assert isinstance(study, dict)
    content["study"] = {**study, "ctcae": {"value": "6.0", "source": "amendment 1"}}
    newer = read_content(content)
    told = history(event("Thrombocytopenia", (4, 5), end=20), today=40)
    assert assess(told, newer.first_part, "6.0").verdict is MET
    assert assess(history(today=40), shipped.first_part).verdict is NOT_MET
