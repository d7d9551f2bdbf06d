"""A concomitant medication or a procedure, and the adverse events that it treats."""

from dataclasses import dataclass
from typing import ClassVar

from domain.partial_date import PartialDate
from domain.records.item import OfSubject, item
from domain.terms import InterventionKind


@dataclass(frozen=True, kw_only=True)
class Intervention(OfSubject):
    """Something given to or done for a subject beside the study treatment (SUB-7)."""

    kind: ClassVar[str] = "intervention"
    title: ClassVar[str] = "Medication or procedure"
    cdisc_domain: ClassVar[str] = "CM"

    name: str = item("Name", cdisc="CMTRT", hint="of the drug, product or procedure", is_key=True, is_free_text=True)
    intervention_kind: InterventionKind = item("Kind", cdisc="CMCAT")
    start: PartialDate = item("Start", cdisc="CMSTDTC", dates_record=True)
    end: PartialDate | None = item("End", cdisc="CMENDTC", hint="empty while it goes on", is_later=True, default=None)
    dose: str = item("Dose and route", cdisc="CMDOSTXT", is_free_text=True, default="")
    treats: tuple[str, ...] | None = item("Treats", hint="adverse events; empty: nobody has said", default=None)
    reason: str = item("Reason", cdisc="CMINDC", hint="where it treats no adverse event", is_free_text=True, default="")
