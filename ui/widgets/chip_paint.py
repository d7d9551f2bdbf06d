"""How the chip of an action is drawn, on screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from ui.theme import RADIUS_CONTROL, RADIUS_TAG, Ink, font
from ui.widgets.icons import draw_icon
from ui.widgets.paint import draw_box, draw_text
from ui.widgets.words import tr

ActionName = Literal[
    "escalate", "de_escalate", "exceeded", "expand", "enrol", "replace", "mtd", "mad", "wait", "hold", "stop", "choose"
]


@dataclass(frozen=True)
class ChipStyle:
    """How an action looks: its fill token (empty = outlined) and its glyph."""

    fill: str
    glyph: str


CHIP_STYLES: dict[str, ChipStyle] = {
    "escalate": ChipStyle("sky", "arrow_up"),
    "de_escalate": ChipStyle("orange", "arrow_down"),
    "exceeded": ChipStyle("purple", "square"),
    "expand": ChipStyle("neutral", "plus"),
    "enrol": ChipStyle("neutral", "plus"),
    "replace": ChipStyle("neutral", "plus"),
    "mtd": ChipStyle("neutral", "check"),
    "mad": ChipStyle("neutral", "check"),
    "wait": ChipStyle("", "pause"),
    "hold": ChipStyle("", "pause"),
    "stop": ChipStyle("", "stop"),
    "choose": ChipStyle("", "question"),
}


_CHIP_SIZES = {20: (12, 12, 6.0, 4.0), 24: (14, 14, 8.0, 6.0), 28: (14, 14, 10.0, 6.0)}


def chip_word(action: str) -> str:
    """The word of an action, in the person's language."""
    return {
        "escalate": tr("Escalate"),
        "de_escalate": tr("De-escalate"),
        "exceeded": tr("Exceeded"),
        "expand": tr("Expand"),
        "enrol": tr("Enrol"),
        "replace": tr("Replace"),
        "mtd": tr("MTD"),
        "mad": tr("MAD"),
        "wait": tr("Wait"),
        "hold": tr("Hold"),
        "stop": tr("Stop"),
        "choose": tr("Choose"),
    }[action]


def chip_width(action: str, height: int = 28, text: str | None = None) -> float:
    """The width a chip needs at a height of 20, 24 or 28."""
    size, glyph, padding, gap = _CHIP_SIZES[height]
    word = chip_word(action) if text is None else text
    return padding * 2 + glyph + gap + QFontMetricsF(font(size, 600)).horizontalAdvance(word)


def draw_chip(painter: QPainter, rect: QRectF, action: str, ink: Ink, text: str | None = None) -> None:
    """Draws an action chip, glyph and word, filling `rect` (20, 24 or 28 high)."""
    height = 20 if rect.height() < 22 else 24 if rect.height() < 27 else 28
    size, glyph, padding, gap = _CHIP_SIZES[height]
    style = CHIP_STYLES[action]
    radius = RADIUS_CONTROL if height > 20 else RADIUS_TAG
    if ink.is_paper:
        draw_box(painter, rect, radius, ink.color("surface"), ink.color("text"), 1.2)
        color = ink.color("text")
    elif style.fill:
        draw_box(painter, rect, radius, ink.color(style.fill))
        color = ink.color("on_neutral") if style.fill == "neutral" else ink.color("ink")
    else:
        draw_box(painter, rect, radius, ink.color("surface"), ink.color("text"), 1.5)
        color = ink.color("text")
    square = QRectF(rect.x() + padding, rect.center().y() - glyph / 2, glyph, glyph)
    draw_icon(painter, square, style.glyph, color, stroke=1.6)
    left = square.right() + gap
    word = chip_word(action) if text is None else text
    draw_text(
        painter, QRectF(left, rect.y(), rect.right() - padding - left + 1, rect.height()), word, font(size, 600), color
    )
