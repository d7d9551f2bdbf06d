"""One subject: its head, its sides as tabs below it, and the form of a record at the right."""

from importlib import import_module

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.records import AdverseEvent, EndOfTreatment, Leaving, Record
from domain.terms import LockScope
from ui.dialogs.data_lock import DataLockDialog
from ui.forms.of_kind import FORMS
from ui.forms.record_form import RecordForm
from ui.forms.side_panel import SidePanel
from ui.pages.casebook_print import ask_and_save_casebook
from ui.pages.subject_course import SubjectCourse
from ui.pages.subject_custody import SubjectCustody
from ui.pages.subject_head import SubjectHead
from ui.pages.subject_tab import SubjectTab
from ui.session import Session
from ui.text import marked, tr
from ui.theme import PAGE_MARGIN, PAGE_TOP, SPACE_M
from ui.widgets.banner import Banner
from ui.widgets.buttons import LinkButton
from ui.widgets.scroll import ScrollArea
from ui.widgets.segmented_control import Segment, SegmentedControl
from ui.words.lock import subject_lock

COURSE = "course"
# The first opens with the page; the others are made when they are first gone to.
TABS = (
    (COURSE, marked("Course"), "ui.pages.subject_course", "SubjectCourse"),
    ("screening", marked("Screening"), "ui.pages.subject_screening", "SubjectScreening"),
    ("dosing", marked("Dosing"), "ui.pages.subject_dosing", "SubjectDosing"),
    ("schedule", marked("Schedule"), "ui.pages.subject_schedule", "SubjectSchedule"),
    ("assessments", marked("Assessments"), "ui.pages.subject_assessments", "SubjectAssessments"),
)
# Where the records of a kind stand; those of all others in the course.
_SIDES = {
    **dict.fromkeys(("consent", "rescreening", "eligibility", "criterion_answer"), "screening"),
    **dict.fromkeys(("preparation", "administration"), "dosing"),
    **dict.fromkeys(("visit", "survival_contact"), "schedule"),
    **dict.fromkeys(
        (
            "medical_history", "prior_therapy", "vital_signs", "body_weight", "ecog_status", "ecg", "physical_exam",
            "assessment_not_done",
        ),
        "assessments",
    ),
}  # fmt: skip


