"""Scroll areas with a quiet bar: a 4 px handle, no arrows, no ground."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollArea, QScrollBar, QStyle, QStyleOptionSlider, QWidget

from ui.theme import BORDER_FOCUS, RADIUS_TAG, theme
from ui.widgets.paint import draw_box

_EXTENT = 10


class QuietScrollBar(QScrollBar):
    """A scroll bar that shows only its handle; Qt keeps dragging, paging and the keyboard."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        vertical = self.orientation() == Qt.Orientation.Vertical
        return QSize(_EXTENT, hint.height()) if vertical else QSize(hint.width(), _EXTENT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() <= self.minimum():
            return
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = QRectF(
            self.style().subControlRect(
                QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, self
            )
        )
        wide = 6.0 if self.underMouse() or self.isSliderDown() else 4.0
        if self.orientation() == Qt.Orientation.Vertical:
            bar = QRectF((self.width() - wide) / 2, handle.top(), wide, handle.height())
        else:
            bar = QRectF(handle.left(), (self.height() - wide) / 2, handle.width(), wide)
        painter = QPainter(self)
        draw_box(painter, bar, wide / 2, theme.color("text3" if wide > 4 else "control"))


def quiet_bars(area: QAbstractScrollArea) -> None:
    """Gives a scroll area quiet bars."""
    area.setVerticalScrollBar(QuietScrollBar(Qt.Orientation.Vertical, area))
    area.setHorizontalScrollBar(QuietScrollBar(Qt.Orientation.Horizontal, area))


class ScrollArea(QScrollArea):
    """A frameless area that scrolls its content vertically and keeps it as wide as itself."""

    def __init__(self, content: QWidget | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        quiet_bars(self)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The ground shows through, so that the area sits on a card or on the page alike.
        self.viewport().setAutoFillBackground(False)
        if content is not None:
            self.setWidget(content)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            draw_box(
                QPainter(self.viewport()), QRectF(self.viewport().rect()), RADIUS_TAG, None, theme.color("accent"),
                BORDER_FOCUS,
            )  # fmt: skip

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def setWidget(self, widget: QWidget) -> None:
        super().setWidget(widget)
        widget.setAutoFillBackground(False)
