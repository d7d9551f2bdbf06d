"""Today: what this site must do now and this week, who is in the window and until when, and the days of a month."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from domain.evaluability import assess_subject
from domain.schedule.due_visit import VisitStatus
from domain.study import Study
from ui.models.subject_rows import mark_of
from ui.models.today_list import AnyRow
from ui.models.today_rows import HalfRow, TodayView, build_today
from ui.models.visit_table import MatrixRow
from ui.pages.page import Page
from ui.pages.today_cards import HalfCard, ListCard, WindowListCard
from ui.pages.today_days import MONTH, STRIP, TodayDays
from ui.pages.today_export_menu import ExportMenu
from ui.pages.today_lists import DayAxis
from ui.pages.today_matrix import ROW_HIGH, ROW_LOW, Legend, MatrixView
from ui.session import Session
from ui.text import tr
from ui.theme import PAGE_MARGIN, SPACE_M
from ui.widgets.banner import Banner
from ui.widgets.buttons import IconButton
from ui.widgets.card import Card, Hairline
from ui.widgets.empty_state import EmptyState
from ui.widgets.mark_paint import Mark
from ui.widgets.scroll import ScrollArea
from ui.words.visit import VisitWords

# Page height below which the page draws closer together: a window of 830.
_LOW_BELOW = 780
# Page width from which the strip has room for its caption.
_WIDE_FROM = 1160
# Rows of a list at the least, and as many as there are.
_LEAST, _ALL = 3, 1_000_000
_LEFT_SHARE, _RIGHT_SHARE = 55, 45


class TodayPage(Page):
    """Lists at the left, the visit matrix and the days at the right; the month in full takes the whole page."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without content."""
        super().__init__(session, parent)
        self.setAccessibleName(tr("Today"))
        self.menu = ExportMenu(session, self)
        self.menu.tried.connect(self._say)
        self.days = TodayDays(self)
        self.days.face_wanted.connect(self.show_face)
        self.days.row_chosen.connect(self.open_row)
        self.days.export_wanted.connect(self._offer_export)
        self.view: TodayView | None = None
        self.banner = Banner("hard", "")
        self.banner.hide()
        self._build_lists()
        self._build_matrix()
        self.faces = QStackedWidget()
        self.faces.addWidget(self._first_face())
        self.faces.addWidget(self.days.month_face)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.banner)
        self._column.addWidget(self.faces, 1)
        self._set_density()

    @property
    def count(self) -> int:
        """What is due, for the rail."""
        return self.view.count if self.view is not None else 0

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
        self.days.show_view(view, words, VisitWords(study.protocol))

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
        self.days.set_face(face)
        if has_focus:
            self.days.take_focus()

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

    def _offer_export(self, button: QWidget) -> None:
        if self.view is not None:
            self.menu.open_at(button, self.view, *self.days.shown())

    def _say(self, why: str) -> None:
        self.banner.setVisible(bool(why))
        if why:
            self.banner.show_message("hard", tr("Nothing was saved."), why)

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
        self.export_button.clicked.connect(lambda: self._offer_export(self.export_button))
        self.matrix_card.add_to_title(self.export_button)
        self.empty = EmptyState("calendar", "")
        self.empty.action_triggered.connect(lambda: self.section_wanted.emit("subjects"))
        self.legend = Legend()
        self._legend_line = Hairline()
        self.matrix_card.add(self.matrix, 1)
        self.matrix_card.add(self.empty, 1)
        self.matrix_card.add(self._legend_line)
        self.matrix_card.add(self.legend)

    def _first_face(self) -> QWidget:
        right = QVBoxLayout()
        right.addWidget(self.matrix_card, 1)
        right.addWidget(self.days.strip_card)
        self._right_column = right
        face = QWidget()
        row = QHBoxLayout(face)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(self.left, _LEFT_SHARE)
        row.addLayout(right, _RIGHT_SHARE)
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
        self.days.strip_card.caption_label.setVisible(self.width() >= _WIDE_FROM)
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
