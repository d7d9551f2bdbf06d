"""Fields of a blank form: a label with its hint at the left, at the right boxes to tick or a line to write on."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from ui.reports.lettering import BODY, INK, SMALL, draw_line, wrap_text
from ui.reports.paper import Slice

_LABEL_SHARE, _GAP = 0.34, 36.0
_TICK, _CHOICE_PITCH, _LINE_PITCH = 24.0, 44.0, 58.0
_FIRST_LINE, _PADDING = 46.0, 16.0


@dataclass(frozen=True)
class BlankField:
    """One field to fill in by hand.

    Attributes:
        label: with its unit.
        hint: one line below it, or "".
        choices: words to tick; empty for a line.
        lines: how many lines to write on.
        parts: heads of several places on each line, for a date or a repeated group.
        keeps: whether a page may not end with it.
        continued: said above it where it begins a page.
    """

    label: str
    hint: str = ""
    choices: tuple[str, ...] = ()
    lines: int = 1
    parts: tuple[str, ...] = ()
    keeps: bool = False
    continued: str = ""

    def slices(self, width: float) -> Sequence[Slice]:
        left = width * _LABEL_SHARE
        room = width - left - _GAP
        label = wrap_text(self.label, BODY, left)
        hint = wrap_text(self.hint, SMALL, left) if self.hint else ()
        rows = _rows_of(self.choices, room)
        answer = len(rows) * _CHOICE_PITCH if rows else self.lines * _LINE_PITCH + (24 if self.parts else 0)
        height = max(len(label) * BODY.line + len(hint) * SMALL.line, answer) + _PADDING

        def draw(painter: QPainter, x: float, y: float) -> None:
            for place, line in enumerate(label):
                draw_line(painter, x, y + 36 + place * BODY.line, line, BODY)
            top = y + 36 + len(label) * BODY.line
            for place, line in enumerate(hint):
                draw_line(painter, x, top + place * SMALL.line, line, SMALL, color=INK.color("text3"))
            if rows:
                _draw_choices(painter, x + left + _GAP, y, rows)
            else:
                self._draw_lines(painter, x + left + _GAP, y, room)
            painter.fillRect(QRectF(x, y + height - 1.2, width, 1.2), INK.color("line"))

        return [Slice(height, draw, keep_with_next=self.keeps, repeats=self._repeats())]

    def _repeats(self) -> tuple[Slice, ...]:
        def draw(painter: QPainter, x: float, y: float) -> None:
            draw_line(painter, x, y + 28, self.continued, SMALL, color=INK.color("text3"))

        return (Slice(52, draw),) if self.continued else ()

    def _draw_lines(self, painter: QPainter, x: float, y: float, room: float) -> None:
        places = self.parts or ("",)
        gap = 24.0
        each = (room - gap * (len(places) - 1)) / len(places)
        # A date's places stand close together at the left.
        if self.parts and self.lines == 1:
            each = min(each, 190.0)
        for row in range(self.lines):
            base = y + _FIRST_LINE + row * _LINE_PITCH
            for place, head in enumerate(places):
                left = x + place * (each + gap)
                painter.fillRect(QRectF(left, base, each, 1.8), INK.color("edge"))
                if row == self.lines - 1 and head:
                    draw_line(painter, left, base + 28, head, SMALL, color=INK.color("text3"))


def _rows_of(choices: Sequence[str], room: float) -> list[list[tuple[float, str]]]:
    """Choices in rows: each with its distance from the left; as many columns as the longest leaves room for."""
    if not choices:
        return []
    pitch = max(BODY.width(one) for one in choices) + _TICK + 52
    columns = max(1, min(len(choices), int(room // pitch)))
    rows = [choices[start : start + columns] for start in range(0, len(choices), columns)]
    return [[(place * room / columns, one) for place, one in enumerate(row)] for row in rows]


def _draw_choices(painter: QPainter, x: float, y: float, rows: Sequence[Sequence[tuple[float, str]]]) -> None:
    for number, row in enumerate(rows):
        for offset, text in row:
            box = QRectF(x + offset, y + 14 + number * _CHOICE_PITCH, _TICK, _TICK)
            painter.setPen(QPen(INK.color("text"), 2.2))
            painter.drawRect(box)
            draw_line(painter, box.right() + 16, box.bottom() - 1, text, BODY)
