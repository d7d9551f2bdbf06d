"""Checks on subject, eligibility and leaving: each finding, and the case beside it that has none."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.checks.subject import check_eligibility, check_leaving, check_subject
from domain.records import Eligibility, Leaving, Rescreening, Subject
from domain.terms import LeaveReason, Sex
from tests.domain.build import START, build

BUILT = build("1N 2N")
STUDY, NOW = BUILT.study(), BUILT.cut_off
TODAY = NOW.astimezone(STUDY.zone).date()
SUBJECT = Subject(
    record_id="new",
    subject_id="01-003",
    consent_date=TODAY - timedelta(days=3),
    sex=Sex.FEMALE,
    birth_year=TODAY.year - 58,
    tumour_type="Colorectal",
    weight_kg=Decimal("62.4"),
)
ANSWER = Eligibility(record_id="new", subject_id="01-001", is_eligible=True, decided_on=date(2026, 2, 25))
LEAVING = Leaving(
    record_id="new", subject_id="01-001", left_at=NOW, reason=LeaveReason.PROGRESSION, decided_by="Lin Yue"
)


def found(findings):
    """Field, code and whether it blocks."""
    return {(one.field, one.code, one.is_hard) for one in findings}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"subject_id": "  "}, {("subject_id", "missing", True)}),
        ({"subject_id": "01-001"}, {("subject_id", "subject_exists", True)}),
        ({"subject_id": "01-001", "record_id": "subject-01-001"}, set()),
        ({"consent_date": TODAY}, set()),
        ({"consent_date": TODAY + timedelta(days=1)}, {("consent_date", "in_future", True)}),
        ({"birth_year": TODAY.year + 1}, {("birth_year", "birth_year_impossible", True)}),
        ({"birth_year": TODAY.year - 121}, {("birth_year", "birth_year_impossible", True)}),
        ({"birth_year": TODAY.year - 17}, {("birth_year", "age_unusual", False)}),
        ({"birth_year": TODAY.year - 18}, set()),
        ({"birth_year": TODAY.year - 100}, set()),
        ({"birth_year": TODAY.year - 101}, {("birth_year", "age_unusual", False)}),
        ({"tumour_type": ""}, {("tumour_type", "missing", True)}),
        ({"weight_kg": None}, set()),
        ({"weight_kg": Decimal(0)}, {("weight_kg", "weight_impossible", True)}),
        ({"weight_kg": Decimal("500.1")}, {("weight_kg", "weight_impossible", True)}),
        ({"weight_kg": Decimal(30)}, set()),
        ({"weight_kg": Decimal("29.9")}, {("weight_kg", "weight_unusual", False)}),
        ({"weight_kg": Decimal("200.1")}, {("weight_kg", "weight_unusual", False)}),
        ({"tumour_type": "call 13912345678"}, {("tumour_type", "looks_personal", False)}),
        ({"subject_id": "110101196001011234"}, {("subject_id", "looks_personal", False)}),
        ({"tumour_type": "a@b.cn"}, {("tumour_type", "looks_personal", False)}),
        ({"tumour_type": "Gastric, 8 cm"}, set()),
    ],
)
def test_a_subject(changes, expected):
    assert found(check_subject(STUDY, replace(SUBJECT, **changes), now=NOW)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        (
            {"decided_on": TODAY + timedelta(days=1)},
            {("decided_on", "in_future", True), ("decided_on", "screening_over", False)},
        ),
        ({"decided_on": date(2026, 2, 18)}, set()),
        ({"decided_on": date(2026, 2, 17)}, {("decided_on", "before_consent", False)}),
        ({"decided_on": date(2026, 3, 18)}, set()),
        ({"decided_on": date(2026, 3, 19)}, {("decided_on", "screening_over", False)}),
        ({"is_eligible": False}, {("reason", "failure_needs_reason", True)}),
        ({"is_eligible": False, "reason": " "}, {("reason", "failure_needs_reason", True)}),
        ({"is_eligible": False, "reason": "ALT above limit"}, set()),
    ],
)  # fmt: skip
def test_an_answer_on_eligibility_of_a_subject_who_consented_on_18_february(changes, expected):
    assert STUDY.subject("01-001").consent_date == date(2026, 2, 18)
    assert STUDY.protocol.screening_days == 28
    assert found(check_eligibility(STUDY, replace(ANSWER, **changes), now=NOW)) == expected


@pytest.mark.parametrize(
    ("decided_on", "is_over"),
    [(date(2026, 3, 18), False), (date(2026, 3, 19), True), (date(2026, 3, 20), False), (date(2026, 4, 17), False)],
)
def test_an_answer_counts_from_the_screening_that_had_begun_by_its_day(decided_on, is_over):  # SUB-10
    again = Rescreening(record_id="again", subject_id="01-001", started_on=date(2026, 3, 20), reason="ALT is back")
    built = BUILT.plus(again)
    answer = replace(ANSWER, decided_on=decided_on)
    codes = {one.code for one in check_eligibility(built.study(), answer, now=NOW + timedelta(days=90))}
    assert ("screening_over" in codes) is is_over


@pytest.mark.parametrize(
    ("left_at", "expected"),
    [
        (NOW, set()),
        (NOW + timedelta(minutes=1), {("left_at", "in_future", True)}),
        (START - timedelta(days=13), {("left_at", "before_consent", True), ("left_at", "dosed_after_leaving", False)}),
        (START, set()),
        (START - timedelta(minutes=1), {("left_at", "dosed_after_leaving", False)}),
    ],
)
def test_leaving_of_a_subject_dosed_at_the_start(left_at, expected):
    assert found(check_leaving(STUDY, replace(LEAVING, left_at=left_at), now=NOW)) == expected
