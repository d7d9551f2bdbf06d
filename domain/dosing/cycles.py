"""Planned and given, cycle by cycle: share, delay against the cycle before, and what was prepared (SUB-2, SUB-11)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from domain.records import Administration, Preparation
from domain.study import Study

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class CycleDose:
    """One cycle of a subject.

    Attributes:
        level: of the dose: its own, or that of enrolment.
        delay_days: days later than whole cycles after the dose before; negative where it came earlier; None for the
            first.
        is_late: later than the window of a dosing visit allows.
        preparation: of the cycle, or None.
    """

    dose: Administration
    level: int
    delay_days: int | None
    is_late: bool
    preparation: Preparation | None

    @property
    def record(self) -> Administration:
        """The record behind it."""
        return self.dose

    @property
    def share_percent(self) -> Decimal:
        """Given over planned."""
        return self.dose.share_given * 100


def derive_cycles(study: Study, subject_id: str) -> tuple[CycleDose, ...]:
    """Every recorded cycle of a subject, first to last; omitted ones too. Empty for one who is not enrolled."""
    part, enrolment = study.part_of(subject_id), study.enrolment(subject_id)
    if part is None or enrolment is None:
        return ()
    rule = part.visits.visit("dosing") if part.visits else None
    tolerated = rule.late if rule else 0
    prepared = {one.cycle: one for one in study.preparations_of(subject_id)}
    found: list[CycleDose] = []
    before: tuple[date, int] | None = None
    for dose in study.administrations(subject_id):
        day = dose.started_at.astimezone(study.zone).date()
        delay = None if before is None else (day - before[0]).days - part.cycle_days * (dose.cycle - before[1])
        late = delay is not None and delay > tolerated
        level = dose.dose_level or enrolment.dose_level
        found.append(CycleDose(dose, level, delay, late, prepared.get(dose.cycle)))
        before = day, dose.cycle
    return tuple(found)
