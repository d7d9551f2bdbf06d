"""Axes of the exposure charts: where a value lies between two ends, and which values are labelled."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ui.text import MINUS

_HOUR_STEPS = (0.5, 1, 2, 4, 6, 12, 24, 48, 72, 168, 336, 504, 672, 1344, 2688, 5376)
_DENSE = (1.0, 2.0, 5.0)
# Values closer together are the same; below it a step could not be written as a number any more.
_LEAST_SPAN = 1e-300


@dataclass(frozen=True)
class Axis:
    """An axis.

    Attributes:
        low: its lower end.
        high: its upper end, above the lower one.
        ticks: the values that are labelled, rising.
        is_log: whether equal ratios take equal room; the ends are then above 0.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    is_log: bool = False

    def share(self, value: float) -> float:
        """Where a value lies: 0 at the lower end, 1 at the upper one."""
        if self.is_log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def holds(self, value: float) -> bool:
        """Whether a value has a place on it."""
        return (value > 0 or not self.is_log) and -1e-9 <= self.share(value) <= 1 + 1e-9


def say_tick(value: float) -> str:
    """A tick without an exponent: "0.001", "1000", "−20"."""
    text = f"{Decimal(repr(round(value, 12))):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", MINUS)


def log_axis(values: Iterable[float], *, is_dense: bool = False) -> Axis:
    """A logarithmic axis around the values above 0: whole decades, or 1, 2 and 5 where it is dense or short."""
    known = [value for value in values if value > 0] or [1.0, 10.0]
    low, high = min(known), max(known)
    if not is_dense:
        # A little room beyond the values, so that a limit does not lie on the axis.
        bottom, top = low / 1.6, high * 1.25
        decades = _decades(bottom, top)
        if len(decades) > 1:
            return Axis(bottom, top, decades, is_log=True)
    steps = [factor * 10.0**power for power in range(_power(low) - 1, _power(high) + 2) for factor in _DENSE]
    bottom = max(step for step in steps if step <= low * (1 + 1e-9))
    top = min(step for step in steps if step >= high * (1 - 1e-9) and step > bottom)
    shown = tuple(step for step in steps if bottom <= step <= top * (1 + 1e-9))
    if len(shown) > 7:
        shown = tuple(step for step in shown if math.isclose(step, 10.0 ** _power(step)))
    return Axis(bottom, top, shown, is_log=True)


def linear_axis(values: Iterable[float], *, steps: int = 4, from_zero: bool = True) -> Axis:
    """A linear axis around the values in steps of 1, 2 or 5."""
    known = [*values, *([0.0] if from_zero else [])] or [0.0, 1.0]
    low, high = min(known), max(known)
    if high - low < _LEAST_SPAN:
        high = low + 1.0
    step = _nice((high - low) / steps)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return Axis(first * step, last * step, tuple(number * step for number in range(first, last + 1)))


def hours_axis(longest: float, *, ticks: int = 4) -> Axis:
    """Hours from 0 to the longest time, labelled at whole hours, days or weeks."""
    step = next((one for one in _HOUR_STEPS if longest / one <= ticks), _HOUR_STEPS[-1])
    return Axis(0.0, max(longest, step), tuple(number * step for number in range(int(longest / step + 1e-9) + 1)))


def spread(heights: Sequence[float], apart: float, bottom: float) -> list[float]:
    """Heights, rising, moved so far apart that each can be read, none below the bottom."""
    placed = list(heights)
    for at in range(1, len(placed)):
        placed[at] = max(placed[at], placed[at - 1] + apart)
    for at in reversed(range(len(placed))):
        limit = bottom if at + 1 == len(placed) else placed[at + 1] - apart
        placed[at] = min(placed[at], limit)
    return placed


def _power(value: float) -> int:
    return math.floor(math.log10(value) + 1e-9)


def _decades(low: float, high: float) -> tuple[float, ...]:
    every = tuple(10.0**power for power in range(_power(low) - 1, _power(high) + 1) if low <= 10.0**power <= high)
    step = max(1, -(-len(every) // 6))
    return every[::step]


def _nice(step: float) -> float:
    power = 10.0 ** math.floor(math.log10(step))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= step * (1 - 1e-9))
