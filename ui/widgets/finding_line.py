"""What is wrong with a field, or asks for a word, in one line below it."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import caption_font, theme
from ui.widgets.icons import draw_icon
from ui.widgets.paint import draw_octagon
from ui.widgets.words import tr

_INDENT = 20


def draw_severity_glyph(painter: QPainter, rect: QRectF, severity: str, ground: str = "surface") -> None:
    """Draws the octagon of a hard or the triangle of a soft finding."""
    if severity == "hard":
        draw_octagon(painter, rect, theme.color("hardline"), theme.color(ground))
    else:
        draw_icon(painter, rect, "triangle", theme.color("warnline"), stroke=1.4)


class FindingLine(QWidget):
    """A glyph of 13 px and the text, wrapped, indented by 20."""

    def __init__(self, severity: str, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(caption_font(500))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_finding(severity, text)

    @property
    def severity(self) -> str:
        return self._severity

    @property
    def text(self) -> str:
        return self._text

    def set_finding(self, severity: str, text: str) -> None:
        """Shows another finding, "hard" or "soft"."""
        self._severity, self._text = severity, text
        kind = tr("To put right: ") if severity == "hard" else tr("To check: ")
        self.setAccessibleName(kind + text)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = max(width - _INDENT, 40)
        bounds = QFontMetrics(self.font()).boundingRect(0, 0, room, 10_000, int(Qt.TextFlag.TextWordWrap), self._text)
        return max(ceil(bounds.height()), 16)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).horizontalAdvance(self._text) + _INDENT + 2
        return QSize(min(width, 280), self.heightForWidth(min(width, 280)))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_severity_glyph(painter, QRectF(0.5, 1, 13, 13), self._severity)
        painter.setFont(self.font())
        painter.setPen(theme.color("hardline" if self._severity == "hard" else "warnline"))
        rect = QRectF(_INDENT, 0, self.width() - _INDENT, self.height())
        painter.drawText(rect, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop), self._text)
