"""Two or more survival curves beside each other: log-rank test, and the hazard ratio of two groups."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

_STEPS = 50


@dataclass(frozen=True)
class LogRank:
    """The log-rank test.

    Attributes:
        chi_square: test statistic.
        df: degrees of freedom.
        p: p-value; None where nothing can be compared.
        observed: events by group.
        expected: events expected under equal hazards, by group.
    """

    chi_square: float
    df: int
    p: float | None
    observed: tuple[int, ...]
    expected: tuple[float, ...]


@dataclass(frozen=True)
class HazardRatio:
    """The hazard of the second group relative to the first.

    Attributes:
        log_ratio: coefficient of the Cox model.
        lower: lower limit of the ratio.
        upper: upper limit of the ratio.
    """

    log_ratio: float
    lower: float
    upper: float

    @property
    def ratio(self) -> float:
        """The ratio itself."""
        return math.exp(self.log_ratio)


@dataclass(frozen=True)
class Sample:
    """One group.

    Attributes:
        times: of event or censoring.
        events: whether each was an event.
    """

    times: Sequence[float]
    events: Sequence[bool]

    def at_risk(self, time: float) -> int:
        """How many are at risk just before a time."""
        return sum(one >= time for one in self.times)

    def deaths(self, time: float) -> int:
        """How many events there are at a time."""
        return sum(is_event and one == time for one, is_event in zip(self.times, self.events, strict=True))


def compare_curves(groups: Sequence[Sample]) -> LogRank:
    """The log-rank test of two or more groups, as R's ``survdiff`` gives it.

    Raises:
        ValueError: fewer than two groups.

    Source: Mantel, Cancer Chemother Rep 1966;50:163; Peto and Peto, J R Stat Soc A 1972;135:185.
    """
    if len(groups) < 2:
        raise ValueError("the log-rank test compares at least two groups")
    observed = np.array([sum(group.events) for group in groups])
    expected = np.zeros(len(groups))
    spread = np.zeros((len(groups), len(groups)))
    for time in _event_times(groups):
        at_risk = np.array([group.at_risk(time) for group in groups], dtype=float)
        total, deaths = at_risk.sum(), sum(group.deaths(time) for group in groups)
        share = at_risk / total
        expected += deaths * share
        if total > 1:
            spread += deaths * (total - deaths) / (total - 1) * (np.diag(share) - np.outer(share, share))
    # A group that was never at risk at an event says nothing.
    tells = [at for at in range(len(groups)) if spread[at, at] > 0]
    chi_square, df = 0.0, max(len(tells) - 1, 0)
    if df:
        kept = tells[:-1]
        difference = (observed - expected)[kept]
        chi_square = float(difference @ np.linalg.pinv(spread[np.ix_(kept, kept)]) @ difference)
    p = chi_square_tail(chi_square, df) if df else None
    return LogRank(chi_square, df, p, tuple(int(one) for one in observed), tuple(float(one) for one in expected))


def chi_square_tail(x: float, df: int) -> float:
    """P(X > x) for a chi-square variable, df at least 1, by the recurrence of the incomplete gamma function."""
    y = x / 2
    a = 1.0 if df % 2 == 0 else 0.5
    tail = math.exp(-y) if df % 2 == 0 else math.erfc(math.sqrt(y))
    while a < df / 2:
        tail += math.exp(a * math.log(y) - y - math.lgamma(a + 1)) if y > 0 else 0.0
        a += 1
    return tail


def estimate_hazard_ratio(first: Sample, second: Sample, level: float = 0.95) -> HazardRatio | None:
    """The Cox model with one yes-or-no covariate, ties by Efron, interval by Wald, as R's ``coxph`` gives it.

    Returns:
        None if it can't be estimated: a group without events, or one that always goes first.
    """
    log_ratio, information = 0.0, 0.0
    for _ in range(_STEPS):
        score, information = _score(first, second, log_ratio)
        if information < 1e-9 or abs(log_ratio) > 20:
            return None
        step = score / information
        log_ratio += step
        if abs(step) < 1e-12:
            break
    z = NormalDist().inv_cdf((1 + level) / 2) / math.sqrt(information)
    return HazardRatio(log_ratio, math.exp(log_ratio - z), math.exp(log_ratio + z))


def _score(first: Sample, second: Sample, log_ratio: float) -> tuple[float, float]:
    score = information = 0.0
    hazard = math.exp(log_ratio)
    for time in _event_times((first, second)):
        deaths_1, deaths_2 = first.deaths(time), second.deaths(time)
        deaths = deaths_1 + deaths_2
        score += deaths_2
        for tied in range(deaths):
            left = tied / deaths
            reference = first.at_risk(time) - left * deaths_1
            exposed = hazard * (second.at_risk(time) - left * deaths_2)
            share = exposed / (reference + exposed)
            score -= share
            information += share * (1 - share)
    return score, information


def _event_times(groups: Sequence[Sample]) -> list[float]:
    return sorted(
        {time for group in groups for time, is_event in zip(group.times, group.events, strict=True) if is_event}
    )
