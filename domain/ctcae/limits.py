"""The numeric limits of each version, as rows of ``limits_v5.csv`` and ``limits_v6.csv``.

A row holds the limits of the grades 1 to 4 of one term in one unit and under one condition, written as the versions
write them: ``<LLN``, ``>3.0 ULN``, ``<=0.75 baseline``, ``>ULN + 2``, ``<10.0``. Its other columns:

- ``test``: a term may be graded by a second test ("ionized" calcium, "fasting" glucose); the two are told apart by the
  name "Hypercalcemia (ionized)".
- ``measure`` and ``unit``: what is measured, hence which units can be read, and the unit of the limits. Without a
  measure the limits are multiples, and the unit of the result does not matter.
- ``when``: under which condition the row counts; a name of ``When``.
- ``assumes``: what a value can't show and the row takes for granted, so as to grade the worst case visibly.
- ``beyond``: past this value the version says nothing.

Where the text leaves a gap between two grades (125 to 129, 120 to 124), a value in the gap takes the milder one.

Source: NCI, CTCAE version 5.0 (27 November 2017) and version 6.0 (January 2026, errata of 20 January 2026).
"""

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from importlib import resources

from domain.terms import Grade

_FILES = {"5.0": "limits_v5.csv", "6.0": "limits_v6.csv"}
_LIMIT = re.compile(r"(<=|>=|<|>)([\d.]*) ?(ULN|LLN|baseline)?(?: \+ ([\d.]+))?")
_GRADES = (Grade.MILD, Grade.MODERATE, Grade.SEVERE, Grade.LIFE_THREATENING)


class Direction(StrEnum):
    """Which way a value worsens."""

    LOW = "L"
    HIGH = "H"


class When(StrEnum):
    """Under which condition a row of limits counts."""

    ALWAYS = ""
    BASELINE_NORMAL = "baseline normal"
    BASELINE_HIGH = "baseline high"
    BASELINE_HIGH_TO_5_ULN = "baseline high up to 5 ULN"
    BASELINE_KNOWN = "baseline known"
    BASELINE_KNOWN_LOW = "baseline known to be low"
    ABOVE_BASELINE = "above baseline"
    BELOW_LLN = "below LLN"


class Of(StrEnum):
    """What a limit is a multiple of."""

    NOTHING = ""
    ULN = "ULN"
    LLN = "LLN"
    BASELINE = "baseline"


@dataclass(frozen=True)
class Limit:
    """One limit of one grade: passed if value ``sign`` (number x ``of`` + plus).

    Attributes:
        text: as it is written in the table.
        number: the multiple, or the limit itself where it is a multiple of nothing.
    """

    grade: Grade
    text: str
    sign: str
    number: Decimal
    of: Of
    plus: Decimal
    when: When
    assumes: str

    @property
    def words(self) -> str:
        """What the value is compared with: "3.0 x ULN"."""
        return (
            self.text.removeprefix(self.sign)
            .replace(" ULN", " × ULN", 1)
            .replace(" LLN", " × LLN", 1)
            .replace(" baseline", " × baseline", 1)
        )


@dataclass(frozen=True)
class Row:
    """Limits of a term in one unit, under one condition."""

    term: str
    test: str
    direction: Direction
    measure: str
    unit: str
    beyond: Limit | None
    limits: tuple[Limit, ...]

    @property
    def name(self) -> str:
        """The term, with its second test: "Hypercalcemia (ionized)"."""
        return f"{self.term} ({self.test})" if self.test else self.term


def _read_limit(text: str, grade: Grade, when: str, assumes: str) -> Limit:
    match = _LIMIT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a limit")
    sign, number, of, plus = match.groups()
    return Limit(grade, text, sign, Decimal(number or 1), Of(of or ""), Decimal(plus or 0), When(when), assumes)


def _read_row(row: dict[str, str]) -> Row:
    when, assumes = row["when"], row["assumes"]
    cells = [(grade, row[f"grade_{int(grade)}"]) for grade in _GRADES]
    return Row(
        row["term"],
        row["test"],
        Direction(row["direction"]),
        row["measure"],
        row["unit"],
        _read_limit(row["beyond"], Grade.FATAL, "", "") if row["beyond"] else None,
        tuple(_read_limit(text, grade, when, assumes) for grade, text in cells if text),
    )


@lru_cache(maxsize=2)
def limits_of(version: str) -> dict[str, tuple[Row, ...]]:
    """Every row of limits of a version, by the name in lower case ("hypercalcemia (ionized)").

    Raises:
        KeyError: there is no such version.
    """
    text = resources.files("domain.ctcae").joinpath(_FILES[version]).read_text(encoding="utf-8")
    table: dict[str, list[Row]] = {}
    for line in csv.DictReader(text.splitlines()):
        row = _read_row(line)
        table.setdefault(row.name.casefold(), []).append(row)
    return {name: tuple(rows) for name, rows in table.items()}


def numeric_limits(version: str, term: str) -> dict[Grade, tuple[str, ...]]:
    """What the numeric criteria of a term say, grade by grade, for showing beside the grade; {} if none is numeric.

    Raises:
        KeyError: there is no such version.
    """
    said: dict[Grade, list[str]] = {}
    for rows in limits_of(version).values():
        for row in rows:
            if row.term.casefold() != term.casefold():
                continue
            for limit in row.limits:
                unit = f" {row.unit}" if row.unit and (limit.of is Of.NOTHING or limit.plus) else ""
                told = ", ".join(part for part in (row.test, limit.when.value, limit.assumes) if part)
                text = f"{limit.sign}{limit.words}{unit}" + (f" ({told})" if told else "")
                texts = said.setdefault(limit.grade, [])
                if text not in texts:
                    texts.append(text)
    return {grade: tuple(said[grade]) for grade in sorted(said)}
