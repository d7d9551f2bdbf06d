"""The dose ladder on paper: vectors in black and greys, highest dose on top, with its legend."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from domain.summaries.ladder import LadderMark, Rung
from domain.terms import LevelState
from ui.reports.blocks import draw_lines
from ui.reports.lettering import (
    BODY,
    BODY_STRONG,
    INK,
    SENTENCE,
    SMALL,
    TINY,
    TINY_STRONG,
    Lettering,
    draw_line,
    wrap_text,
)
from ui.reports.paper import Slice
from ui.reports.words import tr
from ui.widgets.mark_paint import Mark, MarkState, draw_mark
from ui.widgets.paint import draw_box

Say = Callable[[object], str]
_LEGEND_NUMBER = Lettering(18, 600)
_MARK, _MARK_ROW, _RUNG = 64.0, 106.0, 114.0
_DOSE, _MARKS_AT, _STATE_WIDTH = 66.0, 540.0, 300.0
_DLT_AT, _EVALUABLE_AT = _STATE_WIDTH + 24.0, _STATE_WIDTH + 150.0


@dataclass(frozen=True)
class LadderBlock:
    """The rungs, the level in question boxed; they stay on one page as long as one can hold them.

    Attributes:
        say: turns a value into words.
        say_state: a level's state in a word.
    """

    rungs: tuple[Rung, ...]
    say: Say
    say_state: Callable[[LevelState], str]

    def slices(self, width: float) -> Sequence[Slice]:
        room = width - _MARKS_AT - _EVALUABLE_AT - 130
        widest = max((TINY.width(mark.subject_id) for rung in self.rungs for mark in rung.marks), default=0.0)
        pitch = max(100.0, widest + 14)
        a_row = max(1, int(room // pitch))
        found = [self._rung(rung, number, width, pitch, a_row) for number, rung in enumerate(self.rungs)]
        return [*found, self._legend(width)]

    def _rung(self, rung: Rung, number: int, width: float, pitch: float, a_row: int) -> Slice:
        rows = -(-len(rung.marks) // a_row)
        height = max(_RUNG, rows * _MARK_ROW + 18)
        follows_current = number > 0 and self.rungs[number - 1].is_current
        follows_dashed = number > 0 and self.rungs[number - 1].level.is_optional

        def draw(painter: QPainter, x: float, y: float) -> None:
            if number and not (rung.is_current or follows_current or follows_dashed):
                painter.fillRect(QRectF(x, y - 0.6, width, 1.2), INK.color("line"))
            _draw_ground(painter, QRectF(x - 8, y + 2, width + 16, height - 4), rung)
            self._draw_words(painter, rung, x, y + height / 2, width)
            for place, mark in enumerate(rung.marks):
                row, column = divmod(place, a_row)
                top = y + (height - rows * _MARK_ROW) / 2 + row * _MARK_ROW + 4
                self._draw_mark(painter, x + _MARKS_AT + column * pitch, top, pitch, mark)

        return Slice(height, draw, keep_with_next=True)

    def _draw_words(self, painter: QPainter, rung: Rung, x: float, middle: float, width: float) -> None:
        grey = INK.color("text3")
        base = middle + 11
        draw_line(painter, x + 16, base, str(rung.level.number), BODY_STRONG, color=grey)
        dose = self.say(rung.level.dose)
        draw_line(painter, x + _DOSE, base, dose, SENTENCE)
        draw_line(painter, x + _DOSE + SENTENCE.width(dose) + 10, base, rung.level.unit, SMALL, color=grey)
        mode = self.say(rung.mode)
        if rung.level.is_optional:
            mode = f"{mode}, {tr('optional')}"
        mode_at = x + _DOSE + 196
        lines = wrap_text(mode, SMALL, _MARKS_AT - _DOSE - 196 - 16)
        draw_lines(painter, mode_at, base - (len(lines) - 1) * SMALL.line / 2, lines, SMALL)
        tally, lettering = rung.tally, BODY_STRONG if rung.is_current else BODY
        counts = f"{tally.evaluable} / {tally.treated}" if tally.treated else "\u2013"
        draw_line(painter, x + width - _EVALUABLE_AT, base, counts, BODY_STRONG, right=True)
        dlts = f"{tally.dlt} {tr('DLT')}" if tally.treated else "\u2013"
        draw_line(painter, x + width - _DLT_AT, base, dlts, lettering, right=True)
        state = self.say(rung.declared) if rung.declared else self.say_state(tally.state)
        lines = wrap_text(state, BODY, _STATE_WIDTH)
        strong = BODY_STRONG if rung.declared or tally.state in (LevelState.EXCEEDED, LevelState.SUSPENDED) else BODY
        draw_lines(painter, x + width - _STATE_WIDTH, base - (len(lines) - 1) * BODY.line / 2, lines, strong)

    def _draw_mark(self, painter: QPainter, left: float, top: float, pitch: float, mark: LadderMark) -> None:
        draw_paper_mark(painter, QRectF(left + (pitch - _MARK) / 2, top, _MARK, _MARK), mark)
        if mark.subject_id:
            draw_line(painter, left + pitch / 2, top + 92, mark.subject_id, TINY, center=True)
        elif mark.opens_at:
            # Only the first free slot has a date, and nothing is written under those after it.
            text = self.say(mark.opens_at)
            at = left + pitch / 2 - min(TINY_STRONG.width(text) / 2, pitch / 2)
            draw_line(painter, at, top + 92, text, TINY_STRONG)

    def _legend(self, width: float) -> Slice:
        entries: tuple[tuple[LadderMark, str], ...] = (
            (LadderMark("N"), tr("no DLT")),
            (LadderMark("M"), tr("moderate, related")),
            (LadderMark("T"), tr("DLT")),
            (LadderMark("?", days_left=11, gone=0.48), tr("in window, days left")),
            (LadderMark("m", days_left=11, gone=0.48), tr("moderate seen")),
            (LadderMark("X"), tr("not evaluable")),
            (LadderMark("+"), tr("open slot")),
        )
        if not any(mark.state in ("m", "x") for rung in self.rungs for mark in rung.marks):
            entries = tuple(entry for entry in entries if entry[0].state != "m")
        side, gap = 44.0, 30.0
        places: list[tuple[float, float]] = []
        at, row = 10.0, 0
        for _, text in entries:
            needed = side + 14 + SMALL.width(text)
            if at + needed > width and at > 10:
                at, row = 10.0, row + 1
            places.append((at, row * 60.0))
            at += needed + gap

        def draw(painter: QPainter, x: float, y: float) -> None:
            for (mark, text), (dx, dy) in zip(entries, places, strict=True):
                draw_paper_mark(painter, QRectF(x + dx, y + dy + 18, side, side), mark)
                draw_line(painter, x + dx + side + 14, y + dy + 49, text, SMALL, color=INK.color("text3"))

        return Slice(70 + row * 60.0, draw)


def draw_paper_mark(painter: QPainter, rect: QRectF, mark: LadderMark) -> None:
    """Draws a subject mark in black and greys; its number is our own text, so that it can be copied from the PDF."""
    scale = rect.width() / 30.0
    painter.save()
    painter.translate(rect.topLeft())
    painter.scale(scale, scale)
    draw_mark(painter, QRectF(0, 0, 30, 30), Mark(cast("MarkState", mark.state), None, mark.gone), INK)
    painter.restore()
    if mark.days_left is not None:
        number = str(mark.days_left)
        lettering = TINY_STRONG if rect.width() > 50 else _LEGEND_NUMBER
        draw_line(painter, rect.center().x(), rect.center().y() + lettering.size * 0.36, number, lettering, center=True)


def _draw_ground(painter: QPainter, rect: QRectF, rung: Rung) -> None:
    """The box of the level in question, the dashes of an optional one, the hatching of a closed one."""
    state = rung.tally.state
    if state in (LevelState.EXCEEDED, LevelState.SUSPENDED):
        painter.save()
        path = QPainterPath()
        path.addRoundedRect(rect, 12, 12)
        painter.setClipPath(path)
        painter.setPen(QPen(INK.color("line"), 1.6))
        step = 16.0 if state is LevelState.EXCEEDED else 34.0
        at = rect.left() - rect.height()
        while at < rect.right():
            painter.drawLine(QPointF(at, rect.bottom()), QPointF(at + rect.height(), rect.top()))
            at += step
        painter.restore()
    if rung.is_current:
        draw_box(painter, rect, 12, None, INK.color("text"), 4.0)
    elif rung.level.is_optional:
        painter.save()
        pen = QPen(INK.color("edge"), 2.2)
        pen.setDashPattern([5, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 12, 12)
        painter.restore()
