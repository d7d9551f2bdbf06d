"""An adverse event as recorded at the site."""

from dataclasses import dataclass
from typing import ClassVar

from domain.partial_date import PartialDate
from domain.records.item import Record, item
from domain.terms import ActionTaken, AeOutcome, DltMark, Grade, Relationship


@dataclass(frozen=True, kw_only=True)
class AdverseEvent(Record):
    """One event, at its worst grade. The DLT mark is the assessor's evidence; the verdict is the subject's (SUB-4)."""

    kind: ClassVar[str] = "adverse_event"
    title: ClassVar[str] = "Adverse event"
    cdisc_domain: ClassVar[str] = "AE"

    subject_id: str = item("Subject", cdisc="SUBJID", is_key=True)
    term: str = item("Term (CTCAE)", cdisc="AETERM", is_key=True)
    grade: Grade = item("Grade", cdisc="AETOXGR")
    onset: PartialDate = item("Onset", cdisc="AESTDTC")
    end: PartialDate | None = item("End", cdisc="AEENDTC", hint="empty while the event is ongoing", default=None)
    relationship: Relationship = item("Relationship", cdisc="AEREL")
    is_serious: bool = item("Serious", cdisc="AESER", default=False)
    action_taken: ActionTaken = item("Action taken", cdisc="AEACN", default=ActionTaken.NONE)
    outcome: AeOutcome = item("Outcome", cdisc="AEOUT", default=AeOutcome.UNKNOWN)
    dlt_mark: DltMark = item("DLT", default=DltMark.NOT_ASSESSED)
    dlt_reason: str = item("Assessor's reason", default="")

    @property
    def is_ongoing(self) -> bool:
        """No end date yet."""
        return self.end is None
