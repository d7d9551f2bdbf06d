"""Lists of the Today page: rows that a delegate draws, one current row, Enter or a click leads on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.models.today_list import ROW_ROLE, AnyRow, TodayList
from ui.models.today_rows import AXIS_AFTER, AXIS_BEFORE, HalfRow, TodayRow
from ui.theme import BORDER_FOCUS, RADIUS_CONTROL, body_font, caption_font, theme
from ui.widgets.icons import draw_icon
from ui.widgets.paint import ALIGN_CENTER, ALIGN_RIGHT, draw_box, draw_hairline, draw_text
from ui.widgets.visit_paint import (
    CHIP_HEIGHT,
    LOOKS,
    chip_width,
    draw_status_chip,
    draw_today_line,
    draw_window_bar,
)

VISIT_ROW, HALF_ROW = 42, 42
_SUBJECT, _BAR, _CHIP_ROOM, _GAP = 66.0, 146.0, 116.0, 12.0
_CLOCK_BAR, _LEAST_BAR, _CLOCK_HEIGHT = 58.0, 24.0, 5.0
_TONES = {"": "text", "warn": "warnline", "hard": "hardline"}


@dataclass(frozen=True)
class DayAxis:
    """The days that window bars stand on: each day has a width, so that a window of one day has one too."""

    today: date

    @property
    def first(self) -> date:
        """The first day shown."""
        return self.today - timedelta(days=AXIS_BEFORE)

    @property
    def last(self) -> date:
        """The last day shown."""
        return self.today + timedelta(days=AXIS_AFTER)

    def start(self, day: date) -> float:
        """Where a day begins, as a share of the axis; may lie outside it."""
        return (day - self.first).days / (AXIS_BEFORE + AXIS_AFTER + 1)

    def middle(self, day: date) -> float:
        """The middle of a day."""
        return self.start(day) + 0.5 / (AXIS_BEFORE + AXIS_AFTER + 1)


def axis_track(width: float) -> tuple[float, float]:
    """Where the axis begins in a list of some width, and how wide it is."""
    bar = _BAR if width >= 500 else 112.0
    return width - _CHIP_ROOM - _GAP - bar, bar


def subject_room(subject_id: str) -> float:
    """The width that a screening number takes with the gap after it; the same for all of a usual length."""
    return max(_SUBJECT, QFontMetricsF(body_font(600, tabular=True)).horizontalAdvance(subject_id) + _GAP)


def clock_bar(room: float, line: str) -> float:
    """How wide the bar of a clock is beside its words: where these need the room it gives way, but stays a bar."""
    # A pixel for rounding, so that the last letter is not taken for one too many.
    needed = QFontMetricsF(caption_font()).horizontalAdvance(line) + 1
    return min(max(room - 8 - needed, _LEAST_BAR), _CLOCK_BAR)


class RowView(QListView):
    """A list that is as high as its rows and never scrolls itself.

    Signals:
        row_chosen: the row that was clicked or entered.
        row_reached: where the row lies that the keyboard has reached, to be scrolled into view.
    """

    row_chosen = Signal(object)
    row_reached = Signal(QRect)

    def __init__(self, name: str, delegate: "RowDelegate", parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.list = TodayList(self)
        self.setModel(self.list)
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.delegate = delegate
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._choose)

    def show_rows(self, rows: Sequence[AnyRow]) -> None:
        """List other rows."""
        current = self.currentIndex().row()
        self.list.set_rows(rows)
        if rows and not self.currentIndex().isValid():
            self.setCurrentIndex(self.list.index(min(max(current, 0), len(rows) - 1)))
        self.setFixedHeight(len(rows) * self.delegate.row_height)
        self.setVisible(bool(rows))

    def current_row(self) -> AnyRow | None:
        """The row that the keyboard is at."""
        row = self.currentIndex().data(ROW_ROLE)
        return row if isinstance(row, TodayRow | HalfRow) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell_reached()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus():
            self._tell_reached()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.viewport().update()

    def _tell_reached(self) -> None:
        self.row_reached.emit(self.visualRect(self.currentIndex()))

    def _choose(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is not None:
            self.row_chosen.emit(row)


class RowDelegate(QStyledItemDelegate):
    """Draws a row: its hairline, its content, and its focus."""

    row_height = HALF_ROW

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, self.row_height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, rect = index.data(ROW_ROLE), QRectF(option.rect)
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_MouseOver:
            draw_box(painter, rect.adjusted(-6, 1, 6, 0), RADIUS_CONTROL, theme.color("sunken"))
        draw_hairline(painter, rect.x(), rect.y(), rect.width(), theme)
        self.draw_row(painter, rect, row)
        if state & QStyle.StateFlag.State_HasFocus:
            draw_box(painter, rect.adjusted(0, 2, 0, -1), RADIUS_CONTROL, None, theme.color("accent"), BORDER_FOCUS)
        painter.restore()

    def draw_row(self, painter: QPainter, rect: QRectF, row: AnyRow) -> None:
        """Draw the content."""
        raise NotImplementedError


class WindowDelegate(RowDelegate):
    """Draws a visit row: subject, visit and days, window bar, status."""

    row_height = VISIT_ROW

    def __init__(self) -> None:
        super().__init__()
        self.axis = DayAxis(date.min + timedelta(days=AXIS_BEFORE))

    def draw_row(self, painter: QPainter, rect: QRectF, row: AnyRow) -> None:
        assert isinstance(row, TodayRow)
        start, width = axis_track(rect.width())
        number = subject_room(row.subject_id)
        subject = QRectF(rect.x(), rect.y(), number - 6, rect.height())
        draw_text(painter, subject, row.subject_id, body_font(600, tabular=True), theme.color("text"))
        first, last = row.first, row.last
        has_bar = first is not None and last is not None
        room = (start if has_bar else start + width) - number - _GAP
        words = QRectF(rect.x() + number, rect.y() + 4, room, 19)
        draw_text(painter, words, row.title, body_font(), theme.color("text"))
        draw_text(painter, words.translated(0, 17), row.line, caption_font(), theme.color("text2"))
        track = QRectF(rect.x() + start, rect.y(), width, rect.height())
        if first is not None and last is not None:
            planned = self.axis.middle(row.planned) if row.planned else None
            ends = self.axis.start(last + timedelta(days=1))
            draw_window_bar(painter, track, self.axis.start(first), ends, planned, row.look, theme)
            today = track.x() + self.axis.middle(self.axis.today) * width
            draw_today_line(painter, today, rect.y(), rect.bottom() + 1, theme)
        chip = min(chip_width(row.chip), _CHIP_ROOM)
        box = QRectF(rect.right() - chip, rect.center().y() - CHIP_HEIGHT / 2, chip, CHIP_HEIGHT)
        draw_status_chip(painter, box, row.chip, row.look, theme)


class HalfDelegate(RowDelegate):
    """Draws a row of a half card: subject, what it is, time left with the share gone."""

    def draw_row(self, painter: QPainter, rect: QRectF, row: AnyRow) -> None:
        assert isinstance(row, HalfRow)
        number = subject_room(row.subject_id)
        upper = QRectF(rect.x(), rect.y() + 4, number - 6, 19)
        draw_text(painter, upper, row.subject_id, body_font(600, tabular=True), theme.color("text"))
        right_font = body_font(600, tabular=True)
        right = QFontMetricsF(right_font).horizontalAdvance(row.right)
        right = min(right, rect.width() * 0.4)
        left = rect.x() + number - 2
        color = theme.color(_TONES[row.tone])
        at_right = QRectF(rect.right() - right, rect.y() + 4, right, 19)
        draw_text(painter, at_right, row.right, right_font, color, ALIGN_RIGHT)
        if row.status is not None:
            look = LOOKS[row.status]
            draw_icon(painter, QRectF(left, rect.y() + 7, 14, 14), look.glyph, theme.color(look.ink), stroke=1.6)
            left += 20
        title = QRectF(left, rect.y() + 4, rect.right() - right - 8 - left, 19)
        draw_text(painter, title, row.title, body_font(), theme.color("text"))
        below = clock_bar(rect.right() - left, row.line) if row.share is not None else 0.0
        line = QRectF(left, rect.y() + 21, rect.right() - below - (8 if below else 0) - left, 19)
        draw_text(painter, line, row.line, caption_font(), theme.color("text2"))
        if row.share is not None:
            bar = QRectF(rect.right() - below, rect.y() + 29, below, _CLOCK_HEIGHT)
            draw_box(painter, bar, _CLOCK_HEIGHT / 2, theme.color("neutral"))
            gone = max(bar.width() * row.share, _CLOCK_HEIGHT)
            token = {"": "accent", "warn": "warnline", "hard": "hardline"}[row.tone]
            filled = QRectF(bar.x(), bar.y(), gone, bar.height())
            draw_box(painter, filled, _CLOCK_HEIGHT / 2, theme.color(token))


def draw_axis_labels(
    painter: QPainter,
    axis: DayAxis,
    left: float,
    width: float,
    middle: float,
    labels: tuple[str, str, str],
    end: float,
) -> None:
    """Draws first day, "today" and last day above the bars of a list.

    Args:
        painter: of the card.
        axis: of the list.
        left: of the list.
        width: of the list.
        middle: of the line of text.
        labels: first day, today, last day.
        end: where the card's caption begins; the last day is left out where it would run into it.
    """
    start, track = axis_track(width)
    x = left + start
    at = x + axis.middle(axis.today) * track
    first, today, last = labels
    text_font = caption_font(500, tabular=True)
    half = QFontMetricsF(caption_font(600)).horizontalAdvance(today) / 2
    # Where the track is short the ends stand a little outside it, or not at all.
    outside = 16.0
    has_ends = QFontMetricsF(text_font).horizontalAdvance(first) < at - half - 4 - x + outside
    room = QRectF(x - outside, middle - 9, at - half - 4 - x + outside, 18)
    if has_ends:
        draw_text(painter, room, first, text_font, theme.color("text2"), elide=False)
    word = QRectF(at - half - 1, middle - 9, 2 * half + 2, 18)
    draw_text(painter, word, today, caption_font(600), theme.color("accent"), ALIGN_CENTER, elide=False)
    room = QRectF(at + half + 4, middle - 9, x + track + outside - at - half - 4, 18)
    if has_ends and room.right() < end - 8:
        draw_text(painter, room, last, text_font, theme.color("text2"), ALIGN_RIGHT, elide=False)
    draw_today_line(painter, at, middle + 9, middle + 22, theme)
