"""One subject: head, timeline, adverse events, doses, course and deviations; the form of a record at the right."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.records import (
    Administration,
    AdverseEvent,
    Eligibility,
    EndOfTreatment,
    Enrolment,
    Intervention,
    Leaving,
    Record,
    SafetyReport,
    Subject,
)
from domain.terms import LockScope
from ui.data_lock_dialog import DataLockDialog
from ui.forms.adverse_event_form import AdverseEventForm
from ui.forms.dose_form import DoseForm
from ui.forms.eligibility_form import EligibilityForm
from ui.forms.end_of_treatment_form import EndOfTreatmentForm
from ui.forms.enrolment_form import EnrolmentForm
from ui.forms.intervention_form import InterventionForm
from ui.forms.leaving_form import LeavingForm
from ui.forms.record_form import RecordForm
from ui.forms.row_menu import offer_history
from ui.forms.safety_report_form import SafetyReportForm
from ui.forms.side_panel import SidePanel
from ui.forms.subject_form import SubjectForm
from ui.lock_words import subject_lock
from ui.models.event_rows import EventRow, EventsModel, list_events
from ui.models.intervention_rows import (
    InterventionRow,
    InterventionsModel,
    ReportRow,
    ReportsModel,
    list_interventions,
    list_reports,
)
from ui.models.record_rows import CourseModel, CourseRow, DeviationsModel, DosesModel, list_course
from ui.models.rows_model import RowsModel
from ui.models.timeline_of import timeline_of
from ui.pages.laboratory_proposals import ProposalCard
from ui.pages.subject_custody import SubjectCustody
from ui.pages.subject_head import SubjectHead
from ui.session import Session
from ui.text import tr
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.scroll import ScrollArea
from ui.widgets.table import TableView
from ui.widgets.timeline import TimelineView

FORMS: Mapping[type[Record], type[RecordForm]] = {
    Subject: SubjectForm,
    Eligibility: EligibilityForm,
    Enrolment: EnrolmentForm,
    Administration: DoseForm,
    AdverseEvent: AdverseEventForm,
    Intervention: InterventionForm,
    SafetyReport: SafetyReportForm,
    EndOfTreatment: EndOfTreatmentForm,
    Leaving: LeavingForm,
}
_ROW = 30


class SubjectView(QWidget):
    """A subject's page inside the section of subjects.

    Signals:
        back_wanted: to the list.
        queries_wanted: to the queries.
    """

    back_wanted = Signal()
    queries_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without a subject."""
        super().__init__(parent)
        self.session = session
        self.subject_id = ""
        self.panel = SidePanel(session)
        self.panel.saved.connect(self._on_saved)
        self.panel.closed.connect(self._focus_next_step)
        self.head = SubjectHead()
        self.head.step_wanted.connect(self.start_record)
        self.head.event_button.clicked.connect(lambda: self.start_record(AdverseEvent))
        self.head.end_button.clicked.connect(lambda: self.start_record(EndOfTreatment))
        self.head.leave_button.clicked.connect(lambda: self.start_record(Leaving))
        self.custody = SubjectCustody(session)
        self.custody.casebook_wanted.connect(lambda: self.panel.show_casebook(self.subject_id))
        self.custody.lock_wanted.connect(self._ask_lock)
        self.custody.queries_wanted.connect(self.queries_wanted)
        self.timeline = TimelineView(tr("Timeline"), tr("Dose given"))
        self.timeline.record_chosen.connect(self.open_record)
        self._timeline_card = Card(tr("Timeline"))
        self._timeline_card.add(self.timeline)
        self._no_timeline = Label(tr("The timeline starts with the first dose."), token="text2", wrap=True)
        self._timeline_card.add(self._no_timeline)
        self.proposals = ProposalCard(session)
        self.proposals.form_wanted.connect(self.panel.show_form)
        words = lambda: self.session.words  # noqa: E731
        self.events_model = EventsModel(words, for_subject=True, parent=self)
        self.interventions_model, self.reports_model = InterventionsModel(self), ReportsModel(words, self)
        self.doses_model, self.course_model = DosesModel(words, self), CourseModel(self)
        self.deviations_model = DeviationsModel(self)
        self.events = _RecordTable(tr("Adverse events"), self.events_model, tr("None recorded."), 0)
        self.interventions = _RecordTable(
            tr("Medication and procedures"), self.interventions_model, tr("None recorded."), 5
        )
        self.reports = _RecordTable(tr("Safety reports"), self.reports_model, "", 0)
        self.doses = _RecordTable(tr("Doses"), self.doses_model, tr("None given yet."), 6)
        self.course = _RecordTable(tr("Course"), self.course_model, "", 2, counts=False)
        self.deviations = _RecordTable(tr("Deviations"), self.deviations_model, tr("None."), 3)
        self.treatment_link = LinkButton(tr("Add medication"), "plus", small=True)
        self.treatment_link.clicked.connect(lambda: self.start_record(Intervention))
        self.interventions.add_to_title(self.treatment_link)
        self._tables = (self.events, self.interventions, self.reports, self.doses, self.course)
        for table in self._tables:
            table.record_chosen.connect(self.open_record)
            offer_history(table.table, session, table.record_at, self.panel.show_history)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QWidget()
        cards = QVBoxLayout(column)
        cards.setContentsMargins(PAGE_MARGIN, PAGE_TOP - 8, SPACE_M, PAGE_TOP)
        cards.setSpacing(SPACE_M)
        self.back = LinkButton(tr("Subjects"), "chevron_left", small=True)
        self.back.setAccessibleName(tr("Back to the list of subjects"))
        self.back.clicked.connect(self.back_wanted)
        cards.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        cards.setSpacing(SPACE_M)
        for card in (self.head, self.custody, self._timeline_card, self.proposals, *self._tables, self.deviations):
            cards.addWidget(card)
        cards.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(ScrollArea(column), 1)
        holder = QVBoxLayout()
        holder.setContentsMargins(0, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
        holder.addWidget(self.panel)
        row.addLayout(holder)

    # --- what it shows -----------------------------------------------------------------------------

    def show_subject(self, subject_id: str) -> None:
        """Show a subject; a form of another one closes."""
        if subject_id != self.subject_id and self.panel.form is not None:
            self.panel.close_form()
        self.subject_id = subject_id
        self.show_study()

    def show_study(self) -> None:
        """Draw the subject as the study is now; does nothing where the cut-off lies before the consent."""
        study, words, subject_id = self.session.study, self.session.words, self.subject_id
        if all(one.subject_id != subject_id for one in study.subjects):
            return
        can_write = self.session.may_create(AdverseEvent.kind) and subject_lock(self.session, subject_id) is None
        self.head.show_subject(study, subject_id, words, can_write=can_write)
        self.custody.show_subject(subject_id)
        timeline = timeline_of(study, subject_id, words)
        self.timeline.setVisible(timeline is not None)
        self._no_timeline.setVisible(timeline is None)
        self._timeline_card.set_caption("")
        if timeline is not None:
            self.timeline.show_timeline(timeline)
            first = study.first_dose(subject_id)
            assert first is not None
            caption = tr("study day, day 1 = {moment}").format(moment=words.moment(first.started_at))
            self._timeline_card.set_caption(caption)
        self.proposals.show_subject(subject_id)
        events = list_events(study, subject_id)
        self.events.show_rows(events)
        hint = "" if self.session.is_read_only else " · " + tr("Ctrl+N to add")
        self.events.set_caption(tr("CTCAE v{version}").format(version=study.protocol.ctcae) + hint)
        self.interventions.show_rows(list_interventions(study, subject_id))
        self.treatment_link.setVisible(not self.session.is_read_only)
        reports = list_reports(study, subject_id)
        self.reports.show_rows(reports)
        self.reports.setVisible(bool(reports))
        self.doses.show_rows(tuple(reversed(study.administrations(subject_id))))
        self.course.show_rows(list_course(study, subject_id, words))
        deviations = [one for one in study.deviations if one.subject_id == subject_id]
        self.deviations.show_rows(deviations)
        self.deviations.setVisible(bool(deviations))

    def has_unsaved(self) -> bool:
        """Whether the form holds what is not saved."""
        return self.panel.has_unsaved()

    # --- forms -------------------------------------------------------------------------------------

    def start_record(self, kind: type[Record]) -> None:
        """Open the form of a new record of the subject."""
        if not self.session.is_read_only:
            known = {"subject_id": self.subject_id, "part_id": self.session.part.part_id}
            self.panel.show_form(FORMS[kind](self.session, known=known))

    def open_record(self, record_id: str) -> None:
        """Open a saved record: to be corrected, or, in a study open for reading only, its history."""
        record = self._find(record_id)
        if record is None or (self.panel.form is not None and self.panel.form.record == record):
            return
        if self.session.is_read_only:
            self.panel.show_history(record)
        elif self.panel.show_form(FORMS[type(record)](self.session, record)):
            self._select(record_id)
        else:
            self._select(self.panel.form.record.record_id if self.panel.form and self.panel.form.record else "")

    def open_field(self, record_id: str, field: str, query_id: str = "") -> None:
        """Open a saved record at a field, its corrections linked to a query."""
        self.open_record(record_id)
        form = self.panel.form
        if form is None or form.record is None or form.record.record_id != record_id:
            return
        self.panel.follow_query(query_id)
        if field in form.fields:
            form.form.row(field).focus_control()
            form.form.scroll_to(form.form.row(field))

    def _ask_lock(self) -> None:
        lock = subject_lock(self.session, self.subject_id)
        target = (lock.scope, lock.target) if lock is not None else (LockScope.SUBJECT, self.subject_id)
        DataLockDialog(self.session, [target], parent=self).exec()

    def _find(self, record_id: str) -> Record | None:
        """The record as entered: at an earlier cut-off a page shows less of it than it holds."""
        return next(
            (
                record
                for kind in FORMS
                for record in self.session.study.entered.get(kind.kind, ())
                if record.record_id == record_id
            ),
            None,
        )

    def _select(self, record_id: str) -> None:
        for table in self._tables:
            table.select(record_id)

    def _focus_next_step(self) -> None:
        """After a form the keyboard stands on what comes next."""
        button = self.head.step_button if self.head.step_button.isVisible() else self.head.event_button
        button.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_saved(self, record: Record) -> None:
        self._select(record.record_id)


class _RecordTable(Card):
    """A card with a table as high as its rows.

    Signals:
        record_chosen: id of the row that was clicked, or on which Enter was pressed.
    """

    record_chosen = Signal(str)

    def __init__(self, title: str, model: RowsModel, empty: str, stretch_column: int, *, counts: bool = True) -> None:
        super().__init__(title, margin=12, bottom=12)
        self._counts = counts
        self._title, self._model = title, model
        self.table = TableView(title, row_height=_ROW, stretch_column=stretch_column)
        self.table.setModel(model)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.clicked.connect(self._on_chosen)
        self.table.row_activated.connect(self._on_chosen)
        self._empty = Label(empty, token="text2", wrap=True)
        self._empty.setContentsMargins(8, 0, 8, 8)
        self.add(self.table)
        self.add(self._empty)

    def record_at(self, index: QModelIndex) -> Record | None:
        """The record of a row."""
        row = self._model.row_at(index)
        if row is None:
            return None
        return row if isinstance(row, Record) else getattr(row, "event", None) or getattr(row, "record", None)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; the selected one stays selected if it is still there."""
        current = self._model.row_at(self.table.currentIndex())
        kept = self._id_of(current) if current is not None else ""
        self._model.set_rows(rows)
        self.table.fit_columns()
        self.table.setFixedHeight(self.table.content_height())
        self.table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self.set_title(f"{self._title}, {len(rows)}" if rows and self._counts else self._title)
        if kept:
            self.select(kept)

    def select(self, record_id: str) -> None:
        """Select a record's row; another table's record clears the selection."""
        place = self._model.find(record_id)
        if place is None:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
        else:
            self.table.select_row(place)

    def _on_chosen(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None:
            self.record_chosen.emit(self._id_of(row))

    @staticmethod
    def _id_of(row: object) -> str:
        match row:
            case EventRow():
                return row.event.record_id
            case CourseRow() | InterventionRow() | ReportRow():
                return row.record.record_id
            case Record():
                return row.record_id
            case _:
                raise TypeError(type(row).__name__)
