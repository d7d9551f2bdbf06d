"""A table model of typed rows: each column takes a value from a row; words and painters follow from the value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.widgets.table import LEFT, PAINT_ROLE, RIGHT, TOKEN_ROLE, WEIGHT_ROLE, CellPainter
from ui.words.decimals import align_point, count_decimals

ID_ROLE = Qt.ItemDataRole.UserRole + 1
Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Shown(Generic[Row]):
    """A column.

    Attributes:
        key: short name.
        title: header, translated, with the unit if there is one.
        text: what a cell says; "" is drawn as an en dash.
        order: typed value to sort by; None sorts last in either direction.
        is_right: numbers and dates stand at the right.
        painter: draws the cell instead of the text, which then serves screen readers only.
        weight: of the text, 400 to 600.
        token: colour of the text.
        tooltip: where the cell can say more than it has room for.
        aligns_points: decimal points stand one below the other, without adding digits that nobody measured.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    order: Callable[[Row], Any]
    is_right: bool = False
    painter: Callable[[Row], CellPainter | None] | None = None
    weight: Callable[[Row], int] | None = None
    token: Callable[[Row], str] | None = None
    tooltip: Callable[[Row], str] | None = None
    aligns_points: bool = False


class ShownTable(QAbstractTableModel, Generic[Row]):
    """A table under columns. What a table of a kind adds is where its rows come from, and in which order they stand."""

    def __init__(
        self, columns: Sequence[Shown[Row]], row_id: Callable[[Row], str], parent: QObject | None = None
    ) -> None:
        """Build it without rows.

        Args:
            columns: left to right.
            row_id: what names a row across redraws.
            parent: Qt owner.
        """
        super().__init__(parent)
        self._columns, self._row_id = tuple(columns), row_id

    def row_at(self, index: Index) -> Row | None:
        """The row of an index; None for an index that is not of this model."""
        raise NotImplementedError

    def column(self, key: str) -> int:
        """Where a column is.

        Raises:
            KeyError: there is none of that key.
        """
        for place, column in enumerate(self._columns):
            if column.key == key:
                return place
        raise KeyError(key)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        column = self._columns[index.column()]
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
                return self._row_id(row)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self._columns[section].is_right else LEFT
        return None


class RowsModel(ShownTable[Row]):
    """Rows under columns, sorted by a typed key; the order of the rows given stands where keys are equal."""

    def __init__(
        self, columns: Sequence[Shown[Row]], row_id: Callable[[Row], str], parent: QObject | None = None
    ) -> None:
        """Build it without rows.

        Args:
            columns: left to right.
            row_id: what names a row across redraws.
            parent: Qt owner.
        """
        super().__init__(columns, row_id, parent)
        self._given: tuple[Row, ...] = ()
        self._rows: list[Row] = []
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None
        self._decimals: dict[int, int] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as shown."""
        return tuple(self._rows)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the sort order stays."""
        self.beginResetModel()
        self._take(rows)
        self.endResetModel()

    def replace_rows(self, rows: Sequence[Row]) -> None:
        """Show the same rows with other values: selection and scroll position stay.

        Args:
            rows: by the ids of those shown, in the order in which they were set.
        """
        self._take(rows)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._columns) - 1))

    def _take(self, rows: Sequence[Row]) -> None:
        self._given = tuple(rows)
        self._rows = self._in_order()
        self._decimals = {
            place: max((count_decimals(column.text(row)) for row in rows), default=0)
            for place, column in enumerate(self._columns)
            if column.aligns_points
        }

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        said = super().data(index, role)
        is_shown = role == Qt.ItemDataRole.DisplayRole and index.column() in self._decimals
        return align_point(said, self._decimals[index.column()]) if is_shown and isinstance(said, str) else said

    def row_at(self, index: Index) -> Row | None:
        """The row of an index; None for an index that is not of this model."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def find(self, row_id: str) -> int | None:
        """Where a row is, or None."""
        return next((place for place, row in enumerate(self._rows) if self._row_id(row) == row_id), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column's typed value; a column below 0 gives the order of the rows as set."""
        self._sorted_by = (column, order) if 0 <= column < len(self._columns) else None
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._row_id(self._rows[index.row()]) for index in before]
        self._rows = self._in_order()
        places = {self._row_id(row): place for place, row in enumerate(self._rows)}
        self.changePersistentIndexList(
            before,
            [self.index(places[row_id], index.column()) for row_id, index in zip(ids, before, strict=True)],
        )
        self.layoutChanged.emit()

    def _in_order(self) -> list[Row]:
        if self._sorted_by is None:
            return list(self._given)
        place, order = self._sorted_by
        key = self._columns[place].order
        known = [row for row in self._given if key(row) is not None]
        unknown = [row for row in self._given if key(row) is None]
        known.sort(key=key, reverse=order is Qt.SortOrder.DescendingOrder)
        return known + unknown
