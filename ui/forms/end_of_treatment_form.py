"""The end of study treatment; the subject may stay in the study (SUB-8)."""

from collections.abc import Mapping
from typing import ClassVar

from domain.partial_date import PartialDate
from domain.records import EndOfTreatment, Record
from domain.terms import EndReason
from ui.forms.record_form import RecordForm


class EndOfTreatmentForm(RecordForm):
    """When treatment was given up, why, and who decided it."""

    kind: ClassVar[type[Record]] = EndOfTreatment
    save_text: ClassVar[str] = "Save end of treatment"
    long_texts: ClassVar[tuple[str, ...]] = ("comment",)
    stand_ins: ClassVar[Mapping[str, object]] = {"decided_on": PartialDate(1900), "reason": EndReason.OTHER}
    shown_at: ClassVar[Mapping[str, str]] = {"subject_id": "decided_on"}

    def first_values(self) -> dict[str, object]:
        return {"decided_by": self.session.person.name}
