"""A strip of one line under the context line: what is special about all that is shown."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.theme import PAGE_MARGIN, theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icons import draw_icon


class NoticeStrip(QWidget):
    """28 px high, as wide as the page; elides with a tooltip rather than take a second line."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        """Build the strip."""
        super().__init__(parent)
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN + 24, 0, PAGE_MARGIN, 0)
        self._label = ElidedLabel(text, size="caption", weight=500, token="warnline")
        row.addWidget(self._label, 1)

    def show_text(self, text: str) -> None:
        """Say something; an empty text hides the strip."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("warn"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line"))
        draw_icon(painter, QRectF(PAGE_MARGIN, 6, 16, 16), "info", theme.color("warnline"))
