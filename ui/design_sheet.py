"""Tables of the Design page: numbers with their kind, shown rounded, copied and saved with all their digits."""

import csv
import io
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from domain.summaries.table import Cell, Column, Format, Table
from ui.plots.plot import say_rounded
from ui.widgets.table import RIGHT, TOKEN_ROLE, WEIGHT_ROLE

Index = QModelIndex | QPersistentModelIndex


class Kind(StrEnum):
    """How a number is written."""

    TEXT = "text"
    PROBABILITY = "probability"
    MEAN = "mean"
    COUNT = "count"
    SHIFT = "shift"


@dataclass(frozen=True)
class Entry:
    """A cell: a value and how it is written."""

    value: float | str | None = None
    kind: Kind = Kind.TEXT
    is_strong: bool = False
    is_quiet: bool = False

    @property
    def said(self) -> str:
        """The value as shown; nothing is the empty string."""
        value = self.value
        if value is None or isinstance(value, str):
            return value or ""
        if self.kind is Kind.PROBABILITY:
            return say_probability(value)
        if self.kind is Kind.SHIFT:
            return "0" if abs(value) < 0.005 else f"{value:+.2f}".replace("-", "\u2212")
        return f"{value:.0f}" if self.kind is Kind.COUNT else say_rounded(value, 2)

    @property
    def plain(self) -> object:
        """The value for a file: all its digits."""
        if isinstance(self.value, str):
            return self.value.strip()
        return "" if self.value is None else round(self.value, 9)


def say_probability(value: float) -> str:
    """Two decimals; neither nearly nothing nor nearly certain is rounded to 0 or 1."""
    if 0.995 < value < 1 - 1e-9:
        return ">0.99"
    return "0" if value <= 1e-12 else say_rounded(value, 2)


@dataclass(frozen=True)
class Sheet:
    """A table.

    Attributes:
        key: short name; part of a file's name.
        heads: one a column; what has numbers stands at the right.
        is_number: whether a column holds numbers.
    """

    key: str
    title: str
    heads: tuple[str, ...]
    is_number: tuple[bool, ...]
    rows: tuple[tuple[Entry, ...], ...]

    def as_text(self, separator: str = "\t") -> str:
        """Tab-separated, for the clipboard, or comma-separated, for a file; all digits."""
        text = io.StringIO()
        writer = csv.writer(text, delimiter=separator, lineterminator="\r\n" if separator == "," else "\n")
        writer.writerow(self.heads)
        writer.writerows([entry.plain for entry in row] for row in self.rows)
        return text.getvalue()

    def as_table(self) -> Table:
        """For a report: every cell as it is said."""
        # Words right of numbers stand off from them.
        wide = [
            "\u2003" if place and not here and self.is_number[place - 1] else ""
            for place, here in enumerate(self.is_number)
        ]
        columns = tuple(
            Column(f"{self.key}-{number}", f"{gap}{head}", Format.NUMBER if is_number else Format.TEXT)
            for number, (gap, head, is_number) in enumerate(zip(wide, self.heads, self.is_number, strict=True))
        )
        rows = tuple(
            tuple(
                Cell(f"{gap}{entry.said}" if entry.said else None, emphasis=entry.is_strong)
                for gap, entry in zip(wide, row, strict=True)
            )
            for row in self.rows
        )
        return Table(self.key, self.title, columns, rows)


class SheetModel(QAbstractTableModel):
    """Shows a sheet; another one of the same shape only tells that its data changed."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet

    def show_sheet(self, sheet: Sheet) -> bool:
        """Show another sheet; returns whether its shape differs, so that columns must be fitted anew."""
        before, self.sheet = self.sheet, sheet
        if (before.key, before.heads, len(before.rows)) == (sheet.key, sheet.heads, len(sheet.rows)):
            self.dataChanged.emit(self.index(0, 0), self.index(len(sheet.rows) - 1, len(sheet.heads) - 1))
            return False
        self.beginResetModel()
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.sheet.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.sheet.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.sheet.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.said
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self.sheet.is_number[index.column()] else None
        if role == WEIGHT_ROLE:
            return 600 if entry.is_strong else 400
        if role == TOKEN_ROLE:
            return "text2" if entry.is_quiet else "text"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.sheet.heads[index.column()]}: {entry.said or '–'}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.sheet.heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.sheet.heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self.sheet.is_number[section] else None
        return None
