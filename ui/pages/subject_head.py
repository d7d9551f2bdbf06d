"""The head of a subject's page: mark, number, particulars, where the subject stands, and the step that comes next."""

from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from domain.records import Administration, Eligibility, Enrolment, Record
from domain.study import Study
from domain.terms import Outcome
from ui.models.subject_rows import SubjectRow, row_of
from ui.models.timeline_of import next_due
from ui.text import EN_DASH, Words, capital, say_number, term, tr
from ui.theme import CARD_PADDING, SPACE_M, SPACE_S
from ui.widgets.buttons import LinkButton, PrimaryButton
from ui.widgets.card import Card, Hairline
from ui.widgets.elided_label import ElidedLabel, Label
from ui.widgets.mark import SubjectMark
from ui.widgets.mark_paint import Mark


@dataclass(frozen=True)
class NextStep:
    """What is recorded next, and what the button says."""

    kind: type[Record]
    text: str


def next_step(study: Study, subject_id: str) -> NextStep | None:
    """The next record of a subject's way through the study; None for one who has left, failed screening or ended."""
    eligibility = study.eligibility(subject_id)
    if study.leaving(subject_id) or study.end_of_treatment(subject_id):
        return None
    if study.enrolment(subject_id) is None:
        if eligibility is None:
            return NextStep(Eligibility, tr("Record eligibility"))
        return NextStep(Enrolment, tr("Enrol subject")) if eligibility.is_eligible else None
    doses, part = study.administrations(subject_id), study.part_of(subject_id)
    cycle = max((dose.cycle for dose in doses), default=0) + 1
    if part is not None and part.max_cycles is not None and cycle > part.max_cycles:
        return None
    return NextStep(
        Administration, tr("Record cycle {cycle} dose").format(cycle=cycle) if doses else tr("Record first dose")
    )


