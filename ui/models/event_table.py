"""The study-wide table of events: filtered and sorted by columns of numbers, a row made only when it is looked at.

Measured in ``benchmarks/adverse_event_table.py``: at 100,000 events a filter or a sort takes a few milliseconds.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from domain.ctcae.search import FEWEST_LETTERS, find_terms
from domain.evaluability import Bearing
from domain.study import Study
from domain.summaries.event_columns import BEARINGS, EventColumns, Flags, Numbers, derive_event_columns
from ui.models.event_rows import EventRow, dlt_short, dlt_short_cell, event_columns, row_of
from ui.models.rows_model import ID_ROLE, Index, Shown, head_of
from ui.widgets.table import LEFT, PAINT_ROLE, RIGHT, TOKEN_ROLE, WEIGHT_ROLE

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


class EventTable(QAbstractTableModel):
    """Every event of a study that passes the filter. Where a column leaves events equal, the newest onset is first."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        super().__init__(parent)
        self._shown: list[Shown[EventRow]] = event_columns()
        self._study: Study | None = None
        self._columns: EventColumns | None = None
        self._filter = EventFilter()
        self._order: Numbers = np.zeros(0, dtype=np.int64)
        self._every: Numbers = self._order
        self._rows: dict[int, EventRow] = {}
        self._sorted_by = (self.column("grade"), Qt.SortOrder.DescendingOrder)

    # --- what is shown -----------------------------------------------------------------------------

    @property
    def columns(self) -> EventColumns | None:
        """The events as columns; None before a study was shown."""
        return self._columns

    @property
    def total(self) -> int:
        """How many events there are, whatever the filter."""
        return len(self._every)

    @property
    def rows(self) -> tuple[EventRow, ...]:
        """The rows as shown, each made; for tables of a few."""
        return tuple(self._row(place) for place in self._order.tolist())

    @property
    def sorted_by(self) -> tuple[int, Qt.SortOrder]:
        """The column that the table is sorted by, and which way."""
        return self._sorted_by

    def show_study(self, study: Study) -> None:
        """Show a study's events; filter and order stay."""
        self.beginResetModel()
        self._study, self._columns = study, derive_event_columns(study)
        self._rows.clear()
        self._every = self._in_order()
        self._order = self._filtered()
        self.endResetModel()

    def set_filter(self, wanted: EventFilter) -> None:
        """Show only what passes."""
        self.beginResetModel()
        self._filter = wanted
        self._order = self._filtered()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a column below 0 gives the newest onset first."""
        self._sorted_by = (column, order)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [int(self._order[index.row()]) for index in before]
        self._every = self._in_order()
        self._order = self._filtered()
        places = {place: row for row, place in enumerate(self._order.tolist())} if ids else {}
        moved = [self.index(places[at], index.column()) for at, index in zip(ids, before, strict=True)]
        self.changePersistentIndexList(before, moved)
        self.layoutChanged.emit()

    def row_at(self, index: Index) -> EventRow | None:
        """The row of an index; None for an index that is not of this model."""
        is_mine = index.isValid() and index.row() < len(self._order)
        return self._row(int(self._order[index.row()])) if is_mine else None

    def find(self, record_id: str) -> int | None:
        """Where an event is shown, or None."""
        place = self._columns.place_of(record_id) if self._columns is not None else None
        if place is None:
            return None
        found = np.flatnonzero(self._order == place)
        return int(found[0]) if len(found) else None

    def column(self, key: str) -> int:
        """Where a column is.

        Raises:
            KeyError: there is none of that key.
        """
        for place, column in enumerate(self._shown):
            if column.key == key:
                return place
        raise KeyError(key)

    def title_of(self, column: int) -> str:
        """The title of a column."""
        return self._shown[column].title

    # --- inner -------------------------------------------------------------------------------------

    def _row(self, place: int) -> EventRow:
        found = self._rows.get(place)
        if found is None:
            assert self._study is not None
            assert self._columns is not None
            if len(self._rows) >= _MOST_KEPT:
                self._rows.clear()
            found = self._rows[place] = row_of(self._study, self._columns.events[place])
        return found

    def _filtered(self) -> Numbers:
        if self._columns is None:
            return self._every
        return self._every[passing(self._columns, self._filter)[self._every]]

    def _in_order(self) -> Numbers:
        """Every event by the chosen column, then newest onset, then subject."""
        held = self._columns
        if held is None:
            return self._every
        column, order = self._sorted_by
        newest = (-_alphabetic(held.subject_ids)[held.subject], -held.onset)
        if not 0 <= column < len(self._shown):
            return np.lexsort(newest)
        key = self._keys(held, self._shown[column].key)
        if order is Qt.SortOrder.DescendingOrder:
            key = -key
        return np.lexsort((*newest, key, self._is_unknown(held, self._shown[column].key)))

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

    # --- Qt ----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        column = self._shown[index.column()]
        if column.key == "dlt" and (role == PAINT_ROLE or role == Qt.ItemDataRole.DisplayRole):
            # Among so many columns a word has to do; the whole is in the tooltip and told to screen readers.
            return dlt_short_cell(row) if role == PAINT_ROLE else dlt_short(row)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                return RIGHT if column.is_right else LEFT
            case Qt.ItemDataRole.ToolTipRole:
                return (column.tooltip(row) or None) if column.tooltip else None
            case _ if role == PAINT_ROLE:
                return column.painter(row) if column.painter else None
            case _ if role == WEIGHT_ROLE:
                return column.weight(row) if column.weight else None
            case _ if role == TOKEN_ROLE:
                return column.token(row) if column.token else None
            case _ if role == ID_ROLE:
                return row.event.record_id
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return head_of(self._shown, section, orientation, role)


def _alphabetic(names: tuple[str, ...]) -> Numbers:
    """The place of each name in alphabetic order."""
    places = np.zeros(len(names), dtype=np.int64)
    for place, at in enumerate(sorted(range(len(names)), key=lambda at: names[at].casefold())):
        places[at] = place
    return places
