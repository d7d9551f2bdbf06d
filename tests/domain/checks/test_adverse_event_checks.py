"""Checks on an adverse event: each finding, and the case beside it that has none."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.checks.adverse_event import check_adverse_event
from domain.checks.event_drugs import check_drugs
from domain.checks.event_grades import check_steps
from domain.checks.event_term import check_term, nearest_terms
from domain.partial_date import PartialDate
from domain.records import DrugAssessment, GradeChange, Leaving
from domain.terms import AeOutcome, Grade, LeaveReason, Relationship, SeriousCriterion
from tests.domain.build import START, ZONE, build, event

BUILT = build("1N 2N")
NOW = BUILT.cut_off
EVENT = event("01-001", "Rash maculo-papular", 2, "2026-03-05", record_id="new")
AWARE = START + timedelta(days=4)
DEATH, LIFE = SeriousCriterion.DEATH, SeriousCriterion.LIFE_THREATENING
HOSPITAL, OTHER = SeriousCriterion.HOSPITALISATION, SeriousCriterion.OTHER_IMPORTANT
SERIOUS = {"seriousness": (OTHER,), "aware_at": AWARE}
FATAL = {
    "term": "Sepsis",
    "grade": Grade.FATAL,
    "seriousness": (DEATH,),
    "aware_at": AWARE,
    "outcome": AeOutcome.FATAL,
}
ADMITTED = {"seriousness": (HOSPITAL,), "aware_at": AWARE, "admitted_on": PartialDate(2026, 3, 6)}


def codes(changes, *records):
    study = BUILT.plus(*records).study()
    found = check_adverse_event(study, replace(EVENT, **changes), now=NOW)
    return {(one.field, one.code, one.is_hard) for one in found}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"term": " "}, {("term", "missing", True)}),
        ({"term": "Qwertz"}, {("term", "unknown_term", True)}),
        ({"term": "Rash"}, {("term", "unknown_term_near", True)}),
        ({"onset": PartialDate(2026, 3)}, set()),
        ({"onset": PartialDate(2026, 2)}, set()),
        ({"onset": PartialDate(2026, 2, 17)}, {("onset", "before_consent", False)}),
        ({"onset": PartialDate(2026, 2, 18)}, set()),
        ({"onset": PartialDate(2027)}, {("onset", "in_future", True)}),
        ({"end": PartialDate(2026, 3, 4)}, {("end", "end_before_onset", True)}),
        ({"end": PartialDate(2026, 3, 5)}, set()),
        ({"end": PartialDate(2026, 3)}, set()),
        ({"end": PartialDate(2026, 2)}, {("end", "end_before_onset", True)}),
        ({"end": PartialDate(2027)}, {("end", "in_future", True)}),
        ({"outcome": AeOutcome.RECOVERED}, {("end", "recovered_needs_end", True)}),
        ({"outcome": AeOutcome.SEQUELAE}, {("end", "recovered_needs_end", True)}),
        ({"outcome": AeOutcome.RECOVERED, "end": PartialDate(2026, 3, 9)}, set()),
        (
            {"outcome": AeOutcome.NOT_RECOVERED, "end": PartialDate(2026, 3, 9)},
            {("outcome", "ended_not_recovered", False)},
        ),
    ],
)
def test_term_dates_and_outcome_of_a_subject_who_consented_on_18_february(changes, expected):  # AE-2
    assert codes(changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (FATAL, set()),
        (FATAL | {"outcome": AeOutcome.NOT_RECOVERED}, {("outcome", "grade5_not_fatal", True)}),
        (FATAL | {"seriousness": (OTHER,)}, {("seriousness", "fatal_needs_criterion", True)}),
        (FATAL | {"seriousness": ()}, {("seriousness", "fatal_needs_criterion", True)}),
        (FATAL | {"grade": Grade.SEVERE}, {("grade", "fatal_not_grade5", True)}),
        (
            FATAL | {"grade": Grade.SEVERE, "seriousness": (OTHER,)},
            {("grade", "fatal_not_grade5", True), ("seriousness", "fatal_needs_criterion", True)},
        ),
        (SERIOUS | {"seriousness": (DEATH,)}, {("outcome", "death_not_fatal", True)}),
        (
            FATAL | {"grade": Grade.SEVERE, "grade_changes": (GradeChange(PartialDate(2026, 3, 7), Grade.FATAL),)},
            set(),
        ),
        ({"term": "Sepsis", "grade": Grade.LIFE_THREATENING}, {("seriousness", "grave_not_serious", False)}),
        (SERIOUS | {"term": "Sepsis", "grade": Grade.LIFE_THREATENING}, set()),
        (SERIOUS | {"seriousness": (LIFE,)}, {("seriousness", "life_threatening_grade", False)}),
        (SERIOUS | {"seriousness": (LIFE,), "term": "Sepsis", "grade": Grade.LIFE_THREATENING}, set()),
        (
            SERIOUS
            | {
                "seriousness": (LIFE,),
                "term": "Sepsis",
                "grade": Grade.SEVERE,
                "grade_changes": (GradeChange(PartialDate(2026, 3, 7), Grade.LIFE_THREATENING),),
            },
            set(),
        ),
        (SERIOUS, set()),
        (SERIOUS | {"aware_at": None}, {("aware_at", "aware_missing", False)}),
        (SERIOUS | {"aware_at": NOW + timedelta(hours=1)}, {("aware_at", "in_future", True)}),
        (SERIOUS | {"aware_at": START + timedelta(days=2)}, {("aware_at", "aware_before_onset", True)}),
        (SERIOUS | {"aware_at": START + timedelta(days=2), "onset": PartialDate(2026, 3)}, set()),
        (ADMITTED, set()),
        (ADMITTED | {"admitted_on": None}, {("admitted_on", "admission_missing", False)}),
        (ADMITTED | {"seriousness": (OTHER,)}, {("seriousness", "admitted_not_serious", False)}),
        (ADMITTED | {"discharged_on": PartialDate(2026, 3, 6)}, set()),
        (ADMITTED | {"discharged_on": PartialDate(2026, 3)}, set()),
        (
            ADMITTED | {"discharged_on": PartialDate(2026, 3, 5)},
            {("discharged_on", "discharge_before_admission", True)},
        ),
        (
            SERIOUS | {"discharged_on": PartialDate(2026, 3, 8)},
            {("admitted_on", "discharge_needs_admission", True)},
        ),
        (ADMITTED | {"discharged_on": PartialDate(2027)}, {("discharged_on", "in_future", True)}),
        (ADMITTED | {"admitted_on": PartialDate(2027)}, {("admitted_on", "in_future", True)}),
    ],
)
def test_death_seriousness_admission_and_awareness_agree(changes, expected):  # AE-2
    assert codes(changes) == expected


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], []),
        ([("2026-03-08", 3)], []),
        ([("2026-03-08", 3), ("2026-03-10", 1)], []),
        ([("2026-03-04", 3)], ["step_before_onset"]),
        ([("2026-02", 3)], ["step_before_onset"]),
        ([("2026-03", 3)], []),  # can have been after the onset
        ([("2026-03-05", 3)], ["steps_on_one_day"]),
        ([("2026-03-05T10:00", 3)], ["steps_on_one_day"]),  # the hour of the onset is not known
        ([("2026-03-08T10:00", 3), ("2026-03-08T15:00", 1)], []),
        ([("2026-03-08T15:00", 3), ("2026-03-08T15:00", 1)], ["steps_on_one_day"]),
        ([("2026-03-08", 3), ("2026-03-08", 1)], ["steps_on_one_day"]),
        ([("2026-03-10", 3), ("2026-03-08", 1)], ["steps_out_of_order"]),
        ([("2026-03-10", 3), ("2026-03", 1)], []),
        ([("2026-03-08", 2)], ["step_same_grade"]),
        ([("2026-03-08", 3), ("2026-03-10", 3)], ["step_same_grade"]),
        ([("2026-03-20", 3)], []),
        ([("2026-03-20T15:00", 3)], []),
        ([("2026-03-21", 3)], ["step_after_end"]),
        ([("2027-01-01", 3)], ["step_in_future", "step_after_end"]),
        ([("2026-03-08", 5), ("2026-03-10", 2)], ["step_after_death"]),
    ],
)
def test_the_steps_of_an_event_from_5_to_20_march(steps, expected):  # AE-2
    changes = tuple(GradeChange(PartialDate.parse(since), Grade(grade)) for since, grade in steps)
    told = replace(EVENT, grade_changes=changes, end=PartialDate(2026, 3, 20))
    found = check_steps(told, ZONE, now=NOW)
    assert [one.code for one in found] == expected
    assert all(one.is_hard and one.field == "grade_changes" for one in found)


def test_a_grade_that_the_term_lacks_is_refused_at_the_onset_and_in_a_step():
    later = (GradeChange(PartialDate(2026, 3, 8), Grade.LIFE_THREATENING),)
    assert codes(SERIOUS | {"grade": Grade.LIFE_THREATENING}) == {("grade", "no_such_grade", True)}
    assert codes(SERIOUS | {"grade_changes": later}) == {("grade_changes", "no_such_grade", True)}


@pytest.mark.parametrize(
    ("typed", "version", "code", "first"),
    [
        ("Rash maculopapular", "5.0", "unknown_term_near", "Rash maculo-papular"),
        ("Diarrea", "5.0", "unknown_term_near", "Diarrhea"),
        ("low platelets", "5.0", "unknown_term_near", "Platelet count decreased"),
        ("low platelets", "6.0", "unknown_term_near", "Thrombocytopenia"),
        ("ALT", "5.0", "unknown_term_near", "Alanine aminotransferase increased"),
        ("Qwertz", "5.0", "unknown_term", None),
        ("Platelet count decreased", "6.0", "term_of_other_version_near", "Thrombocytopenia"),
        ("Restrictive cardiomyopathy", "6.0", "term_of_other_version", None),
    ],
)
def test_an_unknown_term_names_the_nearest_ones(typed, version, code, first):  # AE-1
    (found,) = check_term(typed, version)
    assert found.code == code
    named = nearest_terms(typed, version)
    assert len(named) <= 3
    assert (named[0] if named else None) == first
    assert found.numbers.get("nearest", "") == "; ".join(named)


def drugs(*named, grade=2, relationship=Relationship.POSSIBLE, further=("tislelizumab",)):
    others = tuple(DrugAssessment(name, said) for name, said in named)
    told = replace(EVENT, grade=Grade(grade), relationship=relationship, other_drugs=others)
    return [(one.field, one.code, one.is_hard) for one in check_drugs(told, "BAT6021", further)]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ([], []),
        ([("Tislelizumab", None)], []),
        ([("aspirin", None)], [("other_drugs", "drug_not_in_part", True)]),
        ([("bat6021", None)], [("other_drugs", "drug_is_study_drug", True)]),
        ([("tislelizumab", None), ("Tislelizumab ", None)], [("other_drugs", "drug_twice", True)]),
        ([(" ", None)], [("other_drugs", "missing", True)]),
    ],
)
def test_a_drug_beside_the_study_drug_is_one_of_the_part(named, expected):
    assert drugs(*named) == expected


def test_a_part_with_one_drug_has_no_other():
    assert drugs(("aspirin", None), further=()) == [("other_drugs", "no_other_drug", True)]


def test_a_relationship_that_nobody_has_judged_is_asked_for_from_grade_3_on():  # AE-8
    missing = ("relationship", "relationship_missing", False)
    other = ("other_drugs", "relationship_missing", False)
    said = ("tislelizumab", Relationship.UNLIKELY)
    assert drugs(relationship=None) == []
    assert drugs(grade=3, relationship=None) == [missing, other]
    assert drugs(said, grade=3, relationship=None) == [missing]
    assert drugs(("tislelizumab", None), grade=3) == [other]
    assert drugs(said, grade=3) == []
    later = replace(EVENT, relationship=None, grade_changes=(GradeChange(PartialDate(2026, 3, 8), Grade.SEVERE),))
    assert [one.code for one in check_drugs(later, "BAT6021", ())] == ["relationship_missing"]


def test_a_likely_duplicate_asks_but_a_correction_does_not():
    there = replace(EVENT, record_id="old", end=PartialDate(2026, 3, 9))
    assert codes({}, there) == {("term", "same_event_exists", False)}
    assert codes({"record_id": "old", "grade": Grade.MILD}, there) == set()
    assert codes({"onset": PartialDate(2026, 3, 6)}, there) == {("term", "event_overlaps", False)}
    assert codes({"onset": PartialDate(2026, 3, 10)}, there) == set()


def test_an_onset_after_leaving_asks():
    left = Leaving(
        record_id="l", subject_id="01-001", left_at=START + timedelta(days=2), reason=LeaveReason.PROGRESSION
    )
    assert codes({}, left) == {("onset", "after_leaving", False)}
    assert codes({"onset": PartialDate(2026, 3)}, left) == set()
