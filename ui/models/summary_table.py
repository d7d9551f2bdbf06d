"""A table of ``domain/summaries`` on screen: the same rows and columns as on paper and in the export."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from domain.reasons import Reason
from domain.summaries.table import Table
from ui.models.rows_model import ID_ROLE, Index
from ui.text import Words, tr
from ui.widgets.table import LEFT, RIGHT, WEIGHT_ROLE
from ui.words.cell import say_cell

_INDENT = "\u2003"


class SummaryTable(QAbstractTableModel):
    """Shows a table value; cells become words when they are looked at."""

    def __init__(self, words: Callable[[], Words], parent: QObject | None = None) -> None:
        """Build it without rows.

        Args:
            words: gives the words of the study as it is now.
            parent: Qt owner.
        """
        super().__init__(parent)
        self._words = words
        self._table: Table | None = None

    @property
    def table(self) -> Table | None:
        """What is shown."""
        return self._table

    def show_table(self, table: Table) -> None:
        """Show another table; of one with the same columns and number of rows only the cells are new."""
        before = self._table
        if before is not None and table.rows and _is_alike(before, table):
            self._table = table
            self.dataChanged.emit(self.index(0, 0), self.index(len(table.rows) - 1, len(table.columns) - 1))
            return
        self.beginResetModel()
        self._table = table
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() or self._table is None else len(self._table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._table is None else len(self._table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._table is None or not index.isValid():
            return None
        table, row, at = self._table, index.row(), index.column()
        cell, column = table.rows[row][at], table.columns[at]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                # An indented cell without a word belongs to the head above it: no dash.
                return _INDENT * cell.indent + say_cell(table, row, at, self._words().say)
            case Qt.ItemDataRole.TextAlignmentRole:
                return RIGHT if column.format.is_right_aligned else LEFT
            case _ if role == WEIGHT_ROLE:
                return 600 if cell.emphasis else 400
            case _ if role == ID_ROLE:
                return self._table.row_ids[index.row()] if self._table.row_ids else ""
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._table is None or orientation is not Qt.Orientation.Horizontal:
            return None
        column = self._table.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words().reason(column.title) if isinstance(column.title, Reason) else tr(column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column.format.is_right_aligned else LEFT
        return None


def _is_alike(one: Table, other: Table) -> bool:
    """Whether two tables differ in their cells only."""
    return (
        (one.key, one.columns) == (other.key, other.columns)
        and len(one.rows) == len(other.rows)
        and one.row_ids == other.row_ids
    )
