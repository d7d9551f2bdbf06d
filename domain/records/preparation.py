"""A dose as it was prepared at the pharmacy: what the worksheet said, and who prepared and checked (SUB-11)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from domain.records.item import OfSubject, item


@dataclass(frozen=True, kw_only=True)
class Preparation(OfSubject):
    """One prepared dose. Start and stop of the infusion are on the dose."""

    kind: ClassVar[str] = "preparation"
    title: ClassVar[str] = "Dose preparation"
    cdisc_domain: ClassVar[str] = "EX"
    unique_by: ClassVar[tuple[str, ...] | None] = ("subject_id", "cycle")

    cycle: int = item("Cycle", cdisc="EXCYCLE", is_key=True)
    dose_level: int = item("Dose level")
    measured_kg: Decimal | None = item("Weight today", unit="kg", hint="if it was measured for this dose", default=None)
    weight_kg: Decimal | None = item("Weight used", unit="kg", default=None)
    dose_mg: Decimal = item("Dose", unit="mg", cdisc="EXDOSE")
    concentration_mg_per_ml: Decimal | None = item("Concentration", unit="mg/mL", default=None)
    volume_ml: Decimal | None = item("Volume", unit="mL", default=None)
    lot: str = item("Lot", cdisc="EXLOT", is_free_text=True)
    expires_on: date = item("Expiry")
    prepared_at: datetime = item("Prepared", dates_record=True)
    prepared_by: str = item("Prepared by")
    checked_by: str = item("Checked by")
    comment: str = item("Comment", is_free_text=True, default="")
