"""The rule as a table: evaluable subjects across, DLT down, today's cell framed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.theme import BORDER, BORDER_FOCUS, RADIUS_TAG, Ink, body_font, caption_font, theme
from ui.widgets.paint import ALIGN_CENTER, ALIGN_LEFT, draw_box, draw_text
from ui.widgets.words import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CELL_WIDTH, CELL_HEIGHT, CELL_GAP = 48.0, 36.0, 4.0
_TOP, _LEGEND = 46.0, 40.0


@dataclass(frozen=True)
class CellLook:
    """How a verdict looks: its fill token, and its word for the legend."""

    fill: str
    word: str


def standard_looks() -> dict[str, CellLook]:
    """E escalate, S stay, D de-escalate, DU exceeded, in the person's language."""
    return {
        "E": CellLook("sky", tr("escalate")),
        "S": CellLook("neutral", tr("stay, fill")),
        "D": CellLook("orange", tr("de-escalate")),
        "DU": CellLook("purple", tr("exceeded")),
    }


class DecisionTable(QWidget):
    """Shows verdicts by (evaluable, dlt); a missing pair is impossible and stays empty.

    Args:
        cells: the verdict of each (evaluable, dlt row), for instance {(3, 0): "E"}.
        evaluable: the columns, 1 to 6 unless given.
        dlt_labels: the rows' words; the last one usually covers "3 or more".
        today: the framed cell as (evaluable, dlt row), or None.
    """

    def __init__(
        self,
        cells: Mapping[tuple[int, int], str] | None = None,
        *,
        evaluable: Sequence[int] = (1, 2, 3, 4, 5, 6),
        dlt_labels: Sequence[str] | None = None,
        today: tuple[int, int] | None = None,
        shows_legend: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._cursor: tuple[int, int] | None = None
        self._legend = shows_legend
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_cells(cells or {}, evaluable=evaluable, dlt_labels=dlt_labels, today=today)

    def set_cells(
        self,
        cells: Mapping[tuple[int, int], str],
        *,
        evaluable: Sequence[int] = (1, 2, 3, 4, 5, 6),
        dlt_labels: Sequence[str] | None = None,
        today: tuple[int, int] | None = None,
    ) -> None:
        """Shows another table."""
        self._cells = dict(cells)
        self._columns = tuple(evaluable)
        labels = dlt_labels or tuple(tr("%1 DLT").replace("%1", n) for n in ("0", "1", "2", "3+"))
        self._labels = tuple(labels)
        self._today = today
        self._looks = standard_looks()
        said = tr("Decision table.") + (" " + tr("Today: ") + self.cell_words(*today) if today else "")
        self.setAccessibleName(said)
        self.updateGeometry()
        self.update()

    def cell_rect(self, evaluable: int, dlt: int) -> QRectF:
        """Where a cell lies: the same rectangle for painting, tooltip and keyboard."""
        column = self._columns.index(evaluable)
        x = self._label_width() + column * (CELL_WIDTH + CELL_GAP)
        return QRectF(x, _TOP + dlt * (CELL_HEIGHT + CELL_GAP), CELL_WIDTH, CELL_HEIGHT)

    def cell_words(self, evaluable: int, dlt: int) -> str:
        """A cell in words: "1 DLT in 3 evaluable: stay, fill"."""
        verdict = self._cells.get((evaluable, dlt))
        look = self._looks.get(verdict or "")
        word = tr("not possible") if verdict is None else look.word if look else verdict
        text = tr("%1 in %2 evaluable: %3")
        return text.replace("%1", self._labels[dlt]).replace("%2", str(evaluable)).replace("%3", word)

    def sizeHint(self) -> QSize:
        width = self._label_width() + len(self._columns) * (CELL_WIDTH + CELL_GAP) - CELL_GAP + 4
        height = _TOP + len(self._labels) * (CELL_HEIGHT + CELL_GAP) + (_LEGEND if self._legend else 4)
        return QSize(int(max(width, self._legend_width()) + 1), int(height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        n, dlt = self._cursor or self._today or (self._columns[0], 0)
        column = min(max(self._columns.index(n) + step[0], 0), len(self._columns) - 1)
        row = min(max(dlt + step[1], 0), len(self._labels) - 1)
        self._cursor = (self._columns[column], row)
        self.setAccessibleDescription(self.cell_words(*self._cursor))
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for n in self._columns:
                for dlt in range(len(self._labels)):
                    if self.cell_rect(n, dlt).contains(event.pos()):
                        QToolTip.showText(event.globalPos(), self.cell_words(n, dlt), self)
                        return True
            QToolTip.hideText()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.draw(QPainter(self), theme)

    def draw(self, painter: QPainter, ink: Ink) -> None:
        """Draws the table with the colours of a theme or of paper."""
        left = self._label_width()
        head = tr("Evaluable subjects")
        draw_text(painter, QRectF(left, 0, 400, 20), head, caption_font(500), ink.color("text3"), elide=False)
        for n in self._columns:
            box = self.cell_rect(n, 0)
            number = QRectF(box.x(), 20, box.width(), 24)
            draw_text(painter, number, str(n), caption_font(600, tabular=True), ink.color("text2"), ALIGN_CENTER)
        for dlt, label in enumerate(self._labels):
            box = self.cell_rect(self._columns[0], dlt)
            draw_text(
                painter, QRectF(0, box.y(), left - 8, box.height()), label, body_font(), ink.color("text2"), ALIGN_LEFT
            )
            for n in self._columns:
                self._draw_cell(painter, self.cell_rect(n, dlt), self._cells.get((n, dlt)), ink)
        if self._today is not None:
            box = self.cell_rect(*self._today).adjusted(-2.5, -2.5, 2.5, 2.5)
            draw_box(painter, box, RADIUS_TAG + 2.5, None, ink.color("text"), 2.5)
        cursor = self._cursor or self._today
        if self.hasFocus() and cursor is not None:
            draw_box(
                painter, self.cell_rect(*cursor).adjusted(2, 2, -2, -2), 3, None, ink.color("accent"), BORDER_FOCUS
            )
        if self._legend:
            self._draw_legend(painter, ink)

    def _draw_cell(self, painter: QPainter, box: QRectF, verdict: str | None, ink: Ink) -> None:
        if verdict is None:
            draw_box(painter, box, RADIUS_TAG, None, ink.color("line"), BORDER)
            return
        look = self._looks.get(verdict, CellLook("neutral", verdict))
        line = ink.color("edge") if ink.is_paper else None
        draw_box(painter, box, RADIUS_TAG, ink.color(look.fill), line, BORDER)
        token = "on_neutral" if look.fill == "neutral" else "ink"
        color = ink.color("surface") if ink.is_paper and look.fill == "purple" else ink.color(token)
        draw_text(painter, box, verdict, caption_font(600), color, ALIGN_CENTER)

    def _legend_items(self) -> list[tuple[str | None, str, float]]:
        used = set(self._cells.values())
        items: list[tuple[str | None, str]] = [(key, look.word) for key, look in self._looks.items() if key in used]
        if self._today is not None:
            items.append((None, tr("today")))
        metrics = QFontMetricsF(caption_font())
        return [(key, word, 28 + 6 + metrics.horizontalAdvance(word) + 1) for key, word in items]

    def _legend_width(self) -> float:
        return sum(width + 16 for _key, _word, width in self._legend_items()) if self._legend else 0.0

    def _draw_legend(self, painter: QPainter, ink: Ink) -> None:
        x, y = 0.0, _TOP + len(self._labels) * (CELL_HEIGHT + CELL_GAP) + 12
        for key, word, width in self._legend_items():
            box = QRectF(x, y, 28, 18)
            if key is None:
                draw_box(painter, box.adjusted(2, 0, -2, 0), RADIUS_TAG, None, ink.color("text"), 2.0)
            else:
                self._draw_cell(painter, box, key, ink)
            draw_text(painter, QRectF(x + 34, y, width - 33, 18), word, caption_font(), ink.color("text2"), elide=False)
            x += width + 16

    def _label_width(self) -> float:
        widest = max((QFontMetricsF(body_font()).horizontalAdvance(label) for label in self._labels), default=0.0)
        return max(widest + 16, 80.0)
