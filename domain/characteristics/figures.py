"""The figures that describe a design under a scenario, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt


@dataclass(frozen=True)
class Characteristics:
    """What the rules lead to under a scenario. Subjects and DLTs of the history are counted.

    The three distributions and ``mean_of_ratios`` are there only if they were asked for.

    Attributes:
        selection: probability that the trial ends with level d, at index d; index 0 is "no tolerable dose".
            A cleared top level counts under that level.
        not_reached: how much of the top level's share is a cleared top level (declared MAD, or MTD after
            confirmation), where the MTD may lie higher.
        undecided: probability that the trial comes to counts on which the protocol is silent, so that the committee
            chooses; 0 unless the history left the path. With ``selection`` it sums to 1.
        expected_subjects: treated, per level.
        expected_dlts: per level.
        distribution: probability by total number of subjects.
        dlt_distribution: probability by total number of DLTs.
        above_distribution: probability by number of subjects treated above ``true_mtd``.
        true_mtd: the highest level that is tolerable in the scenario; 0 where there is none.
        mean_of_ratios: E[T/N], the expected proportion of a trial's subjects who have a DLT.
    """

    selection: tuple[float, ...]
    not_reached: float
    undecided: float
    expected_subjects: tuple[float, ...]
    expected_dlts: tuple[float, ...]
    distribution: Mapping[int, float] = field(default_factory=dict)
    dlt_distribution: Mapping[int, float] = field(default_factory=dict)
    above_distribution: Mapping[int, float] = field(default_factory=dict)
    true_mtd: int = 0
    mean_of_ratios: float = 0.0

    @property
    def mean_total(self) -> float:
        """Expected total number of subjects."""
        return sum(self.expected_subjects)

    @property
    def mean_total_dlts(self) -> float:
        """Expected total number of DLTs."""
        return sum(self.expected_dlts)

    @property
    def sd_total(self) -> float:
        """Standard deviation of the total number of subjects; needs the distribution."""
        return _sd(self.distribution)

    @property
    def sd_total_dlts(self) -> float:
        """Standard deviation of the total number of DLTs; needs the distribution."""
        return _sd(self.dlt_distribution)

    @property
    def ratio_of_means(self) -> float:
        """E[T]/E[N], expected DLTs over expected subjects; ``mean_of_ratios`` is the other "DLT proportion"."""
        return self.mean_total_dlts / self.mean_total if self.mean_total else 0.0

    def more_than(self, subjects: int) -> float:
        """Probability of more subjects than so many, such as were planned; needs the distribution."""
        return _more_than(self.distribution, subjects)

    def more_above_mtd_than(self, subjects: int) -> float:
        """Probability of treating more than so many above the true MTD; needs the distribution."""
        return _more_than(self.above_distribution, subjects)

    def quantile(self, share: float) -> int:
        """The smallest total of subjects that is not exceeded with at least this probability.

        Raises:
            ValueError: the distribution was not asked for.
        """
        if not self.distribution:
            raise ValueError("the distribution of the total was not asked for")
        passed = 0.0
        for number, chance in sorted(self.distribution.items()):
            passed += chance
            if passed >= share - 1e-12:
                return number
        return max(self.distribution)


def _more_than(distribution: Mapping[int, float], limit: int) -> float:
    return sum(chance for number, chance in distribution.items() if number > limit)


def _sd(distribution: Mapping[int, float]) -> float:
    mean = sum(number * chance for number, chance in distribution.items())
    return sqrt(max(0.0, sum((number - mean) ** 2 * chance for number, chance in distribution.items())))
