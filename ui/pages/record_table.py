"""A card with a small table of a subject's records, as high as its rows."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal

from domain.records import Record
from ui.models.rows_model import ID_ROLE, RowsModel
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.table import TableView

_ROW = 30


class RecordTable(Card):
    """A card with a table as high as its rows.

    Signals:
        record_chosen: id of the row that was clicked, or on which Enter was pressed.
    """

    record_chosen = Signal(str)

    def __init__(self, title: str, model: RowsModel, empty: str, stretch_column: int, *, counts: bool = True) -> None:
        """Build it without rows.

        Args:
            title: of the card; the number of rows follows it.
            model: of the rows.
            empty: said in place of the table where there is none.
            stretch_column: takes the room that is left.
            counts: whether the title says how many there are.
        """
        super().__init__(title, margin=12, bottom=12)
        self._counts = counts
        self._title, self._model = title, model
        self.table = TableView(title, row_height=_ROW, stretch_column=stretch_column)
        self.table.setModel(model)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.clicked.connect(self._on_chosen)
        self.table.row_activated.connect(self._on_chosen)
        # A bar below the last row needs room of its own.
        self.table.horizontalScrollBar().rangeChanged.connect(self._fit_height)
        self._empty = Label(empty, token="text2", wrap=True)
        self._empty.setContentsMargins(8, 0, 8, 8)
        self.add(self.table)
        self.add(self._empty)

    def record_at(self, index: QModelIndex) -> Record | None:
        """The record of a row."""
        row = self._model.row_at(index)
        if row is None:
            return None
        return row if isinstance(row, Record) else getattr(row, "event", None) or getattr(row, "record", None)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; the selected one stays selected if it is still there."""
        kept = self._id_at(self.table.currentIndex())
        self._model.set_rows(rows)
        self.table.fit_columns()
        self._fit_height()
        self.table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self.set_title(f"{self._title}, {len(rows)}" if rows and self._counts else self._title)
        if kept:
            self.select(kept)

    def _fit_height(self) -> None:
        bar = self.table.horizontalScrollBar()
        room = bar.sizeHint().height() if bar.maximum() > 0 else 0
        self.table.setFixedHeight(self.table.content_height() + room)

    def select(self, record_id: str) -> None:
        """Select a record's row; another table's record clears the selection."""
        place = self._model.find(record_id)
        if place is None:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
        else:
            self.table.select_row(place)

    def _on_chosen(self, index: QModelIndex) -> None:
        if chosen := self._id_at(index):
            self.record_chosen.emit(chosen)

    @staticmethod
    def _id_at(index: QModelIndex) -> str:
        """What the model names the row by, or ""."""
        return str(index.data(ID_ROLE) or "") if index.isValid() else ""
