"""The end of a subject's participation: when, why, and who decided it (SUB-8)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import ClassVar

from domain.records import Leaving, Record
from domain.terms import LeaveReason
from ui.forms.record_form import RecordForm


class LeavingForm(RecordForm):
    """End of study for a subject; nobody decides a death or a loss, so that field shows for the other reasons."""

    kind: ClassVar[type[Record]] = Leaving
    save_text: ClassVar[str] = "Save leaving"
    in_front: ClassVar[tuple[str, ...]] = ("left_at", "reason", "comment")
    long_texts: ClassVar[tuple[str, ...]] = ("comment",)
    stand_ins: ClassVar[Mapping[str, object]] = {
        "left_at": datetime(1900, 1, 1, tzinfo=UTC),
        "reason": LeaveReason.STUDY_ENDED,
    }
    shown_at: ClassVar[Mapping[str, str]] = {"subject_id": "left_at"}

    def first_values(self) -> dict[str, object]:
        return {"decided_by": self.session.person.name}

    def on_edited(self, field: str) -> None:
        if field == "reason":
            row = self.form.row("decided_by")
            is_decided = self.value("reason") not in (LeaveReason.DEATH, LeaveReason.LOST)
            if not is_decided and self.record is None:
                row.set_value("")
            elif is_decided and self.record is None and not row.value():
                row.set_value(self.session.person.name)
            # What a saved record holds stays in sight, so that it can be taken out.
            row.setVisible(is_decided or bool(row.value()))
