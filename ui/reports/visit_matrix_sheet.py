"""The visit matrix on paper, landscape: a glyph a status, subjects repeated beside each block of visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from domain.schedule.due_visit import VisitStatus
from domain.schedule.matrix import VisitMatrix
from domain.study import Study
from ui.reports.blocks import Heading, Paragraph
from ui.reports.lettering import BODY_STRONG, INK, SMALL, SMALL_STRONG, draw_line
from ui.reports.paper import MARGIN, Block, Draw, PaperName, Report, Slice, page_units
from ui.reports.standing import Print, study_frame
from ui.reports.words import tr
from ui.text import Words
from ui.widgets.visit_paint import draw_visit_cell
from ui.words.visit import ColumnWords, VisitWords, status_word

_SUBJECT, _COLUMN, _GAP, _ROW, _HEAD = 190.0, 64.0, 22.0, 58.0, 96.0
_CELL, _LEGEND_ROW = 40.0, 56.0


@dataclass(frozen=True)
class MatrixBlock:
    """Some columns of a matrix with all subjects; the heads stand on each page.

    Attributes:
        columns: heads of the columns.
        rows: screening number, and the status of each column; None where the subject has no such visit.
    """

    columns: tuple[ColumnWords, ...]
    rows: tuple[tuple[str, tuple[VisitStatus | None, ...]], ...]

    def slices(self, width: float) -> Sequence[Slice]:
        lefts = column_lefts(self.columns)
        whole = lefts[-1] + _COLUMN

        def draw_head(painter: QPainter, x: float, y: float) -> None:
            self._draw_head(painter, x, y, lefts, whole)

        repeats = (Slice(_HEAD, draw_head),)
        rows = [
            Slice(_ROW, _row_drawer(subject_id, held, lefts, whole), repeats=repeats) for subject_id, held in self.rows
        ]
        return [Slice(_HEAD, draw_head, 16, keep_with_next=True), *rows]

    def _draw_head(self, painter: QPainter, x: float, y: float, lefts: Sequence[float], whole: float) -> None:
        draw_line(painter, x, y + 76, tr("Subject"), SMALL_STRONG)
        place = 0
        while place < len(self.columns):
            end = place
            while end + 1 < len(self.columns) and self.columns[end + 1].group == self.columns[place].group:
                end += 1
            group = self.columns[place].group
            left, right = x + lefts[place], x + lefts[end] + _COLUMN
            if group:
                draw_line(painter, (left + right) / 2, y + 30, group, SMALL, center=True)
                painter.fillRect(QRectF(left + 4, y + 42, right - left - 8, 1.6), INK.color("edge"))
            place = end + 1
        for left, words in zip(lefts, self.columns, strict=True):
            draw_line(painter, x + left + _COLUMN / 2, y + 76, words.label, SMALL_STRONG, center=True)
        painter.fillRect(QRectF(x, y + _HEAD - 4, whole, 2.0), INK.color("text"))


def _row_drawer(subject_id: str, held: Sequence[VisitStatus | None], lefts: Sequence[float], whole: float) -> Draw:
    def draw(painter: QPainter, x: float, y: float) -> None:
        draw_line(painter, x, y + 39, subject_id, BODY_STRONG)
        for left, status in zip(lefts, held, strict=True):
            if status is not None:
                draw_visit_cell(painter, QPointF(x + left + _COLUMN / 2, y + _ROW / 2), status, INK, side=_CELL)
        painter.fillRect(QRectF(x, y + _ROW - 1.2, whole, 1.2), INK.color("line"))

    return draw


@dataclass(frozen=True)
class LegendBlock:
    """What each glyph means, in as many rows as are needed."""

    def slices(self, width: float) -> Sequence[Slice]:
        rows: list[list[tuple[float, VisitStatus]]] = [[]]
        x = 0.0
        for status in VisitStatus:
            needed = 110 + SMALL.width(status_word(status))
            if rows[-1] and x + needed > width:
                rows.append([])
                x = 0.0
            rows[-1].append((x, status))
            x += needed
        last = len(rows) - 1
        return [
            Slice(_LEGEND_ROW, _legend_drawer(row), 0.0 if number else 24.0, keep_with_next=number < last)
            for number, row in enumerate(rows)
        ]


def _legend_drawer(row: Sequence[tuple[float, VisitStatus]]) -> Draw:
    def draw(painter: QPainter, x: float, y: float) -> None:
        for left, status in row:
            draw_visit_cell(painter, QPointF(x + left + 24, y + 28), status, INK, side=_CELL)
            draw_line(painter, x + left + 62, y + 37, status_word(status), SMALL)

    return draw


def column_lefts(columns: Sequence[ColumnWords]) -> list[float]:
    """Where each column begins, with a gap before each group."""
    lefts: list[float] = []
    x = _SUBJECT
    for group, members in groupby(columns, key=lambda one: one.group):
        count = len(tuple(members))
        # A group of few columns is as wide as its name.
        spare = max(0.0, SMALL.width(group) + 8 - count * _COLUMN)
        x += (_GAP if lefts else 0.0) + spare / 2
        lefts += [x + place * _COLUMN for place in range(count)]
        x += count * _COLUMN + spare / 2
    return lefts


def blocks_of(columns: Sequence[ColumnWords], width: float) -> list[tuple[int, int]]:
    """First and last column of each block that fits a width."""
    found, start = [], 0
    for place in range(len(columns)):
        if place > start and column_lefts(columns[start : place + 1])[-1] + _COLUMN > width:
            found.append((start, place - 1))
            start = place
    if columns:
        found.append((start, len(columns) - 1))
    return found


def visit_matrix_sheet(
    study: Study, matrix: VisitMatrix, words: Words, visit_words: VisitWords, printed: Print, *, paper: PaperName = "a4"
) -> Report:
    """The matrix of all subjects, newest first, for landscape paper.

    Args:
        study: at its cut-off.
        matrix: of that moment.
        words: of the study.
        visit_words: names the visits.
        printed: who prints when.
        paper: that it is laid out for.
    """
    width = page_units(paper).height() - 2 * MARGIN
    keys = matrix.reached
    columns = tuple(visit_words.column(key) for key in keys)
    subjects = tuple(reversed(tuple(matrix.rows)))
    frame = study_frame(study, words, tr("Visit matrix"), printed, subjects)
    if not keys or not subjects:
        return Report(frame, (Heading(tr("Visits")), Paragraph(tr("No subject has a visit yet."))))
    blocks: list[Block] = [Heading(tr("Visits"), tr("{count} subjects, newest first").format(count=len(subjects)))]
    for first, last in blocks_of(columns, width):
        rows = tuple(
            (subject_id, tuple(_status(matrix, subject_id, key) for key in keys[first : last + 1]))
            for subject_id in subjects
        )
        blocks.append(MatrixBlock(columns[first : last + 1], rows))
    return Report(frame, (*blocks, LegendBlock()))


def _status(matrix: VisitMatrix, subject_id: str, key: str) -> VisitStatus | None:
    visit = matrix.rows[subject_id].get(key)
    return visit.status if visit is not None else None
