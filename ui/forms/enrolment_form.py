"""Enrolment: the level with an open slot, or a closed one where it has happened."""

from datetime import datetime
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.checks.subject import check_enrolment
from domain.escalation.planned_number import derive_planned_number
from domain.escalation.slots import assess_slot
from domain.parts.terms import BackfillPolicy
from domain.reasons import Finding
from domain.records import Enrolment, Record
from domain.terms import PartKind
from ui.forms.level_choice import LevelChoice
from ui.forms.record_form import RecordForm
from ui.planned_words import say_planned
from ui.text import tr
from ui.widgets.elided_label import Label
from ui.widgets.fields import ComboBox, Option


class EnrolmentForm(RecordForm):
    """A subject's place at a dose level; until the first dose it is a reserved slot."""

    kind: ClassVar[type[Record]] = Enrolment
    save_text: ClassVar[str] = "Enrol subject"
    hidden: ClassVar[tuple[str, ...]] = ("record_id", "subject_id", "part_id")
    # The moment stands first: which slots are open depends on it.
    in_front: ClassVar[tuple[str, ...]] = ("enrolled_at",)
    stand_ins: ClassVar[dict[str, object]] = {"dose_level": 1}
    shown_at: ClassVar[dict[str, str]] = {"subject_id": "enrolled_at"}
    planned: Label | None = None

    def hidden_fields(self) -> tuple[str, ...]:
        """A cohort is of an expansion, a backfill of an escalation whose protocol foresees it."""
        part = self.session.part
        hidden = list(self.hidden)
        if part.kind is not PartKind.EXPANSION:
            hidden.append("cohort")
        if part.kind is not PartKind.ESCALATION or part.rules.backfill is BackfillPolicy.NONE:
            hidden.append("is_backfill")
        # What a record holds is never out of sight.
        return tuple(one for one in hidden if one in self.hidden or not getattr(self.record, one, None))

    def build(self, field: str) -> QWidget:
        if field == "cohort":
            cohorts = enumerate(self.session.part.cohorts, 1)
            return ComboBox([Option(number, one.title) for number, one in cohorts], self.label_of(field))
        if field == "dose_level":
            choice = LevelChoice(self.label_of(field))
            choice.show_status(self.part_before(self._moment(getattr(self.record, "enrolled_at", None))), self.words)
            return choice
        return super().build(field)

    def hint_of(self, field: str) -> str:
        if field == "dose_level":
            days = self.session.part.rules.reservation_days
            return tr("The slot is held for {days} days.").format(days=days)
        return super().hint_of(field)

    def below(self, field: str) -> QWidget | None:
        if field != "dose_level":
            return super().below(field)
        status = self.part_before(self._moment(getattr(self.record, "enrolled_at", None)))
        number = derive_planned_number(status.study, status.part)
        if number is None or not number.is_near:
            return None
        count = tr("{enrolled} of {planned} planned subjects are enrolled.").format(
            enrolled=number.enrolled, planned=number.planned
        )
        said = say_planned(status, number).rstrip(".")
        self.planned = Label(f"{count} {said}.", size="caption", token="warnline", wrap=True)
        return self.planned

    def first_values(self) -> dict[str, object]:
        now = self.now.replace(second=0, microsecond=0)
        recommended = self.part_before(now).recommendation.dose_level
        is_open = recommended is not None and assess_slot(self.part_before(now), recommended).is_open
        return {"enrolled_at": now, "dose_level": recommended if is_open else None}

    def on_edited(self, field: str) -> None:
        if field == "enrolled_at":
            choice = self.form.row("dose_level").control
            assert isinstance(choice, LevelChoice)
            moment = self._moment(self.form.row("enrolled_at").value())
            choice.show_status(self.part_before(moment), self.words)

    def _moment(self, typed: object) -> datetime:
        """The moment typed, or now while it can't be read or lies ahead."""
        now = self.now
        return typed if isinstance(typed, datetime) and typed <= now else now.replace(second=0, microsecond=0)

    def check(self, record: Record, now: datetime) -> list[Finding]:
        assert isinstance(record, Enrolment)
        moment = min(record.enrolled_at, now)
        return check_enrolment(self.study_now(), self.part_before(moment), record, now=now)
