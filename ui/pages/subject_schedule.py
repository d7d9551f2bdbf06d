"""The schedule of a subject: every visit with its window and status, and the follow-up for survival (SUB-3, SUB-8)."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.records import (
    Administration,
    Eligibility,
    Enrolment,
    Record,
    SurvivalContact,
    TumourVisit,
    Visit,
)
from domain.schedule.due_visit import DueVisit
from domain.schedule.matrix import with_gaps
from domain.schedule.plan import DOSING, SCREENING, SURVIVAL
from domain.schedule.subject_schedule import derive_subject_schedule, near_visits, record_of
from domain.summaries.visits import tabulate_visits
from domain.terms import Right
from ui.forms.of_kind import FORMS
from ui.forms.row_menu import offer_history
from ui.forms.visit_form import next_unscheduled
from ui.models.contact_rows import ContactsModel
from ui.models.schedule_table import ScheduleTable, say_assessments
from ui.models.schedule_words import ScheduleWords
from ui.models.yielding_columns import YieldingColumns
from ui.pages.follow_up_lines import follow_up_lines
from ui.pages.record_table import RecordTable
from ui.pages.schedule_files import ask_and_save
from ui.pages.subject_tab import SubjectTab
from ui.session import Session
from ui.text import tr
from ui.theme import SPACE_M
from ui.widgets.banner import Banner
from ui.widgets.buttons import LinkButton
from ui.widgets.card import Card
from ui.widgets.elided_label import Label
from ui.widgets.table import TableView
from ui.words.lock import subject_lock

AHEAD = 4
"""Later visits that are listed while the others stay folded."""

_ROW = 30
# What gives way first where a form stands beside the table.
_YIELDING = ("assessments", "done", "earliest")


class SubjectSchedule(SubjectTab):
    """Visits in the order of their days, and what was learnt of the subject's survival."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without a subject."""
        super().__init__(session, parent)
        self._visits: tuple[DueVisit, ...] = ()
        self.shows_all = False
        self.model = ScheduleTable(lambda: ScheduleWords.of(self.session.words), self)
        self.table = TableView(tr("Visits"), row_height=_ROW, stretch_column=7)
        self.table.setModel(self.model)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.clicked.connect(self._on_chosen)
        self.table.row_activated.connect(self._on_chosen)
        offer_history(self.table, session, self._record_at, self.history_wanted.emit)
        self._fit: YieldingColumns | None = None
        self.visits_card = Card(tr("Visits"), margin=12, bottom=12)
        self.trouble = Banner("hard", "")
        self.trouble.hide()
        self.all_link, self.add_link = LinkButton("", small=True), LinkButton(tr("Add visit"), "plus", small=True)
        self.all_link.clicked.connect(self._toggle_all)
        self.add_link.clicked.connect(self._add_unscheduled)
        for link in (self.all_link, self.add_link):
            self.visits_card.add_to_title(link)
        self._none = Label(tr("The protocol has no visit plan."), token="text2", wrap=True)
        for widget in (self.trouble, self.table, self._none):
            self.visits_card.add(widget)
        self.visits_card.body.addLayout(self._files())
        self.contacts_model = ContactsModel(self)
        self.contacts = RecordTable(tr("Follow-up and survival"), self.contacts_model, tr("No contact recorded."), 5)
        self.contacts.table.setAccessibleName(tr("Survival contacts"))
        self._lines = Label("", token="text2", wrap=True)
        self._lines.setContentsMargins(8, 0, 8, 0)
        self.contacts.body.insertWidget(0, self._lines)
        self.contact_link = LinkButton(tr("Add contact"), "plus", small=True)
        self.contact_link.clicked.connect(lambda: self._start(SurvivalContact))
        self.contacts.add_to_title(self.contact_link)
        self.contacts.record_chosen.connect(self.record_wanted)
        offer_history(self.contacts.table, session, self.contacts.record_at, self.history_wanted.emit)
        cards = QVBoxLayout(self)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(SPACE_M)
        cards.addWidget(self.visits_card)
        cards.addWidget(self.contacts)

    def _files(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 4, 8, 0)
        row.setSpacing(SPACE_M)
        self.print_link = LinkButton(tr("Calendar to take home…"), "printer", small=True)
        self.calendar_link = LinkButton(tr("Calendar file (.ics)…"), "calendar", small=True)
        self.csv_link = LinkButton(tr("Table (.csv)…"), "download", small=True)
        for link, ending in ((self.print_link, "pdf"), (self.calendar_link, "ics"), (self.csv_link, "csv")):
            link.clicked.connect(lambda _checked=False, ending=ending: self._save(ending))
            row.addWidget(link)
        row.addStretch(1)
        return row

    # --- what it shows -----------------------------------------------------------------------------

    def show_subject(self, subject_id: str) -> None:
        """Draw the subject as the study is now."""
        if subject_id != self.subject_id:
            self.shows_all = False
            self.trouble.hide()
        self.subject_id = subject_id
        study = self.session.study
        every = with_gaps(study, subject_id, derive_subject_schedule(study, subject_id, study.cut_off))
        near = near_visits(every, AHEAD)
        current = self._current()
        self._visits = every if self.shows_all else near
        self.model.show_table(tabulate_visits(study, subject_id, self._visits))
        self.model.set_tips([say_assessments(study, one) for one in self._visits])
        if self._fit is None:
            yielding = [self.model.column(key) for key in _YIELDING]
            # Its date stands beside the first of the window.
            self.table.horizontalHeader().setSectionHidden(self.model.column("latest"), True)
            self._fit = YieldingColumns(self.table, self.model.column("reason"), yielding, least=150)
        self._fit.fit()
        self.table.setFixedHeight(self.table.content_height())
        self._show_around(len(every), len(every) - len(near))
        if current:
            self._select_visit(current)
        self.contacts.show_rows(tuple(reversed(study.survival_contacts_of(subject_id))))
        lines = follow_up_lines(study, subject_id, every, ScheduleWords.of(self.session.words))
        self._lines.setText("\n".join(lines))
        self._lines.setVisible(bool(lines))

    def _show_around(self, number: int, folded: int) -> None:
        """The title, what can be done, and the empty state."""
        self.visits_card.set_title(f"{tr('Visits')}, {number}" if number else tr("Visits"))
        self.table.setVisible(bool(number))
        self._none.setVisible(not number)
        self.all_link.setVisible(bool(folded))
        text = tr("Show fewer") if self.shows_all else tr("Show all ({number} more)").format(number=folded)
        self.all_link.setText(text)
        self.add_link.setVisible(self._may_start(Visit))
        self.contact_link.setVisible(self._may_start(SurvivalContact))
        may_export = self.session.may(Right.EXPORT)
        self.print_link.setVisible(bool(number) and self.session.may(Right.PRINT))
        self.calendar_link.setVisible(bool(number) and may_export)
        self.csv_link.setVisible(bool(number) and may_export)

    def select(self, record_id: str) -> None:
        """Select the row of a record; one that stands in neither table clears both."""
        self.contacts.select(record_id)
        table = self.model.table
        if record_id and table is not None and record_id in table.row_ids:
            self.table.select_row(table.row_ids.index(record_id))
        else:
            self.table.clearSelection()

    def take_focus(self) -> bool:
        """After a form the keyboard is on the table again."""
        if not self._visits:
            return False
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    # --- what is done with it ----------------------------------------------------------------------

    def open_visit(self, key: str) -> None:
        """Open the record that answers a visit, or the form of a new one; does nothing without the visit."""
        visit = next((one for one in self._visits if one.key == key), None)
        if visit is None:
            return
        record = record_of(self.session.study, visit)
        if isinstance(record, TumourVisit):
            self.history_wanted.emit(record)
        elif record is not None:
            self.record_wanted.emit(record.record_id)
        else:
            self._start(self._kind_for(visit), visit=visit.key)

    def _kind_for(self, visit: DueVisit) -> type[Record]:
        """What answers a visit: the step that comes next where it is one of the dose."""
        study, subject_id = self.session.study, self.subject_id
        if visit.code == SCREENING:
            return Eligibility
        if visit.code == DOSING:
            return Administration if study.enrolment(subject_id) is not None else Enrolment
        return SurvivalContact if visit.code == SURVIVAL else Visit

    def _add_unscheduled(self) -> None:
        self._start(Visit, visit=next_unscheduled(self.session.study, self.subject_id))

    def _start(self, kind: type[Record], *, visit: str = "") -> None:
        if not self._may_start(kind):
            return
        part = self.session.study.part_of(self.subject_id) or self.session.part
        known: dict[str, object] = {"subject_id": self.subject_id, "part_id": part.part_id}
        if kind is Visit:
            known["visit"] = visit
        self.form_wanted.emit(FORMS[kind](self.session, known=known))

    def _may_start(self, kind: type[Record]) -> bool:
        return self.session.may_create(kind.kind) and subject_lock(self.session, self.subject_id) is None

    def _toggle_all(self) -> None:
        self.shows_all = not self.shows_all
        self.show_subject(self.subject_id)

    def _save(self, ending: str) -> None:
        said = ask_and_save(self.session, self.subject_id, self, ending)
        self.trouble.setVisible(bool(said))
        if said:
            self.trouble.show_message("hard", tr("The file was not written"), said)

    # --- rows --------------------------------------------------------------------------------------

    def _on_chosen(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._visits):
            self.open_visit(self._visits[index.row()].key)

    def _record_at(self, index: QModelIndex) -> Record | None:
        if not 0 <= index.row() < len(self._visits):
            return None
        return record_of(self.session.study, self._visits[index.row()])

    def _current(self) -> str:
        place = self.table.currentIndex().row()
        return self._visits[place].key if 0 <= place < len(self._visits) else ""

    def _select_visit(self, key: str) -> None:
        place = next((at for at, one in enumerate(self._visits) if one.key == key), None)
        if place is not None:
            self.table.select_row(place)
