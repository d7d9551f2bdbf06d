"""What came before the study: a condition of medical history, and an earlier anti-cancer therapy (SUB-6)."""

from collections.abc import Mapping
from typing import ClassVar

from domain.records import MedicalHistory, PriorTherapy, Record
from domain.terms import PriorTherapyKind
from ui.forms.record_form import RecordForm


class MedicalHistoryForm(RecordForm):
    """A condition, over or still there."""

    kind: ClassVar[type[Record]] = MedicalHistory
    save_text: ClassVar[str] = "Save condition"
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (("start", "end"),)
    long_texts: ClassVar[tuple[str, ...]] = ("comment",)
    stand_ins: ClassVar[Mapping[str, object]] = {"condition": "?"}


class PriorTherapyForm(RecordForm):
    """A therapy, its line and how it ended."""

    kind: ClassVar[type[Record]] = PriorTherapy
    save_text: ClassVar[str] = "Save therapy"
    pairs: ClassVar[tuple[tuple[str, ...], ...]] = (("start", "end"),)
    stand_ins: ClassVar[Mapping[str, object]] = {"name": "?", "therapy_kind": PriorTherapyKind.OTHER}
