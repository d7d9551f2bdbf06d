"""Units: how they may be written, and which are not units of a test."""

from decimal import Decimal

import pytest

from domain.ctcae.catalogue import VERSIONS
from domain.ctcae.limits import limits_of
from domain.ctcae.units import find_unit, units_of


@pytest.mark.parametrize("unit", ["10^9/L", "x10^9/L", "10*9/L", "10**9/l", "10e9/L", "× 10⁹/L", " 10^9 / L ", "G/L"])
def test_a_count_may_be_written_in_many_ways(unit: str) -> None:
    assert find_unit("cell count", unit) == ("10^9/L", Decimal(1))


@pytest.mark.parametrize("unit", ["1/uL", "/µL", "/μL", "cells/mm3", "/mm³", "10^6/L", "10^3/mL"])
def test_a_thousandth_of_it_too(unit: str) -> None:
    assert find_unit("cell count", unit) == ("10^9/L", Decimal("0.001"))


def test_a_gram_per_litre_of_hemoglobin_is_no_giga_per_litre() -> None:
    assert find_unit("hemoglobin", "G/L") == ("g/L", Decimal(1))


@pytest.mark.parametrize(
    ("measure", "unit"),
    [("cholesterol", "umol/L"), ("fibrinogen", "g/dL"), ("cell count", "10^9/M"), ("hemoglobin", ""), ("INR", "%")],
)
def test_a_unit_that_is_none_of_the_test_is_not_converted(measure: str, unit: str) -> None:
    assert find_unit(measure, unit) is None


@pytest.mark.parametrize("version", VERSIONS)
def test_every_unit_leads_to_limits_and_every_limit_to_units(version: str) -> None:
    for rows in limits_of(version).values():
        assert len({row.measure for row in rows}) == 1
        assert len({row.direction for row in rows}) == 1
        if rows[0].measure:
            systems = {found[0] for unit in units_of(rows[0].measure) if (found := find_unit(rows[0].measure, unit))}
            assert systems == {row.unit for row in rows if row.unit}
