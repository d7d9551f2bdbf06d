"""Units of laboratory results: which unit of which measure is read against which limits, and by what factor.

A unit that no laboratory uses for a test (cholesterol in µmol/L) is not in the table: it is more likely a slip than a
value. Where a version states its limits in two unit systems that are not exact multiples of each other (calcium
11.5 mg/dL and 2.9 mmol/L), a result is read against the limits of the system in which it was reported.

Source: the factors are powers of ten, valences (1 mmol of calcium or magnesium is 2 mEq), and, for ionized calcium, for
which the versions state no limit in mg/dL, the rounded 4 mg/dL to the mmol/L that laboratories use.
"""

import csv
import re
from decimal import Decimal
from functools import lru_cache
from importlib import resources

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def plain_unit(text: str) -> str:
    """A unit as it is compared: case, spaces, micro signs and ways to write a power do not count.

    >>> plain_unit("x 10⁹/L") == plain_unit("10*9/l") == plain_unit("10^9/L")
    True
    """
    unit = re.sub(r"(?<=10)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", r"^\1", text.strip()).translate(_SUPERSCRIPTS).casefold()
    unit = unit.replace("\u00b5", "u").replace("\u03bc", "u").replace("×", "x")
    unit = re.sub(r"\s+|(?<=mm)\^(?=3)", "", unit)
    unit = re.sub(r"^x(?=10)", "", unit)
    return re.sub(r"^10(?:\*\*|\*|e)(?=\d)", "10^", unit)


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, tuple[str, str, Decimal]]]:
    text = resources.files("domain.ctcae").joinpath("units.csv").read_text(encoding="utf-8")
    table: dict[str, dict[str, tuple[str, str, Decimal]]] = {}
    for row in csv.DictReader(text.splitlines()):
        units = table.setdefault(row["measure"], {})
        units[plain_unit(row["unit"])] = (row["unit"], row["system"], Decimal(row["factor"]))
    return table


def find_unit(measure: str, unit: str) -> tuple[str, Decimal] | None:
    """The unit of the limits that a result in ``unit`` is read against, and the factor to it; None: not a unit of it.

    Raises:
        KeyError: there is no such measure.
    """
    found = _table()[measure].get(plain_unit(unit))
    return found[1:] if found else None


def units_of(measure: str) -> tuple[str, ...]:
    """Every unit in which results of a measure are read, as they are written.

    Raises:
        KeyError: there is no such measure.
    """
    return tuple(written for written, _, _ in _table()[measure].values() if written)
