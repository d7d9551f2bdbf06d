"""Checks on the end of treatment: each finding, and the case beside it that has none."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.checks.end_of_treatment import check_end_of_treatment
from domain.partial_date import PartialDate
from domain.records import DrugAssessment, EndOfTreatment, Leaving
from domain.terms import ActionTaken, EndReason, LeaveReason
from tests.domain.build import START, build, event

BUILT = build("1N")
ENDED = EndOfTreatment(
    record_id="e",
    subject_id="01-001",
    decided_on=PartialDate(2026, 3, 15),
    reason=EndReason.PROGRESSION,
    decided_by="Lin Yue",
)


def codes(changes, *records):
    found = check_end_of_treatment(BUILT.plus(*records).study(), replace(ENDED, **changes), now=BUILT.cut_off)
    return {(one.field, one.code, one.is_hard) for one in found}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"decided_on": PartialDate(2027)}, {("decided_on", "in_future", True)}),
        ({"decided_on": PartialDate(2026, 3, 1)}, {("decided_on", "ended_before_first_dose", True)}),
        ({"decided_on": PartialDate(2026, 3, 2)}, set()),
        ({"decided_on": PartialDate(2026, 3)}, set()),
        ({"decided_by": ""}, {("decided_by", "missing", True)}),
        ({"reason": EndReason.OTHER}, {("comment", "end_needs_comment", True)}),
        ({"reason": EndReason.OTHER, "comment": "moved away"}, set()),
        ({"reason": EndReason.ADVERSE_EVENT}, {("reason", "no_event_withdrew", False)}),
    ],
)
def test_the_end_of_treatment_of_a_subject_dosed_on_2_march(changes, expected):  # SUB-8
    assert codes(changes) == expected


def test_an_event_for_which_any_drug_was_withdrawn_explains_the_end():
    one = event("01-001", "Colitis", 3, "2026-03-10", action_taken=ActionTaken.WITHDRAWN)
    assert codes({"reason": EndReason.ADVERSE_EVENT}, one) == set()
    other = replace(
        one,
        action_taken=ActionTaken.NONE,
        other_drugs=(DrugAssessment("x", action_taken=ActionTaken.WITHDRAWN),),
    )
    assert codes({"reason": EndReason.ADVERSE_EVENT}, other) == set()


def test_treatment_ends_once_and_a_correction_is_no_second_end():
    assert codes({"record_id": "two"}, ENDED) == {("subject_id", "treatment_ended_already", True)}
    assert codes({"reason": EndReason.LOST}, ENDED) == set()


def test_a_dose_after_the_end_and_an_end_after_leaving_ask():
    (dose,) = BUILT.records["administration"]
    later = replace(dose, record_id="second", cycle=2, started_at=START + timedelta(days=21))
    assert codes({}, later) == {("decided_on", "dosed_after_end", False)}
    assert codes({}, replace(later, given_mg=later.given_mg * 0)) == set()
    left = Leaving(record_id="l", subject_id="01-001", left_at=START + timedelta(days=5), reason=LeaveReason.LOST)
    assert codes({}, left) == {("decided_on", "after_leaving", False)}


def test_an_end_of_a_treatment_that_never_began_asks():
    undosed = replace(BUILT, records={k: v for k, v in BUILT.records.items() if k != "administration"})
    found = check_end_of_treatment(undosed.study(), ENDED, now=BUILT.cut_off)
    assert [(one.code, one.is_hard) for one in found] == [("treatment_not_begun", False)]


def test_a_new_therapy_without_benefit_is_lack_of_efficacy():
    """BAT6021 and BAT6026 end treatment so; the codelist has the lack of efficacy, and no start of another therapy."""
    assert EndReason.NO_BENEFIT.value == "LACK OF EFFICACY"
    assert codes({"reason": EndReason.NO_BENEFIT}) == set()
