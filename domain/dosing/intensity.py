"""Relative dose intensity: what a subject was given over what the protocol would have given in the same time."""

from dataclasses import dataclass
from decimal import Decimal

from domain.dosing.cycles import derive_cycles
from domain.study import Study
from domain.terms import DoseChange


@dataclass(frozen=True)
class DoseIntensity:
    """Doses of a subject.

    Attributes:
        cycles: cycles recorded, omitted ones too.
        given_mg: in all.
        planned_mg: of the cycles recorded.
        weeks: planned length of treatment by the calendar: from the first dose to the end of the last cycle.
        relative_percent: given per week over planned per week, the plan taken without delay; None before a dose.
        delayed_days: days by which doses came later than a cycle's length after the one before, in all.
        delayed: cycles that came later than their window allows, 3 days with most protocols.
    """

    subject_id: str
    cycles: int
    given_mg: Decimal
    planned_mg: Decimal
    weeks: Decimal
    relative_percent: Decimal | None
    delayed_days: int
    delayed: int
    interrupted: int
    omitted: int
    reduced: int

    @property
    def percent_of_planned(self) -> Decimal | None:
        """Given over planned dose, whatever the time it took."""
        return self.given_mg / self.planned_mg * 100 if self.planned_mg else None


def derive_intensity(study: Study, subject_id: str) -> DoseIntensity | None:
    """The dose intensity of a subject; None before the first dose.

    Given dose per week of the time that treatment took, over planned dose per week: delays lower it as omissions do.
    The last cycle counts with its whole length.

    Source: Hryniuk and Bush 1984, dose intensity as dose per unit of time.
    """
    part, doses = study.part_of(subject_id), study.administrations(subject_id)
    first = study.first_dose(subject_id)
    if part is None or first is None:
        return None
    days = [dose.started_at.astimezone(study.zone).date() for dose in doses]
    length = part.cycle_days
    given = sum((dose.given_mg for dose in doses), Decimal(0))
    planned = sum((dose.planned_mg for dose in doses), Decimal(0))
    actual_days = (days[-1] - days[0]).days + length
    planned_days = (doses[-1].cycle - doses[0].cycle + 1) * length
    cycles = derive_cycles(study, subject_id)
    relative = None
    if planned and actual_days > 0:
        relative = 100 * given * planned_days / (planned * actual_days)
    changes = [dose.change for dose in doses]
    return DoseIntensity(
        subject_id,
        len(doses),
        given,
        planned,
        Decimal(actual_days) / 7,
        relative,
        sum(max(0, one.delay_days or 0) for one in cycles),
        sum(one.is_late for one in cycles),
        changes.count(DoseChange.INTERRUPTED),
        changes.count(DoseChange.OMITTED),
        changes.count(DoseChange.REDUCED),
    )
