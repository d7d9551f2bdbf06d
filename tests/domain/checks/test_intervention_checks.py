"""Checks on a medication or procedure: each finding, and the case beside it that has none."""

from dataclasses import replace

import pytest

from domain.checks.intervention import check_intervention
from domain.partial_date import PartialDate
from domain.records import Intervention
from domain.terms import InterventionKind
from tests.domain.build import build, event

BUILT = build("1N").plus(event("01-001", "Anemia", 3, "2026-03-10", record_id="anaemia"))
GIVEN = Intervention(
    record_id="i",
    subject_id="01-001",
    name="Red cells, 2 units",
    intervention_kind=InterventionKind.RED_CELLS,
    start=PartialDate(2026, 3, 11),
    treats=("anaemia",),
)
THERAPY = {"intervention_kind": InterventionKind.NEW_THERAPY, "treats": None}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, set()),
        ({"name": " "}, {("name", "missing", True)}),
        ({"start": PartialDate(2019)}, set()),
        ({"start": PartialDate(2027)}, {("start", "in_future", True)}),
        ({"end": PartialDate(2027)}, {("end", "in_future", True)}),
        ({"end": PartialDate(2026, 3, 11)}, set()),
        ({"end": PartialDate(2026, 3)}, set()),
        ({"end": PartialDate(2026, 3, 10)}, {("end", "end_before_start", True)}),
        ({"treats": None}, set()),
        ({"treats": ()}, set()),
        ({"treats": ("anaemia", "gone")}, {("treats", "treats_unknown_event", True)}),
        (
            {"start": PartialDate(2026, 3, 1), "end": PartialDate(2026, 3, 9)},
            {("treats", "treats_later_event", True)},
        ),
        ({"start": PartialDate(2026, 3, 1), "end": PartialDate(2026, 3, 10)}, set()),
        ({"start": PartialDate(2026, 3, 1), "end": PartialDate(2026, 3)}, set()),
        ({"start": PartialDate(2026, 3, 1)}, set()),
        (THERAPY, set()),
        (THERAPY | {"start": PartialDate(2026, 3, 1)}, {("start", "new_therapy_before_first_dose", False)}),
        (THERAPY | {"start": PartialDate(2026, 3)}, set()),
    ],
)
def test_an_intervention_of_a_subject_dosed_on_2_march_with_anaemia_from_10_march(changes, expected):  # SUB-7
    found = check_intervention(BUILT.study(), replace(GIVEN, **changes), now=BUILT.cut_off)
    assert {(one.field, one.code, one.is_hard) for one in found} == expected


def test_an_event_of_another_subject_is_not_treated():
    built = build("1N 2N").plus(event("01-002", "Anemia", 3, "2026-03-10", record_id="anaemia"))
    found = check_intervention(built.study(), GIVEN, now=built.cut_off)
    assert [one.code for one in found] == ["treats_unknown_event"]


def test_a_new_therapy_of_a_subject_never_dosed_asks():
    built = build("1N")
    records = {kind: listed for kind, listed in built.records.items() if kind != "administration"}
    undosed = replace(built, records=records)
    found = check_intervention(undosed.study(), replace(GIVEN, **THERAPY), now=built.cut_off)
    assert [(one.code, one.is_hard) for one in found] == [("new_therapy_undosed", False)]
