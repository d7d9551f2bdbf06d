"""The days of the site: a strip beside the lists, or a month in full with what falls on its chosen day."""

from datetime import date, timedelta

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from domain.schedule.matrix import visits_by_day
from domain.schedule.today import TodayItem, deadline_of
from ui.models.today_rows import TodayView, rows_of_day
from ui.pages.today_cards import HalfCard
from ui.pages.today_month import (
    STRIP_BEFORE,
    STRIP_DAYS,
    DayItems,
    MonthGrid,
    MonthStrip,
    month_after,
    same_day_in,
    say_month,
    weeks_of,
)
from ui.text import Words, say_date, tr
from ui.theme import SPACE_M
from ui.widgets.buttons import IconButton, LinkButton
from ui.widgets.card import Card
from ui.widgets.scroll import ScrollArea
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.words.date import short_day
from ui.words.visit import VisitWords

STRIP, MONTH = "strip", "month"
_DAY_WIDTH = 320
# Rows of the chosen day's card: it scrolls.
_MOST = 40


class TodayDays(QObject):
    """Two views of the same days with one chosen day; the page puts ``strip_card`` and ``month_face`` in their places.

    Signals:
        face_wanted: the strip, or the month.
        row_chosen: a row of the chosen day.
        export_wanted: the button of the month that was pressed.
    """

    face_wanted = Signal(str)
    row_chosen = Signal(object)
    export_wanted = Signal(object)

    def __init__(self, parent: QObject) -> None:
        """Build it without days."""
        super().__init__(parent)
        self._view: TodayView | None = None
        self._words: Words | None = None
        self._visit_words: VisitWords | None = None
        self._day: date | None = None
        self.face = STRIP
        choices = (Segment(STRIP, tr("Strip")), Segment(MONTH, tr("Month")))
        self.strip_switch = SegmentedControl(choices, tr("Days shown"), height=28, fill_width=False)
        self.month_switch = SegmentedControl(choices, tr("Days shown"), height=28, fill_width=False)
        for control, face in ((self.strip_switch, STRIP), (self.month_switch, MONTH)):
            control.set_value(face)
            control.value_changed.connect(lambda control=control: self.face_wanted.emit(str(control.value())))
        self.strip = MonthStrip()
        self.strip_card = Card("\u2013", tr("visits and deadlines a day"), bottom=10, spacing=0)
        self.strip_card.add_to_title(self.strip_switch)
        self.strip_card.add(self.strip)
        self.day_card = HalfCard("\u2013", tr("Nothing falls on this day."))
        self.day_card.set_most(_MOST)
        self.day_card.row_chosen.connect(self.row_chosen)
        self.grid = MonthGrid()
        self.month_face = self._build_month()
        for picker in (self.strip, self.grid):
            picker.day_chosen.connect(self.choose_day)
            picker.day_entered.connect(self.open_day)

    def _build_month(self) -> QWidget:
        card = self.month_card = Card("\u2013", bottom=12, spacing=0)
        earlier = IconButton("chevron_left", tr("Previous month (Page Up)"))
        later = IconButton("chevron_right", tr("Next month (Page Down)"))
        self.today_link = LinkButton(tr("Today"))
        self.month_export = IconButton("download", tr("Print or export the visits"))
        earlier.clicked.connect(lambda: self._turn(-1))
        later.clicked.connect(lambda: self._turn(1))
        self.today_link.clicked.connect(lambda: self.choose_day(None))
        self.month_export.clicked.connect(lambda: self.export_wanted.emit(self.month_export))
        for widget in (earlier, later, self.today_link, self.month_switch, self.month_export):
            card.add_to_title(widget)
        card.add(self.grid, 1)
        area = ScrollArea(self.day_card)
        area.setFixedWidth(_DAY_WIDTH)
        self.day_card.row_reached.connect(lambda rect: area.ensureVisible(0, rect.center().y(), 0, 40))
        face = QWidget()
        row = QHBoxLayout(face)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(card, 1)
        row.addWidget(area)
        return face

    # --- which days --------------------------------------------------------------------------------

    @property
    def day(self) -> date:
        """The day that is chosen: today, until another one is."""
        assert self._view is not None
        return self._day or self._view.today

    def shown(self) -> tuple[date, date]:
        """First and last day of what is shown: the strip, or the month."""
        if self.face == STRIP:
            return self._strip_days()
        first = self.day.replace(day=1)
        return first, month_after(first, 1) - timedelta(days=1)

    def set_face(self, face: str) -> None:
        """Say on both switches which of the two is shown."""
        self.face = face
        for control in (self.strip_switch, self.month_switch):
            control.blockSignals(True)
            control.set_value(face)
            control.blockSignals(False)

    def take_focus(self) -> None:
        """Put the keyboard on the days that are shown."""
        (self.grid if self.face == MONTH else self.strip).setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_day(self, day: date | None) -> None:
        """Choose another day, None for today; the month follows it."""
        self._day = day
        self._draw()

    def open_day(self, day: date) -> None:
        """Show a day's items beside its month; from the month, go to the list of them."""
        self.choose_day(day)
        if self.face == STRIP:
            self.face_wanted.emit(MONTH)
            self.take_focus()
        elif self.day_card.rows:
            self.day_card.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, step: int) -> None:
        self.choose_day(same_day_in(month_after(self.day, step), self.day))

    def _strip_days(self) -> tuple[date, date]:
        assert self._view is not None
        first = self._view.today - timedelta(days=STRIP_BEFORE)
        return first, first + timedelta(days=STRIP_DAYS - 1)

    # --- showing -----------------------------------------------------------------------------------

    def show_view(self, view: TodayView, words: Words, visit_words: VisitWords) -> None:
        """Show what falls on the days of another moment."""
        self._view, self._words, self._visit_words = view, words, visit_words
        self.grid.visit_words = visit_words
        self._draw()

    def _draw(self) -> None:
        view, words, visit_words = self._view, self._words, self._visit_words
        if view is None or words is None or visit_words is None:
            return
        first, last = self._strip_days()
        day = self.day
        self.strip_card.set_title(tr("{first} to {last}").format(first=short_day(first), last=say_date(last)))
        self.strip.show_days(_items(view, first, last), min(max(day, first), last), view.today)
        monday, weeks = weeks_of(day)
        items = _items(view, monday, monday + timedelta(days=weeks * 7 - 1))
        self.grid.show_days(items, day, view.today)
        self.month_card.set_title(say_month(day))
        held = items.get(day, DayItems())
        rows = rows_of_day(held.visits, held.deadlines, words, visit_words, view.today)
        self.day_card.set_title(say_date(day))
        said = tr("1 item") if len(rows) == 1 else tr("{count} items").format(count=len(rows)) if rows else ""
        self.day_card.show_rows(rows, said)


def _items(view: TodayView, first: date, last: date) -> dict[date, DayItems]:
    """What falls on each day from the first to the last."""
    ends: dict[date, list[TodayItem]] = {}
    for item in view.deadlines:
        day = deadline_of(item)
        if day is not None and first <= day <= last:
            ends.setdefault(day, []).append(item)
    visits = visits_by_day(view.calendars, first, last)
    return {day: DayItems(held, tuple(ends.get(day, ()))) for day, held in visits.items()}
