"""The course of a subject: timeline, adverse events, medication, safety reports, deviations."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.records import Intervention
from ui.forms.intervention_form import InterventionForm
from ui.forms.row_menu import offer_history
from ui.models.event_rows import EventsModel, list_events
from ui.models.intervention_rows import InterventionsModel, ReportsModel, list_interventions, list_reports
from ui.models.record_rows import CourseModel, DeviationsModel, list_course
from ui.models.timeline_of import timeline_of
from ui.pages.laboratory_proposals import ProposalCard
from ui.pages.record_table import RecordTable
from ui.pages.subject_tab import SubjectTab
from ui.session import Session
from ui.text import tr
from ui.theme import SPACE_M
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.timeline import TimelineView


class SubjectCourse(SubjectTab):
    """What happened to the subject, in time and in tables."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without a subject."""
        super().__init__(session, parent)
        self.timeline = TimelineView(tr("Timeline"), tr("Dose given"))
        self.timeline.record_chosen.connect(self.record_wanted)
        self._timeline_card = Card(tr("Timeline"))
        self._timeline_card.add(self.timeline)
        self._no_timeline = Label(tr("The timeline starts with the first dose."), token="text2", wrap=True)
        self._timeline_card.add(self._no_timeline)
        self.proposals = ProposalCard(session)
        self.proposals.form_wanted.connect(self.form_wanted)
        words = lambda: self.session.words  # noqa: E731
        self.events_model = EventsModel(words, for_subject=True, parent=self)
        self.interventions_model, self.reports_model = InterventionsModel(self), ReportsModel(words, self)
        self.course_model, self.deviations_model = CourseModel(self), DeviationsModel(self)
        self.events = RecordTable(tr("Adverse events"), self.events_model, tr("None recorded."), 0)
        self.interventions = RecordTable(
            tr("Medication and procedures"), self.interventions_model, tr("None recorded."), 5
        )
        self.reports = RecordTable(tr("Safety reports"), self.reports_model, "", 0)
        self.course = RecordTable(tr("Course"), self.course_model, "", 2, counts=False)
        self.deviations = RecordTable(tr("Deviations"), self.deviations_model, tr("None."), 3)
        self.treatment_link = LinkButton(tr("Add medication"), "plus", small=True)
        self.treatment_link.clicked.connect(self._add_medication)
        self.interventions.add_to_title(self.treatment_link)
        self._tables = (self.events, self.interventions, self.reports, self.course)
        for table in self._tables:
            table.record_chosen.connect(self.record_wanted)
            offer_history(table.table, session, table.record_at, self.history_wanted.emit)
        cards = QVBoxLayout(self)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(SPACE_M)
        for card in (self._timeline_card, self.proposals, *self._tables, self.deviations):
            cards.addWidget(card)

    def show_subject(self, subject_id: str) -> None:
        """Draw the subject as the study is now."""
        self.subject_id = subject_id
        study, words = self.session.study, self.session.words
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
        self.treatment_link.setVisible(self.session.may_create(Intervention.kind))
        reports = list_reports(study, subject_id)
        self.reports.show_rows(reports)
        self.reports.setVisible(bool(reports))
        self.course.show_rows(list_course(study, subject_id, words))
        deviations = [one for one in study.deviations if one.subject_id == subject_id]
        self.deviations.show_rows(deviations)
        self.deviations.setVisible(bool(deviations))

    def select(self, record_id: str) -> None:
        """Select a record's row."""
        for table in self._tables:
            table.select(record_id)

    def _add_medication(self) -> None:
        self.form_wanted.emit(InterventionForm(self.session, known={"subject_id": self.subject_id}))
