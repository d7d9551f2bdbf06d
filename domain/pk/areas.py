"""Areas under curves and under their first moments, and what lies between two times.

Log rule: between two samples the concentration falls (or rises) exponentially, so the area is (C1 - C2)/k with
k = ln(C1/C2)/(t2 - t1). It falls back to the linear rule where a concentration is 0 or both are equal.
"""

from dataclasses import dataclass

import numpy as np

from domain.pk.batch import Bools, Floats, in_any
from domain.pk.curves import Curves
from domain.pk.terms import AucMethod


@dataclass(frozen=True)
class Segments:
    """The pieces between neighbouring points; K - 1 for each curve.

    Attributes:
        start: (P, K-1) time at the left, 0 where there is no piece.
        end: (P, K-1) time at the right.
        left: (P, K-1) concentration at the left.
        right: (P, K-1) concentration at the right.
        is_log: (P, K-1) whether the log rule holds.
        exists: (P, K-1) whether there is a piece.
    """

    start: Floats
    end: Floats
    left: Floats
    right: Floats
    is_log: Bools
    exists: Bools

    @classmethod
    def of(cls, curves: Curves, method: AucMethod, tmax: Floats) -> "Segments":
        """The pieces of curves; linear/log takes the log rule from ``tmax`` (P,) on."""
        exists = np.isfinite(curves.time[:, 1:])
        start, end, left, right = (
            np.where(exists, part, 0.0)
            for part in (curves.time[:, :-1], curves.time[:, 1:], curves.conc[:, :-1], curves.conc[:, 1:])
        )
        if method is AucMethod.LINEAR:
            is_log = np.zeros_like(exists)
        elif method is AucMethod.LIN_UP_LOG_DOWN:
            is_log = exists & (left > right) & (right > 0)
        else:
            with np.errstate(invalid="ignore"):
                is_log = exists & (left != right) & (left > 0) & (right > 0) & (start >= tmax[:, None])
        return cls(start, end, left, right, is_log, exists)

    def areas(self) -> tuple[Floats, Floats]:
        """Area and moment area of each piece (P, K-1)."""
        return piece_areas(self.start, self.end, self.left, self.right, self.is_log)

    def between(self, start: Floats, end: Floats) -> "Segments":
        """The pieces cut to [start, end] (P,), concentrations interpolated by each piece's own rule."""
        with np.errstate(invalid="ignore"):
            low, high = np.maximum(self.start, start[:, None]), np.minimum(self.end, end[:, None])
            inside = self.exists & (high > low)
        low, high = np.where(inside, low, 0.0), np.where(inside, high, 0.0)
        left = np.where(inside, self._at(low), 0.0)
        right = np.where(inside, self._at(high), 0.0)
        is_log = self.is_log & inside & (left > 0) & (right > 0) & (left != right)
        return Segments(low, high, left, right, is_log, inside)

    def value_at(self, time: Floats) -> Floats:
        """Concentration (P,) at a time (P,) inside the curves, NaN outside."""
        with np.errstate(invalid="ignore"):
            inside = self.exists & (self.start <= time[:, None]) & (time[:, None] <= self.end)
        if not inside.shape[1]:
            return np.full(len(time), np.nan)
        values = self._at(np.where(inside, time[:, None], 0.0))
        at = np.argmax(inside, axis=1)
        rows = np.arange(len(time))
        return np.where(in_any(inside), values[rows, at], np.nan)

    def _at(self, time: Floats) -> Floats:
        """Concentration of each piece at a time within it (P, K-1); exact at both ends."""
        width = np.where(self.exists, self.end - self.start, 1.0)
        part = (time - self.start) / width
        values = self.left + (self.right - self.left) * part
        rows = self.is_log
        values[rows] = self.left[rows] * np.exp(part[rows] * np.log(self.right[rows] / self.left[rows]))
        return np.where(time == self.end, self.right, np.where(time == self.start, self.left, values))


def piece_areas(start: Floats, end: Floats, left: Floats, right: Floats, is_log: Bools) -> tuple[Floats, Floats]:
    """Area and moment area of pieces of any shape.

    With x = ln(C1/C2) the log area is C1 dt (1 - e^-x)/x and its moment about the left end C1 dt² g(x),
    g(x) = (1 - e^-x (1 + x))/x²; both keep their digits where the concentrations are nearly equal.
    """
    width = end - start
    area = width * (left + right) / 2
    moment = width * (start * left + end * right) / 2
    at = np.nonzero(is_log)
    if len(at[0]):
        dt, c1, c2 = width[at], left[at], right[at]
        fall = c1 - c2
        x = np.log1p(fall / c2)
        area[at] = dt * fall / x
        moment[at] = start[at] * area[at] + c1 * dt**2 * _moment_factor(x)
    return area, moment


def _moment_factor(x: Floats) -> Floats:
    """(1 - e^-x (1 + x))/x², by its series where x is small: the sum of (-x)^n / (n! (n + 2))."""
    factor = -(np.expm1(-x) + x * np.exp(-x)) / x**2
    small = np.abs(x) < 0.1
    if small.any():
        near, term, total = x[small], np.ones(int(small.sum())), np.zeros(int(small.sum()))
        for n in range(10):
            total += term / (n + 2)
            term = term * -near / (n + 1)
        factor[small] = total
    return factor
