"""How a trial is run, and how long it takes then: the values that the calendar simulation takes and gives."""

from dataclasses import dataclass
from math import inf

import numpy as np

from domain.characteristics.occupancy import Floats, Ints

DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Conduct:
    """How the trial is run.

    Attributes:
        accrual_per_month: candidates who arrive in a month; ``inf`` where one is always waiting.
        screen_failures: share of candidates who fail screening, 0 to below 1.
        screening_days: days from arrival to the end of screening.
        not_evaluable: share of dosed subjects who are lost before their verdict, at any moment of the window, and are
            replaced; 0 to below 1.
        meeting_days: days from the last verdict of a group to the committee's decision.
    """

    accrual_per_month: float
    screen_failures: float = 0.0
    screening_days: float = 0.0
    not_evaluable: float = 0.0
    meeting_days: float = 0.0

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises:
            ValueError: out of range; names what.
        """
        if not self.accrual_per_month > 0:
            raise ValueError("accrual: more than 0 a month")
        for name, share in (("screening failures", self.screen_failures), ("not evaluable", self.not_evaluable)):
            if not 0 <= share < 1:
                raise ValueError(f"{name}: a share from 0 to below 1")
        for name, days in (("screening", self.screening_days), ("meeting", self.meeting_days)):
            if not 0 <= days < inf:
                raise ValueError(f"{name}: 0 days or more")


@dataclass(frozen=True)
class TimeSpent:
    """Where the time goes: mean days a trial; the parts add up to its length.

    Attributes:
        accrual: waiting for candidates, beyond the time that screening takes.
        screening: from the opening of a slot, as long as one screening takes; again after a failed one.
        spacing: a subject is ready, but spacing or the number in the window forbids the dose.
        window: the last window of each group.
        replacement: until a subject turns out not to be evaluable, while nothing else is under way.
        meetings: between verdict and decision.
    """

    accrual: float
    screening: float
    spacing: float
    window: float
    replacement: float
    meetings: float


@dataclass(frozen=True, eq=False)
class Forecast:
    """What was simulated; arrays hold one number a trial.

    Attributes:
        months: from the first slot open to the last decision.
        subjects: dosed, those who were not evaluable included.
        screened: candidates screened.
        declared: level declared; 0 for no tolerable dose.
        spent: where the time goes, mean days a trial.
    """

    months: Floats
    subjects: Ints
    screened: Ints
    declared: Ints
    spent: TimeSpent

    @property
    def months_band(self) -> tuple[float, float, float]:
        """Months: 10 % quantile, median, 90 % quantile."""
        return _band(self.months)

    @property
    def subjects_band(self) -> tuple[float, float, float]:
        """Subjects dosed: 10 % quantile, median, 90 % quantile."""
        return _band(self.subjects)


def _band(values: Floats | Ints) -> tuple[float, float, float]:
    low, middle, high = np.quantile(values, (0.1, 0.5, 0.9))
    return float(low), float(middle), float(high)
