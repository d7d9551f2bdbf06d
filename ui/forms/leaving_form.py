"""Leaving the study: when, and why."""

from datetime import datetime
from typing import ClassVar

from domain.checks.subject import check_leaving
from domain.reasons import Finding
from domain.records import Leaving, Record
from domain.terms import LeaveReason
from ui.forms.record_form import RecordForm


class LeavingForm(RecordForm):
    """End of a subject's participation."""

    kind: ClassVar[type[Record]] = Leaving
    save_text: ClassVar[str] = "Save leaving"
    in_front: ClassVar[tuple[str, ...]] = ("left_at", "reason", "comment")
    long_texts: ClassVar[tuple[str, ...]] = ("comment",)
    stand_ins: ClassVar[dict[str, object]] = {"reason": LeaveReason.OTHER}

    def check(self, record: Record, now: datetime) -> list[Finding]:
        assert isinstance(record, Leaving)
        return check_leaving(self.study_now(), record, now=now)
