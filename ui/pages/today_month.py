"""The days: a strip of thirty, and a month in full; arrows choose a day, Page Up and Page Down a month."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from domain.schedule.due_visit import DueVisit, VisitStatus
from domain.schedule.today import TodayItem, TodayKind
from ui.sentences import MONTHS
from ui.text import say_date, tr
from ui.theme import BORDER_FOCUS, BORDER_SELECTED, RADIUS_TAG, body_font, caption_font, theme
from ui.widgets.icons import draw_icon
from ui.widgets.paint import ALIGN_CENTER, ALIGN_RIGHT, draw_box, draw_text
from ui.widgets.visit_paint import LOOKS
from ui.words.date import short_day

if TYPE_CHECKING:
    from ui.words.visit import VisitWords

STRIP_DAYS, STRIP_BEFORE, STRIP_HEIGHT = 30, 6, 92
_BLOCKS = 3
_HEAD, _LINE = 26, 17
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


@dataclass(frozen=True)
class DayItems:
    """What falls on a day."""

    visits: tuple[DueVisit, ...] = ()
    deadlines: tuple[TodayItem, ...] = ()

    @property
    def count(self) -> int:
        """How many."""
        return len(self.visits) + len(self.deadlines)


def month_after(month: date, step: int) -> date:
    """The first day of the month so many months on."""
    at = month.year * 12 + month.month - 1 + step
    return date(at // 12, at % 12 + 1, 1)


def same_day_in(month: date, day: date) -> date:
    """A day of that number in a month, its last one where it is shorter."""
    return month.replace(day=min(day.day, monthrange(month.year, month.month)[1]))


def weeks_of(month: date) -> tuple[date, int]:
    """The Monday that a month's grid begins with, and how many weeks it has."""
    first = month.replace(day=1)
    monday = first - timedelta(days=first.weekday())
    last = same_day_in(first, date(2000, 1, 31))
    return monday, (last - monday).days // 7 + 1


def say_month(month: date) -> str:
    """A month in words: "Nov 2026"."""
    return tr("{month} {year}").format(month=tr(MONTHS[month.month - 1]), year=month.year)


