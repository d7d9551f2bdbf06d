"""The section of laboratory results: the table with its filters, what is proposed, the shift table, the ranges."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from domain.laboratory.graded_result import GradedResult
from domain.records import LabResult, NormalRange, Record
from ui.forms.lab_grid import LabGrid
from ui.forms.lab_result_form import LabResultForm
from ui.forms.normal_range_form import NormalRangeForm
from ui.forms.record_form import RecordForm
from ui.models.lab_table import LabTable
from ui.models.proposal_rows import Proposed, is_quiet
from ui.models.range_rows import RangesModel, list_ranges
from ui.models.rows_model import ID_ROLE
from ui.models.yielding_columns import YieldingColumns
from ui.pages.laboratory_empty import LabStep, LabTab, say_lab_empty
from ui.pages.laboratory_filters import LabFilters
from ui.pages.laboratory_preview import LabPreview
from ui.pages.laboratory_proposals import ProposalList
from ui.pages.laboratory_shift import LabShift
from ui.pages.page import Page
from ui.pages.preview_side import PreviewSide
from ui.pages.read_only_note import ReadOnlyNote
from ui.session import Session
from ui.text import tr
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M, SPACE_S
from ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.empty_state import EmptyState
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.widgets.table import TableView
from ui.words.count import say_count

RESULTS, PROPOSALS, SHIFT, RANGES = LabTab


class LaboratoryPage(Page):
    """Left one of four lists, right the result that is current, or a form in its place; entry takes the whole page."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(session, parent)
        self.grid: LabGrid | None = None
        self.import_card: QWidget | None = None
        self._step = LabStep.NONE
        self.model = LabTable(self)
        self.table = TableView(tr("Laboratory results"), sortable=True, stretch_column=self.model.column("test"))
        self.table.setModel(self.model)
        self.table.row_changed.connect(lambda _index: self._show_preview())
        self.table.row_activated.connect(lambda _index: self.edit_current())
        self.table.search_typed.connect(self._search_for)
        yielding = [self.model.column(key) for key in ("flag", "range")]
        self._fit = YieldingColumns(self.table, self.model.column("test"), yielding, least=150)
        self.proposals = ProposalList(session)
        self.proposals.chosen.connect(lambda _one: self._show_preview())
        self.proposals.form_wanted.connect(self._show_form)
        self.shift = LabShift(session)
        self.ranges_model = RangesModel(self)
        self.ranges = TableView(tr("Normal ranges"), sortable=True, stretch_column=self.ranges_model.column("test"))
        self.ranges.setModel(self.ranges_model)
        self.ranges.row_activated.connect(lambda _index: self.edit_current())
        self.preview = LabPreview()
        self.side = PreviewSide(session, self.preview)
        self.panel = self.side.panel
        self.preview.edit_wanted.connect(self.edit_current)
        self.preview.subject_wanted.connect(self._open_subject)
        self.preview.history_wanted.connect(self._show_history)
        self.preview.result_chosen.connect(self._show_result)
        self.panel.edited.connect(self.edited)
        self.panel.saved.connect(self._on_saved)
        self.panel.closed.connect(self._on_closed)
        self._build_card()
        self._lay_out()

    # --- building ----------------------------------------------------------------------------------

    def _build_card(self) -> None:
        self.card = Card(tr("Laboratory"), margin=12, bottom=12)
        self.import_button = SecondaryButton(tr("Import…"), "upload", height=28)
        self.import_button.clicked.connect(self.start_import)
        self.add_button = PrimaryButton(tr("Enter results"), "plus", height=28)
        self.add_button.clicked.connect(self.add_record)
        self.add_range_button = PrimaryButton(tr("Add range"), "plus", height=28)
        self.add_range_button.clicked.connect(self.add_range)
        for button in (self.import_button, self.add_button, self.add_range_button):
            self.card.add_to_title(button)
        self._read_only = ReadOnlyNote()
        self.card.add(self._read_only)
        self.tabs = SegmentedControl(self._segments(0), tr("Laboratory"), height=28, fill_width=False)
        self.tabs.set_value(RESULTS)
        self.tabs.value_changed.connect(self._show_tab)
        self.said = ElidedLabel("", size="caption", token="text2", align=Qt.AlignmentFlag.AlignRight)
        self.clear = LinkButton(tr("Clear filters"), small=True)
        self.filters = LabFilters()
        self.filters.changed.connect(self._filter)
        self.clear.clicked.connect(self.filters.clear)
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 8, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(self.tabs)
        line.addWidget(self.said, 1)
        line.addWidget(self.clear)
        self.card.body.addLayout(line)
        self.card.add(self.filters)
        self._lists = QStackedWidget()
        self.empty = EmptyState("chart", "", "", tr("Enter results"))
        self.empty.action_triggered.connect(self._on_empty_action)
        self._places = {RESULTS: self.table, PROPOSALS: self.proposals, SHIFT: self.shift, RANGES: self.ranges}
        for widget in (*self._places.values(), self.empty):
            self._lists.addWidget(widget)
        self.card.add(self._lists, 1)

    def _lay_out(self) -> None:
        main = QWidget()
        row = QHBoxLayout(main)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(self.card, 1)
        row.addWidget(self.side)
        self._main = main
        self._whole = QStackedWidget()
        self._whole.addWidget(main)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(PAGE_MARGIN, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
        frame.addWidget(self._whole)

    # --- page --------------------------------------------------------------------------------------

    def show_study(self) -> None:
        """Draw the study as it is now."""
        study = self.session.study
        kept = str(self.table.currentIndex().data(ID_ROLE) or "")
        self.model.show_study(study)
        held = self.model.columns
        assert held is not None
        self.filters.offer(held)
        can_write = not self.session.is_read_only
        self._read_only.setVisible(not can_write)
        news = self.proposals.show_study()
        self.tabs.set_segments(self._segments(news))
        self.ranges_model.set_rows(list_ranges(study))
        self.ranges.fit_columns()
        self._filter()
        if kept:
            self.select(kept)
        self._show_tab()

    def has_unsaved(self) -> bool:
        """Whether a form, or the grid, holds what is not saved."""
        return self.panel.has_unsaved() or (self.grid is not None and self.grid.is_dirty)

    def add_record(self) -> None:
        """Ctrl+N: the grid of a new sample; a range where the ranges are shown."""
        if self.session.is_read_only or not self.session.study.subjects or self.grid is not None:
            return
        if self.tab is RANGES:
            self.add_range()
            return
        self.grid = LabGrid(self.session, self.filters.value().subject_id or "")
        self.grid.saved.connect(self._on_grid_saved)
        self.grid.closed.connect(self._close_whole)
        self.grid.edited.connect(self.edited)
        self._show_whole(self.grid)
        self.grid.focus_first()

    def add_range(self) -> None:
        """Open the form of a new normal range."""
        if not self.session.is_read_only:
            self.tabs.set_value(RANGES)
            self.side.show_form(NormalRangeForm(self.session))

    def start_import(self) -> None:
        """Import a file of results."""
        if self.session.is_read_only or self.import_card is not None or not self.panel.may_change():
            return
        from ui.screens.lab_import import LabImport

        card = LabImport(self.session)
        card.closed.connect(self._close_whole)
        self.import_card = card
        self._show_whole(card)
        card.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_search(self) -> None:
        """Go to the search field."""
        self._search_for("")

    def clear_filters(self) -> None:
        """Show every result."""
        self.filters.clear()

    def select(self, record_id: str) -> None:
        """Select a result's row, if it is shown."""
        place = self.model.find(record_id)
        if place is not None:
            self.table.select_row(place)

    def edit_current(self) -> None:
        """Open the form of what is current, in the place of the preview."""
        record = self._current_record()
        if record is None:
            return
        if self.session.is_read_only:
            self._show_history()
        elif isinstance(record, NormalRange):
            self.side.show_form(NormalRangeForm(self.session, record))
        else:
            self.side.show_form(LabResultForm(self.session, record))

    @property
    def tab(self) -> LabTab:
        """The list that is shown."""
        return LabTab(str(self.tabs.value() or RESULTS))

    # --- lists -------------------------------------------------------------------------------------

    @staticmethod
    def _segments(news: int) -> list[Segment]:
        proposed = tr("To accept {number}").format(number=news) if news else tr("To accept")
        return [
            Segment(RESULTS, tr("Results")),
            Segment(PROPOSALS, proposed),
            Segment(SHIFT, tr("Shift")),
            Segment(RANGES, tr("Ranges")),
        ]

    def _filter(self) -> None:
        current = str(self.table.currentIndex().data(ID_ROLE) or "")
        self.model.set_filter(self.filters.value())
        if current:
            self.select(current)
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.select_row(0)
        self._fit.fit()
        self._show_tab()

    def _show_tab(self) -> None:
        tab = self.tab
        can_write, has_subjects = not self.session.is_read_only, bool(self.session.study.subjects)
        total, shown = self.model.total, self.model.rowCount()
        is_results = tab is RESULTS
        self.filters.setVisible(is_results and bool(total))
        self.clear.setVisible(is_results and self.filters.value().is_set)
        self.add_button.setVisible(can_write and has_subjects and tab != RANGES)
        self.import_button.setVisible(can_write and has_subjects and tab != RANGES)
        self.add_range_button.setVisible(can_write and tab is RANGES and bool(self.ranges_model.rows))
        if tab is SHIFT:
            self.shift.show_study()
        is_empty = {
            RESULTS: not shown,
            PROPOSALS: not total,
            SHIFT: self.shift.is_empty,
            RANGES: not self.ranges_model.rows,
        }[tab]
        self._lists.setCurrentWidget(self.empty if is_empty else self._places[tab])
        if is_empty:
            self._say_empty(tab)
        self.said.setText(self._say_count(tab, shown, total))
        self._show_preview()

    def _say_count(self, tab: LabTab, shown: int, total: int) -> str:
        if tab is RESULTS and total:
            every = say_count(total)
            return tr("{shown} of {total}").format(shown=say_count(shown), total=every) if shown != total else every
        if tab is PROPOSALS:
            quiet = sum(is_quiet(one) for one in self.proposals.model.rows)
            return tr("{number} no worse than at baseline, last").format(number=quiet) if quiet else ""
        return str(len(self.ranges_model.rows) or "") if tab is RANGES else ""

    def _say_empty(self, tab: LabTab) -> None:
        """What is missing, and what to do first."""
        said = say_lab_empty(
            tab,
            has_subjects=bool(self.session.study.subjects),
            has_ranges=bool(self.ranges_model.rows),
            has_results=bool(self.model.total),
        )
        self._step = said.step
        self.empty.set_text(said.title, said.text)
        self.empty.button.setText(said.button)
        is_hidden = said.step is LabStep.NONE or (said.step.writes and self.session.is_read_only)
        self.empty.button.setVisible(not is_hidden)

    def _on_empty_action(self) -> None:
        match self._step:
            case LabStep.ADD_RANGE:
                self.add_range()
            case LabStep.ADD_RESULTS:
                self.add_record()
            case LabStep.CLEAR_FILTERS:
                self.clear_filters()
            case LabStep.GO_TO_SUBJECTS:
                self.section_wanted.emit("subjects")

    def _search_for(self, text: str) -> None:
        self.tabs.set_value(RESULTS)
        self.filters.search.start(text)

    # --- preview and forms -------------------------------------------------------------------------

    def _current(self) -> GradedResult | None:
        """The result that the right side is about."""
        held = self.model.columns
        match self.tab:
            case LabTab.RESULTS:
                return self.model.row_at(self.table.currentIndex()) if self.model.rowCount() else None
            case LabTab.PROPOSALS:
                one: Proposed | None = self.proposals.current()
                place = held.places.get(one.result.record_id) if held is not None and one is not None else None
                return held.results[place] if held is not None and place is not None else None
        return None

    def _current_record(self) -> LabResult | NormalRange | None:
        if self.tab is RANGES:
            return self.ranges_model.row_at(self.ranges.currentIndex())
        one = self._current()
        return one.result if one is not None else None

    def _show_preview(self) -> None:
        one = self._current()
        self.side.show_preview(has_record=one is not None)
        if one is not None and not self.side.is_busy:
            self.preview.show_result(one, self.session, can_write=not self.session.is_read_only)

    def _show_result(self, record_id: str) -> None:
        """Another result of the trend becomes current; filters that hide it give way."""
        self.tabs.set_value(RESULTS)
        if self.model.find(record_id) is None:
            self.clear_filters()
        self.select(record_id)

    def _show_form(self, form: RecordForm) -> None:
        self.side.show_form(form)

    def _show_history(self) -> None:
        record = self._current_record()
        if record is not None:
            self.side.show_history(record)

    def _open_subject(self) -> None:
        one = self._current()
        if one is not None:
            self.subject_chosen.emit(one.result.subject_id)

    def _on_saved(self, record: Record) -> None:
        if isinstance(record, LabResult):
            if self.model.find(record.record_id) is None:
                self.clear_filters()
            self.select(record.record_id)

    def _on_closed(self) -> None:
        self._show_preview()
        place = {RANGES: self.ranges, PROPOSALS: self.proposals.table}.get(self.tab, self.table)
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- entry over the whole page -----------------------------------------------------------------

    def _show_whole(self, widget: QWidget) -> None:
        self._whole.addWidget(widget)
        self._whole.setCurrentWidget(widget)

    def _close_whole(self) -> None:
        for widget in (self.grid, self.import_card):
            if widget is not None:
                self._whole.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self.grid = self.import_card = None
        self._whole.setCurrentWidget(self._main)
        self.edited.emit()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_grid_saved(self, record_ids: object) -> None:
        assert isinstance(record_ids, tuple)
        self.tabs.set_value(RESULTS)
        if any(self.model.find(one) is None for one in record_ids):
            self.clear_filters()
        self.select(str(record_ids[0]))
