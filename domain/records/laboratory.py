"""Laboratory results, and the normal ranges of the laboratories that measured them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from domain.partial_date import PartialDate
from domain.records.item import OfSubject, Record, item
from domain.terms import Sex


@dataclass(frozen=True, kw_only=True)
class LabResult(OfSubject):
    """One result of one test. Its grade is derived, never stored (``domain/laboratory/graded.py``)."""

    kind: ClassVar[str] = "lab_result"
    title: ClassVar[str] = "Laboratory result"
    cdisc_domain: ClassVar[str] = "LB"

    test: str = item("Test", cdisc="LBTESTCD", is_key=True)
    taken_at: PartialDate = item("Sample taken", cdisc="LBDTC", is_key=True, dates_record=True)
    value: Decimal | None = item("Result", cdisc="LBORRES", hint="empty: not done or not readable", default=None)
    sign: str = item("Sign", hint="< or > where the result is beyond what the method measures", default="")
    unit: str = item("Unit", cdisc="LBORRESU", default="")
    laboratory: str = item("Laboratory", cdisc="LBNAM", default="")
    lln: Decimal | None = item("Lower limit", cdisc="LBORNRLO", hint="as reported with the result", default=None)
    uln: Decimal | None = item("Upper limit", cdisc="LBORNRHI", hint="as reported with the result", default=None)
    visit: str = item("Visit", cdisc="VISIT", is_free_text=True, default="")
    comment: str = item("Comment", is_free_text=True, default="")


@dataclass(frozen=True, kw_only=True)
class NormalRange(Record):
    """The normal range of a test at a laboratory from a day on; it holds until a later one begins."""

    kind: ClassVar[str] = "normal_range"
    title: ClassVar[str] = "Normal range"
    unique_by: ClassVar[tuple[str, ...] | None] = ("laboratory", "test", "sex", "valid_from")

    laboratory: str = item("Laboratory", cdisc="LBNAM", is_key=True)
    test: str = item("Test", cdisc="LBTESTCD", is_key=True)
    sex: Sex = item("Sex", hint="U: for both", default=Sex.UNKNOWN)
    unit: str = item("Unit")
    lln: Decimal | None = item("Lower limit", default=None)
    uln: Decimal | None = item("Upper limit", default=None)
    valid_from: date = item("Valid from", is_key=True)


@dataclass(frozen=True, kw_only=True)
class GradeTexts(Record):
    """The full grade texts of an official CTCAE workbook, as loaded by a person (AE-1)."""

    kind: ClassVar[str] = "grade_texts"
    title: ClassVar[str] = "CTCAE grade texts"
    unique_by: ClassVar[tuple[str, ...] | None] = ("version",)

    version: str = item("Version", is_key=True)
    file_name: str = item("File")
    file_hash: str = item("SHA-256 of the file")
    content: str = item("Content", hint="canonical JSON: term -> grade -> text")
