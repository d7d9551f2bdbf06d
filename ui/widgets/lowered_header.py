"""A table's header whose symbols have lowered indices, and a cell that warns: for pharmacokinetic parameters."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from ui.theme import HEADER_HEIGHT, Ink, body_font, caption_font, font, theme
from ui.widgets.icons import draw_icon
from ui.widgets.paint import ALIGN_LEFT, ALIGN_RIGHT, draw_text
from ui.widgets.table import CELL_PADDING, CellPainter, TableHeader, _CellPainter

MARKED_ROLE = Qt.ItemDataRole.UserRole + 63
_LOWERED = 10
_DROP = 4.0


def split_symbol(text: str) -> tuple[str, str, str]:
    """What stands before, in and after a lowered index: "AUC_inf, h" is "AUC", "inf", ", h"."""
    before, mark, rest = text.partition("_")
    if not mark:
        return text, "", ""
    end = next((at for at, letter in enumerate(rest) if not letter.isalnum()), len(rest))
    return before, rest[:end], rest[end:]


def symbol_width(text: str) -> float:
    """The room that a symbol needs."""
    before, lowered, after = split_symbol(text)
    wide, small = QFontMetricsF(caption_font(500)), QFontMetricsF(font(_LOWERED, 500))
    return wide.horizontalAdvance(before) + small.horizontalAdvance(lowered) + wide.horizontalAdvance(after) + 1


def draw_symbol(painter: QPainter, rect: QRectF, text: str, ink: Ink, token: str = "text3") -> None:
    """Draw a symbol with its index lowered, ending at the right edge."""
    left = rect.right() - symbol_width(text)
    before, lowered, after = split_symbol(text)
    for piece, size, drop in ((before, 12, 0.0), (lowered, _LOWERED, _DROP), (after, 12, 0.0)):
        piece_font = font(size, 500)
        width = QFontMetricsF(piece_font).horizontalAdvance(piece)
        box = QRectF(left, rect.top() + drop, width + 1, rect.height())
        draw_text(painter, box, piece, piece_font, ink.color(token), ALIGN_LEFT, elide=False)
        left += width


class LoweredHeader(TableHeader):
    """Draws a section from its marked title, "C_max, µg/mL", where the model has one."""

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        marked = self._marked(logical_index)
        if not marked:
            super().paintSection(painter, rect, logical_index)
            return
        box = QRectF(rect)
        painter.save()
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.color("line"))
        draw_symbol(painter, box.adjusted(CELL_PADDING, 0, -CELL_PADDING, -1), marked, theme)
        painter.restore()

    def sectionSizeFromContents(self, logical_index: int) -> QSize:
        marked = self._marked(logical_index)
        if not marked:
            return super().sectionSizeFromContents(logical_index)
        return QSize(int(symbol_width(marked) + 2 * CELL_PADDING + 1), HEADER_HEIGHT)

    def _marked(self, section: int) -> str:
        return str(self.model().headerData(section, Qt.Orientation.Horizontal, MARKED_ROLE) or "")


def warned_cell(text: str) -> CellPainter:
    """A number at the right with the triangle of a warning before it."""
    width = QFontMetricsF(body_font(600, tabular=True)).horizontalAdvance(text) + 20

    def draw(painter: QPainter, rect: QRectF, ink: Ink) -> None:
        color = ink.color("warnline")
        number = body_font(600, tabular=True)
        draw_text(painter, rect, text, number, color, ALIGN_RIGHT)
        left = rect.right() - QFontMetricsF(number).horizontalAdvance(text) - 20
        draw_icon(painter, QRectF(left, rect.center().y() - 7, 13, 13), "triangle", color)

    return _CellPainter(draw, width)
