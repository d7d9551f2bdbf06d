"""The section of adverse events: grade blocks, every event of the study with filters, and a preview that reads only."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.records import AdverseEvent, Intervention, Record, SafetyReport
from ui.command_line import version
from ui.forms.adverse_event_form import AdverseEventForm
from ui.forms.intervention_form import InterventionForm
from ui.forms.safety_report_form import SafetyReportForm
from ui.models.event_rows import EventRow
from ui.models.event_table import EventTable
from ui.models.rows_model import ID_ROLE
from ui.models.yielding_columns import YieldingColumns
from ui.pages.adverse_event_preview import EventPreview
from ui.pages.event_blocks import EventBlocks
from ui.pages.event_filters import EventFilters
from ui.pages.page import Page
from ui.pages.preview_side import PreviewSide
from ui.pages.read_only_note import ReadOnlyNote
from ui.pages.subject_print import ask_and_save_page, save_page
from ui.reports.paper import Report
from ui.reports.sae_form import sae_form
from ui.session import Session
from ui.text import tr
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M
from ui.widgets.banner import Banner
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.empty_state import EmptyState
from ui.widgets.grade_blocks import ALL_LEVELS
from ui.widgets.table import TableView
from ui.words.count import say_count

# What gives way first where the table is narrow.
_YIELDING = ("related", "end", "serious")
# Of the page's height, for the blocks.
_BLOCKS_SHARE = 0.37


class AdverseEventsPage(Page):
    """Blocks and table at the left; at the right the preview, or the form in its place."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without rows."""
        super().__init__(session, parent)
        self.model = EventTable(self)
        self.table = TableView(tr("Adverse events"), sortable=True, stretch_column=self.model.column("term"))
        self.table.setModel(self.model)
        self.table.horizontalHeader().setSortIndicator(*self.model.sorted_by)
        self.table.row_changed.connect(lambda _index: self._show_preview())
        self.table.row_activated.connect(lambda _index: self.edit_event())
        self.table.search_typed.connect(self._search_for)
        for moved in (self.table.verticalScrollBar().valueChanged, self.table.verticalScrollBar().rangeChanged):
            moved.connect(lambda *_where: self._show_foot())
        self.model.layoutChanged.connect(self._show_foot)
        yielding = [self.model.column(key) for key in _YIELDING]
        self._fit = YieldingColumns(self.table, self.model.column("term"), yielding, least=200)
        self.blocks_card = EventBlocks()
        self.blocks_card.chosen.connect(self._on_block)
        self.card = self._build_table()
        self.preview = EventPreview()
        self.side = PreviewSide(session, self.preview)
        self.panel = self.side.panel
        self.preview.edit_wanted.connect(self.edit_event)
        self.preview.subject_wanted.connect(self._open_subject)
        self.preview.history_wanted.connect(self._show_history)
        self.preview.form_wanted.connect(self.choose_sae_form)
        self.preview.report_wanted.connect(self.record_report)
        self.preview.treatment_wanted.connect(self.add_treatment)
        self.panel.edited.connect(self.edited)
        self.panel.saved.connect(self._on_saved)
        self.panel.closed.connect(self._on_closed)
        self.banner = Banner("hard", "")
        self.banner.hide()
        self._lay_out()

    # --- building ----------------------------------------------------------------------------------

    def _build_table(self) -> Card:
        card = Card(tr("Adverse events"), margin=12, bottom=8)
        self.count = Label("", weight=500, tabular=True)
        card.title_row.insertWidget(1, self.count)
        self.clear = LinkButton(tr("Clear filters"), small=True)
        self.add_button = LinkButton(tr("Add adverse event"), "plus")
        self.add_button.clicked.connect(self.add_record)
        card.add_to_title(self.clear)
        card.add_to_title(self.add_button)
        self._read_only = ReadOnlyNote()
        card.add(self._read_only)
        self.filters = EventFilters()
        self.filters.changed.connect(self._filter)
        self.clear.clicked.connect(self.clear_filters)
        card.add(self.filters)
        card.add(self.table, 1)
        self.foot = ElidedLabel("", size="caption", token="text3")
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 8, 0)
        foot.addWidget(self.foot)
        card.body.addLayout(foot)
        self.empty = EmptyState("pulse", "", "", tr("Add adverse event"))
        self.empty.action_triggered.connect(self._on_empty_action)
        card.add(self.empty, 1)
        return card

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(SPACE_M)
        left.addWidget(self.banner)
        left.addWidget(self.blocks_card)
        left.addWidget(self.card, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(PAGE_MARGIN, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
        row.setSpacing(SPACE_M)
        row.addLayout(left, 1)
        row.addWidget(self.side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.blocks_card.fit(int(self.height() * _BLOCKS_SHARE))
        self._show_foot()

    # --- page --------------------------------------------------------------------------------------

    def show_study(self) -> None:
        """Draw the study as it is now."""
        current = self._current_id()
        self.model.show_study(self.session.study)
        columns = self.model.columns
        assert columns is not None
        self.filters.offer(columns)
        can_write = not self.session.is_read_only
        self.add_button.setVisible(can_write and bool(self.model.total))
        self._read_only.setVisible(not can_write)
        levels = {one.subject_id: one.dose_level for one in self.session.status.assessments}
        self.blocks_card.show_events(columns, levels)
        self._filter(current)
        self._fit.fit()

    def has_unsaved(self) -> bool:
        """Whether the form holds what is not saved."""
        return self.panel.has_unsaved()

    def add_record(self) -> None:
        """Open the form of a new event; it asks whose it is, and starts with the subject that the table shows."""
        if self.session.is_read_only or not self.session.study.subjects:
            return
        form = AdverseEventForm(self.session)
        self.side.show_form(form)
        subject_id = self.filters.subject.value()
        if subject_id is not None and self.panel.form is form:
            form.form.row("subject_id").set_value(subject_id)
            form.form.mark_clean()
            form.focus_first()

    def start_search(self) -> None:
        """Go to the search field."""
        self._search_for("")

    def clear_filters(self) -> None:
        """Show every event."""
        self.filters.clear()

    def edit_event(self) -> None:
        """Open the form of the event in the preview, in its place."""
        row = self._current()
        if row is None:
            return
        if self.session.is_read_only:
            self._show_history()
        else:
            self.side.show_form(AdverseEventForm(self.session, self._as_entered(row.event)))

    def record_report(self) -> None:
        """Open the form of a report of the event in the preview."""
        row = self._current()
        if row is not None and not self.session.is_read_only:
            known = {"subject_id": row.event.subject_id, "event_id": row.event.record_id}
            self.side.show_form(SafetyReportForm(self.session, known=known))

    def add_treatment(self) -> None:
        """Open the form of a medication or procedure that treats the event in the preview."""
        row = self._current()
        if row is not None and not self.session.is_read_only:
            known = {"subject_id": row.event.subject_id, "treats": (row.event.record_id,)}
            self.side.show_form(InterventionForm(self.session, known=known))

    def select(self, record_id: str) -> None:
        """Select an event's row, if it is shown."""
        place = self.model.find(record_id)
        if place is not None:
            self.table.select_row(place)

    # --- the printed form --------------------------------------------------------------------------

    def choose_sae_form(self) -> None:
        """Ask for a place, and write the report form of the event in the preview there."""
        row = self._current()
        if row is not None:
            report, title = self._sae_form(row.event), tr("Save SAE form as PDF")
            self._say_trouble(ask_and_save_page(self.session, report, _document(row.event), title, self))

    def save_sae_form(self, path: Path) -> bool:
        """Write the report form of the event in the preview; a banner says why where it can't be."""
        row = self._current()
        if row is None:
            return False
        why = save_page(self.session, self._sae_form(row.event), _document(row.event), path)
        self._say_trouble(why)
        return not why

    def _sae_form(self, event: AdverseEvent) -> Report:
        session = self.session
        return sae_form(
            session.study,
            event,
            session.words,
            printed_at=session.clock(),
            printed_by=session.person.name,
            titrant_version=version(),
        )

    def _say_trouble(self, why: str) -> None:
        self.banner.setVisible(bool(why))
        if why:
            self.banner.show_message("hard", tr("The SAE form was not saved."), why)

    # --- filtering ---------------------------------------------------------------------------------

    def _on_block(self, term: str, level: int) -> None:
        """Filter by what was clicked; a second click on it shows everything again."""
        chosen = level if level != ALL_LEVELS else None
        is_again = self.filters.term == term and self.filters.level.value() == chosen
        self.filters.set_block("" if is_again else term, None if is_again else chosen)

    def _search_for(self, text: str) -> None:
        self.filters.search.start(text)

    def _current_id(self) -> str:
        return str(self.table.currentIndex().data(ID_ROLE) or "")

    def _filter(self, current: str = "") -> None:
        current = current or self._current_id()
        wanted = self.filters.value()
        self.model.set_filter(wanted)
        self.select(current)
        shown, total = self.model.rowCount(), self.model.total
        if not self.table.currentIndex().isValid() and shown:
            self.table.select_row(0)
        text = tr("{shown} of {total}").format(shown=say_count(shown), total=say_count(total))
        self.count.setText(text if wanted.is_set else say_count(total) if total else "")
        self.clear.setVisible(wanted.is_set)
        self.filters.setVisible(bool(total))
        self.table.setVisible(bool(shown))
        self.foot.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        level = self.filters.level.value()
        self.blocks_card.set_chosen(self.filters.term, level if isinstance(level, int) else None)
        self._say_empty(total)
        self._show_foot()
        self._show_preview()

    def _show_foot(self) -> None:
        """Which rows are in sight, and by what they are sorted."""
        first, last = self.table.rowAt(0), self.table.last_whole_row()
        column, _order = self.model.sorted_by
        key = self.model.title_of(column).lower() if column >= 0 else ""
        if column == self.model.column("dlt"):
            key = tr("DLT")
        by_key = tr("sorted by {column}, then newest onset").format(column=key)
        order = by_key if key and column != self.model.column("onset") else tr("sorted by onset")
        rows = tr("rows {first} to {last}").format(first=say_count(max(first, 0) + 1), last=say_count(last + 1))
        self.foot.setText(f"{rows} · {order}")

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
        if self.model.total:
            self.clear_filters()
        elif self.session.study.subjects:
            self.add_record()
        else:
            self.section_wanted.emit("subjects")

    # --- preview and form --------------------------------------------------------------------------

    def _current(self) -> EventRow | None:
        return self.model.row_at(self.table.currentIndex())

    def _as_entered(self, event: AdverseEvent) -> Record:
        """The record as entered: at an earlier cut-off the page shows less of it than it holds."""
        entered = self.session.study.entered.get(AdverseEvent.kind, ())
        return next((one for one in entered if one.record_id == event.record_id), event)

    def _show_preview(self) -> None:
        row = self._current()
        self.side.show_preview(has_record=row is not None)
        if row is not None:
            self.preview.show_event(row, self.session, can_write=not self.session.is_read_only)

    def _show_history(self) -> None:
        row = self._current()
        if row is not None:
            self.side.show_history(row.event)

    def _open_subject(self) -> None:
        row = self._current()
        if row is not None:
            self.subject_chosen.emit(row.event.subject_id)

    def _on_saved(self, record: Record) -> None:
        match record:
            case AdverseEvent():
                if self.model.find(record.record_id) is None:
                    self.clear_filters()
                self.select(record.record_id)
            case SafetyReport():
                self.select(record.event_id)
            case Intervention():
                self.select(next(iter(record.treats or ()), ""))

    def _on_closed(self) -> None:
        self._show_preview()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _document(event: AdverseEvent) -> str:
    """What the audit trail and the file call the form."""
    return f"SAE form {event.subject_id} {event.onset}".replace(":", "")
