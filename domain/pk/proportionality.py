"""Whether exposure grows in proportion to dose: the power model and Smith's bounds (PK-3)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.pk.student_t import t_quantile
from domain.reasons import Reason

_LEAST_VALUES = 3


class Proportionality(StrEnum):
    """What the interval of the slope says against the bounds."""

    PROPORTIONAL = "proportional"
    NOT_PROPORTIONAL = "not proportional"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True)
class PowerModel:
    """ln(exposure) = intercept + slope ln(dose).

    Attributes:
        slope: 1 for strict proportionality.
        intercept: ln of the exposure at dose 1.
        standard_error: of the slope.
        degrees: of freedom, values - 2.
        low: lower end of the interval of the slope.
        high: its upper end.
        level: of the interval, 0.90.
        dose_ratio: highest over lowest dose.
        bounds: Smith's critical interval for the slope.
        conclusion: where the interval lies.
        ratio_proportional: the largest dose ratio over which proportionality could be concluded; infinity where the
            interval is the point 1.
        values: how many values.
        left_out: how many values of 0 or below were left out.
    """

    slope: float
    intercept: float
    standard_error: float
    degrees: int
    low: float
    high: float
    level: float
    dose_ratio: float
    bounds: tuple[float, float]
    conclusion: Proportionality
    ratio_proportional: float
    values: int
    left_out: int

    def predict(self, dose: float) -> float:
        """The exposure on the line at a dose."""
        return math.exp(self.intercept + self.slope * math.log(dose))


def estimate_power_model(
    doses: Sequence[float],
    exposures: Sequence[float],
    *,
    level: float = 0.90,
    limits: tuple[float, float] = (0.8, 1.25),
) -> PowerModel | Reason:
    """Least squares on logarithms; the interval by Student's t, the bounds from the dose ratio and the limits.

    Args:
        doses: above 0.
        exposures: Cmax or AUC, one for each dose; values of 0 or below are left out and counted.
        level: of the two-sided interval.
        limits: within which the ratio of dose-normalised means counts as proportional.

    Raises:
        ValueError: the lengths differ, a dose is not above 0, or the limits don't embrace 1.

    Source: Smith et al., Pharm Res 2000; 17:1278-1283, equations 3 and 4.
    """
    if len(doses) != len(exposures):
        raise ValueError("each dose needs one exposure")
    if any(not dose > 0 for dose in doses):
        raise ValueError("a dose is above 0")
    if not 0 < limits[0] < 1 < limits[1]:
        raise ValueError("the limits lie on either side of 1")
    points = [(math.log(dose), math.log(value)) for dose, value in zip(doses, exposures, strict=True) if value > 0]
    count = len(points)
    if count < _LEAST_VALUES:
        return Reason("pk_power_few_values", {"values": count})
    xs = [x for x, _ in points]
    if max(xs) == min(xs):
        return Reason("pk_power_one_dose")
    mean_x, mean_y = math.fsum(xs) / count, math.fsum(y for _, y in points) / count
    sxx = math.fsum((x - mean_x) ** 2 for x, _ in points)
    slope = math.fsum((x - mean_x) * (y - mean_y) for x, y in points) / sxx
    rest = math.fsum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in points)
    error = math.sqrt(rest / (count - 2) / sxx)
    reach = t_quantile((1 + level) / 2, count - 2) * error
    low, high = slope - reach, slope + reach
    log_ratio = max(xs) - min(xs)
    bounds = (1 + math.log(limits[0]) / log_ratio, 1 + math.log(limits[1]) / log_ratio)
    worst = max(1 - low, high - 1)
    return PowerModel(
        slope=slope,
        intercept=mean_y - slope * mean_x,
        standard_error=error,
        degrees=count - 2,
        low=low,
        high=high,
        level=level,
        dose_ratio=math.exp(log_ratio),
        bounds=bounds,
        conclusion=_conclude(low, high, bounds),
        ratio_proportional=_largest_ratio(limits[1], worst),
        values=count,
        left_out=len(doses) - count,
    )


def _largest_ratio(limit: float, worst: float) -> float:
    if worst <= 0:
        return math.inf
    power = math.log(limit) / worst
    return math.exp(power) if power < 700 else math.inf


def _conclude(low: float, high: float, bounds: tuple[float, float]) -> Proportionality:
    if bounds[0] <= low and high <= bounds[1]:
        return Proportionality.PROPORTIONAL
    if high < bounds[0] or low > bounds[1]:
        return Proportionality.NOT_PROPORTIONAL
    return Proportionality.INCONCLUSIVE
