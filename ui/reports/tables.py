"""A `Table` on paper: columns as wide as their contents, header repeated on each page, long cells broken over pages."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from domain.summaries.table import Cell, Column, Table
from ui.reports.blocks import draw_lines
from ui.reports.column_widths import GAP, INDENT, column_widths, is_spanning, needs, spans
from ui.reports.lettering import (
    BODY,
    BODY_STRONG,
    HEAD,
    INK,
    SMALL,
    Lettering,
    draw_line,
    fit_line,
    wrap_text,
)
from ui.reports.paper import Slice
from ui.reports.words import tr
from ui.words.cell import Say, say_cell

EN_DASH = "\u2013"
_PAD_ABOVE, _PAD_BELOW = 8.0, 9.0
# A row with more lines than this may be divided by a page break.
_MOST_LINES = 16
# Mean lines of a row's highest cell up to which a table reads better than a form for each record.
_ROOMY_LINES = 2.5

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
        heads, texts = self.in_words()
        widths = column_widths(columns, heads, self.table.rows, texts, width)
        repeats = (*self._continued_slice(), self._head_slice(heads, widths, width))
        found = [Slice(repeats[-1].height, repeats[-1].draw, keep_with_next=True)]
        last, groups = len(texts) - 1, self._groups()
        for number, (row, said) in enumerate(zip(self.table.rows, texts, strict=True)):
            is_group = row[0].emphasis and not row[0].indent and number < last and self.table.rows[number + 1][0].indent
            keeps = number in (0, last - 1) or bool(is_group)
            keeps = (keeps and number < last) or (number == last and self.has_note)
            group = self._group_slice(texts[groups[number]][0], width) if row[0].indent and number in groups else ()
            whole = (*repeats, *group)
            found += self._row_slices(row, said, widths, width, whole, keeps=keeps, is_last=number == last)
        return found

    def is_roomy(self, width: float) -> bool:
        """Whether the table has room in a width: no word broken, and seldom a cell of many lines."""
        heads, texts = self.in_words()
        room = width - GAP * (len(heads) - 1)
        if sum(spans(self.table.columns, heads, self.table.rows, texts, room)[1]) > room:
            return False
        widths = np.array(column_widths(self.table.columns, heads, self.table.rows, texts, width))
        wanted = needs(self.table.columns, heads, self.table.rows, texts)
        return float((wanted / widths).max(axis=1).mean()) <= _ROOMY_LINES

    def in_words(self) -> tuple[list[str], list[list[str]]]:
        """Heads and cells in words."""
        columns = self.table.columns
        heads = [tr(c.title) if isinstance(c.title, str) else self.say(c.title, None) for c in columns]
        texts = [[self._text(row, at) for at in range(len(columns))] for row in range(len(self.table.rows))]
        return heads, texts

    def _text(self, row: int, column: int) -> str:
        cell = self.table.rows[row][column]
        # A row that goes on with its group's name has no name of its own.
        if cell.value is None and cell.indent and not column:
            return ""
        return EN_DASH if cell.value is None else say_cell(self.table, row, column, self.say)

    def _groups(self) -> dict[int, int]:
        """For each row that stands under a group's row, the number of that row."""
        found, group = {}, None
        for number, row in enumerate(self.table.rows):
            if row[0].emphasis and not row[0].indent:
                group = number
            elif group is not None and row[0].indent:
                found[number] = group
        return found

    def _group_slice(self, name: str, width: float) -> tuple[Slice, ...]:
        """The group's name again on the page that its rows go on to; without its counts, which stand once."""
        text = fit_line(tr("{title}, continued").format(title=name), BODY_STRONG, width)
        height = BODY.line + _PAD_ABOVE + _PAD_BELOW

        def draw(painter: QPainter, x: float, y: float) -> None:
            draw_line(painter, x, y + _PAD_ABOVE + 27, text, BODY_STRONG, color=INK.color("text3"))
            painter.fillRect(QRectF(x, y + height - 1.2, width, 1.2), INK.color("line"))

        return (Slice(height, draw),)

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
                left += each + GAP
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
        rooms = [width, *widths[1:]] if is_spanning(said) else widths
        lines = [
            wrap_text(text, lettering, each - cell.indent * INDENT + 0.5)
            for text, lettering, each, cell in zip(said, letterings, rooms, row, strict=True)
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
                at = left + each if right else left + cell.indent * INDENT
                draw_lines(painter, at, y + _PAD_ABOVE + pad / 2 + 27, one, lettering, right=right)
                left += each + GAP
            if rule:
                painter.fillRect(QRectF(x, y + height - rule, width, rule), INK.color("text" if rule > 1.5 else "line"))

        return Slice(height, draw, keep_with_next=keeps, repeats=repeats)
