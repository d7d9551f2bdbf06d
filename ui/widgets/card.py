"""Cards, the sunken box and hairlines: the ground that pages are built on."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import (
    BORDER,
    BORDER_SELECTED,
    CARD_PADDING,
    CARD_TITLE_HEIGHT,
    RADIUS_CARD,
    RADIUS_CONTROL,
    SPACE_S,
    theme,
)
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.flow import high_as_needed
from ui.widgets.icons import draw_icon
from ui.widgets.paint import draw_box, draw_octagon

# Pixels of a caption that the title does not take.
_CAPTION_AT_LEAST = 112


class Card(QWidget):
    """A surface with a hairline border, a title row of 44 px and a body.

    Args:
        title: 14/600 at the left of the title row; empty for a card without title row.
        caption: 12 in text3 at the right.
        title_line: True for a hairline below the title row.
        margin: left and right margin of the body; a table takes 12, so that its text meets the title.
        spacing: between the body's items.
    """

    def __init__(
        self,
        title: str = "",
        caption: str = "",
        *,
        title_line: bool = False,
        margin: int = CARD_PADDING,
        bottom: int = CARD_PADDING,
        spacing: int = SPACE_S,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title_line = title_line
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.title_row = QHBoxLayout()
        self.title_row.setContentsMargins(CARD_PADDING - 1, 0, CARD_PADDING - 1, 0)
        self.title_row.setSpacing(SPACE_S)
        self.title_label = ElidedLabel(title, weight=600)
        self.caption_label = ElidedLabel(caption, size="caption", token="text3", align=Qt.AlignmentFlag.AlignRight)
        self.title_row.addWidget(self.title_label)
        self.title_row.addStretch(1)
        self.title_row.addWidget(self.caption_label)
        self._title_box = QWidget()
        self._title_box.setLayout(self.title_row)
        self._title_box.setFixedHeight(CARD_TITLE_HEIGHT)
        column.addWidget(self._title_box)
        self._title_box.setVisible(bool(title))
        self.body = QVBoxLayout()
        self.body.setContentsMargins(
            margin - 1, 0 if title else CARD_PADDING - 1, margin - 1, bottom - 1 if bottom else 0
        )
        self.body.setSpacing(spacing)
        column.addLayout(self.body, 1)
        if title:
            self.setAccessibleName(title)

    def set_title(self, title: str, caption: str | None = None) -> None:
        """Changes the title and, if given, the caption."""
        self.title_label.setText(title)
        self.setAccessibleName(title)
        self._title_box.setVisible(bool(title))
        if caption is not None:
            self.set_caption(caption)

    def set_caption(self, caption: str) -> None:
        """Changes the caption at the right of the title; a short one, such as a subject's number, stays whole."""
        self.caption_label.setText(caption)
        self.caption_label.setMinimumWidth(min(self.caption_label.sizeHint().width(), _CAPTION_AT_LEAST))

    def add_to_title(self, widget: QWidget) -> None:
        """Puts a link, a segmented control (28 high) or the like at the right end of the title row."""
        self.title_row.addWidget(widget)

    def add(self, widget: QWidget, stretch: int = 0) -> QWidget:
        """Adds a widget to the body."""
        self.body.addWidget(widget, stretch)
        return widget

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_box(painter, QRectF(self.rect()), RADIUS_CARD, theme.color("surface"), theme.color("line"), BORDER)
        if self._title_line and self._title_box.isVisible():
            width = self.width() - 2 * CARD_PADDING
            painter.fillRect(QRectF(CARD_PADDING, CARD_TITLE_HEIGHT, width, 1), theme.color("line"))


class SunkenBox(QWidget):
    """A read-only box: what is signed, a derived verdict."""

    def __init__(self, *, padding: int = 12, spacing: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding - 4, padding, padding - 4)
        self.body.setSpacing(spacing)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def add(self, widget: QWidget) -> QWidget:
        """Adds a widget to the box."""
        self.body.addWidget(widget)
        return widget

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_box(QPainter(self), QRectF(self.rect()), RADIUS_CONTROL, theme.color("sunken"))


class NoteBox(QWidget):
    """A box in a panel that names what is open: kind "soft" (accent), "warn" or "hard"; a title and lines."""

    _LOOKS: ClassVar[dict[str, tuple[str, str, str, str]]] = {
        "soft": ("soft", "accent", "clock", "text"),
        "warn": ("warn", "warnline", "triangle", "warnline"),
        "hard": ("hard", "hardline", "octagon", "hardline"),
    }

    def __init__(
        self, kind: str, title: str, lines: tuple[str, ...] = (), *, glyph: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kind, self._glyph = kind, glyph or self._LOOKS[kind][2]
        column = QVBoxLayout(self)
        column.setContentsMargins(36, 9, 12, 10)
        column.setSpacing(2)
        column.addWidget(Label(title, weight=600, wrap=True))
        for line in lines:
            column.addWidget(Label(line, size="caption", token="text2", wrap=True))
        self.setAccessibleName(". ".join((title, *lines)))
        high_as_needed(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, line, _glyph, tint = self._LOOKS[self._kind]
        draw_box(painter, QRectF(self.rect()), RADIUS_CONTROL, theme.color(fill), theme.color(line), BORDER_SELECTED)
        square = QRectF(QPointF(12, 11), QPointF(27, 26))
        if self._glyph == "octagon":
            draw_octagon(painter, square, theme.color(tint), theme.color(fill))
        else:
            draw_icon(painter, square, self._glyph, theme.color(tint))


class Hairline(QWidget):
    """A horizontal or vertical hairline between things."""

    def __init__(self, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("line"))
