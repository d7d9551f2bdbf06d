"""Drawing functions shared by ladder, lists, tables, banners and paper.

Each draws into a rectangle with colours from an `Ink`: the current theme on screen, `PaperInk` in print.
None keeps state. Colour is never the only carrier: each state has its own shape or letter as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from ui.theme import RADIUS_CONTROL, RADIUS_TAG, Ink, font
from ui.widgets.icons import draw_icon

draw_glyph = draw_icon

MarkState = Literal["N", "M", "T", "?", "m", "X", "x", "+"]
NodeState = Literal["cleared", "current", "closed", "optional", "exceeded", "suspended", "mtd"]
ActionName = Literal[
    "escalate", "de_escalate", "exceeded", "expand", "enrol", "replace", "mtd", "mad", "wait", "hold", "stop", "choose"
]

ALIGN_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ALIGN_CENTER = Qt.AlignmentFlag.AlignCenter


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
_GRADE_FILLS = {1: "neutral", 2: "yellow", 3: "orange", 4: "purple", 5: "text"}


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


# --- subject marks ------------------------------------------------------------------------------


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
            words = _tr("in the window")
        elif days == 1:
            words = _tr("in the window, 1 day left")
        else:
            words = _tr("in the window, %1 days left").replace("%1", str(days))
        return words + _tr(", moderate toxicity seen") if mark.state == "m" else words
    return {
        "N": _tr("no DLT"),
        "M": _tr("moderate toxicity, no DLT"),
        "T": _tr("DLT"),
        "X": _tr("not evaluable"),
        "x": _tr("not evaluable, moderate toxicity seen"),
        "+": _tr("open slot"),
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


# --- action chips -------------------------------------------------------------------------------


def chip_word(action: str) -> str:
    """The word of an action, in the person's language."""
    return {
        "escalate": _tr("Escalate"),
        "de_escalate": _tr("De-escalate"),
        "exceeded": _tr("Exceeded"),
        "expand": _tr("Expand"),
        "enrol": _tr("Enrol"),
        "replace": _tr("Replace"),
        "mtd": _tr("MTD"),
        "mad": _tr("MAD"),
        "wait": _tr("Wait"),
        "hold": _tr("Hold"),
        "stop": _tr("Stop"),
        "choose": _tr("Choose"),
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


# --- rung nodes, grades -------------------------------------------------------------------------


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


def _tr(text: str) -> str:
    return QCoreApplication.translate("widgets", text)
