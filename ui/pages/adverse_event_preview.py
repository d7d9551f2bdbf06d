"""The preview of an adverse event: reads only."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.ctcae.catalogue import soc_of
from domain.evaluability import derive_window
from domain.terms import DltMark
from ui.models.event_rows import EventRow, dlt_words
from ui.session import Session
from ui.text import say_partial, term, tr
from ui.theme import SPACE_S
from ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton, button_row
from ui.widgets.card import Card, NoteBox, SunkenBox
from ui.widgets.elided_label import Label
from ui.widgets.key_value import KeyValueList
from ui.widgets.mark import GradeSquare
from ui.widgets.scroll import ScrollArea


class EventPreview(Card):
    """Term, grade, facts, what is open, and the ways on.

    Signals:
        edit_wanted, subject_wanted, history_wanted: of the event that is shown.
    """

    edit_wanted = Signal()
    subject_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(" ", " ", parent=parent)
        self.history_link = LinkButton(tr("History"), small=True)
        self.history_link.clicked.connect(self.history_wanted)
        self.add_to_title(self.history_link)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(12)
        box = SunkenBox()
        line = QHBoxLayout()
        line.setSpacing(12)
        self._grade = GradeSquare(1, size=28)
        line.addWidget(self._grade)
        said = QVBoxLayout()
        said.setSpacing(2)
        self._headline, self._soc = (
            Label("", weight=600, wrap=True),
            Label("", size="caption", token="text2", wrap=True),
        )
        said.addWidget(self._headline)
        said.addWidget(self._soc)
        line.addLayout(said, 1)
        box.body.addLayout(line)
        self._column.addWidget(box)
        self._facts = KeyValueList()
        self._column.addWidget(self._facts)
        self._note: NoteBox | None = None
        self._reason = Label("", size="caption", token="text2", wrap=True)
        self._column.addWidget(self._reason)
        self._column.addStretch(1)
        self.add(ScrollArea(content), 1)
        self.subject_button = SecondaryButton(tr("Open subject"))
        self.subject_button.clicked.connect(self.subject_wanted)
        self.edit_button = PrimaryButton(tr("Edit event"), "pencil")
        self.edit_button.clicked.connect(self.edit_wanted)
        self.body.addSpacing(SPACE_S)
        self.body.addLayout(button_row(self.subject_button, self.edit_button))

    def show_event(self, row: EventRow, session: Session, *, can_write: bool) -> None:
        """Show an event."""
        event, study, words = row.event, session.study, session.words
        self.set_title(event.term, event.subject_id)
        self._grade.set_grade(int(event.grade))
        parts = [tr("Grade {grade}").format(grade=int(event.grade))]
        parts += [tr("serious")] if event.is_serious else []
        parts += [tr("ongoing")] if event.is_ongoing else []
        self._headline.setText(", ".join(parts))
        self._soc.setText(soc_of(study.protocol.ctcae, event.term))
        onset = say_partial(event.onset)
        if row.study_day is not None:
            onset = tr("{onset}, study day {day}").format(onset=onset, day=row.study_day)
        drug = study.protocol.drug
        self._facts.set_facts(
            [
                (tr("Onset"), onset),
                (tr("End"), say_partial(event.end) if event.end else tr("ongoing")),
                (tr("Dose level"), words.level(row.level) if row.level is not None else ""),
                (tr("In DLT window"), self._window_words(row, session)),
                (tr("Related to {drug}").format(drug=drug), term(event.relationship)),
                (tr("Action taken"), term(event.action_taken)),
                (tr("Outcome"), term(event.outcome)),
                (tr("DLT"), dlt_words(row)),
            ]
        )
        self._reason.setText(tr("Assessor: {reason}").format(reason=event.dlt_reason) if event.dlt_reason else "")
        self._reason.setVisible(bool(event.dlt_reason))
        self._show_note(row, session)
        self.edit_button.setVisible(can_write)

    def _window_words(self, row: EventRow, session: Session) -> str:
        study, part = session.study, session.study.part_of(row.event.subject_id)
        if part is None or derive_window(study, part, row.event.subject_id) is None:
            return tr("no dose yet")
        if not row.is_inside:
            return tr("no")
        if row.study_day is None:
            return tr("yes, the date leaves it open")
        return tr("yes, day {day} of {days}").format(day=row.study_day, days=part.window.days)

    def _show_note(self, row: EventRow, session: Session) -> None:
        if self._note is not None:
            self._column.removeWidget(self._note)
            self._note.hide()
            self._note.deleteLater()
            self._note = None
        if row.is_inside and row.event.dlt_mark is DltMark.NOT_ASSESSED:
            line = tr("The verdict on {subject} waits for it.").format(subject=row.event.subject_id)
            self._note = NoteBox("soft", tr("DLT not assessed"), (line,))
            self._column.insertWidget(2, self._note)
            self._note.show()
