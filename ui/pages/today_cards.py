"""Cards of the Today page: visits with their windows, and the half cards below them."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.models.today_list import AnyRow
from ui.models.today_rows import TodayRow
from ui.pages.today_lists import (
    DayAxis,
    HalfDelegate,
    RowDelegate,
    RowView,
    WindowDelegate,
    draw_axis_labels,
)
from ui.text import tr
from ui.theme import CARD_PADDING, CARD_TITLE_HEIGHT
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.words.date import short_day


class ListCard(Card):
    """A list under a title; the first rows of a long one, and a line that shows the others.

    Signals:
        row_chosen: the row that was clicked or entered.
        row_reached: its place in the card, where the keyboard has come to it.
    """

    row_chosen = Signal(object)
    row_reached = Signal(QRect)

    def __init__(self, title: str, nothing: str, delegate: RowDelegate, parent: QWidget | None = None) -> None:
        """Build it without rows.

        Args:
            title: of the card.
            nothing: said where there is no row.
            delegate: draws the rows.
            parent: Qt owner.
        """
        super().__init__(title, bottom=8, spacing=0, parent=parent)
        self.view = RowView(title, delegate)
        self.view.row_chosen.connect(self.row_chosen)
        self.view.row_reached.connect(self._on_reached)
        self.nothing = Label(nothing, size="caption", token="text2", wrap=True)
        self.nothing.setContentsMargins(0, 2, 0, 8)
        self.more = LinkButton("", small=True)
        self.more.clicked.connect(self._on_more)
        self.add(self.view)
        self.add(self.nothing)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self._rows: tuple[AnyRow, ...] = ()
        self._most, self._is_whole = 8, False

    @property
    def rows(self) -> tuple[AnyRow, ...]:
        """All rows, listed or not."""
        return self._rows

    def set_most(self, most: int) -> None:
        """How many rows are listed before the line that shows the others."""
        if most != self._most:
            self._most = most
            self._list()

    def show_rows(self, rows: Sequence[AnyRow], caption: str) -> None:
        """List other rows."""
        self._rows = tuple(rows)
        self.set_caption(caption)
        self._list()

    def height_needed(self, most: int) -> int:
        """The height with so many rows listed, and the line for the others."""
        is_long = len(self._rows) > most + 1
        rows = (most if is_long else len(self._rows)) * self.view.delegate.row_height
        return CARD_TITLE_HEIGHT + 10 + (rows or self.nothing.sizeHint().height()) + (22 if is_long else 0)

    def _list(self) -> None:
        # One row more takes no more room than the line that would hide it.
        is_long = len(self._rows) > self._most + 1
        listed = self._rows if self._is_whole or not is_long else self._rows[: self._most]
        self.view.show_rows(listed)
        self.nothing.setVisible(not self._rows)
        self.more.setVisible(is_long)
        hidden = len(self._rows) - len(listed)
        self.more.setText(tr("Show fewer") if not hidden else tr("Show {count} more").format(count=hidden))

    def _on_more(self) -> None:
        self._is_whole = not self._is_whole
        self._list()

    def _on_reached(self, rect: QRect) -> None:
        self.row_reached.emit(rect.translated(self.view.pos()))


class WindowListCard(ListCard):
    """Visits with their windows on an axis of days."""

    def __init__(self, title: str, nothing: str, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        self._delegate = WindowDelegate()
        super().__init__(title, nothing, self._delegate, parent)

    @property
    def axis(self) -> DayAxis:
        """The days that are shown."""
        return self._delegate.axis

    def show_windows(self, rows: Sequence[TodayRow], axis: DayAxis, caption: str) -> None:
        """List other rows on an axis."""
        self._delegate.axis = axis
        self.show_rows(rows, caption)
        self.view.viewport().update()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._rows:
            return
        labels = (short_day(self.axis.first), tr("today"), short_day(self.axis.last))
        width = float(self.width() - 2 * CARD_PADDING)
        end = float(self.caption_label.mapTo(self, QPoint(0, 0)).x()) if self.caption_label.text() else width
        draw_axis_labels(QPainter(self), self.axis, CARD_PADDING, width, CARD_TITLE_HEIGHT / 2, labels, end)


class HalfCard(ListCard):
    """A card of half the width: what it is, and until when."""

    def __init__(self, title: str, nothing: str, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(title, nothing, HalfDelegate(), parent)
