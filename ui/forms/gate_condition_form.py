"""A condition of a part's gate that was met: when, and what shows it (PRO-2)."""

from typing import ClassVar

from domain.checks.part import check_gate_condition
from domain.reasons import Finding
from domain.records import GateCondition, Record
from ui.forms.record_form import RecordForm


class GateConditionForm(RecordForm):
    """The day and the evidence; which condition it is comes from where the form was opened."""

    kind: ClassVar[type[Record]] = GateCondition
    save_text: ClassVar[str] = "Save condition"
    hidden: ClassVar[tuple[str, ...]] = ("record_id", "part_id", "number")
    long_texts: ClassVar[tuple[str, ...]] = ("evidence",)
    shown_at: ClassVar[dict[str, str]] = {"part_id": "met_on", "number": "met_on"}

    def check(self, record: Record, now: object) -> list[Finding]:
        assert isinstance(record, GateCondition)
        return check_gate_condition(self.study_now(), record, now=self.now)
