"""What a person says of a subject's DLT window, beside what the definition derives (AE-5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from domain.records.item import OfSubject, item
from domain.terms import DltVerdict


@dataclass(frozen=True, kw_only=True)
class Adjudication(OfSubject):
    """A signed verdict, stored with the derived one that it saw. A second opinion decides nothing."""

    kind: ClassVar[str] = "adjudication"
    title: ClassVar[str] = "DLT verdict"

    verdict: DltVerdict = item("Verdict")
    reason: str = item("Reason", hint="as it will be printed", is_free_text=True, default="")
    is_second_opinion: bool = item("Second opinion", default=False)
    derived: str = item("Derived verdict", hint="met, not met or not yet known, as computed")
    evidence_hash: str = item("Hash of the evidence")
    cut_off: datetime = item("Data cut-off", hint="events dated up to this moment")
    position: int = item("Stream position", hint="records entered up to this event")
    head: str = item("Chain head")
    protocol_version: str = item("Protocol version")
    signed_by: str = item("Signed by")
    signed_role: str = item("Role", default="")
    signed_at: datetime = item("Signed", dates_record=True)
