"""Tumour lesions, their measurements, the investigator's response calls and contacts for survival (EFF-1, EFF-2)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from domain.partial_date import PartialDate
from domain.records.item import OfSubject, item
from domain.response.terms import LesionKind, LesionStatus, Response
from domain.terms import ContactMode, ImagingMethod, Side, VitalStatus

BASELINE = 0
"""Visit number of the scans before treatment; the later ones are 1, 2, 3."""

_LINK = {LesionKind.TARGET: "T", LesionKind.NON_TARGET: "NT", LesionKind.NEW: "NEW"}


def visit_name(number: int) -> str:
    """How the engine calls a visit: "baseline" or its number."""
    return "baseline" if number == BASELINE else str(number)


@dataclass(frozen=True, kw_only=True)
class Lesion(OfSubject):
    """A lesion of a subject, by RECIST 1.1. Its lengths are in ``LesionMeasurement``.

    A fragment of a lesion that split is a lesion of its own, of the same kind, that names its origin; from the day on
    which two lesions are one, the mass is measured under the one, and the other names it in ``merged_into``.
    """

    kind: ClassVar[str] = "lesion"
    title: ClassVar[str] = "Lesion"
    cdisc_domain: ClassVar[str] = "TU"
    unique_by: ClassVar[tuple[str, ...] | None] = ("subject_id", "lesion_kind", "number")

    lesion_kind: LesionKind = item("Kind", cdisc="TUORRES", is_key=True)
    number: int = item("Number", cdisc="TULNKID", hint="within its kind: T01, NT01, NEW01", is_key=True)
    organ: str = item("Organ", cdisc="TULOC", is_free_text=True)
    is_nodal: bool = item("Lymph node", hint="measured by its short axis", default=False)
    side: Side | None = item("Side", cdisc="TULAT", default=None)
    description: str = item(
        "Where", hint="segment, station, level: so that the next reader finds it", is_free_text=True, default=""
    )
    method: ImagingMethod = item("Method", cdisc="TUMETHOD", default=ImagingMethod.CT)
    slice_mm: Decimal | None = item("Slice thickness", unit="mm", default=None)
    first_seen_on: date = item("First seen", cdisc="TUDTC", hint="date of the scan", dates_record=True)
    split_from: str = item("Split from", hint="the lesion that it was part of", default="")
    merged_into: str = item(
        "Merged into", hint="the lesion under which both are measured now", known_with="merged_on", default=""
    )
    merged_on: date | None = item(
        "Merged", hint="date of the first scan that shows one mass", is_later=True, default=None
    )

    @property
    def link_id(self) -> str:
        """The lesion as scans and tables name it: T01, NT01, NEW01."""
        return f"{_LINK[self.lesion_kind]}{self.number:02d}"


@dataclass(frozen=True, kw_only=True)
class TumourVisit(OfSubject):
    """One tumour assessment: the scans of a visit."""

    kind: ClassVar[str] = "tumour_visit"
    title: ClassVar[str] = "Tumour assessment"
    cdisc_domain: ClassVar[str] = "TR"
    unique_by: ClassVar[tuple[str, ...] | None] = ("subject_id", "visit_number")

    visit_number: int = item("Visit", cdisc="VISITNUM", hint="0 is the baseline", is_key=True)
    scanned_on: date = item("Scanned", cdisc="TRDTC", dates_record=True)
    method: ImagingMethod = item("Method", cdisc="TRMETHOD", default=ImagingMethod.CT)
    comment: str = item("Comment", is_free_text=True, default="")


@dataclass(frozen=True, kw_only=True)
class LesionMeasurement(OfSubject):
    """What was found of a lesion at a visit. Lengths are whole tenths of a millimetre: 20 and 30 % come out exactly."""

    kind: ClassVar[str] = "lesion_measurement"
    title: ClassVar[str] = "Lesion measurement"
    cdisc_domain: ClassVar[str] = "TR"
    unique_by: ClassVar[tuple[str, ...] | None] = ("subject_id", "lesion_id", "visit_number")

    lesion_id: str = item("Lesion", cdisc="TRLNKID", is_key=True)
    visit_number: int = item("Visit", cdisc="VISITNUM", hint="0 is the baseline", is_key=True)
    scanned_on: date = item("Scanned", cdisc="TRDTC", dates_record=True)
    status: LesionStatus = item("Finding", cdisc="TRSTRESC", default=LesionStatus.MEASURED)
    length_tenths: int | None = item("Length", unit="0.1 mm", cdisc="TRORRES", default=None)
    method: ImagingMethod | None = item("Method", cdisc="TRMETHOD", hint="if it differs from the visit's", default=None)
    comment: str = item("Comment", is_free_text=True, default="")


@dataclass(frozen=True, kw_only=True)
class ResponseCall(OfSubject):
    """The investigator's overall response of a visit, stored with the derived one that it saw (design rule 3)."""

    kind: ClassVar[str] = "response_call"
    title: ClassVar[str] = "Investigator's response"
    cdisc_domain: ClassVar[str] = "RS"
    unique_by: ClassVar[tuple[str, ...] | None] = ("subject_id", "visit_number")

    visit_number: int = item("Visit", cdisc="VISITNUM", is_key=True)
    response: Response = item("Response", cdisc="RSORRES")
    comment: str = item("Comment", hint="why, where it differs from the derived one", is_free_text=True, default="")
    derived: str = item("Derived response", hint="as computed when the call was made", default="")
    evidence_hash: str = item("Hash of the evidence", default="")
    cut_off: datetime = item("Data cut-off", hint="events dated up to this moment")
    position: int = item("Stream position", hint="records entered up to this event", default=0)
    head: str = item("Chain head", default="")
    protocol_version: str = item("Protocol version", default="")
    called_by: str = item("Called by", cdisc="RSEVAL")
    called_at: datetime = item("Called", dates_record=True)


@dataclass(frozen=True, kw_only=True)
class SurvivalContact(OfSubject):
    """What was learnt of a subject's survival, and how (SUB-8)."""

    kind: ClassVar[str] = "survival_contact"
    title: ClassVar[str] = "Survival contact"
    cdisc_domain: ClassVar[str] = "SS"

    contacted_on: date = item("Contact", cdisc="SSDTC", is_key=True, dates_record=True)
    how: ContactMode = item("How", default=ContactMode.TELEPHONE)
    vital_status: VitalStatus = item("Vital status", cdisc="SSORRES")
    last_alive_on: date | None = item("Last known alive", hint="if it is not the day of the contact", default=None)
    died_on: PartialDate | None = item("Died", cdisc="DTHDTC", default=None)
    cause: str = item("Cause of death", is_free_text=True, default="")
    comment: str = item("Comment", is_free_text=True, default="")

    @property
    def alive_on(self) -> date | None:
        """The last day on which the contact shows the subject alive; None where it shows none."""
        if self.last_alive_on is not None:
            return self.last_alive_on
        return self.contacted_on if self.vital_status is VitalStatus.ALIVE else None
