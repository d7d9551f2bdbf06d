"""The study-wide table of events: filtered and sorted by columns of numbers, a row made only when it is looked at.

Measured in ``benchmarks/adverse_event_table.py``: at 100,000 events a filter or a sort takes a few milliseconds.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Qt

from domain.ctcae.search import FEWEST_LETTERS, find_terms
from domain.evaluability import Bearing
from domain.study import Study
from domain.summaries.event_columns import BEARINGS, EventColumns, Flags, Numbers, derive_event_columns
from ui.models.event_rows import EventRow, dlt_short, dlt_short_cell, event_columns, row_of
from ui.models.number_table import NumberTable
from ui.models.rows_model import Index
from ui.widgets.table import PAINT_ROLE

_MOST_KEPT = 4096


@dataclass(frozen=True)
class EventFilter:
    """What the table shows; None lets everything pass.

    Attributes:
        words: each has to be in the subject's number or in the term, or the text finds the term as a synonym.
        grade: the least maximum grade.
    """

    words: str = ""
    subject_id: str | None = None
    level: int | None = None
    soc: str | None = None
    term: str | None = None
    grade: int | None = None
    is_serious: bool | None = None
    bearing: Bearing | None = None
    is_inside: bool = False
    is_related: bool = False

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered out."""
        return self != EventFilter()


def passing(columns: EventColumns, wanted: EventFilter) -> Flags:
    """Which events a filter lets pass."""
    kept = np.ones(len(columns), dtype=np.bool_)
    for word in wanted.words.casefold().split():
        in_subject = np.array([word in name.casefold() for name in columns.subject_ids], dtype=np.bool_)
        kept &= in_subject[columns.subject] | _terms_with(columns, word, wanted.words)[columns.term]
    if wanted.subject_id is not None:
        kept &= columns.subject == _place(columns.subject_ids, wanted.subject_id)
    if wanted.level is not None:
        kept &= columns.level == wanted.level
    if wanted.soc is not None:
        kept &= np.array([soc == wanted.soc for soc in columns.socs], dtype=np.bool_)[columns.term]
    if wanted.term is not None:
        kept &= np.array([term.strip() == wanted.term for term in columns.terms], dtype=np.bool_)[columns.term]
    if wanted.grade is not None:
        kept &= columns.grade >= wanted.grade
    if wanted.is_serious is not None:
        kept &= columns.serious == wanted.is_serious
    if wanted.bearing is not None:
        kept &= columns.bearing == BEARINGS.index(wanted.bearing)
    if wanted.is_inside:
        kept &= columns.inside
    if wanted.is_related:
        kept &= columns.related
    return kept


def _terms_with(columns: EventColumns, word: str, text: str) -> Flags:
    """Which terms have a word in them, or are meant by the whole text as a synonym."""
    meant = {term.name for term in find_terms(columns.version, text)} if len(text.strip()) >= FEWEST_LETTERS else set()
    return np.array([word in term.casefold() or term.strip() in meant for term in columns.terms], dtype=np.bool_)


def _place(names: tuple[str, ...], name: str) -> int:
    return names.index(name) if name in names else -1


class EventTable(NumberTable[EventRow]):
    """Every event of a study that passes the filter. Where a column leaves events equal, the newest onset is first."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        super().__init__(event_columns(), lambda row: row.event.record_id, parent)
        self._study: Study | None = None
        self._held: EventColumns | None = None
        self._filter = EventFilter()
        self._rows: dict[int, EventRow] = {}
        self._sorted_by = (self.column("grade"), Qt.SortOrder.DescendingOrder)

    @property
    def columns(self) -> EventColumns | None:
        """The events as columns; None before a study was shown."""
        return self._held

    def show_study(self, study: Study) -> None:
        """Show a study's events; filter and order stay."""
        self.beginResetModel()
        self._study, self._held = study, derive_event_columns(study)
        self._rows.clear()
        self._count()
        self.endResetModel()

    def set_filter(self, wanted: EventFilter) -> None:
        """Show only what passes."""
        self.beginResetModel()
        self._filter = wanted
        self._filter_rows()
        self.endResetModel()

    def title_of(self, column: int) -> str:
        """The title of a column."""
        return self._columns[column].title

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is not None and self._columns[index.column()].key == "dlt":
            # Among so many columns a word has to do; the whole is in the tooltip and told to screen readers.
            if role == PAINT_ROLE:
                return dlt_short_cell(row)
            if role == Qt.ItemDataRole.DisplayRole:
                return dlt_short(row)
        return super().data(index, role)

    def row_of(self, place: int) -> EventRow:
        found = self._rows.get(place)
        if found is None:
            assert self._study is not None
            assert self._held is not None
            if len(self._rows) >= _MOST_KEPT:
                self._rows.clear()
            found = self._rows[place] = row_of(self._study, self._held.events[place])
        return found

    def place_of(self, row_id: str) -> int | None:
        return self._held.place_of(row_id) if self._held is not None else None

    def passing(self) -> Flags | None:
        return passing(self._held, self._filter) if self._held is not None else None

    def in_order(self) -> Numbers:
        """Every event by the chosen column, then newest onset, then subject."""
        held = self._held
        if held is None:
            return self._every
        column, order = self.sorted_by
        newest = (-_alphabetic(held.subject_ids)[held.subject], -held.onset)
        if not 0 <= column < len(self._columns):
            return np.lexsort(newest)
        name = self._columns[column].key
        key = self._keys(held, name)
        return np.lexsort(
            (*newest, -key if order is Qt.SortOrder.DescendingOrder else key, self._is_unknown(held, name))
        )

    @staticmethod
    def _keys(held: EventColumns, key: str) -> Numbers:
        match key:
            case "subject":
                return _alphabetic(held.subject_ids)[held.subject]
            case "level":
                return held.level
            case "term":
                return _alphabetic(held.terms)[held.term]
            case "grade":
                return held.grade
            case "onset":
                return held.onset
            case "end":
                return held.end
            case "related":
                return held.relation
            case "serious":
                return held.serious.astype(np.int64)
            case _:
                return held.bearing

    @staticmethod
    def _is_unknown(held: EventColumns, key: str) -> Flags:
        """What has no value stands last, whichever way the table is sorted."""
        if key == "level":
            return held.level == 0
        return np.zeros(len(held), dtype=np.bool_)


def _alphabetic(names: tuple[str, ...]) -> Numbers:
    """The place of each name in alphabetic order."""
    places = np.zeros(len(names), dtype=np.int64)
    for place, at in enumerate(sorted(range(len(names)), key=lambda at: names[at].casefold())):
        places[at] = place
    return places
