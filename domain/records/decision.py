"""The committee's decision and the protocol deviation: what people decide or must answer for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from domain.records.item import Record, item
from domain.terms import CommitteeAction, DeviationCategory, Importance, Vote


@dataclass(frozen=True)
class Attendee:
    """A person at the meeting."""

    name: str
    role: str
    vote: Vote = Vote.AGREES


@dataclass(frozen=True, kw_only=True)
class Decision(Record):
    """A committee decision, stored with all that it rested on (ESC-8): it can be rebuilt exactly as it was seen."""

    kind: ClassVar[str] = "decision"
    title: ClassVar[str] = "Committee decision"

    part_id: str = item("Part", is_key=True)
    dose_level: int = item("Dose level", is_key=True)
    action: CommitteeAction = item("Decision")
    subjects: int = item("Subjects to dose", default=0)
    cut_off: datetime = item("Data cut-off", hint="events dated up to this moment")
    position: int = item("Stream position", hint="records entered up to this event")
    head: str = item("Chain head")
    protocol_version: str = item("Protocol version")
    recommended: str = item("Recommendation as computed", hint="canonical JSON")
    evidence_hash: str = item("Hash of the evidence")
    attendees: tuple[Attendee, ...] = item("Attendees", default=())
    reason: str = item("Reason", default="")
    signed_by: str = item("Signed by")
    signed_role: str = item("Role", default="")
    signed_at: datetime = item("Signed", dates_record=True)


@dataclass(frozen=True, kw_only=True)
class Deviation(Record):
    """A departure from the protocol: made from an override, or typed (SUB-9)."""

    kind: ClassVar[str] = "deviation"
    title: ClassVar[str] = "Deviation"
    cdisc_domain: ClassVar[str] = "DV"

    subject_id: str = item("Subject", cdisc="SUBJID", is_key=True, default="")
    category: DeviationCategory = item("Category", cdisc="DVCAT")
    code: str = item("What", cdisc="DVDECOD", hint="code of the finding that was overridden")
    description: str = item("Description", cdisc="DVTERM", is_free_text=True)
    reason: str = item("Reason given", is_free_text=True)
    action: str = item(
        "Action taken", hint="what was done about it, and to prevent another", is_free_text=True, default=""
    )
    occurred_on: date = item("Date", cdisc="DVSTDTC", dates_record=True)
    importance: Importance = item("Importance", default=Importance.MINOR)
    about_kind: str = item("About", default="")
    about_id: str = item("About record", default="")
