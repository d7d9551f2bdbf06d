"""Kaplan-Meier estimate with Greenwood's variance, intervals and quantiles as R's ``survfit`` gives them."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

_TOLERANCE = math.sqrt(2.0**-52)


class Band(StrEnum):
    """On which scale the interval is symmetric."""

    LOG_LOG = "log-log"
    LOG = "log"
    PLAIN = "plain"


@dataclass(frozen=True)
class Step:
    """The estimate at one time of event or censoring.

    Attributes:
        time: in the unit given.
        n_risk: at risk just before.
        n_event: events then; events come before censorings at the same time.
        n_censor: censorings then.
        survival: estimate.
        std_error: Greenwood's standard error of ``survival``; None once it is 0.
        lower: lower limit, None if it can't be estimated.
        upper: upper limit, None if it can't be estimated.
    """

    time: float
    n_risk: int
    n_event: int
    n_censor: int
    survival: float
    std_error: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Quantile:
    """A time by which a part of the subjects has had the event; None is "not reached".

    Attributes:
        p: which part, 0.5 for the median.
        time: estimate.
        lower: lower limit.
        upper: upper limit.
    """

    p: float
    time: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class SurvivalCurve:
    """A whole estimate.

    Attributes:
        n: number of subjects.
        events: number of events.
        band: scale of the intervals.
        level: confidence level.
        steps: by time.
    """

    n: int
    events: int
    band: Band
    level: float
    steps: tuple[Step, ...]

    def quantile(self, p: float) -> Quantile:
        """The quantile of time; where the curve is flat at 1 - p, the middle of that stretch, as in R and SAS.

        Raises:
            ValueError: p is not above 0 and below 1.
        """
        if not 0 < p < 1:
            raise ValueError("a quantile needs 0 < p < 1")
        return Quantile(
            p,
            self._cross(p, [step.survival for step in self.steps]),
            self._cross(p, [step.lower for step in self.steps]),
            self._cross(p, [step.upper for step in self.steps]),
        )

    @property
    def median(self) -> Quantile:
        """The median."""
        return self.quantile(0.5)

    def at(self, time: float) -> Step:
        """The estimate at a time; ``n_risk`` are those at risk then, events and censorings those up to then."""
        past = [step for step in self.steps if step.time <= time]
        at_risk = next((step.n_risk for step in self.steps if step.time >= time), 0)
        events, censored = sum(step.n_event for step in past), sum(step.n_censor for step in past)
        if not past:
            return Step(time, at_risk, 0, 0, 1.0, 0.0, *_limits(1.0, 0.0, self.band, 0.0))
        last = past[-1]
        return Step(time, at_risk, events, censored, last.survival, last.std_error, last.lower, last.upper)

    def _cross(self, p: float, curve: Sequence[float | None]) -> float | None:
        # R: drop repeated heights, look p up from both sides of the tolerance, take the middle.
        heights: dict[float | None, float] = {0.0: 0.0}
        for step, value in zip(self.steps, curve, strict=True):
            heights.setdefault(None if value is None else 1 - value, step.time)
        known = sorted((height, time) for height, time in heights.items() if height is not None)
        reached = [time for height, time in known if height + _TOLERANCE >= p]
        if not reached:
            return None
        last = next(reversed(heights))
        if last is not None and abs(last - p) < _TOLERANCE:
            return (reached[0] + self.steps[-1].time) / 2
        beyond = [time for height, time in known if height - _TOLERANCE >= p]
        return (reached[0] + beyond[0]) / 2 if beyond else None


def kaplan_meier(
    times: Sequence[float], events: Sequence[bool], band: Band = Band.LOG_LOG, level: float = 0.95
) -> SurvivalCurve:
    """The product-limit estimate.

    Args:
        times: of event or censoring, not below 0.
        events: whether each was an event.
        band: scale of the intervals.
        level: confidence level.

    Raises:
        ValueError: a time is negative or not finite, or the lists differ in length.

    Source: Kaplan and Meier, J Am Stat Assoc 1958;53:457; conventions of R survival 3.8-3, ``survfit.formula``.
    """
    if len(times) != len(events) or any(not 0 <= time < math.inf for time in times):
        raise ValueError("kaplan_meier needs as many events as times, and times from 0 on")
    z = NormalDist().inv_cdf((1 + level) / 2)
    died = Counter(time for time, is_event in zip(times, events, strict=True) if is_event)
    left = Counter(time for time, is_event in zip(times, events, strict=True) if not is_event)
    at_risk, survival, variance = len(times), 1.0, 0.0
    steps = []
    for time in sorted({*died, *left}):
        deaths = died[time]
        if deaths == at_risk:
            survival, variance = 0.0, math.inf
        elif deaths:
            survival *= 1 - deaths / at_risk
            variance += deaths / (at_risk * (at_risk - deaths))
        error = None if survival == 0 else survival * math.sqrt(variance)
        relative = 0.0 if survival == 0 else math.sqrt(variance)
        limits = _limits(survival, relative, band, z)
        steps.append(Step(time, at_risk, deaths, left[time], survival, error, *limits))
        at_risk -= deaths + left[time]
    return SurvivalCurve(len(times), sum(died.values()), band, level, tuple(steps))


def _limits(survival: float, relative: float, band: Band, z: float) -> tuple[float | None, float | None]:
    """Limits from the standard error of log survival."""
    if survival == 0 or (survival == 1 and band is Band.LOG_LOG):
        return None, None
    width = z * relative
    match band:
        case Band.PLAIN:
            return max(0.0, survival - width * survival), min(1.0, survival + width * survival)
        case Band.LOG:
            return survival * math.exp(-width), min(1.0, survival * math.exp(width))
        case Band.LOG_LOG:
            middle, half = math.log(-math.log(survival)), width / math.log(survival)
            return math.exp(-math.exp(middle - half)), math.exp(-math.exp(middle + half))
