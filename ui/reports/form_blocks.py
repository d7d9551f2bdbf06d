"""The blocks that forms on one page are made of: headings, facts, boxes to tick, lines to write on."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from ui.reports.lettering import BODY, INK, SENTENCE, SMALL, draw_line, wrap_text
from ui.reports.paper import Slice
from ui.text import EN_DASH

_GAP = 40.0
_TICK = 22.0

Fact = tuple[str, str]


@dataclass(frozen=True)
class FormHeading:
    """A title with a caption at the right, closer than in a report of many pages; stays with what follows."""

    title: str
    caption: str = ""

    def slices(self, width: float) -> Sequence[Slice]:
        def draw(painter: QPainter, x: float, y: float) -> None:
            draw_line(painter, x, y + 32, self.title, SENTENCE)
            draw_line(painter, x + width, y + 31, self.caption, SMALL, right=True, color=INK.color("text3"))

        return [Slice(48, draw, space_before=24, keep_with_next=True)]


@dataclass(frozen=True)
class FactGrid:
    """Facts in columns: the label small and grey, the value below it.

    Attributes:
        has_note: whether a note follows, which the last row then stays with.
    """

    facts: tuple[Fact, ...]
    columns: int = 4
    space_before: float = 0.0
    has_note: bool = False

    def slices(self, width: float) -> Sequence[Slice]:
        each = (width - _GAP * (self.columns - 1)) / self.columns
        rows = [self.facts[start : start + self.columns] for start in range(0, len(self.facts), self.columns)]
        return [self._row(rows, number, each) for number in range(len(rows))]

    def _row(self, rows: Sequence[Sequence[Fact]], number: int, each: float) -> Slice:
        row = rows[number]
        lines = [wrap_text(value or EN_DASH, BODY, each) for _label, value in row]
        height = 34 + max(len(one) for one in lines) * BODY.line + 10

        def draw(painter: QPainter, x: float, y: float) -> None:
            for place, ((label, _value), said) in enumerate(zip(row, lines, strict=True)):
                left = x + place * (each + _GAP)
                draw_line(painter, left, y + 24, label, SMALL, color=INK.color("text3"))
                for place_below, line in enumerate(said):
                    draw_line(painter, left, y + 60 + place_below * BODY.line, line, BODY)

        return Slice(
            height, draw, 0.0 if number else self.space_before, keep_with_next=self.has_note or number < len(rows) - 1
        )


@dataclass(frozen=True)
class Ticks:
    """Boxes in a row, crossed where they apply: the six criteria stand there whether they apply or not."""

    boxes: tuple[tuple[str, bool], ...]
    columns: int = 3

    def slices(self, width: float) -> Sequence[Slice]:
        each = width / self.columns
        rows = [self.boxes[start : start + self.columns] for start in range(0, len(self.boxes), self.columns)]
        return [self._row(row, each) for row in rows]

    def _row(self, row: Sequence[tuple[str, bool]], each: float) -> Slice:
        def draw(painter: QPainter, x: float, y: float) -> None:
            for place, (text, is_ticked) in enumerate(row):
                box = QRectF(x + place * each, y + 10, _TICK, _TICK)
                painter.setPen(QPen(INK.color("text"), 2.2))
                painter.drawRect(box)
                if is_ticked:
                    painter.setPen(QPen(INK.color("text"), 3.4))
                    painter.drawLine(box.topLeft() + QPointF(4, 4), box.bottomRight() - QPointF(4, 4))
                    painter.drawLine(box.topRight() + QPointF(-4, 4), box.bottomLeft() + QPointF(4, -4))
                draw_line(painter, box.right() + 14, y + 31, text, BODY)

        return Slice(42, draw, keep_with_next=True)


@dataclass(frozen=True)
class EmptyLines:
    """Lines to write on by hand."""

    number: int

    def slices(self, width: float) -> Sequence[Slice]:
        def draw(painter: QPainter, x: float, y: float) -> None:
            painter.fillRect(QRectF(x, y + 54, width, 1.5), INK.color("edge"))

        return [Slice(56, draw) for _ in range(self.number)]
