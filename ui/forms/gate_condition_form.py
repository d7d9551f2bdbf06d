"""A condition of a part's gate that was met: when, and what shows it (PRO-2)."""

from datetime import date
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.records import GateCondition, Record
from ui.forms.record_form import RecordForm
from ui.text import tr
from ui.widgets.elided_label import Label


class GateConditionForm(RecordForm):
    """The day and the evidence; which condition it is comes from where the form was opened."""

    kind: ClassVar[type[Record]] = GateCondition
    save_text: ClassVar[str] = "Save condition"
    hidden: ClassVar[tuple[str, ...]] = ("record_id", "part_id", "number")
    long_texts: ClassVar[tuple[str, ...]] = ("evidence",)
    stand_ins: ClassVar[dict[str, object]] = {"met_on": date(2000, 1, 1), "evidence": "-"}
    shown_at: ClassVar[dict[str, str]] = {"part_id": "met_on", "number": "met_on"}

    def below(self, field: str) -> QWidget | None:
        """Which condition it is, in the protocol's words."""
        if field != "evidence":
            return super().below(field)
        part_id, number = str(self.value("part_id")), self.value("number")
        part = next((one for one in self.session.study.protocol.parts if one.part_id == part_id), None)
        if part is None or not isinstance(number, int) or not 1 <= number <= len(part.gate.conditions):
            return None
        text = tr("{part}: {condition}.").format(part=part.title, condition=part.gate.conditions[number - 1])
        return Label(text, size="caption", token="text2", wrap=True)
