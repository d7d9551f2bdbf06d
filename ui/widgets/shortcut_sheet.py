"""The shortcut sheet (F1): every command that has keys, by group, from the rows of the command palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import BORDER, RADIUS_TAG, caption_font, theme
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.paint import ALIGN_CENTER, draw_box, draw_text
from ui.widgets.scroll import ScrollArea
from ui.widgets.words import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.widgets.palette_popup import Command


class ShortcutSheet(QDialog):
    """A window beside the work, not over it: it does not block. Esc closes."""

    def __init__(self, commands: Sequence[Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Shortcuts"))
        self.setModal(False)
        content = QWidget()
        columns = QHBoxLayout(content)
        columns.setContentsMargins(24, 20, 24, 20)
        columns.setSpacing(40)
        groups: dict[str, list[Command]] = {}
        for command in commands:
            if command.shortcut:
                groups.setdefault(command.group, []).append(command)
        self.row_count = sum(len(rows) for rows in groups.values())
        half, taken = (self.row_count + 1) // 2, 0
        column = _column(columns)
        for title, rows in groups.items():
            if taken and taken + len(rows) / 2 > half:
                column.addStretch(1)
                column, taken = _column(columns), 0
            column.addWidget(Label(title or tr("General"), size="caption", weight=500, token="text3"))
            for command in rows:
                column.addWidget(_Row(command))
            column.addSpacing(12)
            taken += len(rows)
        column.addStretch(1)
        self._area = ScrollArea(content)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName(tr("Shortcuts"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)
        # As wide as the longest names need, as far as the smallest window has room.
        hint = content.sizeHint()
        self.resize(min(max(hint.width() + 16, 720), 1240), min(hint.height() + 4, 660))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("surface"))


def _column(columns: QHBoxLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    columns.addLayout(column)
    return column


class _Row(QWidget):
    def __init__(self, command: Command) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 1)
        row.setSpacing(12)
        row.addWidget(ElidedLabel(command.title), 1)
        row.addWidget(KeyCaps(command.shortcut))
        self.setFixedHeight(32)
        self.setAccessibleName(f"{command.title}: {command.shortcut}")

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line"))


class KeyCaps(QWidget):
    """The keys of a shortcut, each in a small box."""

    def __init__(self, shortcut: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # "Ctrl++" is Ctrl and the plus key.
        self._keys = [key or "+" for key in shortcut.replace("++", "+ ").split("+")]
        self._keys = [key.strip() or "+" for key in self._keys]
        metrics = QFontMetricsF(caption_font(500))
        self._widths = [max(metrics.horizontalAdvance(key) + 12, 22.0) for key in self._keys]
        self.setFixedSize(int(sum(self._widths) + 4 * (len(self._keys) - 1) + 1), 22)
        self.setAccessibleName(shortcut)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        x = 0.0
        for key, width in zip(self._keys, self._widths, strict=True):
            box = QRectF(x, 1, width, 20)
            draw_box(painter, box, RADIUS_TAG, theme.color("sunken"), theme.color("control"), BORDER)
            draw_text(painter, box, key, caption_font(500), theme.color("text2"), ALIGN_CENTER, elide=False)
            x += width + 4
