"""Checks on an adverse event: each finding, and the case beside it that has none."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.checks.adverse_event import check_adverse_event
from domain.partial_date import PartialDate
from domain.records import Leaving
from domain.terms import AeOutcome, DltMark, Grade, LeaveReason, Relationship
from tests.domain.build import START, build, event

BUILT = build("1N 2N")
NOW = BUILT.cut_off
EVENT = event("01-001", "Rash maculo-papular", 2, "2026-03-05", record_id="new")
FATAL = {"term": "Sepsis", "grade": Grade.FATAL, "is_serious": True, "outcome": AeOutcome.FATAL}


def codes(changes, *records):
    study = BUILT.plus(*records).study()
    found = check_adverse_event(study, replace(EVENT, **changes), now=NOW)
    return {(one.field, one.code, one.is_hard) for one in found}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"term": " "}, {("term", "missing", True)}),
        ({"term": "Bad hair"}, {("term", "unknown_term", True)}),
        (
            {"grade": Grade.LIFE_THREATENING, "is_serious": True, "dlt_reason": "no drug"},
            {("grade", "no_such_grade", True)},
        ),
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
        (FATAL | {"dlt_reason": "progression"}, set()),
        (
            FATAL | {"outcome": AeOutcome.NOT_RECOVERED, "dlt_reason": "progression"},
            {("outcome", "grade5_not_fatal", True)},
        ),
        ({"outcome": AeOutcome.FATAL}, {("grade", "fatal_not_grade5", True)}),
        (FATAL | {"is_serious": False, "dlt_reason": "no drug"}, {("is_serious", "grave_not_serious", False)}),
        ({"outcome": AeOutcome.RECOVERED}, {("end", "recovered_needs_end", True)}),
        ({"outcome": AeOutcome.SEQUELAE}, {("end", "recovered_needs_end", True)}),
        ({"outcome": AeOutcome.RECOVERED, "end": PartialDate(2026, 3, 9)}, set()),
        ({"dlt_mark": DltMark.NOT_ASSESSED, "grade": Grade.SEVERE}, set()),
        ({"dlt_mark": DltMark.NO, "grade": Grade.SEVERE}, {("dlt_reason", "dlt_needs_reason", True)}),
        ({"dlt_mark": DltMark.NO, "is_serious": True}, {("dlt_reason", "dlt_needs_reason", True)}),
        (
            {"dlt_mark": DltMark.YES, "relationship": Relationship.POSSIBLE},
            {("dlt_reason", "dlt_needs_reason", True)},
        ),
        ({"dlt_mark": DltMark.YES, "relationship": Relationship.POSSIBLE, "dlt_reason": "admitted"}, set()),
        (
            {"dlt_mark": DltMark.YES, "relationship": Relationship.UNLIKELY, "dlt_reason": "admitted"},
            {("relationship", "dlt_not_related", False)},
        ),
    ],
)  # fmt: skip
def test_an_event_of_a_subject_who_consented_on_18_february(changes, expected):
    assert codes(changes) == expected


def test_the_same_event_twice_asks_but_a_correction_does_not():
    there = replace(EVENT, record_id="old")
    assert codes({}, there) == {("term", "same_event_exists", False)}
    assert codes({"record_id": "old", "grade": Grade.MILD}, there) == set()
    assert codes({"onset": PartialDate(2026, 3, 6)}, there) == set()


def test_an_onset_after_leaving_asks():
    left = Leaving(
        record_id="l", subject_id="01-001", left_at=START + timedelta(days=2), reason=LeaveReason.PROGRESSION
    )
    assert codes({}, left) == {("onset", "after_leaving", False)}
    assert codes({"onset": PartialDate(2026, 3)}, left) == set()
