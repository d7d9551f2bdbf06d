"""A table too long for a list of rows: filtered and sorted by columns of numbers, a row taken when it is looked at."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QObject, Qt

from ui.models.rows_model import Index, Shown, ShownTable

Row = TypeVar("Row")
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class NumberTable(ShownTable[Row]):
    """Rows are known by their places in the columns of numbers; which pass the filter, and in which order, is counted.

    A table of a kind says how many there are, which pass, their order, and the row of a place.
    """

    def __init__(
        self, columns: Sequence[Shown[Row]], row_id: Callable[[Row], str], parent: QObject | None = None
    ) -> None:
        """Build it without rows; see ``ShownTable``."""
        super().__init__(columns, row_id, parent)
        self._order: Numbers = np.zeros(0, dtype=np.int64)
        self._every: Numbers = self._order
        self._sorted_by = (-1, Qt.SortOrder.DescendingOrder)

    # --- what a table of a kind says ---------------------------------------------------------------

    def row_of(self, place: int) -> Row:
        """The row of a place in the columns of numbers."""
        raise NotImplementedError

    def place_of(self, row_id: str) -> int | None:
        """The place of a row, shown or not; None where there is none."""
        raise NotImplementedError

    def passing(self) -> Flags | None:
        """Which places pass the filter; None before anything was shown."""
        raise NotImplementedError

    def in_order(self) -> Numbers:
        """Every place, as the table is sorted now."""
        raise NotImplementedError

    # --- what is shown -----------------------------------------------------------------------------

    @property
    def total(self) -> int:
        """How many rows there are, whatever the filter."""
        return len(self._every)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as shown, each made; for tables of a few."""
        return tuple(self.row_of(place) for place in self._order.tolist())

    @property
    def sorted_by(self) -> tuple[int, Qt.SortOrder]:
        """The column that the table is sorted by, and which way; below 0 the table's own order."""
        return self._sorted_by

    def row_at(self, index: Index) -> Row | None:
        is_mine = index.isValid() and index.row() < len(self._order)
        return self.row_of(int(self._order[index.row()])) if is_mine else None

    def find(self, row_id: str) -> int | None:
        """Where a row is shown, or None."""
        place = self.place_of(row_id)
        if place is None:
            return None
        found = np.flatnonzero(self._order == place)
        return int(found[0]) if len(found) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._order)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a column below 0 gives the table's own order."""
        self._sorted_by = (column, order)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [int(self._order[index.row()]) for index in before]
        self._count()
        places = {place: row for row, place in enumerate(self._order.tolist())} if kept else {}
        moved = [self.index(places[at], index.column()) for at, index in zip(kept, before, strict=True)]
        self.changePersistentIndexList(before, moved)
        self.layoutChanged.emit()

    def _count(self) -> None:
        """Order and filter anew."""
        self._every = self.in_order()
        self._filter_rows()

    def _filter_rows(self) -> None:
        flags = self.passing()
        self._order = self._every if flags is None else self._every[flags[self._every]]
