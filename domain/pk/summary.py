"""Summary statistics of a parameter, and numbers to significant digits (PK-3)."""

import math
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from domain.reasons import Reason

Statistic = float | Reason


@dataclass(frozen=True)
class Summary:
    """What describes the values of a group; a Reason stands where a statistic can't be given.

    Attributes:
        n: how many values.
        absent: how many of the group have no value.
        mean: arithmetic.
        sd: standard deviation of a sample (n - 1).
        cv: coefficient of variation, percent.
        geometric_mean: absent where a value is 0 or below.
        geometric_cv: 100 sqrt(exp(variance of the logarithms) - 1), percent.
        median: middle value, or the mean of the two middle ones.
        minimum: least value.
        maximum: largest value.
    """

    n: int
    absent: int
    mean: Statistic
    sd: Statistic
    cv: Statistic
    geometric_mean: Statistic
    geometric_cv: Statistic
    median: Statistic
    minimum: Statistic
    maximum: Statistic


def summarise(values: Iterable[float | None]) -> Summary:
    """The summary of a group's values; None stands for a value that is absent or excluded.

    Raises:
        ValueError: a value is not finite.
    """
    listed = list(values)
    known = [float(value) for value in listed if value is not None]
    if any(not math.isfinite(value) for value in known):
        raise ValueError("a value is not finite; an absent one is None")
    absent = len(listed) - len(known)
    if not known:
        none = Reason("pk_summary_no_values")
        return Summary(0, absent, *(none,) * 8)
    mean = math.fsum(known) / len(known)
    sd: Statistic = Reason("pk_summary_one_value") if len(known) < 2 else statistics.stdev(known)
    cv = Reason("pk_summary_mean_zero") if not isinstance(sd, Reason) and mean == 0 else sd
    if not isinstance(cv, Reason):
        cv = 100 * cv / abs(mean)
    geometric_mean, geometric_cv = _geometric(known)
    middle = statistics.median(known)
    return Summary(len(known), absent, mean, sd, cv, geometric_mean, geometric_cv, middle, min(known), max(known))


def _geometric(known: list[float]) -> tuple[Statistic, Statistic]:
    low = sum(value <= 0 for value in known)
    if low:
        reason = Reason("pk_summary_not_positive", {"values": low})
        return reason, reason
    logs = [math.log(value) for value in known]
    mean = math.exp(math.fsum(logs) / len(logs))
    if len(logs) < 2:
        return mean, Reason("pk_summary_one_value")
    return mean, 100 * math.sqrt(math.expm1(statistics.variance(logs)))


def round_significant(value: float, digits: int) -> Decimal:
    """A number to significant digits, halves away from zero, as its shortest decimal writing shows it.

    2.675 to 3 digits is 2.68, although the binary number lies a little below the half.

    Raises:
        ValueError: the value is not finite, or the digits are not above 0.
    """
    if digits < 1:
        raise ValueError("significant digits are 1 or more")
    if not math.isfinite(value):
        raise ValueError("the value is not finite")
    exact = Decimal(repr(float(value)))
    if exact == 0:
        return Decimal(0)
    rounded = exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1), rounding=ROUND_HALF_UP)
    if rounded.adjusted() > exact.adjusted():
        # 9.996 became 10.00: one digit too many.
        rounded = rounded.quantize(Decimal(1).scaleb(rounded.adjusted() - digits + 1), rounding=ROUND_HALF_UP)
    return rounded


def write_significant(value: float, digits: int) -> str:
    """A number to significant digits with its trailing zeros and without an exponent: 10.0, 1230, 0.00400."""
    return f"{round_significant(value, digits):f}"