class Fact(QWidget):
    """A caption above a value, with a hairline at the left."""

    def __init__(self, label: str, value: str) -> None:
        """Build it; an empty value is an en dash."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(Hairline(vertical=True))
        column = QVBoxLayout()
        column.setSpacing(2)
        said = Label(value or EN_DASH, weight=600)
        column.addWidget(Label(label, size="caption", token="text2"))
        column.addWidget(said)
        row.addLayout(column)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(f"{label}: {value or EN_DASH}")


class SubjectHead(Card):
    """The head card.

    Signals:
        step_wanted: kind of the record that the person wants to make.
    """

    step_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(bottom=12, spacing=12, parent=parent)
        self._mark = SubjectMark(Mark("+"), size=40)
        self._number = Label("", size="title", tabular=True)
        self._particulars = ElidedLabel("", size="caption", token="text2")
        self._facts: list[Fact] = []
        self._top = QHBoxLayout()
        self._top.setSpacing(SPACE_M)
        self._top.addWidget(self._mark)
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(self._number)
        who.addWidget(self._particulars)
        self._top.addLayout(who, 1)
        self.body.addLayout(self._top)
        self.step_button = PrimaryButton("")
        self.event_button = LinkButton(tr("Add adverse event"), "plus")
        self.end_button = LinkButton(tr("End treatment"))
        self.leave_button = LinkButton(tr("Leave study"))
        actions = QHBoxLayout()
        actions.setSpacing(SPACE_S)
        for button in (self.step_button, self.event_button, self.end_button, self.leave_button):
            actions.addWidget(button)
        actions.addStretch(1)
        self.body.addLayout(actions)
        self._step: NextStep | None = None
        self.step_button.clicked.connect(self._on_step)

    def show_subject(self, study: Study, subject_id: str, words: Words, *, can_write: bool) -> None:
        """Show a subject at the study's cut-off."""
        row = row_of(study, subject_id, words)
        self._mark.setVisible(row.mark is not None)
        if row.mark is not None:
            self._mark.set_mark(row.mark, subject_id)
        self._number.setText(subject_id)
        subject = row.subject
        particulars = [
            tr("{sex}, about {age} y").format(sex=term(subject.sex), age=row.age),
            subject.tumour_type,
            tr("{weight} kg").format(weight=say_number(subject.weight_kg)) if subject.weight_kg else "",
        ]
        self._particulars.setText(" · ".join(one for one in particulars if one))
        self._set_facts(_facts_of(study, row, words))
        self._step = next_step(study, subject_id)
        self.step_button.setVisible(can_write and self._step is not None)
        if self._step is not None:
            self.step_button.setText(self._step.text)
        self.event_button.setVisible(can_write)
        may_end = bool(study.first_dose(subject_id)) and study.end_of_treatment(subject_id) is None
        self.end_button.setVisible(can_write and may_end)
        self.leave_button.setVisible(can_write and study.leaving(subject_id) is None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _set_facts(self, facts: list[tuple[str, str]]) -> None:
        for fact in self._facts:
            self._top.removeWidget(fact)
            fact.hide()
            fact.deleteLater()
        self._facts = [Fact(label, value) for label, value in facts]
        for fact in self._facts:
            self._top.addWidget(fact)
            fact.show()
        self._fit()

    def _fit(self) -> None:
        """The last facts give way before the number and the particulars are cut short."""
        wanted = max(self._particulars.sizeHint().width(), self._number.sizeHint().width())
        room = self.width() - 2 * CARD_PADDING - wanted - (60 if not self._mark.isHidden() else 0)
        for place, fact in enumerate(self._facts):
            room -= fact.sizeHint().width() + SPACE_M
            fact.setVisible(room >= 0 or place == 0)

    def _on_step(self) -> None:
        if self._step is not None:
            self.step_wanted.emit(self._step.kind)


def _facts_of(study: Study, row: SubjectRow, words: Words) -> list[tuple[str, str]]:
    """What the head says of a subject, the most needed first; an undosed one has only a state."""
    part, doses = study.part_of(row.subject_id), study.administrations(row.subject_id)
    level = ""
    place = tr("Dose level")
    if part is not None and row.level is not None:
        cohort = row.enrolment.cohort if row.enrolment is not None else None
        place = tr("Dose level") if cohort is None else tr("Cohort")
        # A part that is not open has no doses yet.
        rung = part.level(row.level) if row.level <= len(part.levels) else None
        level = str(row.level if cohort is None else cohort)
        level += f" · {say_number(rung.dose)} {rung.unit}" if rung else f", {tr('part not open')}"
    facts = [(place, level)]
    if row.assessment is None:
        return [*facts, (tr("State"), capital(row.state))]
    facts.append((tr("DLT"), _verdict(study, row)))
    leaving, due = study.leaving(row.subject_id), next_due(study, row.subject_id)
    if leaving is not None:
        return [*facts, (tr("Left the study"), words.day(leaving.left_at))]
    day = (study.cut_off - doses[-1].started_at) // timedelta(days=1) + 1
    facts.append((tr("Cycle"), tr("{cycle}, day {day}").format(cycle=doses[-1].cycle, day=day)))
    return [*facts, (tr("Next dose"), f"C{due[0]}, {words.day(due[1])}" if due else "")]


def _verdict(study: Study, row: SubjectRow) -> str:
    """The verdict in as few words as a head has room for."""
    one = row.assessment
    if one is None:
        return ""
    if one.outcome is Outcome.DLT:
        return tr("met")
    if one.outcome in (Outcome.NOT_EVALUABLE, Outcome.NOT_EVALUABLE_MODERATE):
        return tr("not evaluable")
    if one.outcome.is_pending:
        if one.reason.code != "outcome_in_window":
            return tr("not yet known")
        length = (one.window_ends_at - one.first_dose_at) // timedelta(days=1)
        return tr("day {day} of {days}").format(day=one.study_day(study.cut_off), days=length)
    return tr("not met, moderate") if one.outcome is Outcome.MODERATE else tr("not met")
