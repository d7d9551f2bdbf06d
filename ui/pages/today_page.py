"""Today: what this site must do now and this week, who is in the window and until when, and the days of a month."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from domain.evaluability import assess_subject
from domain.schedule.due_visit import VisitStatus
from domain.schedule.matrix import visits_by_day
from domain.schedule.today import TodayItem, deadline_of
from domain.study import Study
from ui.models.subject_rows import mark_of
from ui.models.today_list import AnyRow
from ui.models.today_rows import HalfRow, TodayView, build_today, rows_of_day
from ui.models.visit_table import MatrixRow
from ui.pages.page import Page
from ui.pages.today_cards import HalfCard, ListCard, WindowListCard
from ui.pages.today_export import VisitExport
from ui.pages.today_lists import DayAxis
from ui.pages.today_matrix import ROW_HIGH, ROW_LOW, Legend, MatrixView
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
from ui.session import Session
from ui.text import say_date, tr
from ui.theme import PAGE_MARGIN, SPACE_M
from ui.widgets.banner import Banner
from ui.widgets.buttons import IconButton, LinkButton
from ui.widgets.card import Card, Hairline
from ui.widgets.empty_state import EmptyState
from ui.widgets.mark_paint import Mark
from ui.widgets.scroll import ScrollArea
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.words.date import short_day
from ui.words.visit import VisitWords

STRIP, MONTH = "strip", "month"
# Page height below which the page draws closer together: a window of 830.
_LOW_BELOW = 780
# Page width from which the strip has room for its caption.
_WIDE_FROM = 1160
# Rows of a list at the least, and as many as there are.
_LEAST, _ALL = 3, 1_000_000
_LEFT_SHARE, _RIGHT_SHARE = 55, 45
_DAY_WIDTH = 320


class TodayPage(Page):
    """Lists at the left, the visit matrix and the days at the right; the month in full takes the whole page."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without content."""
        super().__init__(session, parent)
        self.setAccessibleName(tr("Today"))
        self.export = VisitExport(session)
        self.view: TodayView | None = None
        self._day: date | None = None
        self.banner = Banner("hard", "")
        self.banner.hide()
        self._build_lists()
        self._build_matrix()
        self._build_days()
        self.faces = QStackedWidget()
        self.faces.addWidget(self._first_face())
        self.faces.addWidget(self._month_face())
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.banner)
        self._column.addWidget(self.faces, 1)
        self._set_density()

    @property
    def count(self) -> int:
        """What is due, for the rail."""
        return self.view.count if self.view is not None else 0

    @property
    def day(self) -> date:
        """The day that is chosen: today, until another one is."""
        assert self.view is not None
        return self._day or self.view.today

    def show_study(self) -> None:
        """Draw the site's day at the cut-off."""
        session = self.session
        study, words = session.study, session.words
        view = self.view = build_today(study, words)
        axis = DayAxis(view.today)
        over = sum(one.is_over for one in view.due)
        said = tr("{count} due").format(count=len(view.due) - over) if len(view.due) - over else ""
        closed = tr("{count} out of window").format(count=over) if over else ""
        self.due_card.show_windows(view.due, axis, " · ".join(one for one in (said, closed) if one))
        self.week_card.show_windows(view.week, axis, _counted(len(view.week), tr("1 visit"), tr("{count} visits")))
        halves: tuple[tuple[ListCard, tuple[HalfRow, ...], str], ...] = (
            (self.clock_card, view.clocks, tr("{count} open")),
            (self.query_card, view.queries, tr("{count} open")),
            (self.window_card, view.windows, tr("{count} awaited")),
            (self.event_card, view.events, tr("next look")),
        )
        for card, rows, caption in halves:
            card.show_rows(rows, caption.format(count=len(rows)) if rows else "")
        self._fit_lists()
        self._show_matrix(study, view)
        self._show_days()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.faces.currentIndex():
            self.show_face(STRIP)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_density()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.left and event.type() == QEvent.Type.Resize:
            self._fit_lists()
        return super().eventFilter(watched, event)

    def show_face(self, face: str) -> None:
        """Show the lists with the strip, or the month in full."""
        focused, shown = self.focusWidget(), self.faces.currentWidget()
        has_focus = focused is not None and shown is not None and shown.isAncestorOf(focused)
        self.faces.setCurrentIndex(int(face == MONTH))
        for control in (self.strip_switch, self.month_switch):
            control.blockSignals(True)
            control.set_value(face)
            control.blockSignals(False)
        if has_focus:
            (self.grid if face == MONTH else self.strip).setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_day(self, day: date) -> None:
        """Choose another day; the month follows it."""
        self._day = day
        self._show_days()

    def open_day(self, day: date) -> None:
        """Show a day's items beside its month; from the month, go to the list of them."""
        self.choose_day(day)
        if self.faces.currentIndex() == 0:
            self.show_face(MONTH)
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.day_card.rows:
            self.day_card.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_row(self, row: AnyRow) -> None:
        """Go to what a row is about: its event, its query, or its subject."""
        if isinstance(row, HalfRow) and row.query is not None:
            if row.query.subject_id or row.query.about_kind == "lab_result":
                self.query_wanted.emit(row.query)
            else:
                self.section_wanted.emit("queries")
        elif isinstance(row, HalfRow) and row.event_id:
            self.event_wanted.emit(row.event_id)
        else:
            self.subject_chosen.emit(row.subject_id)

    # --- saving and printing --------------------------------------------------------------------

    def save_matrix(self) -> None:
        """Ask for a place and save the matrix as CSV."""
        self._save(tr("Save visit matrix as CSV"), tr("visits"), ".csv", tr("CSV (*.csv)"), self.export.save_matrix)

    def save_days(self) -> None:
        """Ask for a place and save the days that are shown as CSV."""
        first, last = self.shown_days()

        def save(view: TodayView, path: Path) -> str:
            return self.export.save_days(view, visits_by_day(view.calendars, first, last), path)

        self._save(tr("Save days as CSV"), tr("days"), ".csv", tr("CSV (*.csv)"), save)

    def save_calendar(self) -> None:
        """Ask for a place and save the visits to come for a calendar program."""
        filters = tr("Calendar file (*.ics)")
        self._save(tr("Save visits to come"), tr("visits"), ".ics", filters, self.export.save_calendar)

    def save_pdf(self) -> None:
        """Ask for a place and save the matrix as PDF."""
        title = tr("Save visit matrix as PDF")
        self._save(title, tr("visit matrix"), ".pdf", tr("PDF (*.pdf)"), self.export.save_pdf)

    def print_matrix(self) -> None:
        """Ask for a printer and print the matrix."""
        if self.view is not None:
            self._say(self.export.print_it(self.view, self))

    def shown_days(self) -> tuple[date, date]:
        """First and last day of what is shown: the strip, or the month."""
        assert self.view is not None
        if self.faces.currentIndex():
            first = self.day.replace(day=1)
            return first, month_after(first, 1) - timedelta(days=1)
        first = self.view.today - timedelta(days=STRIP_BEFORE)
        return first, first + timedelta(days=STRIP_DAYS - 1)

    def _save(self, title: str, name: str, ending: str, filters: str, save: Callable[[TodayView, Path], str]) -> None:
        if self.view is None:
            return
        path = self.export.ask_path(self, title, name, ending, filters)
        if path is not None:
            self._say(save(self.view, path))

    def _say(self, why: str) -> None:
        self.banner.setVisible(bool(why))
        if why:
            self.banner.show_message("hard", tr("Nothing was saved."), why)

    def _ask_export(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        export, has_view = self.export, self.view is not None
        for text, act, may in (
            (tr("Print visit matrix…"), self.print_matrix, export.may_print),
            (tr("Save visit matrix as PDF…"), self.save_pdf, export.may_print),
            (tr("Save visit matrix as CSV…"), self.save_matrix, export.may_export),
            (tr("Save the days shown as CSV…"), self.save_days, export.may_export),
            (tr("Save visits to come for a calendar program…"), self.save_calendar, export.may_export),
        ):
            menu.addAction(text, act).setEnabled(may and has_view)
        button = self.sender()
        at = button if isinstance(button, QWidget) else self
        menu.popup(at.mapToGlobal(QPoint(0, at.height())))

    # --- building -------------------------------------------------------------------------------

    def _build_lists(self) -> None:
        self.due_card = WindowListCard(tr("Due today"), tr("No visit is due today, and none is late."))
        self.week_card = WindowListCard(tr("This week"), tr("No visit comes within seven days."))
        self.clock_card = HalfCard(tr("SAE clocks"), tr("No report on a serious event is due."))
        self.query_card = HalfCard(tr("Open queries"), tr("No query is open."))
        self.window_card = HalfCard(tr("DLT windows ending"), tr("Nobody is in the DLT window."))
        self.event_card = HalfCard(tr("Open AEs to follow"), tr("No related event is open after the end of treatment."))
        self._cards: tuple[ListCard, ...] = (
            self.due_card, self.week_card, self.clock_card, self.query_card, self.window_card, self.event_card,
        )  # fmt: skip
        inside = self._left_inside = QWidget()
        self._left_column = QVBoxLayout(inside)
        self._left_column.setContentsMargins(0, 0, 0, 0)
        self._left_column.addWidget(self.due_card)
        self._left_column.addWidget(self.week_card)
        self._halves = QGridLayout()
        for place, half in enumerate(self._cards[2:]):
            self._halves.addWidget(half, place // 2, place % 2)
            self._halves.setColumnStretch(place % 2, 1)
        self._halves.setRowStretch(1, 1)
        self._left_column.addLayout(self._halves, 1)
        self.left = ScrollArea(inside)
        self.left.installEventFilter(self)
        for card in self._cards:
            card.row_chosen.connect(self.open_row)
            card.row_reached.connect(lambda rect, card=card: self._bring(card, rect))

    def _build_matrix(self) -> None:
        self.matrix = MatrixView()
        self.matrix.subject_chosen.connect(self.subject_chosen)
        self.matrix_card = Card(tr("Visits"), bottom=8, spacing=4)
        self.export_button = IconButton("download", tr("Print or export the visits"))
        self.export_button.clicked.connect(self._ask_export)
        self.matrix_card.add_to_title(self.export_button)
        self.empty = EmptyState("calendar", "")
        self.empty.action_triggered.connect(lambda: self.section_wanted.emit("subjects"))
        self.legend = Legend()
        self._legend_line = Hairline()
        self.matrix_card.add(self.matrix, 1)
        self.matrix_card.add(self.empty, 1)
        self.matrix_card.add(self._legend_line)
        self.matrix_card.add(self.legend)

    def _build_days(self) -> None:
        choices = (Segment(STRIP, tr("Strip")), Segment(MONTH, tr("Month")))
        self.strip_switch = SegmentedControl(choices, tr("Days shown"), height=28, fill_width=False)
        self.month_switch = SegmentedControl(choices, tr("Days shown"), height=28, fill_width=False)
        for control, face in ((self.strip_switch, STRIP), (self.month_switch, MONTH)):
            control.set_value(face)
        self.strip_switch.value_changed.connect(lambda: self.show_face(str(self.strip_switch.value())))
        self.month_switch.value_changed.connect(lambda: self.show_face(str(self.month_switch.value())))
        self.strip = MonthStrip()
        self.strip_card = Card("\u2013", tr("visits and deadlines a day"), bottom=10, spacing=0)
        self.strip_card.add_to_title(self.strip_switch)
        self.strip_card.add(self.strip)
        self.grid = MonthGrid()
        self.month_card = Card("\u2013", bottom=12, spacing=0)
        earlier = IconButton("chevron_left", tr("Previous month (Page Up)"))
        later = IconButton("chevron_right", tr("Next month (Page Down)"))
        self.today_link = LinkButton(tr("Today"))
        self.month_export = IconButton("download", tr("Print or export the visits"))
        earlier.clicked.connect(lambda: self._turn(-1))
        later.clicked.connect(lambda: self._turn(1))
        self.today_link.clicked.connect(lambda: self._go_today())
        self.month_export.clicked.connect(self._ask_export)
        for widget in (earlier, later, self.today_link, self.month_switch, self.month_export):
            self.month_card.add_to_title(widget)
        self.month_card.add(self.grid, 1)
        self.day_card = HalfCard("\u2013", tr("Nothing falls on this day."))
        self.day_card.row_chosen.connect(self.open_row)
        for picker in (self.strip, self.grid):
            picker.day_chosen.connect(self.choose_day)
            picker.day_entered.connect(self.open_day)

    def _first_face(self) -> QWidget:
        right = QVBoxLayout()
        right.addWidget(self.matrix_card, 1)
        right.addWidget(self.strip_card)
        self._right_column = right
        face = QWidget()
        row = QHBoxLayout(face)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(self.left, _LEFT_SHARE)
        row.addLayout(right, _RIGHT_SHARE)
        return face

    def _month_face(self) -> QWidget:
        face = QWidget()
        row = QHBoxLayout(face)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(self.month_card, 1)
        self._day_area = ScrollArea(self.day_card)
        self._day_area.setFixedWidth(_DAY_WIDTH)
        self.day_card.row_reached.connect(lambda rect: self._day_area.ensureVisible(0, rect.center().y(), 0, 40))
        row.addWidget(self._day_area)
        return face

    def _set_density(self) -> None:
        is_low = self.height() < _LOW_BELOW
        gap = 10 if is_low else SPACE_M
        self._column.setSpacing(gap)
        self._column.setContentsMargins(PAGE_MARGIN, 12 if is_low else 20, PAGE_MARGIN, 8 if is_low else 12)
        self._left_column.setSpacing(gap)
        self._right_column.setSpacing(gap)
        self._halves.setSpacing(gap)
        self.matrix.set_row_height(ROW_LOW if is_low else ROW_HIGH)
        self.day_card.set_most(40)
        self.strip_card.caption_label.setVisible(self.width() >= _WIDE_FROM)
        self._fit_lists()

    def _fit_lists(self) -> None:
        """Every row where they all fit; else the first few of each card, the others one click away."""
        room = self.left.height() - 3 * self._left_column.spacing()
        most = next((number for number in (_ALL, *range(20, _LEAST, -1)) if self._needed(number) <= room), _LEAST)
        for card in self._cards:
            card.set_most(most)

    def _needed(self, most: int) -> int:
        """The height of the lists with so many rows each."""
        heights = [card.height_needed(most) for card in self._cards]
        return heights[0] + heights[1] + max(heights[2:4]) + max(heights[4:6])

    # --- showing --------------------------------------------------------------------------------

    def _show_matrix(self, study: Study, view: TodayView) -> None:
        visit_words = VisitWords(study.protocol)
        subjects = [one.subject_id for one in reversed(study.subjects)]
        rows = tuple(MatrixRow(subject_id, _mark(study, subject_id)) for subject_id in subjects)
        self.matrix.table.show_matrix(view.matrix, rows, self.session.words, visit_words, view.today)
        shown = (one for row in view.matrix.rows.values() for one in row.values())
        self.legend.show_gaps(has_gaps=any(one.status is VisitStatus.DONE_PARTLY for one in shown))
        self.grid.visit_words = visit_words
        is_empty = not rows or not visit_words.has_plan or not view.matrix.columns
        if not rows:
            self.empty.set_text(tr("No subjects yet"), tr("Record consent of the first subject; the visits follow."))
        elif is_empty:
            text = tr("The protocol states no visits. Amend the protocol and give its parts a plan of visits.")
            self.empty.set_text(tr("No visit plan"), text)
        self.empty.button.setText(tr("Go to subjects"))
        self.empty.button.setVisible(not rows)
        self.empty.setVisible(is_empty)
        for widget in (self.matrix, self.legend, self._legend_line):
            widget.setVisible(not is_empty)
        said = _counted(len(rows), tr("1 subject"), tr("{count} subjects"))
        self.matrix_card.set_caption(tr("{subjects} · newest first").format(subjects=said) if rows else "")

    def _show_days(self) -> None:
        view = self.view
        if view is None:
            return
        first = view.today - timedelta(days=STRIP_BEFORE)
        last = first + timedelta(days=STRIP_DAYS - 1)
        day = self.day
        title = tr("{first} to {last}").format(first=short_day(first), last=say_date(last))
        self.strip_card.set_title(title)
        inside = min(max(day, first), last)
        self.strip.show_days(self._items(first, last), inside, view.today)
        monday, weeks = weeks_of(day)
        items = self._items(monday, monday + timedelta(days=weeks * 7 - 1))
        self.grid.show_days(items, day, view.today)
        self.month_card.set_title(say_month(day))
        held = items.get(day, DayItems())
        words = self.session.words
        visit_words = VisitWords(self.session.study.protocol)
        rows = rows_of_day(held.visits, held.deadlines, words, visit_words, view.today)
        self.day_card.set_title(say_date(day))
        self.day_card.show_rows(rows, _counted(len(rows), tr("1 item"), tr("{count} items")))

    def _items(self, first: date, last: date) -> dict[date, DayItems]:
        assert self.view is not None
        ends: dict[date, list[TodayItem]] = {}
        for item in self.view.deadlines:
            day = deadline_of(item)
            if day is not None and first <= day <= last:
                ends.setdefault(day, []).append(item)
        visits = visits_by_day(self.view.calendars, first, last)
        return {day: DayItems(held, tuple(ends.get(day, ()))) for day, held in visits.items()}

    def _turn(self, step: int) -> None:
        self.choose_day(same_day_in(month_after(self.day, step), self.day))

    def _go_today(self) -> None:
        self._day = None
        self._show_days()

    def _bring(self, card: ListCard, rect: QRect) -> None:
        """Scroll a row into view that the keyboard has reached."""
        top = card.mapTo(self._left_inside, rect.topLeft())
        self.left.ensureVisible(top.x(), top.y() + rect.height() // 2, 0, rect.height())


def _mark(study: Study, subject_id: str) -> Mark | None:
    mark = mark_of(assess_subject(study, subject_id), study.cut_off)
    return mark or (Mark("+") if study.enrolment(subject_id) is not None else None)


def _counted(count: int, one: str, many: str) -> str:
    if not count:
        return ""
    return one if count == 1 else many.format(count=count)
