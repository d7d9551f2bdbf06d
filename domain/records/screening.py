"""Screening: consents, numbered criteria, re-screening, medical history and prior therapy (SUB-6, SUB-10)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.partial_date import PartialDate
from domain.records.item import OfSubject, item
from domain.terms import ConsentKind, CriterionResult, PriorTherapyKind


@dataclass(frozen=True, kw_only=True)
class Consent(OfSubject):
    """A signed consent form: the first one, or a new version of the form later."""

    kind: ClassVar[str] = "consent"
    title: ClassVar[str] = "Consent"
    cdisc_domain: ClassVar[str] = "DS"

    form_version: str = item("Version of the form", is_key=True, is_free_text=True)
    consented_on: date = item("Date", cdisc="DSSTDTC", dates_record=True)
    consent_kind: ConsentKind = item("Consent", cdisc="DSDECOD", default=ConsentKind.INITIAL)
    comment: str = item("Comment", is_free_text=True, default="")


@dataclass(frozen=True, kw_only=True)
class Rescreening(OfSubject):
    """A screen failure who is screened again; the screening window starts anew."""

    kind: ClassVar[str] = "rescreening"
    title: ClassVar[str] = "Re-screening"

    started_on: date = item("Start", hint="new consent, or consent confirmed", is_key=True, dates_record=True)
    reason: str = item("Reason", hint="what has changed since the failure", is_free_text=True)


@dataclass(frozen=True, kw_only=True)
class CriterionAnswer(OfSubject):
    """The answer to one numbered criterion of a protocol version, with the date of its evidence."""

    kind: ClassVar[str] = "criterion_answer"
    title: ClassVar[str] = "Criterion"
    cdisc_domain: ClassVar[str] = "IE"
    unique_by: ClassVar[tuple[str, ...] | None] = ("subject_id", "criterion", "protocol_version", "screening")

    criterion: str = item(
        "Criterion", cdisc="IETESTCD", hint="I1 … of the inclusions, E1 … of the exclusions", is_key=True
    )
    protocol_version: str = item("Protocol version", is_key=True)
    screening: int = item("Screening", hint="1 is the first, 2 the first re-screening", default=1)
    result: CriterionResult = item("Met", cdisc="IEORRES")
    evidence_on: date | None = item("Date of the evidence", cdisc="IEDTC", dates_record=True, default=None)
    comment: str = item("Comment", is_free_text=True, default="")


@dataclass(frozen=True, kw_only=True)
class MedicalHistory(OfSubject):
    """A condition before the study, over or still there."""

    kind: ClassVar[str] = "medical_history"
    title: ClassVar[str] = "Medical history"
    cdisc_domain: ClassVar[str] = "MH"

    condition: str = item("Condition", cdisc="MHTERM", is_key=True, is_free_text=True)
    start: PartialDate | None = item("Start", cdisc="MHSTDTC", hint="as far as known", default=None)
    end: PartialDate | None = item("End", cdisc="MHENDTC", hint="empty while it goes on", default=None)
    is_ongoing: bool = item("Ongoing", default=True)
    comment: str = item("Comment", is_free_text=True, default="")


@dataclass(frozen=True, kw_only=True)
class PriorTherapy(OfSubject):
    """An anti-cancer therapy before the study."""

    kind: ClassVar[str] = "prior_therapy"
    title: ClassVar[str] = "Prior anti-cancer therapy"
    cdisc_domain: ClassVar[str] = "CM"

    therapy_kind: PriorTherapyKind = item("Kind", cdisc="CMCAT")
    name: str = item("Name", cdisc="CMTRT", is_key=True, is_free_text=True)
    line: int | None = item("Line", default=None)
    start: PartialDate | None = item("Start", cdisc="CMSTDTC", default=None)
    end: PartialDate | None = item("End", cdisc="CMENDTC", default=None)
    best_response: str = item("Best response", is_free_text=True, default="")
    reason_ended: str = item("Why it ended", is_free_text=True, default="")
