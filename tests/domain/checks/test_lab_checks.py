"""Checks on laboratory results and normal ranges: each finding, and the case beside it that has none."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.checks.lab_result import check_lab_result
from domain.checks.normal_range import check_normal_range
from domain.partial_date import PartialDate
from domain.records import Leaving
from domain.terms import LeaveReason, Sex
from tests.domain.build import START, build
from tests.domain.laboratory.build import normal, result

BUILT = build("1N 2N")
NOW = BUILT.cut_off
RESULT = result("K", "4.1", "mmol/L", "2026-03-05", lln="3.5", uln="5.3", record_id="new")
RANGE = normal("K", "mmol/L", "3.5", "5.3", record_id="new")


def codes(changes, *records):
    found = check_lab_result(BUILT.plus(*records).study(), replace(RESULT, **changes), now=NOW)
    return {(one.field, one.code, one.is_hard) for one in found}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"test": " "}, {("test", "missing", True)}),
        ({"test": "XYZ"}, {("test", "lab_test_unknown", True)}),
        ({"unit": "mg/dL"}, {("unit", "lab_unit_not_of_test", True)}),
        ({"unit": ""}, {("unit", "lab_unit_needed", True)}),
        ({"unit": "", "value": None, "lln": None, "uln": None}, set()),
        ({"unit": "", "test": "INR", "value": Decimal(1), "lln": None, "uln": None}, set()),
        ({"unit": "mEq/L"}, set()),
        ({"value": Decimal(-1)}, {("value", "lab_value_negative", True)}),
        ({"value": Decimal("NaN")}, {("value", "lab_value_negative", True)}),
        ({"value": Decimal(0), "test": "NEUT", "unit": "10^9/L"}, set()),
        ({"value": Decimal(1)}, set()),
        ({"value": Decimal("0.9")}, {("value", "lab_not_plausible", False)}),
        ({"value": Decimal("0.9"), "sign": "<"}, set()),
        ({"value": Decimal(12)}, set()),
        ({"value": Decimal("12.1")}, {("value", "lab_not_plausible", False)}),
        ({"sign": "~"}, {("sign", "lab_sign_unknown", True)}),
        ({"sign": "<", "value": None}, {("value", "missing", True)}),
        ({"lln": Decimal("5.3")}, set()),
        ({"lln": Decimal("5.4")}, {("lln", "lab_range_reversed", True)}),
        ({"uln": Decimal(-1), "lln": None}, {("uln", "lab_value_negative", True)}),
        ({"taken_at": PartialDate(2027)}, {("taken_at", "in_future", True)}),
        ({"taken_at": PartialDate(2026, 2, 17)}, {("taken_at", "before_consent", False)}),
        ({"taken_at": PartialDate(2026, 2, 18)}, set()),
        ({"taken_at": PartialDate(2026, 2)}, set()),
        ({"taken_at": PartialDate(2026, 1)}, {("taken_at", "before_consent", False)}),
    ],
)  # fmt: skip
def test_a_result_of_a_subject_who_consented_on_18_february(changes, expected):
    assert codes(changes) == expected


def test_the_units_that_a_test_has_are_named():
    found = check_lab_result(BUILT.study(), replace(RESULT, unit="mg/dL"), now=NOW)
    assert found[0].numbers["units"] == "mmol/L, mEq/L"


def test_plausible_limits_are_said_in_the_unit_of_the_result():
    one = result("CREAT", 90, "mg/dL", "2026-03-05")
    found = check_lab_result(BUILT.study(), one, now=NOW)
    assert (str(found[0].numbers["low"]), str(found[0].numbers["high"])) == ("0.0566", "45.2")


def test_two_results_of_one_test_at_one_time_can_not_stand():
    there = replace(RESULT, record_id="old", value=Decimal("4.4"))
    assert codes({}, there) == {("taken_at", "lab_result_exists", True)}
    assert codes({"record_id": "old"}, there) == set()
    assert codes({"test": "SODIUM", "value": Decimal(140), "lln": None, "uln": None}, there) == set()
    assert codes({"taken_at": PartialDate(2026, 3, 5, 8, 0)}, there) == set()


def test_a_sample_after_leaving_asks():
    left = Leaving(
        record_id="l", subject_id="01-001", left_at=START + timedelta(days=2), reason=LeaveReason.PROGRESSION
    )
    assert codes({}, left) == {("taken_at", "after_leaving", False)}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"laboratory": " "}, {("laboratory", "missing", True)}),
        ({"test": "XYZ"}, {("test", "lab_test_unknown", True)}),
        ({"unit": "furlong"}, {("unit", "lab_unit_not_of_test", True)}),
        ({"unit": ""}, {("unit", "lab_unit_needed", True)}),
        ({"lln": None}, set()),
        ({"lln": None, "uln": None}, {("uln", "lab_range_empty", True)}),
        ({"lln": Decimal(6)}, {("lln", "lab_range_reversed", True)}),
        ({"valid_from": date(2026, 12, 1)}, set()),
        ({"valid_from": date(2062, 1, 1)}, {("valid_from", "lab_range_far_ahead", False)}),
    ],
)
def test_a_range_by_itself(changes, expected):
    found = check_normal_range(BUILT.study(), replace(RANGE, **changes), now=NOW)
    assert {(one.field, one.code, one.is_hard) for one in found} == expected


@pytest.mark.parametrize(
    ("changes", "clashes"),
    [
        ({}, True),
        ({"laboratory": "central "}, True),
        ({"record_id": "old"}, False),
        ({"valid_from": date(2025, 1, 2)}, False),
        ({"sex": Sex.MALE}, False),
        ({"test": "SODIUM"}, False),
        ({"laboratory": "Local"}, False),
    ],
)
def test_two_ranges_for_one_date_can_not_stand(changes, clashes):
    study = BUILT.plus(replace(RANGE, record_id="old")).study()
    found = check_normal_range(study, replace(RANGE, **changes), now=NOW)
    assert [(one.field, one.code, one.is_hard) for one in found] == (
        [("valid_from", "lab_range_exists", True)] if clashes else []
    )
