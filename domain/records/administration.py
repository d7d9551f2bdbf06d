"""A dose that was given, or that was due and was not."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from domain.records.item import OfSubject, item
from domain.terms import DoseChange


@dataclass(frozen=True, kw_only=True)
class Administration(OfSubject):
    """One administration of the study drug: day 1 of a cycle."""

    kind: ClassVar[str] = "administration"
    title: ClassVar[str] = "Dose"
    cdisc_domain: ClassVar[str] = "EX"
    unique_by: ClassVar[tuple[str, ...] | None] = ("subject_id", "cycle")

    cycle: int = item("Cycle", cdisc="EXCYCLE", is_key=True)
    started_at: datetime = item("Start", cdisc="EXSTDTC", dates_record=True)
    ended_at: datetime | None = item("End of infusion", cdisc="EXENDTC", is_later=True, default=None)
    weight_kg: Decimal | None = item("Weight", unit="kg", default=None)
    planned_mg: Decimal = item("Planned dose", unit="mg")
    given_mg: Decimal = item("Dose given", unit="mg", cdisc="EXDOSE")
    dose_level: int | None = item("Dose level", hint="if it is not the one of enrolment", default=None)
    change: DoseChange = item("Administration", default=DoseChange.AS_PLANNED)
    reason: str = item("Reason for the change", cdisc="EXADJ", is_free_text=True, default="")
    delayed_for: tuple[str, ...] | None = item(
        "Delayed for", hint="adverse events that delayed it; empty: nobody has said", default=None
    )

    @property
    def share_given(self) -> Decimal:
        """Dose given over dose planned; 0 where nothing was planned."""
        return self.given_mg / self.planned_mg if self.planned_mg else Decimal(0)
