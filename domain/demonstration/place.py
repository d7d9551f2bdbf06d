"""The place that a subject of a demonstration takes: part, level, cohort, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.demonstration.timing import Timetable
from domain.protocol.model import ExpansionCohort, Part
from domain.terms import Outcome


@dataclass(frozen=True)
class Place:
    """Where a subject is treated, and with which outcome.

    Attributes:
        part: with its levels.
        first_dose: earliest moment of the first dose, aware UTC.
        cohort: of an expansion part, as enrolments name it.
        is_sampled: whether concentrations are measured; in an expansion only some subjects may have them.
        is_beyond_plan: whether the planned number of subjects is reached already.
    """

    part: Part
    dose_level: int
    outcome: Outcome
    first_dose: datetime
    cohort: int | None = None
    is_sampled: bool = True
    is_beyond_plan: bool = False

    @property
    def limits(self) -> ExpansionCohort | None:
        """The cohort with its tumour type and marker; None in an escalation."""
        return self.part.cohorts[self.cohort - 1] if self.cohort is not None else None


def places_of(part: Part, timetable: Timetable, *, treated: int = 0) -> tuple[Place, ...]:
    """The places of an escalation, in order of dosing.

    Args:
        part: with its levels.
        timetable: of its history.
        treated: in the whole study before.
    """
    pairs = zip(timetable.plan, timetable.first_doses, strict=True)
    return tuple(
        Place(part, level, outcome, start, is_beyond_plan=_is_beyond(part, number + treated))
        for number, ((level, outcome), start) in enumerate(pairs, 1)
    )


def _is_beyond(part: Part, number: int) -> bool:
    return part.planned_subjects is not None and number > part.planned_subjects


def in_order(places: Iterable[Place]) -> tuple[Place, ...]:
    """By first dose: subjects are numbered so, whatever their part."""
    return tuple(sorted(places, key=lambda one: one.first_dose))
