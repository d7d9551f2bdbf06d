"""Areas and concentrations between any two times after the dose, also beyond the last sample."""

from dataclasses import dataclass

import numpy as np

from domain.pk.areas import Segments, piece_areas
from domain.pk.batch import Floats
from domain.pk.curves import Curves
from domain.pk.slope import SlopeFit


@dataclass(frozen=True)
class Interval:
    """Curves that go on along their terminal slope.

    Attributes:
        segments: the pieces of the curves.
        fit: the terminal slopes.
        curves: the curves.
        last: (P,) time of the last point.
    """

    segments: Segments
    fit: SlopeFit
    curves: Curves
    last: Floats

    def value_at(self, time: Floats) -> Floats:
        """Concentration (P,) at a time (P,): interpolated, or on the terminal slope beyond the last point.

        NaN where the time lies beyond and there is no slope.
        """
        return np.where(time > self.last, self.fit.predict(time), self.segments.value_at(time))

    def areas(self, start: Floats, end: Floats) -> tuple[Floats, Floats, Floats]:
        """Area, moment area, and the part of the area beyond the last point; each (P,), NaN where not known.

        Beyond the last point the log rule joins the last concentration to the one on the terminal slope.
        """
        inner, moment = self.segments.between(start, end).areas()
        area, moment = inner.sum(axis=1), moment.sum(axis=1)
        beyond = end > self.last
        if not beyond.any():
            known = np.isfinite(end) & np.isfinite(self.last)
            return np.where(known, area, np.nan), np.where(known, moment, np.nan), np.where(known, 0.0, np.nan)
        rows = np.arange(len(end))
        last = self.curves.conc[rows, np.maximum(self.curves.count - 1, 0)]
        begin = np.where(start > self.last, start, self.last)
        left = np.where(start > self.last, self.fit.predict(start), last)
        right = self.fit.predict(end)
        parts = [np.where(beyond, part, 0.0)[:, None] for part in (begin, end, left, right)]
        is_log = (parts[2] > 0) & (parts[3] > 0) & (parts[2] != parts[3])
        outer, outer_moment = piece_areas(parts[0], parts[1], parts[2], parts[3], is_log)
        area, moment, more = area + outer[:, 0], moment + outer_moment[:, 0], outer[:, 0]
        unknown = np.isnan(end) | np.isnan(self.last)
        return np.where(unknown, np.nan, area), np.where(unknown, np.nan, moment), np.where(unknown, np.nan, more)
