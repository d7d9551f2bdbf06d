"""Every limit of every term, below, on and above it, in every unit; generated from the table."""

from decimal import Decimal
from itertools import product

import pytest

from domain.ctcae.catalogue import VERSIONS, terms_of
from domain.ctcae.grading import grade_lab
from domain.ctcae.lab_value import BaselineFlag, LabValue
from domain.ctcae.limits import Direction, Limit, Of, Row, When, limits_of, numeric_limits
from domain.ctcae.units import find_unit, units_of
from domain.terms import Grade

STEP = Decimal("0.0001")
FLAG = {
    When.BASELINE_NORMAL: BaselineFlag.NORMAL,
    When.BASELINE_HIGH: BaselineFlag.HIGH,
    When.BASELINE_HIGH_TO_5_ULN: BaselineFlag.HIGH,
    When.BASELINE_KNOWN_LOW: BaselineFlag.LOW,
}


def every_limit() -> list[tuple[str, Row, Limit, str]]:
    cases = []
    for version in VERSIONS:
        for rows in limits_of(version).values():
            for row in rows:
                units = [""]
                if row.measure:
                    every = units_of(row.measure)
                    units = [unit for unit in every if not row.unit or find_unit(row.measure, unit)[0] == row.unit]  # type: ignore[index]
                cases += [(version, row, limit, unit) for limit, unit in product(row.limits, units)]
    return cases


def named(value: object) -> str:
    match value:
        case Row():
            return value.name
        case Limit():
            return f"{int(value.grade)} {value.text} {value.when.value}".strip()
        case _:
            return str(value)


def around(row: Row, limit: Limit, unit: str) -> dict[str, LabValue]:
    """Results below, on and above a limit, with a range and a baseline that let no other limit of the grade decide."""
    factor = Decimal(1)
    if row.measure:
        found = find_unit(row.measure, unit)
        assert found is not None
        factor = found[1]
    origin = {Of.NOTHING: Decimal(0), Of.ULN: Decimal("0.1"), Of.LLN: Decimal(100_000), Of.BASELINE: Decimal(100_000)}
    if limit.of is Of.BASELINE and row.direction is Direction.HIGH:
        origin[Of.BASELINE] = Decimal("0.01") if row.measure else Decimal(100)
    bound = limit.number * (origin[limit.of] if limit.of is not Of.NOTHING else 1) + limit.plus
    lln = {Of.NOTHING: bound, Of.BASELINE: bound * Decimal("1.01")}.get(limit.of, origin[Of.LLN])
    uln = origin[Of.ULN]
    if limit.of is Of.BASELINE:
        uln = Decimal(50) if row.term != "Creatinine increased" else Decimal(100_000)
    baseline = origin[Of.BASELINE]
    if limit.of is not Of.BASELINE:
        # A baseline that no value is far from, on the side where it can't add a grade.
        baseline = (
            Decimal("0.00001") if limit.when is When.ABOVE_BASELINE or row.direction.value == "L" else origin[Of.LLN]
        )
    values = {"below": bound * (1 - STEP), "on": bound, "above": bound * (1 + STEP)}
    return {
        place: LabValue(
            row.name,
            row.direction,
            value / factor,
            unit,
            lln / factor,
            uln / factor,
            baseline / factor,
            FLAG.get(limit.when, BaselineFlag.NORMAL),
        )
        for place, value in values.items()
    }


@pytest.mark.parametrize(("version", "row", "limit", "unit"), every_limit(), ids=named)
def test_a_limit_decides_below_on_and_above_it(version: str, row: Row, limit: Limit, unit: str) -> None:
    passing = {"<": {"below"}, "<=": {"below", "on"}, ">": {"above"}, ">=": {"on", "above"}}[limit.sign]
    for place, lab in around(row, limit, unit).items():
        answer = grade_lab(version, lab)
        assert answer.grade is not None, (place, answer.reasons)
        grade = answer.unassumed if answer.is_assumed and not limit.assumes else answer.grade
        assert grade is not None
        assert (grade >= limit.grade) is (place in passing), (place, answer)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_row_names_a_term_of_its_version_and_grades_that_exist(version: str) -> None:
    for rows in limits_of(version).values():
        for row in rows:
            term = terms_of(version)[row.term]
            assert {limit.grade for limit in row.limits} <= set(term.grades), row


@pytest.mark.parametrize(("version", "fewest"), [("5.0", 40), ("6.0", 40)])
def test_at_least_forty_terms_are_graded_by_value(version: str, fewest: int) -> None:
    assert len({row.term for rows in limits_of(version).values() for row in rows}) >= fewest


def test_the_limits_of_a_term_can_be_shown_beside_its_grades() -> None:
    shown = numeric_limits("5.0", "Anemia")
    assert shown[Grade.MODERATE] == ("<10.0 g/dL", "<100 g/L", "<6.2 mmol/L")
    assert shown[Grade.MILD] == ("<LLN",)
    assert Grade.LIFE_THREATENING not in shown
    assert ">3.0 × ULN (baseline normal)" in numeric_limits("5.0", "Alanine aminotransferase increased")[Grade.MODERATE]
    assert numeric_limits("6.0", "Hypercalcemia")[Grade.SEVERE][-1] == ">1.6 mmol/L (ionized)"
    assert numeric_limits("5.0", "Nausea") == {}
