"""How a rung of the ladder is drawn, on screen and on paper: its node, the spine between, its ground."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from ui.theme import RADIUS_CONTROL, RADIUS_TAG, Ink
from ui.widgets.icons import draw_icon
from ui.widgets.mark_paint import _draw_disc
from ui.widgets.paint import draw_box, draw_dashed_box

NodeState = Literal["cleared", "current", "closed", "optional", "exceeded", "suspended", "mtd"]


def draw_node(painter: QPainter, center: QPointF, state: str, ink: Ink, *, radius: float = 9.0) -> None:
    """Draws a spine node: cleared, current, closed, optional, exceeded, suspended or mtd."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(center.x() - radius, center.y() - radius, radius * 2, radius * 2)
    glyph = box.adjusted(radius * 0.36, radius * 0.36, -radius * 0.36, -radius * 0.36)
    unit = radius / 9.0
    if state == "cleared":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.color("accent"))
        painter.drawEllipse(box)
        draw_icon(painter, glyph, "check", ink.color("on_accent"), stroke=1.8 * unit)
    elif state == "mtd":
        _draw_disc(painter, box, ink.color("sky"), ink.color("text"), 1.6 * unit)
        draw_icon(painter, glyph, "check", ink.color("ink"), stroke=1.8 * unit)
    elif state == "current":
        painter.setPen(QPen(ink.color("accent"), 2.0 * unit))
        painter.setBrush(ink.color("surface"))
        painter.drawEllipse(box.adjusted(unit, unit, -unit, -unit))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.color("accent"))
        painter.drawEllipse(center, 4.2 * unit, 4.2 * unit)
    elif state == "exceeded":
        fill = ink.color("surface") if ink.is_paper else ink.color("purple")
        draw_box(painter, box.adjusted(0.5, 0.5, -0.5, -0.5), 3 * unit, fill, ink.color("text"), 1.4 * unit)
        color = ink.color("text") if ink.is_paper else ink.color("ink")
        draw_icon(painter, glyph, "cross", color, stroke=1.6 * unit)
    elif state == "suspended":
        _draw_disc(painter, box, ink.color("surface"), ink.color("text2"), 1.4 * unit)
        draw_icon(painter, glyph, "pause", ink.color("text2"), stroke=1.8 * unit)
    else:
        pen = QPen(ink.color("edge"), 1.3 * unit)
        if state == "optional":
            pen.setDashPattern([2.4, 2.0])
        painter.setPen(pen)
        painter.setBrush(ink.color("surface"))
        painter.drawEllipse(box.adjusted(0.7, 0.7, -0.7, -0.7))
    painter.restore()


def draw_spine(painter: QPainter, x: float, top: float, bottom: float, ink: Ink, *, solid: bool) -> None:
    """Draws the spine between two nodes: solid accent below a cleared level, dotted otherwise."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(ink.color("accent" if solid else "edge"), 2.0)
    if not solid:
        pen.setDashPattern([0.01, 2.6])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    painter.restore()


def draw_row_ground(painter: QPainter, rect: QRectF, kind: str, ink: Ink) -> None:
    """Draws the ground of a ladder row: "current", "exceeded" (hatched), "optional" (dashed), or nothing."""
    if kind == "current":
        draw_box(painter, rect, RADIUS_TAG, ink.color("soft"))
        painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), ink.color("accent"))
    elif kind == "optional":
        draw_dashed_box(painter, rect, ink)
    elif kind == "exceeded":
        painter.save()
        path = QPainterPath()
        path.addRoundedRect(rect, RADIUS_CONTROL, RADIUS_CONTROL)
        painter.setClipPath(path)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink.color("line"), 1.0))
        x = rect.left() - rect.height()
        while x < rect.right():
            painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
            x += 5
        painter.restore()
