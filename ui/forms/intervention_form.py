"""A concomitant medication or procedure, and the adverse events that it treats (SUB-7)."""

from collections.abc import Mapping
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.partial_date import PartialDate
from domain.records import Intervention, Record
from domain.terms import InterventionKind
from ui.forms.event_links import event_options
from ui.forms.multi_choice import MultiChoice
from ui.forms.record_form import RecordForm
from ui.text import tr


class InterventionForm(RecordForm):
    """What was given or done, when, and what for."""

    kind: ClassVar[type[Record]] = Intervention
    save_text: ClassVar[str] = "Save medication"
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (("start", "end"),)
    stand_ins: ClassVar[Mapping[str, object]] = {
        "name": "?",
        "intervention_kind": InterventionKind.OTHER,
        "start": PartialDate(1900),
    }

    def build(self, field: str) -> QWidget:
        if field == "treats":
            options = event_options(self.study_now(), str(self.value("subject_id")))
            return MultiChoice(options, self.label_of(field), none_text=tr("No adverse event"))
        return super().build(field)

    def hint_of(self, field: str) -> str:
        if field == "treats":
            return tr("Nothing ticked: nobody has said. The DLT rules ask for it.")
        return super().hint_of(field)
