"""When the next subject of a dose group may be dosed, for many simulated trials at once.

The same limits as ``domain/escalation/spacing.py`` has for one trial with dates; a test compares the two.
"""

import numpy as np
import numpy.typing as npt

from domain.protocol.model import Spacing

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int_]


class Occupancy:
    """First doses and open windows of every level of every trial, in days."""

    def __init__(self, spacing: Spacing, trials: int, levels: int) -> None:
        """Nobody is dosed yet.

        Args:
            spacing: the protocol's limits.
            trials: how many trials are kept.
            levels: how many levels each has.
        """
        self._after_first = spacing.after_first_hours / 24
        self._between = spacing.between_hours / 24
        self._first = np.full((trials, levels), np.inf)
        self._last = np.full((trials, levels), -np.inf)
        # Only the latest window ends can hold a dose back, as many as may be open at once.
        self._ends = np.full((trials, levels, spacing.most_in_window or 1), -np.inf)
        self._limits_windows = spacing.most_in_window is not None

    def earliest(self, trial: Ints, level: Ints, ready: Floats) -> Floats:
        """The earliest dose of a subject who is ready.

        Args:
            trial: index of each subject's trial.
            level: 0-based level of each.
            ready: day on which each is ready.
        """
        first = self._first[trial, level]
        limit = np.maximum(
            np.where(np.isfinite(first), first + self._after_first, -np.inf), self._last[trial, level] + self._between
        )
        if self._limits_windows:
            limit = np.maximum(limit, self._ends[trial, level].min(axis=1))
        return np.maximum(ready, limit)

    def dose(self, trial: Ints, level: Ints, day: Floats, out: Floats) -> None:
        """Note a dose of one subject in each of some trials, and the day on which the subject leaves the window."""
        self._first[trial, level] = np.minimum(self._first[trial, level], day)
        self._last[trial, level] = day
        oldest = self._ends[trial, level].argmin(axis=1)
        self._ends[trial, level, oldest] = np.maximum(self._ends[trial, level, oldest], out)
