"""The overview: what the rules recommend, the dose ladder, who is awaited and what follows."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.escalation.status import PartStatus
from domain.terms import PartKind
from ui.pages.boundary_card import BoundaryCard
from ui.pages.cohort_board import CohortBoard, build_cohort_rows
from ui.pages.overview_cards import NextCard, WindowCard
from ui.pages.overview_dates import Density, build_date_rows
from ui.pages.overview_recommendation import RecommendationCard
from ui.pages.overview_rows import (
    MOST_IN_SCREENING,
    MOST_ON_A_LOW_PAGE,
    WindowRow,
    build_next_rows,
    build_screening_rows,
    build_window_rows,
    derive_outlook,
    places_used,
)
from ui.pages.page import Page
from ui.session import Session
from ui.text import Words, tr
from ui.theme import PAGE_MARGIN, SPACE_M
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.ladder.card import LadderCard
from ui.widgets.ladder.ladder_rows import build_rows
from ui.widgets.scroll import ScrollArea

_SIDE_WIDE, _SIDE_NARROW = 376, 320
# Page sizes below which the page draws closer together: a window of 1360 x 830.
_NARROW_BELOW, _LOW_BELOW = 1160, 780


class OverviewPage(Page):
    """The first page: where the study stands at the cut-off."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(tr("Overview"))
        self.recommendation_card = RecommendationCard()
        self.recommendation_card.source_wanted.connect(lambda: self.section_wanted.emit("design"))
        self.ladder_card = LadderCard()
        self.ladder_card.subject_chosen.connect(self.subject_chosen)
        self.cohort_board = CohortBoard()
        self.cohort_board.subject_chosen.connect(self.subject_chosen)
        self.boundary_card = BoundaryCard()
        self.window_card = WindowCard()
        self.window_card.subject_chosen.connect(self.subject_chosen)
        self.window_card.more_wanted.connect(lambda: self.section_wanted.emit("subjects"))
        self.empty_card = Card(bottom=16)
        self.empty_state = EmptyState(
            "people", tr("No subjects yet"), tr("Record consent of the first subject."), tr("Add the first subject")
        )
        self.empty_state.action_triggered.connect(lambda: self.section_wanted.emit("subjects"))
        self.empty_card.add(self.empty_state)
        self.next_card = NextCard()
        self._in_window: tuple[WindowRow, ...] = ()
        self._screening: tuple[WindowRow, ...] = ()
        self._places = ""
        self._column = QVBoxLayout(self)
        self._column.setSpacing(SPACE_M)
        self._column.addWidget(self.recommendation_card)
        self._column.addLayout(self._build_columns(), 1)
        self._set_density()

    def show_study(self) -> None:
        """Draw the part's status at the cut-off."""
        status, words = self.session.status, self.session.words
        self.recommendation_card.show_status(status, words)
        is_expansion = status.part.kind is PartKind.EXPANSION
        self.ladder_card.setVisible(not is_expansion)
        self.cohort_board.setVisible(is_expansion)
        self.boundary_card.show_status(status)
        if is_expansion:
            self.cohort_board.show_rows(build_cohort_rows(status, words))
        else:
            self.ladder_card.set_rows(build_rows(status, words))
        self._show_window(status, words)
        self._show_next(status, words)
        self.next_card.dates.show_rows(build_date_rows(status, words))
        self._fit_side()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_density()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.side and event.type() == QEvent.Type.Resize:
            self._fit_side()
        return super().eventFilter(watched, event)

    def _build_columns(self) -> QHBoxLayout:
        inside = QWidget()
        side = QVBoxLayout(inside)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(SPACE_M)
        side.addWidget(self.window_card)
        side.addWidget(self.empty_card)
        side.addWidget(self.next_card, 1)
        side.addWidget(self.boundary_card)
        self._side_column = side
        self.side = ScrollArea(inside)
        self.side.installEventFilter(self)
        columns = QHBoxLayout()
        columns.setSpacing(SPACE_M)
        columns.addWidget(self.ladder_card, 1)
        columns.addWidget(self.cohort_board, 1)
        columns.addWidget(self.side)
        self._columns = columns
        return columns

    def _set_density(self) -> None:
        is_low = self.height() < _LOW_BELOW
        self.side.setFixedWidth(_SIDE_NARROW if self.width() < _NARROW_BELOW else _SIDE_WIDE)
        gap = 10 if is_low else SPACE_M
        self._column.setSpacing(gap)
        self._column.setContentsMargins(PAGE_MARGIN, 12 if is_low else 20, PAGE_MARGIN, 8 if is_low else 12)
        self._side_column.setSpacing(gap)
        self.ladder_card.set_compact(is_low)
        self.recommendation_card.set_compact(is_low)
        self._fit_side()

    def _fit_side(self) -> None:
        """Draw the cards at the right closer together where they would have to scroll."""
        most = MOST_IN_SCREENING
        if self.height() < _LOW_BELOW:
            most = max(1, MOST_ON_A_LOW_PAGE - len(self._in_window))
        self._fill_window(most)
        if not self._fit_density() and self._in_window:
            # Who is not dosed yet is counted where those in the window leave no room for more.
            self._fill_window(0)
            self._fit_density()

    def _fit_density(self) -> bool:
        """Choose the density; False where the cards have to scroll at any."""
        room = self.side.height() - self._side_column.spacing()
        if not self.boundary_card.isHidden():
            room -= self.boundary_card.sizeHint().height() + self._side_column.spacing()
        first = 0 if self.window_card.isHidden() else self.window_card.height_needed(compact=False)
        if not self.empty_card.isHidden():
            first = self.empty_card.minimumSizeHint().height()
        is_low = first + self.next_card.height_needed(compact=False, dates=Density.LOW) > room
        for card in (self.window_card, self.next_card):
            card.set_compact(is_low)
        if is_low and self.empty_card.isHidden():
            first = 0 if self.window_card.isHidden() else self.window_card.height_needed(compact=True)
        # The reasons of the dates go before anything has to scroll.
        fitting = (one for one in Density if first + self.next_card.height_needed(compact=is_low, dates=one) <= room)
        density = next(fitting, None)
        self.next_card.dates.set_density(Density.LINE if density is None else density)
        return density is not None

    def _show_window(self, status: PartStatus, words: Words) -> None:
        is_empty = not status.study.subjects
        self.empty_card.setVisible(is_empty)
        self.window_card.setVisible(not is_empty)
        self._screening, self._in_window = build_screening_rows(status, words), build_window_rows(status, words)
        used = places_used(status) if status.part.kind is PartKind.ESCALATION else None
        self._places = tr("{used} of {most} places used").format(used=used[0], most=used[1]) if used else ""

    def _fill_window(self, most: int) -> None:
        """Who is in the window, and so many of those who are not dosed yet; the others are counted."""
        rows = (*self._in_window, *self._screening[:most])
        self.window_card.show_rows(rows, self._places, max(0, len(self._screening) - most))

    def _show_next(self, status: PartStatus, words: Words) -> None:
        if status.part.kind is PartKind.EXPANSION:
            text = tr("A DLT here is a safety signal: nobody is enrolled until the committee has decided on it.")
            self.next_card.show_rows(tr("What next"), "", (), text)
            return
        outlook = derive_outlook(status)
        if outlook is None:
            self.next_card.show_rows(
                tr("What next"), "", (), tr("No outcome is to come. The committee decides on what stands above.")
            )
            return
        count = outlook.to_come
        caption = tr("1 outcome to come") if count == 1 else tr("{count} outcomes to come").format(count=count)
        title = tr("What next at level {level}").format(level=outlook.dose_level)
        self.next_card.show_rows(title, caption, build_next_rows(status, outlook))