class DayPicker(QWidget):
    """A widget of days of which one is chosen.

    Signals:
        day_chosen: another day was chosen.
        day_entered: Enter, or a click on the chosen day.
    """

    day_chosen = Signal(object)
    day_entered = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Build it without days."""
        super().__init__(parent)
        self._name = name
        self._items: Mapping[date, DayItems] = {}
        self._today = self._day = date(2000, 1, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def day(self) -> date:
        """The day that is chosen."""
        return self._day

    def show_days(self, items: Mapping[date, DayItems], day: date, today: date) -> None:
        """Show other items, with a day chosen."""
        self._items, self._day, self._today = items, day, today
        self.setAccessibleName(f"{self._name}: {self.say_day(day)}")
        self.update()

    def say_day(self, day: date) -> str:
        """A day in words: "20 Nov 2026: 3 visits, 1 deadline"."""
        held = self._items.get(day, DayItems())
        visits, ends = len(held.visits), len(held.deadlines)
        said = [tr("1 visit") if visits == 1 else tr("{count} visits").format(count=visits)] if visits else []
        if ends:
            said.append(tr("1 deadline") if ends == 1 else tr("{count} deadlines").format(count=ends))
        return f"{say_date(day)}: {', '.join(said) or tr('nothing')}"

    def day_at(self, point: QPointF) -> date | None:
        """The day at a point; None where there is none."""
        raise NotImplementedError

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position())
        if day is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if day == self._day:
            self.day_entered.emit(day)
        else:
            self.day_chosen.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        month = self._day.replace(day=1)
        if key in _STEPS:
            self.day_chosen.emit(self._day + timedelta(days=_STEPS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.day_chosen.emit(same_day_in(month_after(month, -1 if key == Qt.Key.Key_PageUp else 1), self._day))
        elif key == Qt.Key.Key_Home:
            self.day_chosen.emit(self._today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.day_entered.emit(self._day)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self.day_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.say_day(day) if day else "", self)
            return True
        return super().event(event)


class MonthStrip(DayPicker):
    """Thirty days from a week ago: weekends sunken, a block an item, DLT dates named below the line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it without days."""
        super().__init__(tr("Days"), parent)
        self.setFixedHeight(STRIP_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def first(self) -> date:
        """The first day shown."""
        return self._today - timedelta(days=STRIP_BEFORE)

    @property
    def last(self) -> date:
        """The last day shown."""
        return self.first + timedelta(days=STRIP_DAYS - 1)

    def sizeHint(self) -> QSize:
        return QSize(STRIP_DAYS * 16, STRIP_HEIGHT)

    def day_at(self, point: QPointF) -> date | None:
        place = int(point.x() // self._pitch())
        return self.first + timedelta(days=place) if 0 <= place < STRIP_DAYS else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            # The strip ends; what lies beyond is in the month.
            day = min(max(self._day + timedelta(days=step), self.first), self.last)
            self.day_chosen.emit(day)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pitch = self._pitch()
        columns = [QRectF(place * pitch, 2, pitch, 50) for place in range(STRIP_DAYS)]
        days = [self.first + timedelta(days=place) for place in range(STRIP_DAYS)]
        for day, column in zip(days, columns, strict=True):
            if day.weekday() >= 5:
                painter.fillRect(column, theme.color("sunken"))
        # A framed day is wider than its column: the others come first.
        framed = (self._today, self._day)
        for day, column in sorted(zip(days, columns, strict=True), key=lambda one: one[0] in framed):
            self._paint_day(painter, column, day)
        painter.fillRect(QRectF(0, 52, self.width(), 1), theme.color("line"))
        self._paint_names(painter, pitch)

    def _pitch(self) -> float:
        return self.width() / STRIP_DAYS

    def _paint_day(self, painter: QPainter, column: QRectF, day: date) -> None:
        is_today = day == self._today
        wide = QRectF(column.center().x() - max(column.width(), 18) / 2, column.y(), max(column.width(), 18), 50)
        if is_today:
            draw_box(painter, wide, RADIUS_TAG, theme.color("soft"), theme.color("accent"), BORDER_SELECTED)
        if day == self._day and (self.hasFocus() or not is_today):
            token = "accent" if self.hasFocus() else "control"
            width = BORDER_FOCUS if self.hasFocus() else BORDER_SELECTED
            draw_box(painter, wide, RADIUS_TAG, None, theme.color(token), width)
        near_today = abs((day - self._today).days) == 1
        if is_today or ((day.weekday() == 0 or day.day == 1) and not near_today):
            text_font = caption_font(600 if is_today else 400, tabular=True)
            color = theme.color("text" if is_today else "text2")
            head = QRectF(column.center().x() - 14, column.y() + 2, 28, 17)
            draw_text(painter, head, str(day.day), text_font, color, ALIGN_CENTER, elide=False)
        held = self._items.get(day, DayItems())
        x = column.center().x() - 5
        if held.count > _BLOCKS:
            figure = QRectF(column.center().x() - 12, column.y() + 20, 24, 14)
            said = str(held.count) if held.count < 100 else "+"
            strong = caption_font(600, tabular=True)
            draw_text(painter, figure, said, strong, theme.color("text"), ALIGN_CENTER, elide=False)
        for number in range(min(held.count, _BLOCKS)):
            if held.count > _BLOCKS and number == _BLOCKS - 1:
                break
            block = QRectF(x, column.bottom() - 9 - number * 8, 10, 6)
            is_deadline = number < len(held.deadlines)
            fill = "accent" if is_today else "surface" if is_deadline else "neutral"
            line = "accent" if is_today or is_deadline else "edge"
            draw_box(painter, block, 2, theme.color(fill), theme.color(line), 1.2)

    def _paint_names(self, painter: QPainter, pitch: float) -> None:
        """DLT dates, in two lines at most; what has no room is in the day's tooltip and in the month."""
        metrics = QFontMetricsF(caption_font())
        ends = [-10.0, -10.0]
        for place in range(STRIP_DAYS):
            day = self.first + timedelta(days=place)
            for item in self._items.get(day, DayItems()).deadlines:
                if item.kind is not TodayKind.WINDOW:
                    continue
                text = tr("{subject} leaves").format(subject=item.subject_id)
                width = metrics.horizontalAdvance(text) + 1
                middle = (place + 0.5) * pitch
                left = min(max(middle - width / 2, 0), self.width() - width)
                line = next((number for number, end in enumerate(ends) if left > end + 8), None)
                if line is None:
                    continue
                painter.fillRect(QRectF(round(middle), 53, 1, 4), theme.color("text3"))
                words = QRectF(left, 57 + line * 16, width, 16)
                draw_text(painter, words, text, caption_font(), theme.color("text2"), elide=False)
                ends[line] = left + width


