"""Quantiles of Student's t distribution for whole degrees of freedom.

For whole degrees the distribution function is a finite trigonometric sum, so no series is cut off.

Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
"""

import math

_HALVINGS = 200


def t_quantile(p: float, degrees: int) -> float:
    """The t with P(T <= t) = p; relative error below 1e-12 for p between 0.0005 and 0.9995.

    Raises:
        ValueError: p is not between 0 and 1, or the degrees are no whole number above 0.
    """
    if not 0 < p < 1:
        raise ValueError("a probability lies between 0 and 1")
    if degrees < 1 or degrees != int(degrees):
        raise ValueError("degrees of freedom are a whole number above 0")
    if p < 0.5:
        return -t_quantile(1 - p, degrees)
    inside = 2 * p - 1
    low, high = 0.0, math.pi / 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _within(middle, degrees) < inside:
            low = middle
        else:
            high = middle
    return math.sqrt(degrees) * math.tan((low + high) / 2)


def _within(angle: float, degrees: int) -> float:
    """P(-t <= T <= t) for t = sqrt(degrees) tan(angle)."""
    cosine = math.cos(angle)
    is_odd = degrees % 2 == 1
    if degrees == 1:
        return 2 * angle / math.pi
    term = cosine if is_odd else 1.0
    terms = [term]
    for at in range(2 if is_odd else 1, degrees - 1, 2):
        term *= at / (at + 1) * cosine * cosine
        terms.append(term)
    total = math.sin(angle) * math.fsum(terms)
    return 2 / math.pi * (angle + total) if is_odd else total
