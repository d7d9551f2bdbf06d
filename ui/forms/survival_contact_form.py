"""A contact for survival: when, how, and whether the subject is alive (SUB-8)."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from domain.records import Record, SurvivalContact
from domain.schedule.survival_follow_up import derive_survival_follow_up
from domain.terms import VitalStatus
from ui.forms.record_form import RecordForm
from ui.text import tr


class SurvivalContactForm(RecordForm):
    """What was learnt of a subject's survival; fields of a death show for a dead subject only."""

    kind: ClassVar[type[Record]] = SurvivalContact
    save_text: ClassVar[str] = "Save contact"
    long_texts: ClassVar[tuple[str, ...]] = ("comment",)
    stand_ins: ClassVar[Mapping[str, object]] = {
        "contacted_on": date(1900, 1, 1),
        "vital_status": VitalStatus.UNKNOWN,
    }

    def on_edited(self, field: str) -> None:
        if field == "vital_status":
            is_dead = self.value("vital_status") is VitalStatus.DEAD
            for name in ("died_on", "cause"):
                # What was typed before stays in sight, so that it can be taken out.
                self.form.row(name).setVisible(is_dead or bool(self.value(name)))
            self.set_row_hint("vital_status", self._say_attempts())

    def _say_attempts(self) -> str:
        """An attempt without an answer counts towards a loss to follow-up; how many there are, this one with them."""
        if self.value("vital_status") is not VitalStatus.UNKNOWN:
            return ""
        known = derive_survival_follow_up(self.study_now(), str(self.value("subject_id")))
        others = [one for one in known.attempts if self.record is None or one.record_id != self.record.record_id]
        if known.needed is None:
            return tr("no answer: attempt {number}").format(number=len(others) + 1)
        said = tr("no answer: attempt {number}; a loss to follow-up takes {needed}")
        return said.format(number=len(others) + 1, needed=known.needed)
