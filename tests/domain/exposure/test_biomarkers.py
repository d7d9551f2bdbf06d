"""Biomarkers against the subject's baseline."""

from decimal import Decimal

import pytest

from domain.exposure.biomarkers import compare_markers, marker_values
from domain.partial_date import PartialDate
from domain.protocol.reader import load_shipped
from domain.records import BiomarkerResult
from tests.domain.build import ZONE
from tests.domain.exposure.build import START, Build


def result(taken: str, value: str | None = None, **changes) -> BiomarkerResult:
    values = {
        "record_id": taken,
        "subject_id": "01-001",
        "marker": "IL-6",
        "taken_at": PartialDate.parse(taken),
        "value": Decimal(value) if value else None,
        "unit": "pg/mL",
    }
    return BiomarkerResult(**values | changes)


def test_the_last_value_before_the_first_dose_is_the_baseline():  # PK-4
    found = compare_markers(
        [result("2026-03-23", "6"), result("2026-02-20", "9"), result("2026-03-02", "4")], START, zone=ZONE
    )
    assert [one.is_baseline for one in found] == [False, True, False]
    last = found[-1]
    assert (last.change, last.percent, last.reason) == (Decimal(2), Decimal(50), None)
    assert found[0].change == 5


@pytest.mark.parametrize(
    ("later", "code"),
    [
        (result("2026-03-23"), "marker_no_value"),
        (result("2026-03-23", "6", unit="ng/mL"), "marker_units_differ"),
        (result("2026-03-23", "2", sign="<"), "marker_signed"),
    ],
)
def test_where_no_change_can_be_told_the_reason_stands(later, code):  # PK-4
    found = compare_markers([result("2026-02-20", "4"), later], START, zone=ZONE)[-1]
    assert (found.change, found.percent) == (None, None)
    assert found.reason is not None
    assert found.reason.code == code


def test_without_a_baseline_and_with_one_of_0_no_percentage_is_given():
    alone = compare_markers([result("2026-03-23", "6")], START, zone=ZONE)[0]
    assert alone.reason is not None
    assert alone.reason.code == "marker_no_baseline"
    zero = compare_markers([result("2026-02-20", "0.0"), result("2026-03-23", "6")], START, zone=ZONE)[-1]
    assert (zero.change, zero.percent) == (Decimal("6.0"), None)


def test_days_run_from_the_first_dose():
    found = compare_markers([result("2026-03-03T09:00", "6"), result("2026-03", "5")], START, zone=ZONE)
    assert [one.days for one in found] == [None, 1.0]


def test_markers_come_in_the_order_of_the_protocol_in_its_spelling():  # PK-4
    build = Build(load_shipped("mil97")).subject().dose(1)
    build.add(
        result("2026-03-03", "1"), result("2026-03-04", "1", marker="cd80"), result("2026-03-05", "1", marker="X")
    )
    assert list(marker_values(build.study(), "01-001")) == ["CD80", "IL-6", "X"]