class SubjectView(QWidget):
    """A subject's page inside the section of subjects.

    Signals:
        back_wanted: to the list.
        queries_wanted: to the queries.
        edited: whether something typed is not saved may have changed.
    """

    back_wanted = Signal()
    queries_wanted = Signal()
    edited = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Build it without a subject."""
        super().__init__(parent)
        self.session = session
        self.subject_id = ""
        self.panel = SidePanel(session)
        self.panel.saved.connect(self._on_saved)
        self.panel.closed.connect(self._focus_next_step)
        self.panel.edited.connect(self.edited)
        self.head = SubjectHead()
        self.head.step_wanted.connect(self.start_record)
        self.head.event_button.clicked.connect(lambda: self.start_record(AdverseEvent))
        self.head.end_button.clicked.connect(lambda: self.start_record(EndOfTreatment))
        self.head.leave_button.clicked.connect(lambda: self.start_record(Leaving))
        self.custody = SubjectCustody(session)
        self.custody.casebook_wanted.connect(lambda: self.panel.show_casebook(self.subject_id))
        self.custody.lock_wanted.connect(self._ask_lock)
        self.custody.queries_wanted.connect(self.queries_wanted)
        self.tabs = SegmentedControl(
            [Segment(name, tr(title)) for name, title, _, _ in TABS],
            tr("Sides of the subject"),
            height=28,
            fill_width=False,
        )
        self.tabs.set_value(COURSE)
        self.tabs.value_changed.connect(lambda: self.show_tab(str(self.tabs.value())))
        self.trouble = Banner("hard", "")
        self.trouble.hide()
        self._tabs: dict[str, SubjectTab] = {}
        self._lay_out()
        self.tab = self._tab(COURSE)

    def _lay_out(self) -> None:
        column = QWidget()
        self._cards = QVBoxLayout(column)
        self._cards.setContentsMargins(PAGE_MARGIN, PAGE_TOP - 8, SPACE_M, PAGE_TOP)
        self._cards.setSpacing(SPACE_M)
        self.back = LinkButton(tr("Subjects"), "chevron_left", small=True)
        self.back.setAccessibleName(tr("Back to the list of subjects"))
        self.back.clicked.connect(self.back_wanted)
        self.print_button = LinkButton(tr("Print casebook…"), "printer", small=True)
        self.print_button.clicked.connect(self._print_casebook)
        top = QHBoxLayout()
        top.addWidget(self.back)
        top.addStretch(1)
        top.addWidget(self.print_button)
        self._cards.addLayout(top)
        for card in (self.trouble, self.head, self.custody):
            self._cards.addWidget(card)
        self._cards.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        self._cards.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(ScrollArea(column), 1)
        holder = QVBoxLayout()
        holder.setContentsMargins(0, PAGE_TOP, PAGE_MARGIN, PAGE_TOP)
        holder.addWidget(self.panel)
        row.addLayout(holder)

    # --- tabs --------------------------------------------------------------------------------------

    @property
    def course(self) -> SubjectCourse:
        """The tab that opens with the page."""
        tab = self._tab(COURSE)
        assert isinstance(tab, SubjectCourse)
        return tab

    def show_tab(self, name: str) -> None:
        """Bring a side of the subject to the front."""
        self.tabs.set_value(name)
        self.tab.hide()
        self.tab = self._tab(name)
        self.tab.show()
        self.show_study()

    def _tab(self, name: str) -> SubjectTab:
        if name not in self._tabs:
            _, _, module, of_kind = next(row for row in TABS if row[0] == name)
            tab: SubjectTab = getattr(import_module(module), of_kind)(self.session)
            tab.form_wanted.connect(self.panel.show_form)
            tab.record_wanted.connect(self.open_record)
            tab.history_wanted.connect(self.panel.show_history)
            tab.sign_wanted.connect(self.panel.show_signatures)
            tab.edited.connect(self.edited)
            self._tabs[name] = tab
            self._cards.insertWidget(self._cards.count() - 1, tab)
        return self._tabs[name]

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
        self.tab.show_subject(subject_id)

    def has_unsaved(self) -> bool:
        """Whether the form or a tab holds what is not saved."""
        return self.panel.has_unsaved() or any(tab.has_unsaved() for tab in self._tabs.values())

    def may_leave(self) -> bool:
        """Whether nothing typed would be lost; where something would, it says so."""
        return self.panel.may_change() and not any(tab.has_unsaved() for tab in self._tabs.values())

    # --- forms -------------------------------------------------------------------------------------

    def start_record(self, kind: type[Record]) -> None:
        """Open the form of a new record of the subject."""
        if not self.session.is_read_only:
            self.panel.show_form(FORMS[kind](self.session, known=self._known()))

    def _known(self) -> dict[str, object]:
        part = self.session.study.part_of(self.subject_id) or self.session.part
        return {"subject_id": self.subject_id, "part_id": part.part_id}

    def open_record(self, record_id: str) -> None:
        """Open a saved record: to be corrected, or, in a study open for reading only, its history."""
        record = self._find(record_id)
        if record is None or (self.panel.form is not None and self.panel.form.record == record):
            return
        if self.session.is_read_only:
            self.panel.show_history(record)
        elif self.panel.show_form(self._form_of(record)):
            self.tab.select(record_id)
        else:
            self.tab.select(self.panel.form.record.record_id if self.panel.form and self.panel.form.record else "")

    def _form_of(self, record: Record) -> RecordForm:
        return FORMS[type(record)](self.session, record)

    def open_field(self, record_id: str, field: str, query_id: str = "") -> None:
        """Open a saved record at a field, its corrections linked to a query."""
        record = self._find(record_id)
        if record is not None:
            self.show_tab(_SIDES.get(record.kind, COURSE))
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

    def _print_casebook(self) -> None:
        said = ask_and_save_casebook(self.session, self.subject_id, self)
        self.trouble.setVisible(bool(said))
        if said:
            self.trouble.show_message("hard", tr("The casebook was not written"), said)

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

    def _focus_next_step(self) -> None:
        """After a form the keyboard stands on what comes next."""
        if self.tab.take_focus():
            return
        button = self.head.step_button if self.head.step_button.isVisible() else self.head.event_button
        button.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_saved(self, record: Record) -> None:
        self.tab.select(record.record_id)
