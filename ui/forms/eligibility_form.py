"""Eligibility: eligible, or a screen failure with its reason."""

from datetime import datetime
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.checks.screening import check_eligible
from domain.checks.subject import check_eligibility
from domain.reasons import Finding
from domain.records import Eligibility, Record
from ui.forms.record_form import RecordForm
from ui.text import tr
from ui.widgets.segmented_control import Segment, SegmentedControl


class EligibilityForm(RecordForm):
    """The investigator's answer whether the subject may take part."""

    kind: ClassVar[type[Record]] = Eligibility
    save_text: ClassVar[str] = "Save eligibility"
    long_texts: ClassVar[tuple[str, ...]] = ("reason",)
    stand_ins: ClassVar[dict[str, object]] = {"is_eligible": True}

    def build(self, field: str) -> QWidget:
        if field == "is_eligible":
            segments = [Segment(True, tr("Eligible")), Segment(False, tr("Screen failure"))]
            return SegmentedControl(segments, self.label_of(field))
        return super().build(field)

    def first_values(self) -> dict[str, object]:
        return {"decided_on": self.now.astimezone(self.session.study.zone).date()}

    def check(self, record: Record, now: datetime) -> list[Finding]:
        assert isinstance(record, Eligibility)
        study = self.study_now()
        found = [*check_eligibility(study, record, now=now), *check_eligible(study, record)]
        # What both say is said once.
        return list({(one.field, one.code): one for one in found}.values())
