"""The dosing log as exposure sees it: which doses were given, how long each infusion took, and whether it is steady.

Steady state is not measured here but taken from the log: enough equal doses at regular intervals before this one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from domain.exposure.plan import SamplingPlan
from domain.pk.terms import Route
from domain.reasons import Reason
from domain.records import Administration

SAME_DOSE = Decimal("0.10")
"""Doses count as equal if none differs by more than this share from the present one."""
REGULAR = 0.15
"""Intervals count as regular if none differs by more than this share from the length of a cycle."""


@dataclass(frozen=True)
class GivenDose:
    """A dose of which something was given, and what the log says of it.

    Attributes:
        administration: as recorded.
        infusion_hours: how long the infusion took; None for other routes.
        is_steady_state: by the doses before it.
        remarks: why it is, or is not, at steady state; and that a planned duration stands for the recorded end.
    """

    administration: Administration
    infusion_hours: float | None
    is_steady_state: bool
    remarks: tuple[Reason, ...]

    @property
    def cycle(self) -> int:
        """The cycle that it opens."""
        return self.administration.cycle


def given_doses(
    administrations: Sequence[Administration], plan: SamplingPlan, cycle_days: int
) -> tuple[GivenDose, ...]:
    """The doses of one subject of which something was given, first to last.

    Args:
        administrations: of the subject, by time; omitted ones too.
        plan: for the route, the planned duration and the cycle of steady state.
        cycle_days: the planned dosing interval.
    """
    given = [one for one in administrations if one.given_mg > 0]
    found = []
    for place, one in enumerate(given):
        steady, why = _steady(given[: place + 1], plan.steady_cycle, timedelta(days=cycle_days))
        hours, remark = _infusion(one, plan)
        found.append(GivenDose(one, hours, steady, (why, *remark)))
    return tuple(found)


def _infusion(one: Administration, plan: SamplingPlan) -> tuple[float | None, tuple[Reason, ...]]:
    if plan.route is not Route.IV_INFUSION:
        return None, ()
    if one.ended_at is not None and one.ended_at > one.started_at:
        return (one.ended_at - one.started_at).total_seconds() / 3600, ()
    if plan.infusion_minutes is None:
        return None, ()
    return plan.infusion_minutes / 60, (Reason("pk_end_as_planned", {"minutes": plan.infusion_minutes}),)


def _steady(upto: Sequence[Administration], least: int, interval: timedelta) -> tuple[bool, Reason]:
    """Whether the last dose is at steady state, and why."""
    if len(upto) < least:
        return False, Reason("pk_not_steady_few", {"doses": len(upto), "needed": least})
    last = upto[-least:]
    dose = last[-1].given_mg
    unequal = next((one for one in last if abs(one.given_mg - dose) > SAME_DOSE * dose), None)
    if unequal is not None:
        return False, Reason("pk_not_steady_dose", {"cycle": unequal.cycle, "mg": unequal.given_mg})
    for before, after in pairwise(last):
        gap = after.started_at - before.started_at
        if abs(gap - interval) > REGULAR * interval:
            days = round(gap / timedelta(days=1))
            return False, Reason("pk_not_steady_interval", {"cycle": after.cycle, "days": days})
    return True, Reason("pk_steady", {"doses": least})
