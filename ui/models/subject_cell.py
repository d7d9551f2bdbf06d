"""The cell that names a subject: its mark of the ladder, then the number."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from ui.theme import Ink, body_font
from ui.widgets.mark_paint import Mark, draw_mark
from ui.widgets.paint import draw_text

_SIDE, _GAP = 24.0, 8.0


class SubjectCell:
    """Paints mark and number; the room of the mark stays where there is none, so that the numbers stand in line."""

    def __init__(self, subject_id: str, mark: Mark | None) -> None:
        """Keep what to paint."""
        self._subject_id, self._mark = subject_id, mark
        self.width = _SIDE + _GAP + QFontMetricsF(body_font(500, tabular=True)).horizontalAdvance(subject_id) + 2

    def __call__(self, painter: QPainter, rect: QRectF, ink: Ink) -> None:
        """Paint into the cell."""
        if self._mark is not None:
            draw_mark(painter, QRectF(rect.left(), rect.center().y() - _SIDE / 2, _SIDE, _SIDE), self._mark, ink)
        text = rect.adjusted(_SIDE + _GAP, 0, 0, 0)
        draw_text(painter, text, self._subject_id, body_font(500, tabular=True), ink.color("text"))
