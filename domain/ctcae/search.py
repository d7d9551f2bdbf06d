"""Finding a term by what is typed: three letters of its name, or an everyday synonym (``synonyms.csv``)."""

import csv
import re
from functools import lru_cache
from importlib import resources

from domain.ctcae.catalogue import Term, terms_of

FEWEST_LETTERS = 3
_COLUMNS = {"5.0": "v5", "6.0": "v6"}


def plain_word(text: str) -> str:
    """A text as it is compared: case, hyphens and British spelling (anaemia, oedema, diarrhoea) do not count."""
    return re.sub(r"[ao]e", "e", re.sub(r"[\s-]+", " ", text.strip().casefold())).replace("leuco", "leuko")


@lru_cache(maxsize=2)
def synonyms_of(version: str) -> dict[str, tuple[str, ...]]:
    """Terms of a version by everyday name, in plain words.

    Raises:
        KeyError: there is no such version.
    """
    column = _COLUMNS[version]
    text = resources.files("domain.ctcae").joinpath("synonyms.csv").read_text(encoding="utf-8")
    synonyms: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        if row[column]:
            everyday = plain_word(row["everyday"])
            synonyms[everyday] = (*synonyms.get(everyday, ()), row[column])
    return synonyms


@lru_cache(maxsize=2)
def _plain_names(version: str) -> dict[str, str]:
    return {name: plain_word(name) for name in terms_of(version)}


def find_terms(version: str, typed: str, most: int = 20) -> list[Term]:
    """Terms that are meant by what is typed, likeliest first; [] below three letters, unless a synonym is as short.

    First come exact names and synonyms, then names that begin so, names with a word that begins so, synonyms that begin
    so, and names that have it anywhere.

    Raises:
        KeyError: there is no such version.
    """
    wanted = plain_word(typed)
    terms, plain, synonyms = terms_of(version), _plain_names(version), synonyms_of(version)
    found = dict.fromkeys([name for name in terms if plain[name] == wanted] + list(synonyms.get(wanted, ())))
    if len(wanted) >= FEWEST_LETTERS:
        found |= dict.fromkeys(name for name in terms if plain[name].startswith(wanted))
        found |= dict.fromkeys(name for name in terms if f" {wanted}" in plain[name])
        found |= dict.fromkeys(
            name for everyday, names in synonyms.items() if everyday.startswith(wanted) for name in names
        )
        found |= dict.fromkeys(name for name in terms if wanted in plain[name])
        parts = wanted.split()
        found |= dict.fromkeys(name for name in terms if all(f" {part}" in f" {plain[name]}" for part in parts))
    return [terms[name] for name in found][:most]
