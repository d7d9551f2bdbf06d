"""When a group that is under way will be complete, at the earliest, if a subject is always ready (SUB-2).

Every first dose still to come is laid as early as the spacing lets it; the last window's end is the group's.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.escalation.spacing import assess_spacing
from domain.escalation.status import PartStatus
from domain.terms import Action, PartKind

_DOSING = (Action.ENROL, Action.EXPAND, Action.ESCALATE, Action.DE_ESCALATE)


@dataclass(frozen=True)
class CohortForecast:
    """The group at a level.

    Attributes:
        doses: first doses, given ones first; aware UTC.
        still_to_come: how many of them are still to be given.
        ends_at: end of the last window.
    """

    dose_level: int
    doses: tuple[datetime, ...]
    still_to_come: int
    ends_at: datetime

    @property
    def lasts(self) -> timedelta:
        """From the first dose to the end of the last window."""
        return self.ends_at - self.doses[0]


def forecast_cohort(status: PartStatus, now: datetime, *, further: int | None = None) -> CohortForecast | None:
    """The earliest end of the group that is under way.

    Args:
        status: of the part.
        now: aware UTC; no dose to come lies before it.
        further: subjects still to be dosed; by default those that the rules ask for at the level.

    Returns:
        None where nobody is in the window and nobody is asked for, and in an expansion.
    """
    recommendation, part = status.recommendation, status.part
    if part.kind is PartKind.EXPANSION:
        # Its cohorts are no dose groups: nothing is complete with the last window.
        return None
    asked = recommendation.subjects if recommendation.action in _DOSING else 0
    further = asked if further is None else further
    level = recommendation.dose_level or part.rules.start_level
    pending = [one for one in status.at_level(level) if one.outcome.is_pending]
    if not pending and not further:
        return None
    group = list(status.at_level(level))
    doses = [one.first_dose_at for one in group]
    ends = [one.window_ends_at for one in group if one.outcome.is_pending]
    given, length = len(doses), timedelta(days=part.window.days)
    at = max([now, *doses])
    for _ in range(further):
        while (
            answer := assess_spacing(
                part.rules.spacing, doses, [end for end in ends if end > at], now=at, window=length, wanted=1
            )
        ).open_now == 0:
            at = answer.earliest
        doses.append(at)
        ends.append(part.window.closes_at(at, (), status.study.zone))
    under_way = sorted([*(one.first_dose_at for one in pending), *doses[given:]])
    return CohortForecast(level, tuple(under_way), further, max(ends))
