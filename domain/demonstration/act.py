"""What a demonstration is made of: acts, one after the other, as a site would have entered them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from domain.demonstration.people import Member
from domain.records import OpenedCohort, Record
from domain.response.terms import Response


class Meeting(StrEnum):
    """What the committee meets about."""

    NEXT_GROUP = "next group"
    DECLARATION = "declaration"
    SIGNAL = "signal"


@dataclass(frozen=True)
class TumourCall:
    """The investigator says what a tumour assessment shows.

    Attributes:
        response: None where it is the derived one.
        comment: why, where it is not.
    """

    subject_id: str
    visit_number: int
    response: Response | None = None
    comment: str = ""


@dataclass(frozen=True)
class Opening:
    """What is chosen for a part when it is opened.

    Attributes:
        doses: of an escalation part, rising; () where the protocol gives its levels.
        cohorts: of an expansion part.
    """

    doses: tuple[Decimal, ...] = ()
    cohorts: tuple[OpenedCohort, ...] = ()


@dataclass(frozen=True)
class Act:
    """Something that was entered at a moment; several records of one act are saved together.

    Attributes:
        decides: the committee meets, and decides as the rules recommend; no records of its own.
        part_id: the part that people speak of; "" for the first one.
        corrected: new values under known ids.
        reason: why they are corrected.
        adjudicates: the subject whose DLT window the investigator judges, as the definition derives it; or "".
        calls: what the investigator says of a tumour assessment.
        recommends: the level that is signed as the recommended dose.
        opens: what is chosen for the part, which is opened.
        by: who enters it; None for whoever enters the data of the study.
    """

    at: datetime
    records: tuple[Record, ...] = ()
    decides: Meeting | None = None
    part_id: str = ""
    corrected: tuple[Record, ...] = ()
    reason: str = ""
    adjudicates: str = ""
    calls: TumourCall | None = None
    recommends: int | None = None
    opens: Opening | None = None
    by: Member | None = None

    @property
    def is_said(self) -> bool:
        """Whether people say something on the study as it stands: the record is made when they do."""
        return bool(self.decides or self.adjudicates or self.calls or self.recommends or self.opens)

    @property
    def is_entry(self) -> bool:
        """Whether it enters new records of the site and nothing else."""
        return not (self.is_said or self.corrected or self.by)
