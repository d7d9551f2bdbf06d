"""How a subject's mark is drawn, on screen and on paper, and what it says in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from ui.theme import Ink, font
from ui.widgets.icons import draw_icon
from ui.widgets.paint import ALIGN_CENTER, draw_box
from ui.widgets.words import tr

MarkState = Literal["N", "M", "T", "?", "m", "X", "x", "+"]


@dataclass(frozen=True)
class Mark:
    """What a subject mark shows, in the letters of the trial's own notation.

    Attributes:
        state: N no DLT, M moderate toxicity, T DLT, ? in the window, m in the window with a moderate
            toxicity already seen, X not evaluable, x not evaluable with a moderate toxicity, + open slot.
        days_left: the number inside a window mark.
        gone: the share of the window that has passed, 0 to 1.
    """

    state: MarkState
    days_left: int | None = None
    gone: float = 0.0


def draw_mark(painter: QPainter, rect: QRectF, mark: Mark, ink: Ink) -> None:
    """Draws a subject mark into a square (30 px on the ladder, 26 in lists, 40 in the banner)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    unit = rect.width() / 30.0
    state = mark.state
    if state == "N":
        _draw_disc(painter, rect, ink.color("neutral"), ink.color("edge"), 1.0 * unit)
        _draw_letter(painter, rect, "N", ink.color("on_neutral"), unit)
    elif state == "M":
        width = 3.2 * unit if ink.is_paper else 1.4 * unit
        _draw_disc(painter, rect, ink.color("yellow"), ink.color("text"), width)
        _draw_letter(painter, rect, "M", ink.color("ink"), unit)
    elif state == "T":
        square = rect.adjusted(0.5 * unit, 0.5 * unit, -0.5 * unit, -0.5 * unit)
        draw_box(painter, square, 5 * unit, ink.color("purple"), ink.color("text"), 1.8 * unit)
        _draw_letter(painter, rect, "T", ink.color("surface") if ink.is_paper else ink.color("ink"), unit)
    elif state in ("?", "m"):
        _draw_window(painter, rect, mark, ink, unit)
    elif state in ("X", "x"):
        _draw_not_evaluable(painter, rect, ink, unit, moderate=state == "x")
    else:
        pen = QPen(ink.color("edge"), 1.2 * unit)
        pen.setDashPattern([2.6, 2.2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(rect.adjusted(unit, unit, -unit, -unit))
        side = 12 * unit
        glyph = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        draw_icon(painter, glyph, "plus", ink.color("text3"), stroke=1.3 * unit)
    painter.restore()


def mark_words(mark: Mark) -> str:
    """The mark in words, for tooltips and screen readers."""
    days = mark.days_left
    if mark.state in ("?", "m"):
        if days is None:
            words = tr("in the window")
        elif days == 1:
            words = tr("in the window, 1 day left")
        else:
            words = tr("in the window, %1 days left").replace("%1", str(days))
        return words + tr(", moderate toxicity seen") if mark.state == "m" else words
    return {
        "N": tr("no DLT"),
        "M": tr("moderate toxicity, no DLT"),
        "T": tr("DLT"),
        "X": tr("not evaluable"),
        "x": tr("not evaluable, moderate toxicity seen"),
        "+": tr("open slot"),
    }[mark.state]


def _draw_disc(painter: QPainter, rect: QRectF, fill: QColor, line: QColor, width: float) -> None:
    painter.setPen(QPen(line, width))
    painter.setBrush(fill)
    inset = width / 2 + 0.5 * rect.width() / 30.0
    painter.drawEllipse(rect.adjusted(inset, inset, -inset, -inset))


def _draw_letter(painter: QPainter, rect: QRectF, letter: str, color: QColor, unit: float, size: float = 14.0) -> None:
    painter.setFont(font(max(round(size * min(unit, 1.15)), 1), 600, tabular=letter.isdigit()))
    painter.setPen(color)
    painter.drawText(rect, int(ALIGN_CENTER), letter)


def _draw_window(painter: QPainter, rect: QRectF, mark: Mark, ink: Ink, unit: float) -> None:
    ring = 4.0 * unit
    inset = ring / 2 + 0.5 * unit
    circle = rect.adjusted(inset, inset, -inset, -inset)
    moderate = mark.state == "m"
    track = QColor("#C8C8C8") if ink.is_paper else ink.color("neutral")
    painter.setBrush(ink.color("yellow") if moderate else ink.color("surface"))
    painter.setPen(QPen(track, ring))
    painter.drawEllipse(circle)
    share = min(max(mark.gone, 0.0), 1.0)
    if share > 0:
        pen = QPen(ink.color("accent"), ring)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(circle, 90 * 16, -round(share * 360 * 16))
    number = "" if mark.days_left is None else str(mark.days_left)
    color = ink.color("ink") if moderate else ink.color("text")
    _draw_letter(painter, rect, number, color, unit, 12.5 if len(number) < 3 else 9.5)
    if moderate:
        # The corner dot carries the same message in grey, where a yellow disc would look white.
        side = 13.0 * unit
        corner = QRectF(rect.right() - side + 1.5 * unit, rect.top() - 1.5 * unit, side, side)
        _draw_disc(painter, corner, ink.color("yellow"), ink.color("text"), 1.2 * unit)
        _draw_letter(painter, corner, "M", ink.color("ink"), unit, 8.5)


def _draw_not_evaluable(painter: QPainter, rect: QRectF, ink: Ink, unit: float, *, moderate: bool) -> None:
    _draw_disc(painter, rect, ink.color("surface"), ink.color("control"), 1.2 * unit)
    painter.setPen(QPen(ink.color("control"), 1.2 * unit))
    offset = rect.width() * 0.34
    center = rect.center()
    painter.drawLine(center + QPointF(-offset, offset), center + QPointF(offset, -offset))
    # A halo of the ground keeps the letter readable where the stroke passes behind it.
    path = QPainterPath()
    letter_font = font(max(round(14 * min(unit, 1.15)), 1), 600)
    metrics = QFontMetricsF(letter_font)
    base = QPointF(center.x() - metrics.horizontalAdvance("X") / 2, center.y() + metrics.capHeight() / 2)
    path.addText(base, letter_font, "X")
    painter.strokePath(path, QPen(ink.color("surface"), 3.0 * unit))
    painter.fillPath(path, ink.color("text2"))
    if moderate:
        side = 13.0 * unit
        corner = QRectF(rect.right() - side + 1.5 * unit, rect.top() - 1.5 * unit, side, side)
        _draw_disc(painter, corner, ink.color("yellow"), ink.color("text"), 1.2 * unit)
        _draw_letter(painter, corner, "M", ink.color("ink"), unit, 8.5)
