"""The levels side by side: a column a level, the candidate outlined (ESC-12)."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QStyleOptionViewItem, QWidget

from domain.reasons import Reason
from domain.summaries.table import Table
from ui.exports import save_export
from ui.models.rows_model import Index
from ui.models.summary_table import SummaryTable
from ui.session import Session
from ui.table_csv import table_as_csv
from ui.text import Words, tr
from ui.theme import BORDER_FOCUS, RADIUS_CONTROL, SPACE_M, theme
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.paint import draw_box
from ui.widgets.table import WEIGHT_ROLE, TableView

_LEAST_LABEL, _MOST_LEVEL = 264, 132


class LevelsModel(SummaryTable):
    """The table of levels; the candidate's column stands out."""

    def __init__(self, words: Callable[[], Words], parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(words, parent)
        self.candidate = -1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == WEIGHT_ROLE and index.isValid() and index.column() == self.candidate:
            return 600
        said = super().data(index, role)
        # The cells beside a topic's name are empty, not unknown.
        is_blank = role == Qt.ItemDataRole.DisplayRole and index.column() > 0 and said == ""
        return "\u2002" if is_blank and self._is_head(index.row()) else said

    def _is_head(self, row: int) -> bool:
        return self.table is not None and self.table.rows[row][0].emphasis


class LevelsTable(TableView):
    """Levels have one width where there is room; the labels take the rest. The whole scrolls where there is none."""

    def __init__(self, name: str) -> None:
        """Build it without rows."""
        super().__init__(name, row_height=28, stretch_column=None)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.candidate = -1

    def fit_columns(self, sample: int = 60) -> None:
        """Make the columns of levels alike."""
        super().fit_columns(sample)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        header, model = self.horizontalHeader(), self.model()
        levels = header.count() - 1
        if levels < 1 or model is None:
            return
        label, *needed = (self._needed(column) for column in range(levels + 1))
        label = min(label, _LEAST_LABEL)
        room = self.viewport().width()
        width = max(max(needed), min(_MOST_LEVEL, (room - label) // levels))
        # Alike where there is room; else each level as wide as it needs, before the labels scroll out of sight.
        widths = [width] * levels if label + levels * width <= room else needed
        for column, one in enumerate(widths, 1):
            header.resizeSection(column, one)
        header.resizeSection(0, max(label, room - sum(widths)))
        extra = 12 if label + sum(widths) > room else 0
        self.setFixedHeight(self.content_height() + extra)

    def _needed(self, column: int) -> int:
        """The width at which nothing in a column is shortened."""
        model, delegate, option = self.model(), self.itemDelegate(), QStyleOptionViewItem()
        cells = (delegate.sizeHint(option, model.index(row, column)).width() for row in range(model.rowCount()))
        return max(self.horizontalHeader().sectionSizeFromContents(column).width(), *cells)

    def set_candidate(self, column: int) -> None:
        """Outline a column; -1 for none."""
        self.candidate = column
        if column > 0:
            self.scrollTo(self.model().index(0, column))
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.candidate < 1 or self.model() is None:
            return
        left, width = self.columnViewportPosition(self.candidate), self.columnWidth(self.candidate)
        height = self.model().rowCount() * self.rowHeight(0)
        painter = QPainter(self.viewport())
        draw_box(painter, QRectF(left, 0, width, height), RADIUS_CONTROL, None, theme.color("accent"), BORDER_FOCUS)


class LevelsCard(Card):
    """The table with its caption, its note and the way to save it.

    Signals:
        failed: why the file could not be written.
    """

    failed = Signal(str)

    def __init__(self, session: Session) -> None:
        """Build it empty.

        Args:
            session: of the study; its words say the values, and a saved file is put on its record.
        """
        super().__init__(tr("Levels side by side"), margin=12, bottom=SPACE_M)
        self._session = session
        self.model = LevelsModel(self._words, self)
        self.view = LevelsTable(tr("Levels side by side"))
        self.view.setModel(self.model)
        self.note = Label(size="caption", token="text3", wrap=True)
        self.note.setContentsMargins(8, 0, 8, 0)
        self.save_button = LinkButton(tr("Save as CSV…"), small=True)
        self.save_button.clicked.connect(self._choose_file)
        self.add_to_title(self.save_button)
        self.add(self.view)
        self.add(self.note)

    def show_table(self, table: Table, level: int | None) -> None:
        """Show a table, with one level outlined."""
        if table != self.model.table:
            self.model.show_table(table)
            self.view.fit_columns()
        self.set_caption(self._say(table.caption))
        self.note.setText(self._say(table.note))
        self.show_candidate(level)

    def show_candidate(self, level: int | None) -> None:
        """Outline a level; None for none."""
        table = self.model.table
        keys = [column.key for column in table.columns] if table is not None else []
        key = f"level_{level}"
        column = keys.index(key) if key in keys else -1
        self.model.candidate = column
        self.view.set_candidate(column)

    def save(self, path: Path) -> bool:
        """Write the table as CSV, whole or not at all."""
        if self.model.table is None:
            return False
        why = save_export(self._session, path, table_as_csv(self.model.table, self._words()))
        if why:
            self.failed.emit(why)
        return not why

    def _choose_file(self) -> None:
        table = self.model.table
        if table is None:
            return
        name, _ = QFileDialog.getSaveFileName(self, tr("Save table"), f"{table.key}.csv", tr("CSV (*.csv)"))
        if name:
            self.save(Path(name))

    def _words(self) -> Words:
        return self._session.words

    def _say(self, value: object) -> str:
        return self._words().reason(value) if isinstance(value, Reason) else tr(str(value)) if value else ""
