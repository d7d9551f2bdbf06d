"""The rows of an entry grid, one below the other in groups: how one walks through them, what is open in them."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.forms.grid_row import GridRow
from ui.theme import SPACE_S
from ui.widgets.elided_label import Label
from ui.widgets.scroll import ScrollArea

Row = TypeVar("Row", bound=GridRow)


class GridRows(ScrollArea, Generic[Row]):
    """Rows that scroll; the next one is brought into sight.

    Signals:
        edited: the row that has changed.
        justified: a justification has changed.
        left_below: one goes on from the last row.
    """

    edited = Signal(object)
    justified = Signal()
    left_below = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Build it empty; ``name`` is what a screen reader calls it."""
        super().__init__(QWidget(), parent=parent)
        self.setAccessibleName(name)
        self.rows: list[Row] = []
        self.headings: dict[str, Label] = {}

    def show_rows(self, groups: Sequence[tuple[str, Sequence[Row]]], empty: str = "") -> None:
        """Show other rows, under the titles of their groups; ``empty`` stands there where there are none."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, SPACE_S, 0)
        column.setSpacing(0)
        self.rows, self.headings = [], {}
        for title, rows in groups:
            if title:
                self.headings[title] = heading = Label(title, size="caption", weight=600, token="text2")
                heading.setContentsMargins(0, SPACE_S, 0, 2)
                column.addWidget(heading)
            for row in rows:
                row.edited.connect(lambda row=row: self.edited.emit(row))
                row.justified.connect(self.justified)
                row.step_wanted.connect(lambda step, row=row: self._step(row, step))
                column.addWidget(row)
            self.rows += rows
        if empty and not self.rows:
            nothing = Label(empty, token="text2", wrap=True)
            nothing.setContentsMargins(0, 2 * SPACE_S, 0, 2 * SPACE_S)
            column.addWidget(nothing)
        column.addStretch(1)
        self.setWidget(content)

    @property
    def controls(self) -> list[QWidget]:
        """What the Tab key stops at, top to bottom."""
        return [control for row in self.rows for control in row.controls]

    def open_points(self) -> tuple[int, int]:
        """How many rows are to be put right, and how many to be justified."""
        hard = sum(any(severity == "hard" for severity, _ in row.findings) for row in self.rows)
        soft = sum(any(severity == "soft" for severity, _ in row.findings) and not row.reason() for row in self.rows)
        return hard, soft

    def go_to(self, row: Row) -> None:
        """Put the cursor into a row, and the row into sight."""
        row.focus_main()
        self.ensureWidgetVisible(row, 0, 48)

    def focus_open_point(self) -> bool:
        """Put the cursor where the first open point is answered; False where there is none."""
        for severity in ("hard", "soft"):
            for row in self.rows:
                if any(one == severity for one, _ in row.findings) and not (severity == "soft" and row.reason()):
                    self.go_to(row)
                    if severity == "soft":
                        row.focus_justification()
                    return True
        return False

    def _step(self, row: Row, step: int) -> None:
        place = self.rows.index(row) + step
        while 0 <= place < len(self.rows) and not self.rows[place].is_stop:
            place += step
        if place >= len(self.rows):
            self.left_below.emit()
        elif place >= 0:
            self.go_to(self.rows[place])
