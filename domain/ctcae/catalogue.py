"""Look-ups in the CTCAE term list of a version. Versions are never mixed (AE-1)."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from domain.terms import Grade

_FILES = {"5.0": "terms_v5.csv", "6.0": "terms_v6.csv"}
VERSIONS = tuple(_FILES)
UNKNOWN_SOC = "Not in the CTCAE list"


@dataclass(frozen=True)
class Term:
    """A CTCAE term.

    Attributes:
        soc: system organ class.
        grades: the grades that exist for the term.
    """

    name: str
    soc: str
    grades: tuple[Grade, ...]


@lru_cache(maxsize=2)
def terms_of(version: str) -> dict[str, Term]:
    """Every term of a version, by name, in the order of the official list.

    Raises:
        KeyError: there is no such version.
    """
    text = resources.files("domain.ctcae").joinpath(_FILES[version]).read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        row["term"]: Term(row["term"], row["soc"], tuple(Grade(int(digit)) for digit in row["grades"])) for row in rows
    }


def soc_of(version: str, name: str) -> str:
    """System organ class of a term; ``UNKNOWN_SOC`` for a term that the version lacks."""
    term = terms_of(version).get(name)
    return term.soc if term else UNKNOWN_SOC
