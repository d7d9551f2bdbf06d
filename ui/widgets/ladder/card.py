"""The ladder in its card: heads of the columns above, the rungs scrolling between, the legend at the foot."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.text import tr
from ui.theme import BORDER, CARD_PADDING, RADIUS_CARD, body_font, caption_font, theme
from ui.widgets.ladder.ladder import Ladder
from ui.widgets.ladder.ladder_rows import LadderRow
from ui.widgets.ladder.paint_ladder import draw_header, legend_items
from ui.widgets.mark_paint import Mark, draw_mark
from ui.widgets.paint import draw_box, draw_hairline, draw_text
from ui.widgets.scroll import ScrollArea

_SIDE = 8


class LadderCard(QWidget):
    """The card with the ladder.

    Signals:
        subject_chosen: screening number of the mark that was clicked.
    """

    subject_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Dose ladder"))
        self.ladder = Ladder()
        self._head = _Head(self.ladder)
        self._scroll = ScrollArea(self.ladder)
        self._legend = _Legend()
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 1, _SIDE, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._legend)
        self.ladder.subject_chosen.connect(self.subject_chosen)
        self.ladder.item_focused.connect(self._on_item_focused)
        self.ladder.laid_out.connect(self._on_laid_out)
        self._seen: tuple[int, int, int] | None = None

    def set_rows(self, rows: Sequence[LadderRow]) -> None:
        """Shows other rows."""
        self.ladder.set_rows(rows)

    def set_compact(self, compact: bool) -> None:
        """Lower head and legend where the page is low."""
        self._head.setFixedHeight(36 if compact else 46)
        self._legend.setFixedHeight(36 if compact else 46)

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_box(QPainter(self), QRectF(self.rect()), RADIUS_CARD, theme.color("surface"), theme.color("line"), BORDER)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._show_current)

    def _on_laid_out(self) -> None:
        self._head.update()
        if self.isVisible():
            QTimer.singleShot(0, self, self._show_current)

    def _show_current(self) -> None:
        """Scroll to the level in question when it, or the room, has changed; else leave the person's scrolling."""
        rows, layout = self.ladder.rows, self.ladder.layout_now
        current = next((i for i, row in enumerate(rows) if row.ground == "current"), None)
        if current is None or current >= len(layout.rungs):
            return
        seen = (rows[current].level, self._scroll.viewport().height(), int(layout.height))
        if seen != self._seen:
            self._seen = seen
            band = layout.rungs[current].band
            self._scroll.ensureVisible(0, int(band.center().y()), 0, int(band.height() / 2) + 44)

    def _on_item_focused(self, box: QRect) -> None:
        self._scroll.ensureVisible(box.center().x(), box.center().y(), 0, box.height() // 2 + 12)


class _Head(QWidget):
    """Title and heads of the columns, above the columns where the ladder has them."""

    def __init__(self, ladder: Ladder) -> None:
        super().__init__()
        self._ladder = ladder
        self.setFixedHeight(46)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(CARD_PADDING - _SIDE, 0, 160, self.height())
        draw_text(painter, rect, tr("Dose ladder"), body_font(600), theme.color("text"))
        draw_header(painter, self._ladder.layout_now.columns, 0, self.height(), theme)


class _Legend(QWidget):
    """Every mark with its word; the gaps shrink where the card is narrow."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(46)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Legend") + ": " + ", ".join(word for _state, word in legend_items()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_hairline(painter, -_SIDE, 0, self.width() + 2 * _SIDE, theme)
        text_font = caption_font()
        metrics = QFontMetricsF(text_font)
        items = legend_items()
        words = sum(metrics.horizontalAdvance(word) + 1 for _state, word in items)
        room = self.width() - 2 * (CARD_PADDING - _SIDE)
        side = 22.0 if words + len(items) * (22 + 7 + 12) <= room else 20.0
        gap = max(6.0, min(18.0, (room - words - len(items) * (side + 6)) / max(len(items) - 1, 1)))
        x, middle = float(CARD_PADDING - _SIDE), self.height() / 2
        for state, word in items:
            mark = Mark("?", 11, 0.48) if state == "?" else Mark(state)  # type: ignore[arg-type]
            draw_mark(painter, QRectF(round(x), round(middle - side / 2), side, side), mark, theme)
            width = metrics.horizontalAdvance(word) + 1
            left = x + side + 6
            draw_text(painter, QRectF(left, 0, width, self.height()), word, text_font, theme.color("text2"))
            x = left + width + gap
