"""What is supposed to be true: the probabilities of toxicity at each level."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import comb

USUAL_LIMIT = 1 / 3
"""A level whose true probability of a DLT is at most this is tolerable, unless a caller says otherwise."""


@dataclass(frozen=True)
class Scenario:
    """True probabilities per level, lowest first, for subjects who are independent and all evaluable.

    Attributes:
        dlt: probability of a DLT, 0 to 1.
        moderate: probability of a moderate toxicity without a DLT, 0 to 1; empty means none.
    """

    dlt: tuple[float, ...]
    moderate: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Check the probabilities.

        Raises:
            ValueError: outside 0 to 1, of different lengths, or a sum above 1; names the level.
        """
        if not self.dlt:
            raise ValueError("give at least one probability")
        if self.moderate and len(self.moderate) != len(self.dlt):
            raise ValueError(
                f"{len(self.dlt)} DLT probabilities but {len(self.moderate)} of moderate toxicity; give one a level"
            )
        for level, (dlt, moderate) in enumerate(zip(self.dlt, self.moderates, strict=True), 1):
            if not 0 <= dlt <= 1 or not 0 <= moderate <= 1:
                raise ValueError(f"level {level}: a probability lies between 0 and 1")
            if dlt + moderate > 1 + 1e-12:
                raise ValueError(f"level {level}: DLT and moderate toxicity together exceed 1 ({dlt + moderate:g})")

    @property
    def moderates(self) -> tuple[float, ...]:
        """One probability of a moderate toxicity a level."""
        return self.moderate or (0.0,) * len(self.dlt)

    @property
    def falls_after(self) -> tuple[int, ...]:
        """Levels above which the DLT probability is lower; empty where it never falls with the level."""
        return tuple(level for level, (low, high) in enumerate(pairwise(self.dlt), 1) if high < low)

    def true_mtd(self, limit: float = USUAL_LIMIT) -> int:
        """The highest level whose true probability of a DLT is at most ``limit``; 0 where there is none."""
        return max((level for level, dlt in enumerate(self.dlt, 1) if dlt <= limit + 1e-12), default=0)

    def chances(self, level: int, subjects: int, *, counts_moderate: bool) -> tuple[float, ...]:
        """Probability of every outcome of a group, in the order of ``graph.list_outcomes``.

        Args:
            level: where the group is dosed, 1-based.
            subjects: how many.
            counts_moderate: whether moderate toxicities are told from no toxicity.
        """
        return _chances(subjects, self.dlt[level - 1], self.moderates[level - 1] if counts_moderate else None)


@lru_cache(maxsize=4096)
def _chances(subjects: int, dlt: float, moderate: float | None) -> tuple[float, ...]:
    """Multinomial probabilities of (DLTs, moderate toxicities); binomial ones where ``moderate`` is None."""
    mild = max(0.0, 1.0 - dlt - (moderate or 0.0))
    return tuple(
        comb(subjects, dlts)
        * comb(subjects - dlts, moderates)
        * dlt**dlts
        * (moderate or 0.0) ** moderates
        * mild ** (subjects - dlts - moderates)
        for dlts in range(subjects + 1)
        for moderates in range(1 if moderate is None else subjects - dlts + 1)
    )
