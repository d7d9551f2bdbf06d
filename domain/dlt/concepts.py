"""Concepts: lists of CTCAE terms that unite the names of the versions and the terms of a kind.

"Platelet count decreased" of version 5.0 and "Thrombocytopenia" of 6.0 are one concept. Haematological is a list of
terms, not a system organ class: version 5.0 files the counts of blood cells under Investigations.
"""

import csv
from functools import lru_cache
from importlib import resources

from domain.ctcae.catalogue import terms_of

LABORATORY = "laboratory"
"""The concept whose terms are found by a laboratory test alone."""

_COLUMNS = {"5.0": "v5", "6.0": "v6"}


@lru_cache(maxsize=2)
def concepts_of(version: str) -> dict[str, frozenset[str]]:
    """The terms of each concept in a CTCAE version.

    Raises:
        KeyError: there is no such version.
    """
    column = _COLUMNS[version]
    text = resources.files("domain.dlt").joinpath("concepts.csv").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for row in csv.DictReader(text.splitlines()):
        terms = found.setdefault(row["concept"], set())
        if row[column]:
            terms.add(row[column])
    return {concept: frozenset(terms) for concept, terms in found.items()}


@lru_cache(maxsize=2)
def socs_of(version: str) -> dict[str, frozenset[str]]:
    """The terms of each system organ class in a CTCAE version."""
    found: dict[str, set[str]] = {}
    for term in terms_of(version).values():
        found.setdefault(term.soc, set()).add(term.name)
    return {soc: frozenset(terms) for soc, terms in found.items()}
