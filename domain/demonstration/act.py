"""What a demonstration is made of: acts, one after the other, as a site would have entered them."""

from dataclasses import dataclass
from datetime import datetime

from domain.records import Record
from domain.response.terms import Response


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
class Act:
    """Something that was entered at a moment; several records of one act are saved together.

    Attributes:
        decides: the committee meets, and decides as the rules recommend; no records of its own.
        corrected: new values under known ids.
        reason: why they are corrected.
        adjudicates: the subject whose DLT window the investigator judges, as the definition derives it; or "".
        calls: what the investigator says of a tumour assessment.
    """

    at: datetime
    records: tuple[Record, ...] = ()
    decides: bool = False
    corrected: tuple[Record, ...] = ()
    reason: str = ""
    adjudicates: str = ""
    calls: TumourCall | None = None

    @property
    def is_entry(self) -> bool:
        """Whether it enters new records and nothing else."""
        return not (self.decides or self.corrected or self.adjudicates or self.calls)
