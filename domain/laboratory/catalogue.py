"""The tests that a phase 1 site reports, from ``tests.csv``.

Its columns: ``quantity`` names the units (``units.py``), ``unit`` is the usual one, in which the plausible limits are
given; ``low_v5`` … ``high_v6`` name the CTCAE term by which a low or a high value is graded, with its second test where
there are two ("Hyperglycemia (fasting)"). A term without numeric limits in a version stands there too: such a value is
for a person to grade. The plausible limits are wide: beyond them a slip is likelier than a living subject.
"""

import csv
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib import resources

from domain.ctcae.limits import Direction, limits_of

_NO_STOOL = "it means enzymes in the bowel, not a low serum lipase or amylase; stool elastase is not kept"
UNREACHED = {"Pancreatic enzymes decreased": _NO_STOOL, "Pancreatic insufficiency": _NO_STOOL}
"""Terms with numeric limits that no test is graded by, and why."""

_VERSIONS = {"5.0": "v5", "6.0": "v6"}
_SIDES = {Direction.LOW: "low", Direction.HIGH: "high"}
_IN_BRACKETS = re.compile(r"^(.*?)[(\[](.+?)[)\]]$")


@dataclass(frozen=True, slots=True)
class Criterion:
    """By which term of a version a test is graded in one direction.

    Attributes:
        name: as the limits name it: "Hyperglycemia (fasting)".
        term: the term of the version: "Hyperglycemia".
        is_numeric: whether the version has numeric limits for it.
    """

    direction: Direction
    name: str
    term: str
    is_numeric: bool


@dataclass(frozen=True)
class LabTest:
    """A laboratory test.

    Attributes:
        code: CDISC LBTESTCD.
        group: the panel it is entered and shown with.
        quantity: names its units.
        unit: the usual one, "" for a plain number.
        decimals: with which it is usually reported in that unit.
        plausible: lowest and highest value of a living subject, in the usual unit.
        synonyms: everyday names, as they are written.
        terms: name of the criterion by version and direction; "" where there is none.
    """

    code: str
    name: str
    group: str
    quantity: str
    unit: str
    decimals: int
    plausible: tuple[Decimal, Decimal]
    synonyms: tuple[str, ...]
    terms: tuple[tuple[str, Direction, str], ...]


def _read_test(row: dict[str, str]) -> LabTest:
    terms = tuple(
        (version, direction, row[f"{side}_{column}"])
        for version, column in _VERSIONS.items()
        for direction, side in _SIDES.items()
        if row[f"{side}_{column}"]
    )
    return LabTest(
        row["code"],
        row["name"],
        row["group"],
        row["quantity"],
        row["unit"],
        int(row["decimals"]),
        (Decimal(row["plausible_low"]), Decimal(row["plausible_high"])),
        tuple(row["synonyms"].split("|")) if row["synonyms"] else (),
        terms,
    )


@lru_cache(maxsize=1)
def lab_tests() -> dict[str, LabTest]:
    """Every test by code, in the order in which panels show them."""
    text = resources.files("domain.laboratory").joinpath("tests.csv").read_text(encoding="utf-8")
    return {row["code"]: _read_test(row) for row in csv.DictReader(text.splitlines())}


@lru_cache(maxsize=512)
def criteria_of(version: str, code: str) -> tuple[Criterion, ...]:
    """By what a test is graded in a version, low before high; () if by nothing, or if there is no such test.

    Raises:
        KeyError: there is no such version.
    """
    limits = limits_of(version)
    test = lab_tests().get(code)
    found = []
    for _, direction, name in (one for one in (test.terms if test else ()) if one[0] == version):
        rows = limits.get(name.casefold())
        found.append(Criterion(direction, name, rows[0].term if rows else name, rows is not None))
    return tuple(found)


def _plain(name: str) -> str:
    """A test's name as it is compared: case, width, spaces, hyphens, commas and dots do not count."""
    return re.sub(r"[\s\-_.,、，]+", "", unicodedata.normalize("NFKC", name).casefold())


@lru_cache(maxsize=1)
def _names() -> dict[str, LabTest]:
    tests = lab_tests().values()
    names = {_plain(synonym): test for test in tests for synonym in (*test.synonyms, test.name)}
    return names | {_plain(test.code): test for test in tests}


@lru_cache(maxsize=4096)
def find_test(name: str) -> LabTest | None:
    """The test meant by a code, a name or an everyday name: "PLT", "ALT (SGPT)", "血小板计数"; None if none or two."""
    names = _names()
    plain = _plain(name)
    if plain in names:
        return names[plain]
    if match := _IN_BRACKETS.match(plain):
        found = {test.code: test for part in match.groups() if (test := names.get(part))}
        if len(found) == 1:
            return next(iter(found.values()))
    return None


@lru_cache(maxsize=1024)
def test_code(name: str) -> str:
    """The code of the test meant by a name, or the name in small letters where the list has none such."""
    found = find_test(name)
    return found.code if found else name.casefold()
