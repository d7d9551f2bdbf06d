"""Enrolment: the level with an open slot, or a closed one where it has happened."""

from datetime import datetime
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.checks.subject import check_enrolment
from domain.escalation.slots import assess_slot
from domain.reasons import Finding
from domain.records import Enrolment, Record
from ui.forms.level_choice import LevelChoice
from ui.forms.record_form import RecordForm
from ui.text import tr


class EnrolmentForm(RecordForm):
    """A subject's place at a dose level; until the first dose it is a reserved slot."""

    kind: ClassVar[type[Record]] = Enrolment
    save_text: ClassVar[str] = "Enrol subject"
    hidden: ClassVar[tuple[str, ...]] = ("record_id", "subject_id", "part_id")
    # The moment stands first: which slots are open depends on it.
    in_front: ClassVar[tuple[str, ...]] = ("enrolled_at",)
    stand_ins: ClassVar[dict[str, object]] = {"dose_level": 1}
    shown_at: ClassVar[dict[str, str]] = {"subject_id": "enrolled_at"}

    def build(self, field: str) -> QWidget:
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
