"""The subject: screening, eligibility, enrolment into a level, leaving the study."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from domain.partial_date import PartialDate
from domain.records.item import OfSubject, Record, item
from domain.terms import EndReason, LeaveReason, Sex


@dataclass(frozen=True, kw_only=True)
class Subject(Record):
    """A person who consented. Known by a number only: no names, telephone or identity numbers (SUB-10)."""

    kind: ClassVar[str] = "subject"
    title: ClassVar[str] = "Subject"
    cdisc_domain: ClassVar[str] = "DM"
    unique_by: ClassVar[tuple[str, ...] | None] = ("subject_id",)

    subject_id: str = item("Screening number", cdisc="SUBJID", is_key=True, is_free_text=True)
    consent_date: date = item("Consent date", cdisc="RFICDTC", dates_record=True)
    sex: Sex = item("Sex", cdisc="SEX")
    birth_year: int = item("Birth year", cdisc="BRTHDTC", hint="the year only")
    tumour_type: str = item("Tumour type", is_free_text=True)
    weight_kg: Decimal | None = item("Weight", unit="kg", default=None)


@dataclass(frozen=True, kw_only=True)
class Eligibility(OfSubject):
    """The investigator's answer whether the subject may take part; a screen failure when not."""

    kind: ClassVar[str] = "eligibility"
    title: ClassVar[str] = "Eligibility"
    cdisc_domain: ClassVar[str] = "IE"

    is_eligible: bool = item("Eligible")
    decided_on: date = item("Date", cdisc="IEDTC", dates_record=True)
    reason: str = item("Reason", hint="needed for a screen failure", is_free_text=True, default="")


@dataclass(frozen=True, kw_only=True)
class Enrolment(OfSubject):
    """A subject's place at a dose level of a part; until the first dose it is a reserved slot."""

    kind: ClassVar[str] = "enrolment"
    title: ClassVar[str] = "Enrolment"
    cdisc_domain: ClassVar[str] = "DM"
    unique_by: ClassVar[tuple[str, ...] | None] = ("subject_id",)

    part_id: str = item("Part")
    dose_level: int = item("Dose level")
    enrolled_at: datetime = item("Enrolled", cdisc="RFSTDTC", dates_record=True)
    cohort: int | None = item("Cohort", hint="of an expansion part, in the order of its opening", default=None)
    is_backfill: bool = item("Backfill", hint="added at a cleared level below the current one", default=False)


@dataclass(frozen=True, kw_only=True)
class Leaving(OfSubject):
    """End of a subject's participation: withdrawal, death, loss to follow-up and the like."""

    kind: ClassVar[str] = "leaving"
    title: ClassVar[str] = "Leaving the study"
    cdisc_domain: ClassVar[str] = "DS"

    left_at: datetime = item("Left", cdisc="DSSTDTC", dates_record=True)
    reason: LeaveReason = item("Reason", cdisc="DSDECOD")
    decided_by: str = item("Decided by", default="")
    comment: str = item("Comment", cdisc="DSTERM", is_free_text=True, default="")


@dataclass(frozen=True, kw_only=True)
class EndOfTreatment(OfSubject):
    """Study treatment was given up for good; the subject may stay in the study (SUB-8)."""

    kind: ClassVar[str] = "end_of_treatment"
    title: ClassVar[str] = "End of treatment"
    cdisc_domain: ClassVar[str] = "DS"
    unique_by: ClassVar[tuple[str, ...] | None] = ("subject_id",)

    decided_on: PartialDate = item(
        "Decided", cdisc="DSSTDTC", hint="day on which treatment was given up", dates_record=True
    )
    reason: EndReason = item("Reason", cdisc="DSDECOD")
    decided_by: str = item("Decided by", default="")
    comment: str = item("Comment", cdisc="DSTERM", is_free_text=True, default="")
