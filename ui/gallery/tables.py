"""Tables, with rows and empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.gallery.page import gallery_page
from ui.widgets.card import Card
from ui.widgets.decision_table import DecisionTable
from ui.widgets.empty_state import EmptyState
from ui.widgets.table import PAINT_ROLE, RIGHT, TOKEN_ROLE, WEIGHT_ROLE, TableView, grade_cell, tag_cell

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class GalleryTable(QAbstractTableModel):
    """A few rows with text, grades, dates, tags and empty cells."""

    HEADERS = ("Adverse event", "Grade", "Onset", "End", "Serious", "DLT")
    ROWS = (
        ("Rash maculo-papular", 2, "15 Nov 2026", "editing", "no", ""),
        ("Alanine aminotransferase increased", 3, "23 Oct 2026", "ongoing", "yes", "T met"),
        ("Platelet count decreased", 4, "16 Nov 2026", "ongoing", "yes", "not yet known"),
        ("Fatigue", 1, "18 Oct 2026", "27 Oct 2026", "no", ""),
        ("发热", 1, "16 Oct 2026", "16 Oct 2026", "no", ""),
    )

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.ROWS)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.HEADERS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (1, 2, 3):
            return RIGHT if section > 1 else int(Qt.AlignmentFlag.AlignCenter)
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        value, column = self.ROWS[index.row()][index.column()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column in (2, 3) else None
        if role == PAINT_ROLE and column == 1:
            return grade_cell(int(value))
        if role == PAINT_ROLE and value == "T met":
            return tag_cell("T met", fill="purple")
        if role == PAINT_ROLE and value == "not yet known":
            return tag_cell("not yet known", fill="soft", line="accent", glyph="clock")
        if role == WEIGHT_ROLE:
            return 500 if column == 0 else 400
        if role == TOKEN_ROLE and value == "editing":
            return "accent"
        return None


def tables_page() -> QWidget:
    page, grid = gallery_page()
    table = TableView("Adverse events", sortable=False)
    table.setModel(GalleryTable(table))
    table.select_row(0)
    table.setFixedHeight(table.content_height())
    events = Card("Adverse events, 5", "CTCAE v5.0 · worst grade · / to search · Ctrl+N to add", margin=12)
    events.add(table)
    grid.addWidget(events, 0, 0, 1, 2)
    rule = Card("Rule at a 3+3 level")
    cells = {
        (n, d): v
        for d, row in enumerate((" SSEEEE", " SSSSSE", "  uuuuu", "   uuuu"))
        for n, v in enumerate(row)
        if v != " "
    }
    rule.add(DecisionTable({key: "DU" if v == "u" else v for key, v in cells.items()}, today=(3, 1)))
    rule.body.addStretch(1)
    grid.addWidget(rule, 1, 0)
    empty = Card()
    empty.add(
        EmptyState(
            "chart",
            "No samples yet",
            "Import the laboratory’s file, or enter the first sample of cycle 1.",
            "Import samples",
        )
    )
    grid.addWidget(empty, 1, 1)
    grid.setRowStretch(1, 1)
    return page
