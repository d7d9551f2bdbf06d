"""Responses in the cells of a table."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from domain.response.terms import Response
from ui.plots.chart import MARK_WIDTH, draw_plus, draw_response_mark, text_width, write
from ui.text import term
from ui.theme import Ink
from ui.widgets.icons import draw_icon
from ui.widgets.paint import ALIGN_LEFT
from ui.widgets.table import CellPainter

_WARNING, _TEXT = 20.0, 14.0


class _MarkCell:
    """A response mark for a table cell; beside it a triangle where somebody should look, a plus for a new lesion."""

    def __init__(self, response: Response, *, warns: bool, has_new: bool) -> None:
        self._response, self._warns, self._has_new = response, warns, has_new
        self.width = MARK_WIDTH + (_WARNING if warns or has_new else 0)

    def __call__(self, painter: QPainter, rect: QRectF, ink: Ink) -> None:
        y = rect.center().y()
        draw_response_mark(painter, QPointF(rect.left() + MARK_WIDTH / 2, y), self._response, ink)
        if self._has_new:
            draw_plus(painter, QPointF(rect.left() + MARK_WIDTH + 11, y), ink.color("text"), 0.9)
        if self._warns:
            box = QRectF(rect.left() + MARK_WIDTH + 6, y - 7, 14, 14)
            draw_icon(painter, box, "triangle", ink.color("warnline"), stroke=1.4)


class _RoomyCell:
    """A response in words where these have room, else by its mark."""

    def __init__(self, response: Response) -> None:
        self._response = response
        self.width = MARK_WIDTH

    def __call__(self, painter: QPainter, rect: QRectF, ink: Ink) -> None:
        said = term(self._response)
        if text_width(said, _TEXT, 400, ink) <= rect.width():
            write(painter, rect, said, ink, size=_TEXT, token="text", align=ALIGN_LEFT)
        else:
            center = QPointF(rect.left() + MARK_WIDTH / 2, rect.center().y())
            draw_response_mark(painter, center, self._response, ink)


def roomy_cell(response: Response | None) -> CellPainter | None:
    """Writes a response into a cell, or paints its mark where the words have no room; None for nothing."""
    return _RoomyCell(response) if response is not None else None


def mark_cell(response: Response | None, *, warns: bool = False, has_new: bool = False) -> CellPainter | None:
    """Paints a response in a cell; None for nothing, which is a dash."""
    return _MarkCell(response, warns=warns, has_new=has_new) if response is not None else None
