"""An assessment of a visit that was not done, and why (SUB-6)."""

from dataclasses import dataclass
from typing import ClassVar

from domain.records.item import OfSubject, item
from domain.schedule.plan import Assessment


@dataclass(frozen=True, kw_only=True)
class AssessmentNotDone(OfSubject):
    """An assessment that a visit asked for and that nobody did. Done later under the same visit, it counts as done."""

    kind: ClassVar[str] = "assessment_not_done"
    title: ClassVar[str] = "Assessment not done"

    visit: str = item("Visit", cdisc="VISIT", is_key=True)
    assessment: Assessment = item("Assessment", is_key=True)
    reason: str = item("Why not done", cdisc="REASND", is_free_text=True)
