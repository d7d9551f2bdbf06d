"""Samples for concentrations, antibodies and biomarkers: taken, sent, measured; and what a person made of a profile."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from domain.partial_date import PartialDate
from domain.records.item import OfSubject, Record, item
from domain.terms import AntibodyResult, Matrix, SamplePurpose


@dataclass(frozen=True, kw_only=True)
class PkSample(OfSubject):
    """A sample of the plan that was taken, or was due and was not (PK-1). Nominal time 0 is before the dose."""

    kind: ClassVar[str] = "pk_sample"
    title: ClassVar[str] = "Sample"
    cdisc_domain: ClassVar[str] = "PC"
    unique_by: ClassVar[tuple[str, ...] | None] = ("sample_id",)

    sample_id: str = item("Sample id", cdisc="PCREFID", hint="as on the tube", is_key=True)
    purpose: SamplePurpose = item("Taken for", default=SamplePurpose.PK)
    analyte: str = item("Analyte", cdisc="PCTEST", hint="what is measured in it")
    matrix: Matrix = item("Matrix", cdisc="PCSPEC", default=Matrix.SERUM)
    cycle: int = item("Cycle")
    day: int = item("Day of the cycle", default=1)
    nominal_hours: Decimal = item("Nominal time", unit="h", cdisc="PCTPTNUM", hint="after the start of the dose")
    taken_at: datetime | None = item("Taken", cdisc="PCDTC", dates_record=True, default=None)
    not_taken_reason: str = item("Reason why not taken", cdisc="PCREASND", is_free_text=True, default="")
    condition: str = item("Condition", hint="haemolysed, clotted, too little", is_free_text=True, default="")


@dataclass(frozen=True, kw_only=True)
class Concentration(OfSubject):
    """What the laboratory reported of one analyte in one sample, as reported; a re-assay corrects it."""

    kind: ClassVar[str] = "concentration"
    title: ClassVar[str] = "Concentration"
    cdisc_domain: ClassVar[str] = "PC"
    unique_by: ClassVar[tuple[str, ...] | None] = ("sample_id", "analyte")

    sample_id: str = item("Sample id", cdisc="PCREFID", is_key=True)
    analyte: str = item("Analyte", cdisc="PCTEST", is_key=True)
    value: Decimal | None = item("Concentration", cdisc="PCSTRESN", default=None)
    is_blq: bool = item("Below the limit of quantification", default=False)
    lloq: Decimal | None = item("LLOQ", cdisc="PCLLOQ", default=None)
    unit: str = item("Unit", cdisc="PCSTRESU", default="")
    flag: str = item("No result because", cdisc="PCREASND", hint="NR, NS or as reported", default="")
    is_reassay: bool = item("Re-assay", default=False)
    excluded_because: str = item("Left out because", hint="empty: used", is_free_text=True, default="")
    source: str = item("From file", default="")


@dataclass(frozen=True, kw_only=True)
class AdaResult(OfSubject):
    """The assay of anti-drug antibodies in one sample (PK-4)."""

    kind: ClassVar[str] = "ada_result"
    title: ClassVar[str] = "Antibody result"
    cdisc_domain: ClassVar[str] = "IS"

    drug: str = item("Antibodies against", cdisc="ISTEST", is_key=True)
    taken_at: PartialDate = item("Sample taken", cdisc="ISDTC", is_key=True, dates_record=True)
    cycle: int | None = item("Cycle", hint="empty outside the cycles", default=None)
    visit: str = item("Visit", cdisc="VISIT", default="")
    result: AntibodyResult = item("Result", cdisc="ISORRES")
    titre: Decimal | None = item("Titre", hint="80 for 1:80", default=None)
    neutralising: AntibodyResult = item("Neutralising", default=AntibodyResult.NOT_REPORTED)
    sample_id: str = item("Sample id", cdisc="ISREFID", default="")
    comment: str = item("Comment", is_free_text=True, default="")


@dataclass(frozen=True, kw_only=True)
class BiomarkerResult(OfSubject):
    """One biomarker in one sample (PK-4)."""

    kind: ClassVar[str] = "biomarker_result"
    title: ClassVar[str] = "Biomarker result"
    cdisc_domain: ClassVar[str] = "LB"

    marker: str = item("Marker", cdisc="LBTEST", is_key=True)
    taken_at: PartialDate = item("Sample taken", cdisc="LBDTC", is_key=True, dates_record=True)
    cycle: int | None = item("Cycle", hint="empty outside the cycles", default=None)
    timepoint: str = item("Time point", cdisc="LBTPT", hint="predose, 24 h", default="")
    value: Decimal | None = item("Result", cdisc="LBORRES", hint="empty: no result", default=None)
    sign: str = item("Sign", hint="< or > where the result is beyond what the method measures", default="")
    unit: str = item("Unit", cdisc="LBORRESU", default="")
    sample_id: str = item("Sample id", cdisc="LBREFID", default="")
    comment: str = item("Comment", is_free_text=True, default="")


@dataclass(frozen=True, kw_only=True)
class Shipment(Record):
    """Samples on their way to a laboratory (PK-5)."""

    kind: ClassVar[str] = "shipment"
    title: ClassVar[str] = "Shipment"
    unique_by: ClassVar[tuple[str, ...] | None] = ("shipment_id",)

    shipment_id: str = item("Shipment", hint="number of the way bill", is_key=True)
    sent_on: date = item("Sent", dates_record=True)
    laboratory: str = item("Laboratory", default="")
    sample_ids: tuple[str, ...] = item("Samples", default=())
    received_at: datetime | None = item("Received", is_later=True, default=None)
    absent_ids: tuple[str, ...] = item("Not in it on receipt", known_with="received_at", default=())
    condition: str = item("Condition on receipt", known_with="received_at", is_free_text=True, default="")


@dataclass(frozen=True, kw_only=True)
class SlopeDecision(OfSubject):
    """Which samples of a profile make the terminal slope, or are kept out of it, by a person's choice (PK-2)."""

    kind: ClassVar[str] = "slope_decision"
    title: ClassVar[str] = "Choice of the terminal slope"
    unique_by: ClassVar[tuple[str, ...] | None] = ("subject_id", "cycle", "analyte")

    cycle: int = item("Cycle", is_key=True)
    analyte: str = item("Analyte", is_key=True)
    chosen: tuple[str, ...] = item("Samples chosen", hint="empty: best fit", default=())
    excluded: tuple[str, ...] = item("Samples kept out", default=())
    is_left_out: bool = item("Profile left out of summaries", default=False)
    reason: str = item("Reason")
    decided_by: str = item("Decided by", default="")
    decided_at: datetime = item("Decided")

    @property
    def is_withdrawn(self) -> bool:
        """Whether it chooses nothing any more: the best fit stands again, and the profile is in the summaries."""
        return not (self.chosen or self.excluded or self.is_left_out)
