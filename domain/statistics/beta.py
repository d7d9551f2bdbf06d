"""The beta distribution: regularised incomplete beta function and its inverse."""

import math

_TINY = 1e-300
_EPSILON = 1e-16
_TERMS = 10_000
_HALVINGS = 1_200


def incomplete_beta(x: float, a: float, b: float) -> float:
    """P(X <= x) for X ~ Beta(a, b), by a continued fraction.

    Args:
        x: between 0 and 1.
        a: first shape, above 0.
        b: second shape, above 0.

    Raises:
        ValueError: an argument is out of its range.

    Source: Abramowitz and Stegun 26.5.8, evaluated by Lentz's method.
    """
    if not (0 <= x <= 1 and a > 0 and b > 0):
        raise ValueError("incomplete_beta needs 0 <= x <= 1, a > 0 and b > 0")
    if x in (0, 1):
        return float(x)
    # The fraction converges fast below the mean only; above it the tail is taken from the other side.
    if x > (a + 1) / (a + b + 2):
        return 1 - _lower_tail(1 - x, b, a)
    return _lower_tail(x, a, b)


def beta_quantile(p: float, a: float, b: float) -> float:
    """The x with P(X <= x) = p for X ~ Beta(a, b), to the last bit that bisection can tell.

    Raises:
        ValueError: p is not between 0 and 1, or a shape is not above 0.
    """
    if not 0 <= p <= 1:
        raise ValueError("a probability lies between 0 and 1")
    if p in (0, 1):
        return float(p)
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if incomplete_beta(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _lower_tail(x: float, a: float, b: float) -> float:
    front = math.exp(a * math.log(x) + b * math.log1p(-x) - _log_beta(a, b)) / a
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > _TINY else _TINY)
    fraction = d
    for m in range(1, _TERMS):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + step * d
            d = 1 / (d if abs(d) > _TINY else _TINY)
            c = 1 + step / c
            c = c if abs(c) > _TINY else _TINY
            fraction *= c * d
        if abs(c * d - 1) < _EPSILON * 4:
            break
    return front * fraction


def _log_beta(a: float, b: float) -> float:
    # With whole shapes the binomial coefficient is exact; lgamma would lose three digits at n = 1,000.
    if float(a).is_integer() and float(b).is_integer() and a + b < 5_000:
        return -math.log(int(a) * math.comb(int(a + b) - 1, int(a)))
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
