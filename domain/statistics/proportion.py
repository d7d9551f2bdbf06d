"""Exact confidence interval of a proportion."""

from dataclasses import dataclass

from domain.statistics.beta import beta_quantile


@dataclass(frozen=True)
class Interval:
    """A confidence interval.

    Attributes:
        lower: lower limit.
        upper: upper limit.
        level: confidence level, as 0.95.
    """

    lower: float
    upper: float
    level: float = 0.95


def clopper_pearson(x: int, n: int, level: float = 0.95) -> Interval:
    """The exact interval of ``x`` in ``n``, as R's ``binom.test`` gives it.

    Args:
        x: those who have it.
        n: all, at least 1.
        level: confidence level.

    Raises:
        ValueError: ``x`` is not between 0 and ``n``, ``n`` is 0, or the level is not between 0 and 1.

    Source: Clopper and Pearson, Biometrika 1934;26:404-413; limits as beta quantiles.
    """
    if not (0 <= x <= n and n > 0 and 0 < level < 1):
        raise ValueError("clopper_pearson needs 0 <= x <= n, n > 0 and a level between 0 and 1")
    tail = (1 - level) / 2
    lower = 0.0 if x == 0 else beta_quantile(tail, x, n - x + 1)
    # From the other end, so that 1 - upper keeps its digits.
    upper = 1.0 if x == n else 1 - beta_quantile(tail, n - x, x + 1)
    return Interval(lower, upper, level)
