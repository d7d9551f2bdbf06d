"""The section of adverse events: every event of the study, filters, and a preview that reads only."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from domain.records import AdverseEvent, Record
from domain.terms import DltMark
from ui.forms.adverse_event_form import AdverseEventForm
from ui.forms.side_panel import PANEL_WIDTH, SidePanel
from ui.models.event_rows import EventRow, EventsModel, list_events
from ui.models.rows_model import ID_ROLE
from ui.models.yielding_columns import YieldingColumns
from ui.pages.adverse_event_preview import EventPreview
from ui.pages.page import Page
from ui.session import Session
from ui.text import tr
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M, SPACE_S
from ui.widgets.buttons import CheckBox, LinkButton, PrimaryButton
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import ComboBox, LineEdit, Option
from ui.widgets.table import TableView

_ANY = ""
# What gives way first where the table is narrow.
_YIELDING = ("related", "end", "serious")


class AdverseEventsPage(Page):
    """The table at the left; at the right the preview, or the form in its place."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(session, parent)
        self._rows: list[EventRow] = []
        self.model = EventsModel(lambda: self.session.words, parent=self)
        self.table = TableView(tr("Adverse events"), sortable=True, stretch_column=self.model.column("term"))
        self.table.setModel(self.model)
        self.table.row_changed.connect(lambda _index: self._show_preview())
        self.table.row_activated.connect(lambda _index: self.edit_event())
        self.table.search_typed.connect(self._search_for)
        self._fit = YieldingColumns(
            self.table, self.model.column("term"), [self.model.column(key) for key in _YIELDING]
        )
        self.card = Card(tr("Adverse events"), margin=12, bottom=12)
        self.add_button = PrimaryButton(tr("Add adverse event"), "plus")
        self.add_button.clicked.connect(self.add_record)
        self.card.add_to_title(self.add_button)
        self._read_only = Label(
            tr("This study is open for reading only: nothing can be added or corrected."),
            size="caption", token="text2", wrap=True,
        )  # fmt: skip
        self._read_only.setContentsMargins(8, 0, 8, 0)
        self.card.add(self._read_only)
        self._filters = self._build_filters()
        self.card.add(self._filters)
        self.card.add(self.table, 1)
        self.empty = EmptyState("pulse", "", "", tr("Add adverse event"))
        self.empty.action_triggered.connect(self._on_empty_action)
        self.card.add(self.empty, 1)
        self.preview = EventPreview()
        self.preview.edit_wanted.connect(self.edit_event)
        self.preview.subject_wanted.connect(self._open_subject)
        self.preview.history_wanted.connect(self._show_history)
        self.panel = SidePanel(session)
        self.panel.edited.connect(self.edited)
        self.panel.saved.connect(self._on_saved)
        self.panel.closed.connect(self._on_closed)
        self._lay_out()

    def _lay_out(self) -> None:
        self._side = QWidget()
        self._side.setFixedWidth(PANEL_WIDTH)
        stack = QStackedLayout(self._side)
        stack.addWidget(self.preview)
        stack.addWidget(self.panel)
        self._side_stack = stack
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
        row.setSpacing(SPACE_M)
        row.addWidget(self.card, 1)
        row.addWidget(self._side)

    def _build_filters(self) -> QWidget:
        self.search = LineEdit(tr("Find an event"), icon_name="search", placeholder=tr("Find term or subject"))
        self.level = ComboBox([Option(_ANY, tr("Level: any"))], tr("Level"))
        grades = [Option(_ANY, tr("Grade: any"))]
        grades += [Option(grade, tr("Grade {grade} or worse").format(grade=grade)) for grade in (2, 3, 4)]
        self.grade = ComboBox([*grades, Option(5, tr("Grade 5"))], tr("Grade"))
        marks = [Option(DltMark.YES.value, tr("DLT: yes")), Option(DltMark.NO.value, tr("DLT: no"))]
        marks.append(Option(DltMark.NOT_ASSESSED.value, tr("DLT: not assessed")))
        self.dlt = ComboBox([Option(_ANY, tr("DLT: any")), *marks], tr("DLT"))
        self.serious, self.in_window = CheckBox(tr("Serious")), CheckBox(tr("In window"))
        self.clear = LinkButton(tr("Clear filters"))
        self.clear.clicked.connect(self.clear_filters)
        first, second = QHBoxLayout(), QHBoxLayout()
        for line, controls in (
            (first, ((self.search, 3), (self.level, 2), (self.grade, 2), (self.dlt, 2))),
            (second, ((self.serious, 0), (self.in_window, 0))),
        ):
            line.setSpacing(SPACE_S)
            for control, stretch in controls:
                line.addWidget(control, stretch)
                if isinstance(control, ComboBox):
                    control.set_value(_ANY)
                control.value_changed.connect(self._filter)
        second.addStretch(1)
        second.addWidget(self.clear)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(8, 0, 8, 4)
        column.setSpacing(4)
        column.addLayout(first)
        column.addLayout(second)
        return holder

    # --- page --------------------------------------------------------------------------------------

    def show_study(self) -> None:
        """Draw the study as it is now."""
        self._rows = list_events(self.session.study)
        levels = sorted({row.level for row in self._rows if row.level is not None})
        chosen = self.level.value()
        options = [Option(level, tr("Level {number}").format(number=level)) for level in levels]
        self.level.set_options([Option(_ANY, tr("Level: any")), *options])
        if self.level.value() is None:
            self.level.set_value(chosen if chosen in levels else _ANY)
        can_write = not self.session.is_read_only
        self.add_button.setVisible(can_write and bool(self._rows))
        self._read_only.setVisible(not can_write)
        self._filter()

    def has_unsaved(self) -> bool:
        """Whether the form holds what is not saved."""
        return self.panel.has_unsaved()

    def add_record(self) -> None:
        """Open the form of a new event; it asks whose it is."""
        if not self.session.is_read_only and self.session.study.subjects:
            self._show_form(AdverseEventForm(self.session))

    def start_search(self) -> None:
        """Go to the search field."""
        self._search_for("")

    def clear_filters(self) -> None:
        """Show every event."""
        self.search.setText("")
        for control in (self.level, self.grade, self.dlt):
            control.set_value(_ANY)
        self.serious.set_value(False)
        self.in_window.set_value(False)

    def edit_event(self) -> None:
        """Open the form of the event in the preview, in its place."""
        row = self._current()
        if row is None:
            return
        if self.session.is_read_only:
            self._show_history()
        else:
            self._show_form(AdverseEventForm(self.session, row.event))

    def select(self, record_id: str) -> None:
        """Select an event's row, if it is shown."""
        place = self.model.find(record_id)
        if place is not None:
            self.table.select_row(place)

    # --- filtering ---------------------------------------------------------------------------------

    def _search_for(self, text: str) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.search.setText(text)
        else:
            self.search.selectAll()

    @property
    def _is_filtered(self) -> bool:
        chosen = (self.level.value(), self.grade.value(), self.dlt.value())
        return (
            bool(self.search.value())
            or any(one not in (_ANY, None) for one in chosen)
            or (self.serious.isChecked() or self.in_window.isChecked())
        )

    def _filter(self) -> None:
        current = str(self.table.currentIndex().data(ID_ROLE) or "")
        words = str(self.search.value()).casefold().split()
        shown = [row for row in self._rows if self._passes(row, words)]
        self.model.set_rows(shown)
        self.select(current)
        if not self.table.currentIndex().isValid() and shown:
            self.table.select_row(0)
        total, filtered = len(self._rows), self._is_filtered
        count = tr("{shown} of {total}").format(shown=len(shown), total=total) if filtered else str(total)
        self.card.set_title(tr("Adverse events") + (f", {count}" if total else ""))
        self.clear.setVisible(filtered)
        self._filters.setVisible(bool(total))
        self.table.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        self._say_empty(total)
        self._fit.fit()
        self._show_preview()

    def _passes(self, row: EventRow, words: list[str]) -> bool:
        said = f"{row.event.subject_id} {row.event.term}".casefold()
        grade = self.grade.value()
        return (
            all(word in said for word in words)
            and self.level.value() in (_ANY, None, row.level)
            and (not isinstance(grade, int) or row.event.grade >= grade)
            and self.dlt.value() in (_ANY, None, row.event.dlt_mark.value)
            and (not self.serious.isChecked() or row.event.is_serious)
            and (not self.in_window.isChecked() or row.is_inside)
        )

    def _say_empty(self, total: int) -> None:
        if total:
            self.empty.set_text(tr("No event matches"), tr("The filters leave nothing to show."))
            self.empty.button.setText(tr("Clear filters"))
            self.empty.button.setVisible(True)
            return
        has_subjects = bool(self.session.study.subjects)
        text = tr("Record the first one with Ctrl+N.") if has_subjects else tr("Add a subject first, under Subjects.")
        self.empty.set_text(tr("No adverse events yet"), text)
        self.empty.button.setText(tr("Add adverse event") if has_subjects else tr("Go to subjects"))
        self.empty.button.setVisible(not (has_subjects and self.session.is_read_only))

    def _on_empty_action(self) -> None:
        if self._rows:
            self.clear_filters()
        elif self.session.study.subjects:
            self.add_record()
        else:
            self.section_wanted.emit("subjects")

    # --- preview and form --------------------------------------------------------------------------

    def _current(self) -> EventRow | None:
        return self.model.row_at(self.table.currentIndex())

    def _show_preview(self) -> None:
        row = self._current()
        self._side.setVisible(row is not None or self.panel.form is not None)
        if row is not None:
            self.preview.show_event(row, self.session, can_write=not self.session.is_read_only)
        if self.panel.form is None and self.panel.history is None:
            self._side_stack.setCurrentWidget(self.preview)

    def _show_form(self, form: AdverseEventForm) -> None:
        if self.panel.show_form(form):
            self._side.show()
            self._side_stack.setCurrentWidget(self.panel)
            form.focus_first()

    def _show_history(self) -> None:
        row = self._current()
        if row is not None:
            self.panel.show_history(row.event)
            self._side_stack.setCurrentWidget(self.panel)

    def _open_subject(self) -> None:
        row = self._current()
        if row is not None:
            self.subject_chosen.emit(row.event.subject_id)

    def _on_saved(self, record: Record) -> None:
        if isinstance(record, AdverseEvent) and self.model.find(record.record_id) is None:
            self.clear_filters()
        self.select(record.record_id)

    def _on_closed(self) -> None:
        self._side_stack.setCurrentWidget(self.preview)
        self._show_preview()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
