"""What was observed, done and decided: one frozen dataclass a kind, each described once (design rule 1)."""

from domain.records.administration import Administration
from domain.records.adverse_event import AdverseEvent
from domain.records.decision import Attendee, Decision, Deviation
from domain.records.item import Item, Record, item, items_of
from domain.records.study_record import Confirmation, ProtocolVersion, StudyRecord
from domain.records.subject import Eligibility, Enrolment, Leaving, Subject

RECORD_KINDS: dict[str, type[Record]] = {
    kind.kind: kind
    for kind in (
        StudyRecord,
        ProtocolVersion,
        Confirmation,
        Subject,
        Eligibility,
        Enrolment,
        Administration,
        AdverseEvent,
        Leaving,
        Decision,
        Deviation,
    )
}

__all__ = [
    "RECORD_KINDS",
    "Administration",
    "AdverseEvent",
    "Attendee",
    "Confirmation",
    "Decision",
    "Deviation",
    "Eligibility",
    "Enrolment",
    "Item",
    "Leaving",
    "ProtocolVersion",
    "Record",
    "StudyRecord",
    "Subject",
    "item",
    "items_of",
]
