"""The full grade texts of an official CTCAE workbook, checked against the catalogue (AE-1).

The project ships no text of the NCI's. It knows of each term the grades that exist (``terms_v5.csv``,
``terms_v6.csv``) and a digest of the wording (``wording.csv``), so that a workbook that was cut off, mixed up or edited
is told from the official one.

Source: NCI, CTCAE version 5.0 (27 November 2017) and version 6.0 (January 2026, errata of 20 January 2026).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from domain.ctcae.catalogue import VERSIONS, terms_of
from domain.ctcae.wording import digest_of, official_digests
from domain.reasons import Reason
from domain.records.laboratory import GradeTexts
from domain.terms import Grade

_NOTHING = frozenset({"", "-", "\N{EN DASH}", "\N{EM DASH}"})
_GRADE_COLUMN = re.compile(r"grade ([1-5])")
# So many of the terms must be known before a table passes for a CTCAE list at all.
_FEWEST_TERMS = 50


@dataclass(frozen=True)
class TermTexts:
    """What the CTCAE says about a term.

    Attributes:
        grades: text of each grade that exists.
        definition: "" where the CTCAE gives none ("Other, specify").
        note: navigational note, or "".
    """

    grades: Mapping[Grade, str]
    definition: str
    note: str


@dataclass(frozen=True)
class CtcaeTexts:
    """Every text of a version, by term in the order of the official list."""

    version: str
    terms: Mapping[str, TermTexts]

    def grade_text(self, term: str, grade: Grade) -> str:
        """Text of a grade; "" if the term or the grade does not exist."""
        texts = self.terms.get(term)
        return texts.grades.get(grade, "") if texts else ""


@dataclass(frozen=True)
class TextsReading:
    """What a table holds.

    Attributes:
        version: of which it holds the most terms; None: it is no CTCAE list.
        texts: None where the structure differs from the catalogue.
        differences: of structure (terms, classes, grades), with row and column; sentences in ``messages.py``.
        other_wording: terms whose texts are not the official ones, with their row.
    """

    version: str | None
    texts: CtcaeTexts | None
    differences: tuple[Reason, ...] = ()
    other_wording: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Columns:
    """Where the columns of the official table are; positions are 0-based."""

    soc: int
    term: int
    grades: Mapping[Grade, int]
    definition: int
    note: int


def find_columns(header: Sequence[str]) -> Columns | None:
    """The columns of the official table by their names; None: it has not all of them."""
    names = [" ".join(name.split()).casefold() for name in header]
    found: dict[str, int] = {}
    for position, name in enumerate(names):
        grade = _GRADE_COLUMN.fullmatch(name)
        role = grade[1] if grade else name if name in ("definition", "navigational note") else name.rpartition(" ")[2]
        found.setdefault(role, position)
    grades = {grade: found[str(int(grade))] for grade in Grade if str(int(grade)) in found}
    if len(grades) < len(Grade) or not {"soc", "term", "definition", "navigational note"} <= set(found):
        return None
    return Columns(found["soc"], found["term"], grades, found["definition"], found["navigational note"])


def recognise_version(terms: Iterable[str]) -> str | None:
    """The version that has the most of these terms, whatever the file is called; None: no version has them."""
    given = set(terms)
    counts = {version: len(given & set(terms_of(version))) for version in VERSIONS}
    best = max(counts, key=lambda version: counts[version])
    is_tie = list(counts.values()).count(counts[best]) > 1
    return None if is_tie or counts[best] < max(_FEWEST_TERMS, len(given) / 2) else best


def read_texts(header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> TextsReading:
    """The texts in a table with the columns of the official workbook.

    Args:
        header: names of the columns.
        rows: number of each row in its file, and its cells, as many as the header has.
    """
    columns = find_columns(header)
    if columns is None:
        return TextsReading(None, None)
    held = [(number, _plain(cells[columns.term]), cells) for number, cells in rows]
    version = recognise_version(term for _, term, _ in held)
    if version is None:
        return TextsReading(None, None)
    catalogue = terms_of(version)
    texts: dict[str, TermTexts] = {}
    differences: list[Reason] = []
    wording: list[Reason] = []
    for number, term, cells in held:
        if term not in catalogue:
            differences.append(Reason("ctcae_term_extra", {"row": number, "term": term, "version": version}))
        elif term in texts:
            differences.append(Reason("ctcae_term_twice", {"row": number, "term": term}))
        else:
            texts[term] = _texts_in(cells, columns)
            found = _structure_differences(version, term, number, cells, columns, texts[term])
            differences += found
            if not found and digest_of(_parts(texts[term])) != official_digests(version)[term]:
                wording.append(Reason("ctcae_wording_differs", {"row": number, "term": term, "version": version}))
    differences += [
        Reason("ctcae_term_missing", {"term": term, "version": version}) for term in catalogue if term not in texts
    ]
    if differences:
        return TextsReading(version, None, tuple(differences), tuple(wording))
    in_order = MappingProxyType({term: texts[term] for term in catalogue})
    return TextsReading(version, CtcaeTexts(version, in_order), (), tuple(wording))


def content_of(texts: CtcaeTexts) -> dict[str, dict[str, str]]:
    """The texts as the record keeps them: term -> "1" to "5", "definition", "note" -> text."""
    return {
        term: {str(int(grade)): text for grade, text in each.grades.items()}
        | {"definition": each.definition, "note": each.note}
        for term, each in texts.terms.items()
    }


def texts_of(record: GradeTexts) -> CtcaeTexts:
    """The texts that a record keeps; read once, as they are long.

    Raises:
        ValueError: the content is not what ``content_of`` makes.
    """
    return _read_content(record.version, record.content)


@lru_cache(maxsize=4)
def _read_content(version: str, content: str) -> CtcaeTexts:
    kept = json.loads(content)
    try:
        terms = {
            term: TermTexts(
                MappingProxyType({grade: each[str(int(grade))] for grade in Grade if str(int(grade)) in each}),
                each["definition"],
                each["note"],
            )
            for term, each in ((term, kept[term]) for term in terms_of(version))
        }
    except (KeyError, TypeError) as error:
        raise ValueError(f"the kept CTCAE texts lack {error}") from error
    return CtcaeTexts(version, MappingProxyType(terms))


def _parts(texts: TermTexts) -> list[str]:
    return [texts.grades.get(grade, "") for grade in Grade] + [texts.definition, texts.note]


def _plain(cell: str) -> str:
    return " ".join(cell.split())


def _text(cell: str) -> str:
    """A text with its line breaks but without other superfluous white space; "" for a dash."""
    text = "\n".join(line for line in map(_plain, cell.splitlines()) if line)
    return "" if text in _NOTHING else text


def _texts_in(cells: Sequence[str], columns: Columns) -> TermTexts:
    grades = {grade: _text(cells[position]) for grade, position in columns.grades.items()}
    return TermTexts(
        MappingProxyType({grade: text for grade, text in grades.items() if text}),
        _text(cells[columns.definition]),
        _text(cells[columns.note]),
    )


def _structure_differences(
    version: str, term: str, number: int, cells: Sequence[str], columns: Columns, texts: TermTexts
) -> list[Reason]:
    expected = terms_of(version)[term]
    place = {"row": number, "term": term, "version": version}
    soc = _plain(cells[columns.soc])
    found = []
    if soc != expected.soc:
        found.append(Reason("ctcae_soc_differs", place | {"soc": soc, "expected": expected.soc}))
    for grade in Grade:
        column = f"Grade {int(grade)}"
        if grade in texts.grades and grade not in expected.grades:
            found.append(Reason("ctcae_grade_extra", place | {"column": column}))
        elif grade in expected.grades and grade not in texts.grades:
            found.append(Reason("ctcae_grade_missing", place | {"column": column}))
    return found
