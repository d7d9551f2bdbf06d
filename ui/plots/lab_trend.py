"""A laboratory test over study days, as a value: the points, the bands of the grades, the normal range, the window."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class TrendPoint:
    """One result.

    Attributes:
        day: days since the first dose; study day 1 begins at 0.
        text: the value as it is written beside the point.
        words: all of it, for a tooltip and a screen reader.
        grade: 0 to 4; None where it can't be told.
    """

    record_id: str
    day: float
    value: float
    text: str
    words: str
    grade: int | None


@dataclass(frozen=True)
class TrendBand:
    """Values of one grade; an end that is None is open."""

    low: float | None
    high: float | None
    grade: int


@dataclass(frozen=True)
class TrendRule:
    """A limit of the normal range, and its name."""

    value: float
    name: str


@dataclass(frozen=True)
class LabTrend:
    """A trend.

    Attributes:
        title: the test with its unit: "Platelets, 10^9/L".
        caption: what the scale and the range are: "ULN 40, log scale".
        window: first and last day of the DLT window; None without one.
        today: the cut-off in days.
        first, last: ends of the axis in days; of a trend inside a timeline its axis holds.
        low, high: ends of the scale.
    """

    title: str
    caption: str
    points: tuple[TrendPoint, ...]
    bands: tuple[TrendBand, ...]
    rules: tuple[TrendRule, ...]
    window: tuple[float, float] | None
    today: float
    today_text: str
    first: float
    last: float
    low: float
    high: float
    is_log: bool

    def share(self, value: float) -> float:
        """How far up the scale a value lies: 0 at its lower end, 1 at its upper."""
        if self.is_log:
            low, high = math.log(self.low), math.log(self.high)
            place = math.log(max(value, self.low)) if value > 0 else low
        else:
            low, high, place = self.low, self.high, value
        return min(max((place - low) / (high - low), 0.0), 1.0)

    @property
    def grades(self) -> tuple[tuple[TrendBand, float, float], ...]:
        """The bands that lie on the scale, with their lower and upper share."""
        found = []
        for band in self.bands:
            low = 0.0 if band.low is None else self.share(band.low)
            high = 1.0 if band.high is None else self.share(band.high)
            if high - low > 1e-6:
                found.append((band, low, high))
        return tuple(found)

    @property
    def written(self) -> tuple[int, ...]:
        """The points whose value is written beside them: the first, the one that lies furthest off, the last."""
        if not self.points:
            return ()
        places = range(len(self.points))
        worst = max(places, key=lambda at: (self.points[at].grade or 0, abs(self._off(at)), at))
        return tuple(sorted({0, worst, len(self.points) - 1}))

    def _off(self, at: int) -> float:
        return self.share(self.points[at].value) - self.share(self.points[0].value)


def scale_of(values: list[float], limits: list[float]) -> tuple[float, float, bool]:
    """Lower and upper end of a scale, and whether it is logarithmic: where the values span more than a factor of six.

    Args:
        values: of the points.
        limits: of the normal range, which is always in sight, and of the bands next to what was measured.
    """
    every = [one for one in (*values, *limits) if math.isfinite(one)]
    low, high = min(every), max(every)
    if low > 0 and high / low > 6:
        return low / 1.25, high * 1.25, True
    gap = (high - low) * 0.12 or max(abs(high) * 0.1, 0.1)
    return max(low - gap, 0.0) if low >= 0 else low - gap, high + gap, False
