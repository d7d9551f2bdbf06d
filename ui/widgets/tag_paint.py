"""How the square of a grade and a small tag are drawn, on screen and on paper."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from ui.theme import RADIUS_TAG, Ink, font
from ui.widgets.icons import draw_icon
from ui.widgets.paint import ALIGN_CENTER, ALIGN_LEFT, draw_box, draw_text

_GRADE_FILLS = {1: "neutral", 2: "yellow", 3: "orange", 4: "purple", 5: "text"}


def draw_grade_square(painter: QPainter, rect: QRectF, grade: int, ink: Ink) -> None:
    """Draws a grade's digit on its fill; 20 px in tables, 28 in a preview."""
    if ink.is_paper:
        dark = grade >= 4
        draw_box(painter, rect, RADIUS_TAG, ink.color("text" if dark else "surface"), ink.color("text"), 0.8)
        color = ink.color("surface" if dark else "text")
    else:
        draw_box(painter, rect, RADIUS_TAG, ink.color(_GRADE_FILLS[grade]))
        color = ink.color({1: "on_neutral", 5: "surface"}.get(grade, "ink"))
    size = 13 if rect.height() <= 22 else 14
    draw_text(painter, rect, str(grade), font(size, 600, tabular=True), color, ALIGN_CENTER, elide=False)


def draw_tag(
    painter: QPainter, rect: QRectF, text: str, ink: Ink, *, fill: str = "", line: str = "text", glyph: str = ""
) -> None:
    """Draws a small tag (verdict, status): 12/600 text, optional glyph, fill and outline by token."""
    on_fill = {"sky": "ink", "orange": "ink", "purple": "ink", "yellow": "ink", "neutral": "on_neutral"}
    draw_box(painter, rect, RADIUS_TAG, ink.color(fill) if fill else None, ink.color(line) if line else None, 1.2)
    color = ink.color(on_fill.get(fill, {"warn": "warnline", "hard": "hardline"}.get(fill, "text")))
    if ink.is_paper:
        color = ink.color("surface" if fill == "purple" else "text")
    left = rect.x() + 6
    if glyph:
        draw_icon(painter, QRectF(left, rect.center().y() - 6, 12, 12), glyph, color)
        left += 16
    align = ALIGN_LEFT if glyph else ALIGN_CENTER
    draw_text(
        painter, QRectF(left, rect.y(), rect.right() - 6 - left + 1, rect.height()), text, font(12, 600), color, align
    )


def tag_width(text: str, *, glyph: bool = False) -> float:
    """The width that `draw_tag` needs."""
    return QFontMetricsF(font(12, 600)).horizontalAdvance(text) + 13 + (16 if glyph else 0)
