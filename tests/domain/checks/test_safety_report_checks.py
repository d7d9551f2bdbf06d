"""Checks on a report of a serious event: each finding, and the case beside it that has none."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.checks.safety_report import check_safety_report
from domain.records import SafetyReport
from domain.terms import ReportKind, SeriousCriterion
from tests.domain.build import START, build, event

AWARE = START + timedelta(days=8)
SERIOUS = event(
    "01-001",
    "Colitis",
    3,
    "2026-03-09",
    record_id="ae",
    seriousness=(SeriousCriterion.HOSPITALISATION,),
    aware_at=AWARE,
)
BUILT = build("1N").plus(SERIOUS)
INITIAL = SafetyReport(record_id="one", subject_id="01-001", event_id="ae", sent_at=AWARE + timedelta(hours=5))
FURTHER = replace(INITIAL, record_id="two", report_kind=ReportKind.FOLLOW_UP, sent_at=AWARE + timedelta(days=3))
LATE = ("sent_at", "report_late", False)


def codes(report, *records):
    found = check_safety_report(BUILT.plus(*records).study(), report, now=BUILT.cut_off)
    return {(one.field, one.code, one.is_hard) for one in found}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"sent_at": BUILT.cut_off + timedelta(days=1)}, {("sent_at", "in_future", True), LATE}),
        ({"event_id": "gone"}, {("event_id", "report_of_unknown_event", True)}),
        ({"sent_at": AWARE + timedelta(hours=24)}, set()),
        ({"sent_at": AWARE + timedelta(hours=24, minutes=1)}, {LATE}),
        ({"sent_at": AWARE - timedelta(minutes=1)}, {("sent_at", "report_before_aware", True)}),
        (
            {"sent_at": START + timedelta(days=5)},
            {("sent_at", "report_before_onset", True), ("sent_at", "report_before_aware", True)},
        ),
    ],
)
def test_an_initial_report(changes, expected):  # AE-2
    assert codes(replace(INITIAL, **changes)) == expected


def test_reports_follow_each_other():
    assert codes(FURTHER, INITIAL) == set()
    assert codes(FURTHER) == {("report_kind", "initial_report_missing", False), LATE}
    assert codes(replace(FURTHER, sent_at=AWARE), INITIAL) == {("sent_at", "further_before_initial", False)}
    again = replace(INITIAL, record_id="three", sent_at=AWARE + timedelta(days=2))
    assert codes(again, INITIAL) == {("report_kind", "initial_report_exists", False)}
    assert codes(INITIAL, INITIAL) == set()


def test_a_report_of_an_event_that_is_not_serious_asks():
    assert codes(INITIAL, replace(SERIOUS, seriousness=())) == {("event_id", "report_not_serious", False)}


def test_without_the_moment_of_awareness_no_report_is_late():
    later = replace(INITIAL, sent_at=AWARE + timedelta(days=9))
    assert codes(later, replace(SERIOUS, aware_at=None)) == set()
