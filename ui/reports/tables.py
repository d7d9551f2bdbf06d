"""A `Table` on paper: columns as wide as their contents, header repeated on each page, long cells broken over pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from domain.summaries.table import Cell, Column, Format, Table
from ui.reports.blocks import draw_lines
from ui.reports.lettering import (
    BODY,
    BODY_STRONG,
    HEAD,
    INK,
    SMALL,
    Lettering,
    draw_line,
    longest_word,
    wrap_text,
)
from ui.reports.paper import Slice
from ui.reports.words import tr

EN_DASH = "\u2013"
_GAP, _INDENT = 26.0, 32.0
_PAD_ABOVE, _PAD_BELOW = 8.0, 9.0
# A row with more lines than this may be divided by a page break.
_MOST_LINES = 16

Say = Callable[[object, Format | None], str]
Lines = tuple[str, ...]


@dataclass(frozen=True)
class TableBlock:
    """A table under its heading.

    Attributes:
        say: turns a cell's value into words.
        continued: said above the header on the pages that the table goes on to.
        has_note: whether a note follows, which the last row then stays with.
        is_tight: rows a little closer, for long count tables.
    """

    table: Table
    say: Say
    continued: str = ""
    has_note: bool = False
    is_tight: bool = False

    def slices(self, width: float) -> Sequence[Slice]:
        columns = self.table.columns
        heads = [tr(c.title) if isinstance(c.title, str) else self.say(c.title, None) for c in columns]
        texts = [
            [self._text(cell, column) for cell, column in zip(row, columns, strict=True)] for row in self.table.rows
        ]
        widths = column_widths(columns, heads, self.table.rows, texts, width)
        repeats = (*self._continued_slice(), self._head_slice(heads, widths, width))
        found = [Slice(repeats[-1].height, repeats[-1].draw, keep_with_next=True)]
        last = len(texts) - 1
        for number, (row, said) in enumerate(zip(self.table.rows, texts, strict=True)):
            is_group = row[0].emphasis and not row[0].indent and number < last and self.table.rows[number + 1][0].indent
            keeps = number in (0, last - 1) or bool(is_group)
            keeps = (keeps and number < last) or (number == last and self.has_note)
            found += self._row_slices(row, said, widths, width, repeats, keeps=keeps, is_last=number == last)
        return found

    def _text(self, cell: Cell, column: Column) -> str:
        return EN_DASH if cell.value is None else self.say(cell.value, column.format)

    def _is_right(self, column: Column) -> bool:
        """Numbers and dates stand at the right, but what opens a row stands at its left edge."""
        return column.format.is_right_aligned and column is not self.table.columns[0]

    def _continued_slice(self) -> tuple[Slice, ...]:
        if not self.continued:
            return ()

        def draw(painter: QPainter, x: float, y: float) -> None:
            draw_line(painter, x, y + 28, self.continued, SMALL, color=INK.color("text3"))

        return (Slice(48, draw),)

    def _head_slice(self, heads: Sequence[str], widths: Sequence[float], width: float) -> Slice:
        lines = [wrap_text(head, HEAD, each + 0.5) for head, each in zip(heads, widths, strict=True)]
        most = max(len(one) for one in lines)
        height = most * HEAD.line + 18

        def draw(painter: QPainter, x: float, y: float) -> None:
            left = x
            for column, one, each in zip(self.table.columns, lines, widths, strict=True):
                right = self._is_right(column)
                base = y + 28 + (most - len(one)) * HEAD.line
                draw_lines(painter, left + each if right else left, base, one, HEAD, right=right)
                left += each + _GAP
            painter.fillRect(QRectF(x, y + height - 2.5, width, 2.5), INK.color("text"))

        return Slice(height, draw)

    def _row_slices(
        self,
        row: Sequence[Cell],
        said: Sequence[str],
        widths: Sequence[float],
        width: float,
        repeats: tuple[Slice, ...],
        *,
        keeps: bool,
        is_last: bool,
    ) -> list[Slice]:
        letterings = [BODY_STRONG if cell.emphasis else BODY for cell in row]
        lines = [
            wrap_text(text, lettering, each - cell.indent * _INDENT + 0.5)
            for text, lettering, each, cell in zip(said, letterings, widths, row, strict=True)
        ]
        most = max(len(one) for one in lines)
        starts = range(0, most, _MOST_LINES)
        return [
            self._piece(
                row,
                [one[start : start + _MOST_LINES] for one in lines],
                letterings,
                widths,
                width,
                repeats,
                keeps=keeps and start == starts[-1],
                rule=0.0 if start != starts[-1] else 2.0 if is_last else 1.2,
            )
            for start in starts
        ]

    def _piece(
        self,
        row: Sequence[Cell],
        lines: Sequence[Lines],
        letterings: Sequence[Lettering],
        widths: Sequence[float],
        width: float,
        repeats: tuple[Slice, ...],
        *,
        keeps: bool,
        rule: float,
    ) -> Slice:
        pad = 0.0 if self.is_tight else 3.0
        height = max(len(one) for one in lines) * BODY.line + _PAD_ABOVE + _PAD_BELOW + pad

        def draw(painter: QPainter, x: float, y: float) -> None:
            left = x
            for cell, column, one, lettering, each in zip(
                row, self.table.columns, lines, letterings, widths, strict=True
            ):
                right = self._is_right(column)
                at = left + each if right else left + cell.indent * _INDENT
                draw_lines(painter, at, y + _PAD_ABOVE + pad / 2 + 27, one, lettering, right=right)
                left += each + _GAP
            if rule:
                painter.fillRect(QRectF(x, y + height - rule, width, rule), INK.color("text" if rule > 1.5 else "line"))

        return Slice(height, draw, keep_with_next=keeps, repeats=repeats)


def column_widths(
    columns: Sequence[Column],
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    texts: Sequence[Sequence[str]],
    width: float,
) -> list[float]:
    """Widths that together with the gaps fill `width`.

    Where everything fits on one line the rest is shared by weight; else the widest columns give way first and wrap,
    numbers and dates last.
    """
    room = width - _GAP * (len(columns) - 1)
    wide, narrow = [], []
    for place, (column, head) in enumerate(zip(columns, heads, strict=True)):
        full, least = HEAD.width(head), longest_word(head, HEAD)
        for row, said in zip(rows, texts, strict=True):
            lettering = BODY_STRONG if row[place].emphasis else BODY
            indent = row[place].indent * _INDENT
            cell = lettering.width(said[place]) + indent
            full = max(full, cell)
            fixed = column.format.is_right_aligned
            least = max(least, cell if fixed else longest_word(said[place], lettering) + indent)
        wide.append(full + 1)
        narrow.append(min(least + 1, full + 1, room * 0.4))
    if sum(wide) <= room:
        rest, weights = room - sum(wide), sum(column.weight for column in columns)
        return [each + rest * column.weight / weights for each, column in zip(wide, columns, strict=True)]
    if sum(narrow) >= room:
        return [each * room / sum(narrow) for each in narrow]
    return _cap(wide, narrow, room)


def _cap(wide: Sequence[float], narrow: Sequence[float], room: float) -> list[float]:
    """The widths cut at one height so that they fill the room; none below its least."""
    low, high = 0.0, max(wide)
    for _ in range(40):
        cap = (low + high) / 2
        if sum(max(least, min(full, cap)) for full, least in zip(wide, narrow, strict=True)) > room:
            high = cap
        else:
            low = cap
    return [max(least, min(full, low)) for full, least in zip(wide, narrow, strict=True)]
