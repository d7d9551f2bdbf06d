"""One of several summary tables with its caption and note: the same rows as in the report, to be saved as CSV."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from domain.reasons import Reason
from domain.summaries.endpoints import describe_time_frames
from domain.summaries.table import Table
from ui.exports import save_export
from ui.models.rows_model import ID_ROLE
from ui.models.summary_table import SummaryTable
from ui.session import Session
from ui.table_csv import table_as_csv
from ui.text import Words, tr
from ui.theme import SPACE_XS
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.table import TableView


class FillingTable(TableView):
    """A table whose columns keep their width and scroll; where they leave room, the last one takes it."""

    def __init__(self, name: str) -> None:
        """Build it without rows."""
        super().__init__(name, row_height=28, stretch_column=None)
        self.setCornerWidget(QWidget())
        # A table can have tens of thousands of rows: those that are seen tell the widths.
        self.horizontalHeader().setResizeContentsPrecision(0)

    def fit_columns(self, sample: int = 24) -> None:
        """Make each column as wide as its content."""
        super().fit_columns(sample)
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def _fill(self) -> None:
        header = self.horizontalHeader()
        last = header.count() - 1
        if last < 0:
            return
        header.setStretchLastSection(False)
        taken = sum(header.sectionSize(at) for at in range(last))
        needed = max(header.sectionSizeFromContents(last).width(), self.sizeHintForColumn(last))
        room = self.viewport().width() - taken
        header.resizeSection(last, max(min(needed, 320), room))


class TablePane(QWidget):
    """A table of ``domain/summaries`` on screen.

    Signals:
        row_wanted: id of the record of a row, by Enter or a double click; "" for a row without one.
        row_chosen: what stands in the first column of the row that became current.
        failed: why the file could not be written.
    """

    row_wanted = Signal(str)
    row_chosen = Signal(str)
    failed = Signal(str)

    def __init__(self, name: str, session: Session, *, icon: str = "chart", parent: QWidget | None = None) -> None:
        """Build it without a table.

        Args:
            name: said by screen readers.
            session: of the study; its words say the values, and a saved file is put on its record.
            icon: of the empty state.
            parent: Qt owner.
        """
        super().__init__(parent)
        self._session = session
        self.model = SummaryTable(self._words, self)
        self.view = FillingTable(name)
        self.view.setModel(self.model)
        self.view.row_activated.connect(lambda index: self.row_wanted.emit(str(index.data(ID_ROLE) or "")))
        self.view.row_changed.connect(
            lambda index: self.row_chosen.emit(str(self.model.index(index.row(), 0).data() or ""))
        )
        self.empty = EmptyState(icon, "", "")
        self.caption = ElidedLabel("", size="caption", token="text2")
        self.note = Label("", size="caption", token="text3", wrap=True)
        self.note.setContentsMargins(8, 0, 8, 0)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 8, 0)
        line.addWidget(self.caption)
        column.addLayout(line)
        column.addWidget(self._stack, 1)
        column.addWidget(self.note)

    @property
    def table(self) -> Table | None:
        """What is shown."""
        return self.model.table

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.model.rowCount()

    def show_table(self, table: Table, *, title: str, text: str = "") -> None:
        """Show another table; the current row stays where it is the same record.

        Args:
            table: what is shown.
            title: said where it has no rows.
            text: what to do then.
        """
        current = str(self.view.currentIndex().data(ID_ROLE) or "")
        self.model.show_table(table)
        self.view.fit_columns()
        self.empty.set_text(title, text)
        self._stack.setCurrentWidget(self.view if table.rows else self.empty)
        frames = describe_time_frames(self._session.study.protocol, table.key)
        said = " ".join(filter(None, map(self._say, (table.note, *frames))))
        for label, line in ((self.caption, self._say(table.caption)), (self.note, said)):
            label.setText(line if table.rows else "")
            label.setVisible(bool(label.text()))
        if current and current in table.row_ids:
            self.view.select_row(table.row_ids.index(current))

    def _words(self) -> Words:
        return self._session.words

    def choose_file(self) -> None:
        """Ask where the table goes."""
        table = self.table
        if table is None:
            return
        name, _ = QFileDialog.getSaveFileName(self, tr("Save table"), f"{table.key}.csv", tr("CSV (*.csv)"))
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> bool:
        """Write the table as CSV, whole or not at all."""
        if self.table is None:
            return False
        why = save_export(self._session, path, table_as_csv(self.table, self._words()))
        if why:
            self.failed.emit(why)
        return not why

    def _say(self, value: object) -> str:
        return self._words().reason(value) if isinstance(value, Reason) else tr(str(value)) if value else ""
