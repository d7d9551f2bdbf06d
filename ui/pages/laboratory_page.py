"""The section of laboratory results: the table with its filters, what is proposed, the shift table, the ranges."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from domain.laboratory.catalogue import lab_tests
from domain.laboratory.graded_result import GradedResult
from domain.records import LabResult, NormalRange, Record
from domain.summaries.lab_shift import tabulate_lab_shift
from ui.forms.lab_grid import LabGrid
from ui.forms.lab_result_form import LabResultForm
from ui.forms.normal_range_form import NormalRangeForm
from ui.forms.record_form import RecordForm
from ui.forms.side_panel import PANEL_WIDTH, SidePanel
from ui.models.lab_columns import NOT_GRADED, LabFilter
from ui.models.lab_entry import tests_by_group
from ui.models.lab_table import LabTable, say_test
from ui.models.proposal_rows import Proposed, is_quiet
from ui.models.range_rows import RangesModel, list_ranges
from ui.models.rows_model import ID_ROLE
from ui.models.summary_table import SummaryTable
from ui.models.yielding_columns import YieldingColumns
from ui.pages.laboratory_preview import LabPreview
from ui.pages.laboratory_proposals import ProposalList
from ui.pages.page import Page
from ui.session import Session
from ui.text import tr
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M, SPACE_S
from ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.filter_row import FilterBox, FilterCheck, FilterRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.widgets.table import TableView

RESULTS, PROPOSALS, SHIFT, RANGES = "results", "proposals", "shift", "ranges"


class LaboratoryPage(Page):
    """Left one of four lists, right the result that is current, or a form in its place; entry takes the whole page."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(session, parent)
        self.grid: LabGrid | None = None
        self.import_card: QWidget | None = None
        self._shift_of: object = None
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
        self.shift_model = SummaryTable(lambda: self.session.words, self)
        self.shift = TableView(tr("Shift table"), row_height=28)
        self.ranges_model = RangesModel(self)
        self.ranges = TableView(tr("Normal ranges"), sortable=True, stretch_column=self.ranges_model.column("test"))
        self.ranges.setModel(self.ranges_model)
        self.ranges.row_activated.connect(lambda _index: self.edit_current())
        self.preview = LabPreview()
        self.preview.edit_wanted.connect(self.edit_current)
        self.preview.subject_wanted.connect(self._open_subject)
        self.preview.history_wanted.connect(self._show_history)
        self.preview.result_chosen.connect(self._show_result)
        self.panel = SidePanel(session)
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
        self._read_only = Label(
            tr("This study is open for reading only: nothing can be added or corrected."),
            size="caption", token="text2", wrap=True,
        )  # fmt: skip
        self._read_only.setContentsMargins(8, 0, 8, 0)
        self.card.add(self._read_only)
        self.tabs = SegmentedControl(self._segments(0), tr("Laboratory"), height=28, fill_width=False)
        self.tabs.set_value(RESULTS)
        self.tabs.value_changed.connect(self._show_tab)
        self.said = ElidedLabel("", size="caption", token="text2", align=Qt.AlignmentFlag.AlignRight)
        self.clear = LinkButton(tr("Clear filters"), small=True)
        self.clear.clicked.connect(self.clear_filters)
        line = QHBoxLayout()
        line.setContentsMargins(8, 0, 8, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(self.tabs)
        line.addWidget(self.said, 1)
        line.addWidget(self.clear)
        self.card.body.addLayout(line)
        self._build_filters()
        filters = QHBoxLayout()
        filters.setContentsMargins(8, 0, 8, 0)
        filters.addWidget(self.filters)
        self.card.body.addLayout(filters)
        self._lists = QStackedWidget()
        self.empty = EmptyState("chart", "", "", tr("Enter results"))
        self.empty.action_triggered.connect(self._on_empty_action)
        shift_page = QWidget()
        column = QVBoxLayout(shift_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.shift, 1)
        self.shift_note = Label("", size="caption", token="text3", wrap=True)
        self.shift_note.setContentsMargins(8, 0, 8, 0)
        column.addWidget(self.shift_note)
        self._places = {RESULTS: self.table, PROPOSALS: self.proposals, SHIFT: shift_page, RANGES: self.ranges}
        for widget in (*self._places.values(), self.empty):
            self._lists.addWidget(widget)
        self.card.add(self._lists, 1)

    def _build_filters(self) -> None:
        self.search = LineEdit(tr("Find a result"), icon_name="search", placeholder=tr("Find test"))
        self.subject = FilterBox(tr("Subject"), tr("any"))
        self.test = FilterBox(tr("Test"), tr("any"))
        self.group = FilterBox(tr("Panel"), tr("any"), [Option(name, tr(name)) for name in tests_by_group()])
        grades = [Option(grade, tr("{grade} or worse").format(grade=grade)) for grade in (1, 2, 3)]
        self.grade = FilterBox(tr("Grade"), tr("any"), [*grades, Option(4, "4"), Option(NOT_GRADED, tr("not graded"))])
        self.graded = FilterCheck(tr("Graded only"))
        boxes: list[FilterBox | FilterCheck] = [self.subject, self.test, self.group, self.grade, self.graded]
        self.filters = FilterRow(self.search, boxes)
        self.search.value_changed.connect(self._filter)
        for control in boxes:
            control.value_changed.connect(self._filter)

    def _lay_out(self) -> None:
        self._side = QWidget()
        self._side.setFixedWidth(PANEL_WIDTH)
        self._side_stack = QStackedLayout(self._side)
        self._side_stack.addWidget(self.preview)
        self._side_stack.addWidget(self.panel)
        main = QWidget()
        row = QHBoxLayout(main)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(self.card, 1)
        row.addWidget(self._side)
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
        self.subject.set_choices([Option(one, one) for one in held.subject_ids])
        tests = [code for code in lab_tests() if code in held.tests]
        self.test.set_choices([Option(code, say_test(code)) for code in tests])
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
        if self.tabs.value() == RANGES:
            self.add_range()
            return
        chosen = self.subject.value() if self.subject.is_set else ""
        self.grid = LabGrid(self.session, str(chosen or ""))
        self.grid.saved.connect(self._on_grid_saved)
        self.grid.closed.connect(self._close_whole)
        self.grid.edited.connect(self.edited)
        self._show_whole(self.grid)
        self.grid.focus_first()

    def add_range(self) -> None:
        """Open the form of a new normal range."""
        if not self.session.is_read_only:
            self.tabs.set_value(RANGES)
            self._show_form(NormalRangeForm(self.session))

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
        self.search.setText("")
        for box in (self.subject, self.test, self.group, self.grade):
            box.set_value(None)
        self.graded.set_value(False)

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
            self._show_form(NormalRangeForm(self.session, record))
        else:
            self._show_form(LabResultForm(self.session, record))

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

    def _wanted(self) -> LabFilter:
        subject, test, group, grade = (box.value() for box in (self.subject, self.test, self.group, self.grade))
        return LabFilter(
            words=str(self.search.value()),
            subject_id=str(subject) if subject else None,
            test=str(test) if test else None,
            group=str(group) if group else None,
            grade=grade if isinstance(grade, int) else None,
            is_graded=self.graded.isChecked(),
        )

    def _filter(self) -> None:
        current = str(self.table.currentIndex().data(ID_ROLE) or "")
        self.model.set_filter(self._wanted())
        if current:
            self.select(current)
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.select_row(0)
        self._fit.fit()
        self._show_tab()

    def _show_tab(self) -> None:
        tab = str(self.tabs.value() or RESULTS)
        can_write, has_subjects = not self.session.is_read_only, bool(self.session.study.subjects)
        total, shown = self.model.total, self.model.rowCount()
        is_results = tab == RESULTS
        self.filters.setVisible(is_results and bool(total))
        self.clear.setVisible(is_results and self._wanted().is_set)
        self.add_button.setVisible(can_write and has_subjects and tab != RANGES)
        self.import_button.setVisible(can_write and has_subjects and tab != RANGES)
        self.add_range_button.setVisible(can_write and tab == RANGES and bool(self.ranges_model.rows))
        if tab == SHIFT:
            self._show_shift()
        is_empty = {
            RESULTS: not shown,
            PROPOSALS: not total,
            SHIFT: not self.shift_model.rowCount(),
            RANGES: not self.ranges_model.rows,
        }[tab]
        self._lists.setCurrentWidget(self.empty if is_empty else self._places[tab])
        if is_empty:
            self._say_empty(tab)
        self.said.setText(self._say_count(tab, shown, total))
        self._show_preview()

    def _say_count(self, tab: str, shown: int, total: int) -> str:
        if tab == RESULTS and total:
            number = f"{shown:,}".replace(",", "\u2009")
            every = f"{total:,}".replace(",", "\u2009")
            return tr("{shown} of {total}").format(shown=number, total=every) if shown != total else every
        if tab == PROPOSALS:
            quiet = sum(is_quiet(one) for one in self.proposals.model.rows)
            return tr("{number} no worse than at baseline, last").format(number=quiet) if quiet else ""
        return str(len(self.ranges_model.rows) or "") if tab == RANGES else ""

    def _show_shift(self) -> None:
        study = self.session.study
        key = (study.position, study.cut_off)
        if self._shift_of == key:
            return
        self._shift_of = key
        table = tabulate_lab_shift(study, self.session.part)
        self.shift_model.show_table(table)
        self.shift.setModel(self.shift_model)
        self.shift_note.setText(self.session.words.say(table.note))

    def _say_empty(self, tab: str) -> None:
        """What is missing, and what to do first: the ranges, then the results."""
        can_write, study = not self.session.is_read_only, self.session.study
        action = ""
        if tab == RANGES:
            title, text = tr("No normal ranges yet"), tr("Enter the ranges of your laboratory before its results: most "
                                                         "grades are multiples of the normal limits.")  # fmt: skip
            action = tr("Add range")
        elif self.model.total and tab == RESULTS:
            title, text, action = tr("No result matches"), tr("The filters leave nothing."), tr("Clear filters")
        elif not study.subjects:
            title, text = tr("No laboratory results yet"), tr("Add a subject first, under Subjects.")
            action = tr("Go to subjects")
        elif not self.ranges_model.rows:
            title, text = tr("No laboratory results yet"), tr("First enter the normal ranges of your laboratory, then "
                                                              "the results of a sample.")  # fmt: skip
            action = tr("Enter normal ranges")
        elif tab == SHIFT and self.model.total:
            title, text = tr("Nothing to compare yet"), tr("The table counts values taken after a first dose.")
        else:
            title, text = tr("No laboratory results yet"), tr("Enter the results of a sample with Ctrl+N, or import "
                                                              "the laboratory's file.")  # fmt: skip
            action = tr("Enter results")
        self.empty.set_text(title, text)
        self.empty.button.setText(action)
        is_filtered = self.model.total and tab == RESULTS
        self.empty.button.setVisible(bool(action) and (can_write or bool(is_filtered) or not study.subjects))

    def _on_empty_action(self) -> None:
        tab = self.tabs.value()
        if tab == RANGES or (not self.ranges_model.rows and not self.model.total and self.session.study.subjects):
            self.add_range()
        elif self.model.total and tab == RESULTS:
            self.clear_filters()
        elif self.session.study.subjects:
            self.add_record()
        else:
            self.section_wanted.emit("subjects")

    def _search_for(self, text: str) -> None:
        self.tabs.set_value(RESULTS)
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.search.setText(text)
        else:
            self.search.selectAll()

    # --- preview and forms -------------------------------------------------------------------------

    def _current(self) -> GradedResult | None:
        """The result that the right side is about."""
        held = self.model.columns
        match self.tabs.value():
            case "results":
                return self.model.row_at(self.table.currentIndex()) if self.model.rowCount() else None
            case "proposals":
                one: Proposed | None = self.proposals.current()
                place = held.places.get(one.result.record_id) if held is not None and one is not None else None
                return held.results[place] if held is not None and place is not None else None
        return None

    def _current_record(self) -> LabResult | NormalRange | None:
        if self.tabs.value() == RANGES:
            return self.ranges_model.row_at(self.ranges.currentIndex())
        one = self._current()
        return one.result if one is not None else None

    def _show_preview(self) -> None:
        one = self._current()
        is_busy = self.panel.form is not None or self.panel.history is not None
        self._side.setVisible(one is not None or is_busy)
        if one is not None and not is_busy:
            self.preview.show_result(one, self.session, can_write=not self.session.is_read_only)
        if not is_busy:
            self._side_stack.setCurrentWidget(self.preview)

    def _show_result(self, record_id: str) -> None:
        """Another result of the trend becomes current; filters that hide it give way."""
        self.tabs.set_value(RESULTS)
        if self.model.find(record_id) is None:
            self.clear_filters()
        self.select(record_id)

    def _show_form(self, form: RecordForm) -> None:
        if self.panel.show_form(form):
            self._side.show()
            self._side_stack.setCurrentWidget(self.panel)
            form.focus_first()

    def _show_history(self) -> None:
        record = self._current_record()
        if record is not None:
            self.panel.show_history(record)
            self._side.show()
            self._side_stack.setCurrentWidget(self.panel)

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
        place = {RANGES: self.ranges, PROPOSALS: self.proposals.table}.get(str(self.tabs.value()), self.table)
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