class MonthGrid(DayPicker):
    """A month: weeks down, days across, what falls on each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it without days."""
        super().__init__(tr("Month"), parent)
        self.visit_words: VisitWords | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def month(self) -> date:
        """The first day of the month shown."""
        return self._day.replace(day=1)

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def minimumSizeHint(self) -> QSize:
        return QSize(420, 300)

    def day_at(self, point: QPointF) -> date | None:
        monday, weeks = weeks_of(self.month)
        column, row = int(point.x() // (self.width() / 7)), int((point.y() - _HEAD) // self._row_height(weeks))
        if point.y() < _HEAD or not (0 <= column < 7 and 0 <= row < weeks):
            return None
        return monday + timedelta(days=row * 7 + column)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        monday, weeks = weeks_of(self.month)
        width, height = self.width() / 7, self._row_height(weeks)
        names = (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))
        for column, name in enumerate(names):
            head = QRectF(column * width + 8, 0, width - 12, _HEAD - 4)
            draw_text(painter, head, name, caption_font(500), theme.color("text3"))
        for place in range(weeks * 7):
            day = monday + timedelta(days=place)
            box = QRectF((place % 7) * width, _HEAD + (place // 7) * height, width, height)
            self._paint_day(painter, box, day)

    def _row_height(self, weeks: int) -> float:
        return (self.height() - _HEAD) / weeks

    def _paint_day(self, painter: QPainter, box: QRectF, day: date) -> None:
        is_inside, is_today = day.month == self.month.month, day == self._today
        if day.weekday() >= 5 and is_inside:
            painter.fillRect(box, theme.color("sunken"))
        painter.fillRect(QRectF(box.x(), round(box.y()), box.width(), 1), theme.color("line"))
        inner = box.adjusted(2, 3, -2, -2)
        if is_today:
            draw_box(painter, inner, RADIUS_TAG, theme.color("soft"))
        if day == self._day:
            token, pen = ("accent", BORDER_FOCUS) if self.hasFocus() else ("control", BORDER_SELECTED)
            draw_box(painter, inner, RADIUS_TAG, None, theme.color(token), pen)
        number = QRectF(box.x() + 8, box.y() + 5, box.width() - 16, 18)
        if not is_inside:
            draw_text(painter, number, short_day(day), caption_font(), theme.color("text3"))
            return
        text_font = body_font(600 if is_today else 500, tabular=True)
        draw_text(painter, number, str(day.day), text_font, theme.color("accent" if is_today else "text"))
        self._paint_items(painter, box, self._items.get(day, DayItems()))

    def _paint_items(self, painter: QPainter, box: QRectF, held: DayItems) -> None:
        room = int((box.height() - 28) // _LINE)
        lines = [("clock" if one.kind is TodayKind.CLOCK else "stop", "hardline" if one.is_late else "accent",
                  f"{one.subject_id} {short_deadline(one)}") for one in held.deadlines]  # fmt: skip
        for visit in held.visits:
            look = LOOKS[visit.status]
            ink = look.line if visit.status is not VisitStatus.SOON and look.line else look.ink
            lines.append((look.glyph, ink, f"{visit.subject_id} {self._short(visit)}"))
        shown = lines if len(lines) <= room else lines[: max(room - 1, 0)]
        for number, (glyph, token, text) in enumerate(shown):
            y = box.y() + 25 + number * _LINE
            draw_icon(painter, QRectF(box.x() + 6, y + 2, 12, 12), glyph, theme.color(token), stroke=1.5)
            words = QRectF(box.x() + 20, y, box.width() - 22, _LINE)
            draw_text(painter, words, text, caption_font(), theme.color("text2"))
        hidden = len(lines) - len(shown)
        if hidden and room:
            y = box.y() + 25 + len(shown) * _LINE
            words = QRectF(box.x() + 8, y, box.width() - 16, _LINE)
            text = tr("{count} more").format(count=hidden) if shown else tr("{count} items").format(count=hidden)
            draw_text(painter, words, text, caption_font(500), theme.color("text3"))
        elif hidden:
            words = QRectF(box.x() + 8, box.y() + 5, box.width() - 16, 18)
            draw_text(painter, words, str(hidden), caption_font(500, tabular=True), theme.color("text3"), ALIGN_RIGHT)

    def _short(self, visit: DueVisit) -> str:
        return visit.key if self.visit_words is None else self.visit_words.short_name(visit.key)


def short_deadline(item: TodayItem) -> str:
    """What ends, in two words at most."""
    return {
        TodayKind.CLOCK: tr("SAE report"),
        TodayKind.WINDOW: tr("leaves"),
        TodayKind.RESERVATION: tr("slot lapses"),
        TodayKind.SCREENING: tr("screening"),
        TodayKind.FOLLOW_UP: tr("event"),
    }[item.kind]
