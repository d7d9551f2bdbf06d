"""Units of a test, and conversion between them, so that a range or a baseline can be read in the unit of a result.

A quantity that CTCAE limits in absolute numbers has the units that ``domain/ctcae/units.csv`` lists for the measure of
that name; ``units.csv`` here says how its unit systems relate. Every other quantity has all its units here.
A result itself is graded in the unit it was reported in wherever the version has limits for that unit.

Source: factors from mass to amount of substance as the AMA Manual of Style rounds them (Table of SI conversions);
hemoglobin by the monomer of 16 114 g/mol; 1 µkat = 60 U; the rest are powers of ten.
"""

import csv
from decimal import Decimal
from functools import lru_cache
from importlib import resources

from domain.ctcae.lab_value import DIGITS
from domain.ctcae.units import find_unit, plain_unit, units_of


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, tuple[str, Decimal]]]:
    text = resources.files("domain.laboratory").joinpath("units.csv").read_text(encoding="utf-8")
    table: dict[str, dict[str, tuple[str, Decimal]]] = {}
    for row in csv.DictReader(text.splitlines()):
        table.setdefault(row["quantity"], {})[plain_unit(row["unit"])] = (row["unit"], Decimal(row["factor"]))
    return table


@lru_cache(maxsize=256)
def units_of_quantity(quantity: str) -> tuple[str, ...]:
    """Every unit in which a quantity is read, as it is written.

    Raises:
        KeyError: there is no such quantity.
    """
    try:
        return units_of(quantity)
    except KeyError:
        return tuple(written for written, _ in _table()[quantity].values())


@lru_cache(maxsize=4096)
def factor_of(quantity: str, unit: str) -> Decimal | None:
    """The factor from a unit to the first unit of its quantity; None: not a unit of it.

    Raises:
        KeyError: there is no such quantity.
    """
    try:
        found = find_unit(quantity, unit)
    except KeyError:
        known = _table()[quantity].get(plain_unit(unit))
        return known[1] if known else None
    if found is None:
        return None
    system, factor = found
    between = _table().get(quantity)
    return factor * between[plain_unit(system)][1] if between else factor


@lru_cache(maxsize=4096)
def _factors(quantity: str, unit: str, to_unit: str) -> tuple[Decimal, Decimal] | None:
    """By what to multiply and by what to divide; None if one is not a unit of the quantity."""
    if plain_unit(unit) == plain_unit(to_unit):
        return Decimal(1), Decimal(1)
    factor, to_factor = factor_of(quantity, unit), factor_of(quantity, to_unit)
    return None if factor is None or to_factor is None else (factor, to_factor)


def convert(quantity: str, number: Decimal, unit: str, to_unit: str) -> Decimal | None:
    """A number in another unit of the same quantity, to 15 significant digits; None if one of them is not its unit."""
    factors = _factors(quantity, unit, to_unit)
    if factors is None:
        return None
    factor, to_factor = factors
    return number if factor == to_factor else DIGITS.divide(DIGITS.multiply(number, factor), to_factor)
