"""A subject's visits and what is found at them: vital signs, examination, ECOG, ECG, weight (SUB-6)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from domain.body_system import BodySystem
from domain.partial_date import PartialDate
from domain.records.item import OfSubject, item
from domain.terms import ClinicalFinding, EcgInterpretation


@dataclass(frozen=True, kw_only=True)
class _AtVisit(OfSubject):
    """Something found of a subject, at a visit of the plan or at none."""

    visit: str = item(
        "Visit", cdisc="VISIT", hint='of the visit plan, such as "dosing 3"; empty: at no planned visit', default=""
    )


@dataclass(frozen=True, kw_only=True)
class Visit(OfSubject):
    """A visit that took place, or that did not and why. What other records answer needs none: doses, tumour scans."""

    kind: ClassVar[str] = "visit"
    title: ClassVar[str] = "Visit"
    cdisc_domain: ClassVar[str] = "SV"
    unique_by: ClassVar[tuple[str, ...] | None] = ("subject_id", "visit")

    visit: str = item(
        "Visit", cdisc="VISIT", hint='of the visit plan, such as "safety_60" or "survival 2"', is_key=True
    )
    done_on: PartialDate | None = item("Date", cdisc="SVSTDTC", hint="empty: not done", dates_record=True, default=None)
    not_done: str = item("Why not done", cdisc="SVREASOC", is_free_text=True, default="")
    comment: str = item("Comment", is_free_text=True, default="")


@dataclass(frozen=True, kw_only=True)
class VitalSigns(_AtVisit):
    """One set of vital signs."""

    kind: ClassVar[str] = "vital_signs"
    title: ClassVar[str] = "Vital signs"
    cdisc_domain: ClassVar[str] = "VS"

    measured_at: PartialDate = item("Measured", cdisc="VSDTC", is_key=True, dates_record=True)
    systolic_mmhg: int | None = item("Systolic blood pressure", unit="mmHg", cdisc="SYSBP", default=None)
    diastolic_mmhg: int | None = item("Diastolic blood pressure", unit="mmHg", cdisc="DIABP", default=None)
    pulse_per_min: int | None = item("Pulse", unit="beats/min", cdisc="PULSE", default=None)
    temperature_c: Decimal | None = item("Temperature", unit="°C", cdisc="TEMP", default=None)
    respiration_per_min: int | None = item("Respiratory rate", unit="breaths/min", cdisc="RESP", default=None)
    oxygen_percent: int | None = item("Oxygen saturation", unit="%", cdisc="OXYSAT", default=None)
    comment: str = item("Comment", is_free_text=True, default="")


@dataclass(frozen=True, kw_only=True)
class BodyWeight(_AtVisit):
    """A body weight beside those of doses, and the height once."""

    kind: ClassVar[str] = "body_weight"
    title: ClassVar[str] = "Body weight"
    cdisc_domain: ClassVar[str] = "VS"

    measured_at: PartialDate = item("Measured", cdisc="VSDTC", is_key=True, dates_record=True)
    weight_kg: Decimal = item("Weight", unit="kg", cdisc="WEIGHT")
    height_cm: Decimal | None = item("Height", unit="cm", cdisc="HEIGHT", default=None)


@dataclass(frozen=True, kw_only=True)
class EcogStatus(_AtVisit):
    """ECOG performance status, 0 to 5 (CDISC test ECOG101)."""

    kind: ClassVar[str] = "ecog_status"
    title: ClassVar[str] = "ECOG performance status"
    cdisc_domain: ClassVar[str] = "RS"

    assessed_at: PartialDate = item("Assessed", cdisc="RSDTC", is_key=True, dates_record=True)
    score: int = item("ECOG", cdisc="RSORRES", hint="0 fully active … 4 bedridden, 5 dead")


@dataclass(frozen=True, kw_only=True)
class Ecg(_AtVisit):
    """One 12-lead electrocardiogram."""

    kind: ClassVar[str] = "ecg"
    title: ClassVar[str] = "ECG"
    cdisc_domain: ClassVar[str] = "EG"

    recorded_at: PartialDate = item("Recorded", cdisc="EGDTC", is_key=True, dates_record=True)
    heart_rate_per_min: int | None = item("Heart rate", unit="beats/min", cdisc="EGHRMN", default=None)
    pr_ms: int | None = item("PR interval", unit="ms", cdisc="PRAG", default=None)
    qrs_ms: int | None = item("QRS duration", unit="ms", cdisc="QRSAG", default=None)
    qt_ms: int | None = item("QT interval", unit="ms", cdisc="QTAG", default=None)
    qtcf_ms: int | None = item("QTcF interval", unit="ms", cdisc="QTCFAG", default=None)
    interpretation: EcgInterpretation = item("Interpretation", cdisc="INTP", default=EcgInterpretation.NORMAL)
    comment: str = item("Comment", is_free_text=True, default="")


@dataclass(frozen=True, kw_only=True)
class PhysicalExam(_AtVisit):
    """A physical examination, of one body system or as a whole; what is abnormal and matters becomes an AE."""

    kind: ClassVar[str] = "physical_exam"
    title: ClassVar[str] = "Physical examination"
    cdisc_domain: ClassVar[str] = "PE"

    examined_at: PartialDate = item("Examined", cdisc="PEDTC", is_key=True, dates_record=True)
    system: BodySystem | None = item("Body system", cdisc="PETEST", hint="empty: as a whole", is_key=True, default=None)
    finding: ClinicalFinding = item("Finding", cdisc="PEORRES", default=ClinicalFinding.NORMAL)
    abnormal: str = item("What is abnormal", hint="body system and finding", is_free_text=True, default="")
