"""What opens a part of the study: the dated conditions of its gate, and the signed choice of its levels (PRO-2)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from domain.records.decision import Attendee
from domain.records.item import Record, item


@dataclass(frozen=True, kw_only=True)
class GateCondition(Record):
    """A condition of a part's gate that a person found met."""

    kind: ClassVar[str] = "gate_condition"
    title: ClassVar[str] = "Condition of a part"
    unique_by: ClassVar[tuple[str, ...] | None] = ("part_id", "number")

    part_id: str = item("Part", is_key=True)
    number: int = item("Condition", hint="in the order of the protocol", is_key=True)
    met_on: date = item("Met", dates_record=True)
    evidence: str = item("Evidence", hint="letter, minutes or receipt that shows it")


@dataclass(frozen=True)
class OpenedCohort:
    """A cohort of an opened expansion part.

    Attributes:
        planned: which cohort of the protocol it is, 1-based; one that may repeat can stand several times.
        dose: one of the source part's, in its unit.
        title: "" for that of the protocol.
        tumour: tumour type, where the protocol leaves it open.
        marker: biomarker that selects the subjects, where the protocol leaves it open.
        size: number of subjects, where the protocol states none or only the least.
    """

    planned: int
    dose: Decimal
    title: str = ""
    tumour: str = ""
    marker: str = ""
    size: int | None = None


@dataclass(frozen=True, kw_only=True)
class PartOpening(Record):
    """A part is opened: the doses chosen for it, signed, with all that the choice rested on.

    A part can be opened again, to add levels or cohorts; the last opening counts. Doses, not numbers of levels, are
    kept: a level inserted into the source part changes nothing that was signed.
    """

    kind: ClassVar[str] = "part_opening"
    title: ClassVar[str] = "Opening of a part"

    part_id: str = item("Part", is_key=True)
    doses: tuple[Decimal, ...] = item("Doses", hint="of an escalation part, rising", default=())
    cohorts: tuple[OpenedCohort, ...] = item("Cohorts", hint="of an expansion part", default=())
    cut_off: datetime = item("Data cut-off", hint="events dated up to this moment")
    position: int = item("Stream position", hint="records entered up to this event")
    head: str = item("Chain head")
    protocol_version: str = item("Protocol version")
    attendees: tuple[Attendee, ...] = item("Attendees", default=())
    reason: str = item("Reason", default="")
    signed_by: str = item("Signed by")
    signed_role: str = item("Role", default="")
    signed_at: datetime = item("Signed", is_key=True, dates_record=True)
