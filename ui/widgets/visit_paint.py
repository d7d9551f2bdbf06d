"""How visits are drawn: the cell of a matrix, the chip of a status, the bar of a window."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from domain.schedule.due_visit import VisitStatus
from ui.theme import BORDER_SELECTED, RADIUS_TAG, Ink, caption_font
from ui.widgets.icons import draw_icon
from ui.widgets.paint import ALIGN_LEFT, draw_box, draw_text

CHIP_HEIGHT, CELL, BAR_HEIGHT = 20.0, 22.0, 13.0
_LEAST_BAR = 9.0


@dataclass(frozen=True)
class StatusLook:
    """How a status looks: its glyph, and by token ground, outline and colour of glyph and word.

    Attributes:
        fill: "" for no ground.
        line: "" for no outline; only what asks for something has one.
    """

    glyph: str
    fill: str
    line: str
    ink: str


LOOKS: dict[VisitStatus, StatusLook] = {
    VisitStatus.DONE: StatusLook("check", "", "", "text2"),
    VisitStatus.DONE_PARTLY: StatusLook("check_part", "surface", "warnline", "warnline"),
    VisitStatus.DONE_OUT: StatusLook("check", "warn", "warnline", "warnline"),
    VisitStatus.MISSED: StatusLook("cross", "", "", "text3"),
    VisitStatus.DUE: StatusLook("clock", "soft", "accent", "text"),
    VisitStatus.OVERDUE: StatusLook("triangle", "warn", "warnline", "warnline"),
    VisitStatus.OUT_OF_WINDOW: StatusLook("cross", "hard", "hardline", "hardline"),
    VisitStatus.SOON: StatusLook("chevron_right", "surface", "edge", "text"),
    VisitStatus.LATER: StatusLook("dot", "", "", "edge"),
    VisitStatus.NOT_APPLICABLE: StatusLook("minus", "", "", "text3"),
}
_GLYPH_SIZES = {"dot": 12.0, "minus": 12.0}


def draw_visit_cell(painter: QPainter, center: QPointF, status: VisitStatus, ink: Ink, *, side: float = CELL) -> None:
    """Draws a matrix cell around its centre."""
    look = LOOKS[status]
    unit = side / CELL
    if look.line:
        box = QRectF(center.x() - side / 2, center.y() - side / 2, side, side)
        draw_box(painter, box, RADIUS_TAG * unit, ink.color(look.fill), ink.color(look.line), 1.4 * unit)
    size = _GLYPH_SIZES.get(look.glyph, 14.0) * unit
    square = QRectF(center.x() - size / 2, center.y() - size / 2, size, size)
    draw_icon(painter, square, look.glyph, ink.color(look.ink), stroke=1.6 * unit)


def chip_width(word: str) -> float:
    """The width that a status chip needs."""
    return QFontMetricsF(caption_font(600)).horizontalAdvance(word) + 34


def draw_status_chip(painter: QPainter, rect: QRectF, word: str, look: StatusLook, ink: Ink) -> None:
    """Draws glyph and word in a box 20 high."""
    draw_box(painter, rect, RADIUS_TAG, ink.color(look.fill or "surface"), ink.color(look.line or "line"), 1.2)
    color = ink.color(look.ink)
    draw_icon(painter, QRectF(rect.x() + 8, rect.center().y() - 6, 12, 12), look.glyph, color, stroke=1.5)
    words = QRectF(rect.x() + 25, rect.y(), rect.width() - 31, rect.height())
    draw_text(painter, words, word, caption_font(600), color, ALIGN_LEFT)


def draw_window_bar(
    painter: QPainter, track: QRectF, first: float, last: float, planned: float | None, look: StatusLook, ink: Ink
) -> None:
    """Draws a window on its hairline.

    Args:
        painter: of the widget.
        track: from the first to the last day of the axis.
        first: where the window opens, as a share of the axis; outside 0 to 1 it is cut at the edge.
        last: where it closes.
        planned: where the planned day stands; None for none.
        look: of the status.
        ink: of the theme.
    """
    middle = track.center().y()
    painter.fillRect(QRectF(track.x(), round(middle), track.width(), 1), ink.color("line"))
    left, right = (track.x() + min(max(at, 0.0), 1.0) * track.width() for at in (first, last))
    if right - left < _LEAST_BAR:
        center = min(max((left + right) / 2, track.x() + _LEAST_BAR / 2), track.right() - _LEAST_BAR / 2)
        left, right = center - _LEAST_BAR / 2, center + _LEAST_BAR / 2
    bar = QRectF(left, middle - BAR_HEIGHT / 2 + 0.5, right - left, BAR_HEIGHT)
    fill = "neutral" if look.fill in ("", "surface") else look.fill
    draw_box(painter, bar, 3.0, ink.color(fill), ink.color(look.line or "edge"), BORDER_SELECTED - 0.2)
    if planned is not None and 0 <= planned <= 1:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.color(look.line or "edge"))
        painter.drawEllipse(QPointF(track.x() + planned * track.width(), middle + 0.5), 2.6, 2.6)
        painter.restore()


def draw_today_line(painter: QPainter, x: float, top: float, bottom: float, ink: Ink) -> None:
    """Draws the dashed line of today; rows of a height of six pixels times a number join without a seam."""
    painter.save()
    pen = QPen(ink.color("accent"), 1.0)
    pen.setDashPattern([3, 3])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(round(x) + 0.5, top), QPointF(round(x) + 0.5, bottom))
    painter.restore()
