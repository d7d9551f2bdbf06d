"""The action chip as a widget."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import theme
from ui.widgets.chip_paint import chip_width, chip_word, draw_chip


class ActionChip(QWidget):
    """Shows an action, glyph and word; 20, 24 or 28 high."""

    def __init__(
        self, action: str, *, height: int = 28, text: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._action, self._height, self._text = action, height, text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_action(action, text)

    @property
    def action(self) -> str:
        return self._action

    def set_action(self, action: str, text: str | None = None) -> None:
        """Shows another action; `text` replaces its word."""
        self._action, self._text = action, text
        self.setAccessibleName(chip_word(action) if text is None else text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(ceil(chip_width(self._action, self._height, self._text)), self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_chip(painter, QRectF(self.rect()), self._action, theme, self._text)
