"""Painting of the ladder's rows into the rectangles of its layout."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from ui.text import EN_DASH, tr
from ui.theme import RADIUS_TAG, Ink, body_font, caption_font
from ui.widgets.ladder.ladder_rows import LadderRow
from ui.widgets.ladder.layout import Columns, Item, LadderLayout, RungPlace, Shown, TextWidths
from ui.widgets.mark_paint import draw_mark
from ui.widgets.paint import ALIGN_CENTER, ALIGN_LEFT, ALIGN_RIGHT, draw_box, draw_hairline, draw_text
from ui.widgets.rung_paint import draw_node, draw_row_ground, draw_spine

MINUS = "\u2212"


def draw_ladder(
    painter: QPainter, layout: LadderLayout, rows: Sequence[LadderRow], shown: Sequence[Shown], ink: Ink
) -> None:
    """Draws all rows: grounds and hairlines, the spine, then texts and marks."""
    for index, (place, row) in enumerate(zip(layout.rungs, rows, strict=True)):
        _draw_ground(painter, place, row, layout.columns, ink)
        follows_plain = index + 1 < len(rows) and rows[index + 1].ground != "current" and row.ground != "current"
        if follows_plain:
            left = layout.columns.level - 8
            draw_hairline(painter, left, place.band.bottom() - 1, layout.columns.right - left, ink)
    for index in range(len(rows) - 1):
        upper, lower = layout.rungs[index].node, layout.rungs[index + 1].node
        solid = rows[index + 1].node in ("cleared", "mtd") and rows[index].node in ("cleared", "mtd", "current")
        draw_spine(painter, upper.x(), upper.y() + 11, lower.y() - 11, ink, solid=solid)
    for place, row in zip(layout.rungs, rows, strict=True):
        draw_node(painter, place.node, row.node, ink)
        _draw_words(painter, place, row, ink)
    for item in layout.items:
        if item.index >= 0:
            _draw_item(painter, item, shown[item.rung], ink, is_tabular=layout.columns.is_tabular)


def measure_texts(rows: Sequence[LadderRow]) -> TextWidths:
    """The room that counts and ids need."""
    strong, plain = QFontMetricsF(body_font(600, tabular=True)), QFontMetricsF(body_font(tabular=True))
    counts = (strong.horizontalAdvance(str(r.evaluable)) + plain.horizontalAdvance(f" / {r.treated}") for r in rows)
    tabular, proportional = QFontMetricsF(caption_font(tabular=True)), QFontMetricsF(caption_font())
    # Ids of one length differ by their figures only, so one of each length stands for all.
    by_length = {len(mark.label): mark.label for row in rows for mark in row.marks if mark.subject_id}
    ids = ["".join("0" if letter.isdigit() else letter for letter in label) for label in by_length.values()]
    return TextWidths(
        max(counts, default=36.0),
        max(map(tabular.horizontalAdvance, ids), default=46.0),
        max(map(proportional.horizontalAdvance, ids), default=42.0),
    )


def draw_header(painter: QPainter, columns: Columns, left: float, height: float, ink: Ink) -> None:
    """Draws the heads of the columns, right of the card's title."""
    strong, token = caption_font(500), ink.color("text3")
    marks = columns.marks + (columns.pitch - 30) / 2
    for text, x, is_right in (
        (tr("Subjects"), marks, False),
        (tr("Evaluable"), columns.evaluable_right, True),
        (tr("DLT"), columns.dlt_right, True),
        (tr("State"), columns.state, False),
    ):
        rect = QRectF(left + x - 120, 0, 120, height) if is_right else QRectF(left + x, 0, 110, height)
        draw_text(painter, rect, text, strong, token, ALIGN_RIGHT if is_right else ALIGN_LEFT)


def _draw_ground(painter: QPainter, place: RungPlace, row: LadderRow, columns: Columns, ink: Ink) -> None:
    band = place.band
    if row.ground == "current":
        draw_row_ground(painter, band.adjusted(0, 1, 0, -1), "current", ink)
    elif row.ground:
        left = columns.level - 9
        box = QRectF(left, band.top() + 2, band.width() - left - 3, band.height() - 5)
        draw_row_ground(painter, box, row.ground, ink)


def _draw_words(painter: QPainter, place: RungPlace, row: LadderRow, ink: Ink) -> None:
    is_current = row.ground == "current"
    quiet, text = ink.color("text2"), ink.color("text")
    number = ink.color("accent" if is_current else "text3")
    draw_text(painter, place.level, str(row.level), body_font(600 if is_current else 500), number)
    dose_font = body_font(600)
    draw_text(painter, place.dose, row.dose, dose_font, quiet if row.is_quiet else text)
    unit = place.dose.adjusted(QFontMetricsF(dose_font).horizontalAdvance(row.dose) + 6, 1, 0, 1)
    draw_text(painter, unit, row.unit, caption_font(), ink.color("text3"))
    draw_text(painter, place.mode, row.mode, caption_font(), quiet)
    _draw_counts(painter, place, row, ink)
    # Without a line below it the state stands in the middle, as the counts beside it do.
    state = place.state if row.line else place.state.translated(0, place.node.y() - place.state.center().y())
    draw_text(painter, state, row.state, body_font(400 if row.is_quiet else 600), quiet if row.is_quiet else text)
    draw_text(painter, place.line, row.line, caption_font(), ink.color("text3" if not is_current else "text2"))


def _draw_counts(painter: QPainter, place: RungPlace, row: LadderRow, ink: Ink) -> None:
    plain, strong = body_font(tabular=True), body_font(600, tabular=True)
    if not row.treated:
        for rect in (place.evaluable, place.dlt):
            draw_text(painter, rect, EN_DASH, plain, ink.color("text3"), ALIGN_RIGHT)
        return
    rest = f" / {row.treated}"
    draw_text(painter, place.evaluable, rest, plain, ink.color("text2"), ALIGN_RIGHT)
    number = place.evaluable.adjusted(0, 0, -QFontMetricsF(plain).horizontalAdvance(rest), 0)
    draw_text(painter, number, str(row.evaluable), strong, ink.color("text"), ALIGN_RIGHT)
    draw_text(painter, place.dlt, str(row.dlt), strong, ink.color("text"), ALIGN_RIGHT)


def _draw_item(painter: QPainter, item: Item, shown: Shown, ink: Ink, *, is_tabular: bool) -> None:
    label = item.label
    if shown.has_tile and item.index == 0:
        text = f"+{len(shown.hidden)}" if shown.hidden else MINUS
        draw_box(painter, item.mark, RADIUS_TAG, ink.color("sunken"), ink.color("edge"), 1.0)
        token = ink.color("text2")
        draw_text(painter, item.mark, text, caption_font(600), token, ALIGN_CENTER, elide=False)
        draw_text(painter, label, tr("more") if shown.hidden else tr("fewer"), caption_font(), token, ALIGN_CENTER)
        return
    one = shown.marks[item.index - shown.has_tile]
    draw_mark(painter, item.mark, one.mark, ink)
    is_date = one.mark.state == "+" and not one.subject_id
    if one.label:
        text_font = caption_font(500) if is_date else caption_font(tabular=is_tabular)
        draw_text(painter, label, one.label, text_font, ink.color("text" if is_date else "text2"), ALIGN_CENTER)


def legend_items() -> tuple[tuple[str, str], ...]:
    """State and word of each mark that the legend explains."""
    return (
        ("N", tr("No DLT")),
        ("M", tr("Moderate, related")),
        ("T", tr("DLT")),
        ("?", tr("In window, days left")),
        ("X", tr("Not evaluable")),
        ("+", tr("Open slot")),
    )
