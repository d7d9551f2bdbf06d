"""Drawing functions that everything shares: text, boxes, lines, bullets.

Each draws into a rectangle with colours from an `Ink`: the current theme on screen, `PaperInk` in print.
None keeps state. Colour is never the only carrier: each state has its own shape or letter as well.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from ui.theme import RADIUS_CONTROL, Ink

ALIGN_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


ALIGN_CENTER = Qt.AlignmentFlag.AlignCenter


def draw_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    text_font: QFont,
    color: QColor,
    align: Qt.AlignmentFlag = ALIGN_LEFT,
    *,
    elide: bool = True,
) -> bool:
    """Draws one line of text; returns False if it had to be elided to fit."""
    painter.setFont(text_font)
    painter.setPen(color)
    shown = text
    if elide:
        metrics = QFontMetricsF(text_font)
        if metrics.horizontalAdvance(text) > rect.width() + 0.5:
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(align) | int(Qt.TextFlag.TextSingleLine), shown)
    return shown == text


def draw_box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None,
    line: QColor | None = None,
    width: float = 1.0,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
) -> None:
    """Draws a rounded box whose border lies wholly inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2 if line is not None else 0.0
    pen = QPen(Qt.PenStyle.NoPen) if line is None else QPen(line, width, style)
    painter.setPen(pen)
    painter.setBrush(QBrush(fill) if fill is not None else QBrush(Qt.BrushStyle.NoBrush))
    inner = max(radius - inset, 0.0)
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), inner, inner)
    painter.restore()


def draw_hairline(painter: QPainter, x: float, y: float, width: float, ink: Ink, token: str = "line") -> None:
    """Draws a crisp horizontal hairline."""
    painter.fillRect(QRectF(x, round(y), width, 1.0), ink.color(token))


def draw_bullet(painter: QPainter, center: QPointF, ink: Ink) -> None:
    """Draws the dot before a reason."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.color("text3"))
    painter.drawEllipse(center, 2.2, 2.2)
    painter.restore()


def draw_octagon(painter: QPainter, rect: QRectF, color: QColor, ground: QColor) -> None:
    """Draws the filled octagon with its mark of exclamation in the colour of the ground."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 16, rect.height() / 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    corners = ((4.7, 0.5), (11.3, 0.5), (15.5, 4.7), (15.5, 11.3), (11.3, 15.5), (4.7, 15.5), (0.5, 11.3), (0.5, 4.7))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(7, 3.8, 2, 5.4), 1, 1)
    painter.drawEllipse(QPointF(8, 11.6), 1.2, 1.2)
    painter.restore()


def draw_dashed_box(painter: QPainter, rect: QRectF, ink: Ink, radius: float = RADIUS_CONTROL) -> None:
    """Draws a dashed outline: optional level, place for a signature."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(ink.color("edge"), 1.2)
    pen.setDashPattern([4, 2.5])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.6, 0.6, -0.6, -0.6), radius, radius)
    painter.restore()
