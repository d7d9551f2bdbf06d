"""The recommended dose, as it was signed: its own record, neither the MTD nor the MAD (ESC-12)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from domain.records.decision import Attendee
from domain.records.item import Record, item


class WeighedTopic(StrEnum):
    """What a recommended dose has to be weighed by, level beside level."""

    DLT = "dlt"
    OUTSIDE_WINDOW = "outside window"
    LATER_TOXICITY = "later toxicity"
    DOSE_INTENSITY = "dose intensity"
    DISCONTINUATION = "discontinuation"
    EXPOSURE = "exposure"
    RESPONSE = "response"
    ANTIBODIES = "antibodies"


@dataclass(frozen=True)
class Consideration:
    """What was said of a topic when the dose was chosen."""

    topic: WeighedTopic
    note: str


@dataclass(frozen=True, kw_only=True)
class RecommendedDose(Record):
    """A recommended dose, stored with all that it rested on: it can be rebuilt exactly as it was seen.

    The last one signed for a part is the one that holds; it is never corrected.
    """

    kind: ClassVar[str] = "recommended_dose"
    title: ClassVar[str] = "Recommended dose"

    part_id: str = item("Part", is_key=True)
    dose_level: int = item("Dose level", is_key=True)
    dose: Decimal = item("Dose")
    unit: str = item("Unit of the dose")
    mtd: int | None = item("MTD as signed", hint="dose level; empty where none was found", default=None)
    mad: int | None = item("MAD as signed", hint="dose level; empty where there is an MTD", default=None)
    decision_id: str = item("Decision that it rests on", hint="record id of the signed MTD or MAD")
    considerations: tuple[Consideration, ...] = item("What was weighed", default=())
    weighed: str = item("Levels side by side, as seen", hint="canonical JSON")
    cut_off: datetime = item("Data cut-off", hint="events dated up to this moment")
    position: int = item("Stream position", hint="records entered up to this event")
    head: str = item("Chain head")
    protocol_version: str = item("Protocol version")
    evidence_hash: str = item("Hash of the evidence")
    attendees: tuple[Attendee, ...] = item("Attendees", default=())
    reason: str = item("Reason", default="")
    signed_by: str = item("Signed by")
    signed_role: str = item("Role", default="")
    signed_at: datetime = item("Signed", dates_record=True)

    @property
    def ceiling(self) -> int | None:
        """The level that it may not lie above: the MTD, or the MAD where there is no MTD."""
        return self.mtd if self.mtd is not None else self.mad

    def note_on(self, topic: WeighedTopic) -> str:
        """What was said of a topic, or ""."""
        return next((one.note for one in self.considerations if one.topic is topic), "")
