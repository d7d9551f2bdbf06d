"""Likely duplicates, and the copy that "same as above" starts from."""

from dataclasses import replace

import pytest

from domain.partial_date import PartialDate
from domain.records import DrugAssessment, GradeChange
from domain.safety.duplicates import copy_for_next, find_duplicates, same_terms
from domain.terms import AeOutcome, Grade, Judgement, Relationship, SeriousCriterion
from tests.domain.build import ZONE, event

THERE = event("01-001", "Anemia", 2, "2026-03-05", record_id="there", end=PartialDate(2026, 3, 10))


@pytest.mark.parametrize(
    ("term", "onset", "end", "is_duplicate"),
    [
        ("Anemia", "2026-03-05", None, True),
        ("anaemia", "2026-03-05", None, True),
        ("Anemia", "2026-03-10", None, True),  # it goes on from the day on which the other ended
        ("Anemia", "2026-03-11", None, False),
        ("Anemia", "2026-03", None, True),
        ("Anemia", "2026-02-20", "2026-03-04", False),
        ("Anemia", "2026-02-20", "2026-03", True),
        ("Anemia", "2026-02-20", None, True),
        ("Nausea", "2026-03-05", None, False),
    ],
)
def test_the_same_term_at_the_same_time_is_a_likely_duplicate(term, onset, end, is_duplicate):  # AE-2
    new = event("01-001", term, 1, onset, record_id="new", end=PartialDate.parse(end) if end else None)
    assert bool(find_duplicates(new, [THERE], ZONE)) is is_duplicate
    assert bool(find_duplicates(THERE, [new], ZONE)) is is_duplicate


def test_an_event_is_no_duplicate_of_itself_nor_of_another_subjects():
    assert find_duplicates(THERE, [THERE], ZONE) == ()
    assert find_duplicates(replace(THERE, record_id="new", subject_id="01-002"), [THERE], ZONE) == ()


def test_the_names_of_two_versions_are_one_term_but_a_kind_of_event_is_not():
    assert same_terms("Platelet count decreased") == {"platelet count decreased", "thrombocytopenia"}
    assert same_terms("Hematuria") == {"hematuria"}  # one of "bleeding"


def test_same_as_above_keeps_the_term_and_the_drugs_and_drops_what_belongs_to_the_first():
    first = replace(
        THERE,
        verbatim="low Hb",
        relationship=Relationship.POSSIBLE,
        other_drugs=(DrugAssessment("x", Relationship.UNLIKELY),),
        grade_changes=(GradeChange(PartialDate(2026, 3, 7), Grade.SEVERE),),
        seriousness=(SeriousCriterion.HOSPITALISATION,),
        admitted_on=PartialDate(2026, 3, 7),
        outcome=AeOutcome.RECOVERED,
        is_expected=Judgement.YES,
        narrative="transfused",
        result_id="lab-1",
    )
    copied = copy_for_next(first, record_id="new", onset=PartialDate(2026, 4, 1))
    assert copied == event(
        "01-001",
        "Anemia",
        2,
        "2026-04-01",
        record_id="new",
        verbatim="low Hb",
        relationship=Relationship.POSSIBLE,
        other_drugs=(DrugAssessment("x", Relationship.UNLIKELY),),
        is_expected=Judgement.YES,
    )
