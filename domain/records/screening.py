"""Screening: consents, numbered criteria, re-screening, medical history and prior therapy (SUB-6, SUB-10)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.partial_date import PartialDate
from domain.records.item import Record, item
from domain.terms import ConsentKind, CriterionResult, PriorTherapyKind


@dataclass(frozen=True, kw_only=True)
class Consent(Record):
    """A signed consent form: the first one, or a new version of the form later."""

    kind: ClassVar[str] = "consent"
    title: ClassVar[str] = "Consent"
    cdisc_domain: ClassVar[str] = "DS"

    subject_id: str = item("Subject", cdisc="SUBJID", is_key=True)
    form_version: str = item("Version of the form", is_key=True)
    consented_on: date = item("Date", cdisc="DSSTDTC")
    consent_kind: ConsentKind = item("Consent", cdisc="DSDECOD", default=ConsentKind.INITIAL)
    comment: str = item("Comment", default="")


@dataclass(frozen=True, kw_only=True)
class Rescreening(Record):
    """A screen failure who is screened again; the screening window starts anew."""

    kind: ClassVar[str] = "rescreening"
    title: ClassVar[str] = "Re-screening"

    subject_id: str = item("Subject", cdisc="SUBJID", is_key=True)
    started_on: date = item("Start", hint="new consent, or consent confirmed", is_key=True)
    reason: str = item("Reason", hint="what has changed since the failure")


@dataclass(frozen=True, kw_only=True)
class CriterionAnswer(Record):
    """The answer to one numbered criterion of a protocol version, with the date of its evidence."""

    kind: ClassVar[str] = "criterion_answer"
    title: ClassVar[str] = "Criterion"
    cdisc_domain: ClassVar[str] = "IE"

    subject_id: str = item("Subject", cdisc="SUBJID", is_key=True)
    criterion: str = item(
        "Criterion", cdisc="IETESTCD", hint="I1 … of the inclusions, E1 … of the exclusions", is_key=True
    )
    protocol_version: str = item("Protocol version", is_key=True)
    screening: int = item("Screening", hint="1 is the first, 2 the first re-screening", default=1)
    result: CriterionResult = item("Met", cdisc="IEORRES")
    evidence_on: date | None = item("Date of the evidence", cdisc="IEDTC", default=None)
    comment: str = item("Comment", default="")


@dataclass(frozen=True, kw_only=True)
class MedicalHistory(Record):
    """A condition before the study, over or still there."""

    kind: ClassVar[str] = "medical_history"
    title: ClassVar[str] = "Medical history"
    cdisc_domain: ClassVar[str] = "MH"

    subject_id: str = item("Subject", cdisc="SUBJID", is_key=True)
    condition: str = item("Condition", cdisc="MHTERM", is_key=True)
    start: PartialDate | None = item("Start", cdisc="MHSTDTC", hint="as far as known", default=None)
    end: PartialDate | None = item("End", cdisc="MHENDTC", hint="empty while it goes on", default=None)
    is_ongoing: bool = item("Ongoing", default=True)
    comment: str = item("Comment", default="")


@dataclass(frozen=True, kw_only=True)
class PriorTherapy(Record):
    """An anti-cancer therapy before the study."""

    kind: ClassVar[str] = "prior_therapy"
    title: ClassVar[str] = "Prior anti-cancer therapy"
    cdisc_domain: ClassVar[str] = "CM"

    subject_id: str = item("Subject", cdisc="SUBJID", is_key=True)
    therapy_kind: PriorTherapyKind = item("Kind", cdisc="CMCAT")
    name: str = item("Name", cdisc="CMTRT", is_key=True)
    line: int | None = item("Line", default=None)
    start: PartialDate | None = item("Start", cdisc="CMSTDTC", default=None)
    end: PartialDate | None = item("End", cdisc="CMENDTC", default=None)
    best_response: str = item("Best response", default="")
    reason_ended: str = item("Why it ended", default="")
