"""When tumour scans are due: by weeks from the first dose, whatever was late before."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.reasons import Reason

DAYS_A_WEEK = 7
BASELINE_DAYS = 28
"""RECIST 1.1, section 3.1: the baseline scan lies at most 4 weeks before treatment."""


@dataclass(frozen=True)
class ImagingSchedule:
    """The planned scans of every subject.

    Attributes:
        every_weeks: interval up to ``until_week``.
        until_week: last week of the first interval.
        then_every_weeks: interval afterwards.
        window_days: how many days early or late a scan may be.
    """

    every_weeks: int
    until_week: int
    then_every_weeks: int
    window_days: int

    def due_weeks(self, last: int) -> Iterator[int]:
        """Weeks from the first dose in which a scan is due, up to and including ``last``."""
        week = 0
        while True:
            step = self.every_weeks if week + self.every_weeks <= self.until_week else self.then_every_weeks
            week += step
            if week > last:
                return
            yield week

    def method(self) -> Reason:
        """The schedule as a sentence of a method line."""
        numbers = {
            "every": self.every_weeks,
            "until": self.until_week,
            "then": self.then_every_weeks,
            "days": self.window_days,
        }
        return Reason("imaging_method", numbers, "response.imaging")
