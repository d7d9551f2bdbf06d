"""Exact operating characteristics: probabilities carried forward through the graph of states. No simulation.

Source: forward dynamic programme; agrees with Lin and Shih, Biostatistics 2001;2:203-215 where their closed forms
apply (no acceleration, top level stopped).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import comb, sqrt

import numpy as np
import numpy.typing as npt

from domain.characteristics.graph import Dosing, Graph, build_graph
from domain.escalation.rule import Count, Step, StepKind
from domain.escalation.tallies import count_outcomes
from domain.notation import Group
from domain.protocol.model import Rules
from domain.terms import Outcome


@dataclass(frozen=True)
class Scenario:
    """True probabilities per level, lowest first, for subjects who are independent and all evaluable.

    Attributes:
        dlt: probability of a DLT.
        moderate: probability of a moderate toxicity without a DLT; empty means none.
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
    def is_ordered(self) -> bool:
        """Whether the DLT probability never falls with the level."""
        return all(low <= high for low, high in zip(self.dlt, self.dlt[1:], strict=False))


@dataclass(frozen=True)
class Characteristics:
    """What the rules lead to under a scenario. Subjects already treated are counted.

    Attributes:
        selection: probability that the trial ends with level d, at index d; index 0 is "no tolerable dose".
            A cleared top level counts under that level.
        not_reached: how much of the top level's share is a cleared top level (declared MAD, or MTD after
            confirmation), where the MTD may lie higher.
        undecided: probability that the protocol is silent; 0 unless the history started off the path.
        expected_subjects: per level.
        expected_dlts: per level.
        distribution: probability by total number of subjects; empty unless asked for.
        dlt_distribution: probability by total number of DLTs; empty unless asked for.
    """

    selection: tuple[float, ...]
    not_reached: float
    undecided: float
    expected_subjects: tuple[float, ...]
    expected_dlts: tuple[float, ...]
    distribution: dict[int, float] = field(default_factory=dict)
    dlt_distribution: dict[int, float] = field(default_factory=dict)

    @property
    def mean_total(self) -> float:
        """Expected total number of subjects."""
        return sum(self.expected_subjects)

    @property
    def sd_total(self) -> float:
        """Standard deviation of the total number of subjects; needs the distribution."""
        mean = sum(n * p for n, p in self.distribution.items())
        return sqrt(max(0.0, sum((n - mean) ** 2 * p for n, p in self.distribution.items())))

    def more_than(self, subjects: int) -> float:
        """Probability of more subjects than so many; needs the distribution."""
        return sum(p for n, p in self.distribution.items() if n > subjects)


def exact_characteristics(
    rules: Rules, scenario: Scenario, *, history: Sequence[Group] = (), with_distributions: bool = True
) -> Characteristics:
    """The characteristics of the rules under a scenario, from the start or from a history.

    Args:
        rules: the protocol's parameters.
        scenario: one probability a level that may be used.
        history: groups dosed so far; pending subjects are resolved by the scenario before anybody else is dosed.
        with_distributions: also the distributions of the numbers of subjects and DLTs.
    """
    total = _Sum(len(scenario.dlt))
    for start, treated, weight in _starts(history, scenario):
        graph = build_graph(rules, start)
        given = np.array(treated, dtype=float)
        known = np.array([count.dlt for count in start], dtype=float)
        total.add(weight, graph, scenario, given, known, with_distributions=with_distributions)
    return total.result()


def _starts(history: Sequence[Group], scenario: Scenario) -> list[tuple[tuple[Count, ...], list[int], float]]:
    """Tables of counts that the history can become once its pending subjects are known, with probabilities."""
    levels = len(scenario.dlt)
    by_level = [
        [o for group in history if group.dose_level == level for o in group.outcomes] for level in range(1, levels + 1)
    ]
    treated = [len(outcomes) for outcomes in by_level]
    states: dict[tuple[Count, ...], float] = {(): 1.0}
    for level, outcomes in enumerate(by_level):
        ends = _resolve(outcomes, scenario.dlt[level], scenario.moderates[level])
        states = {(*state, count): p * q for state, p in states.items() for count, q in ends.items()}
    return [(state, treated, p) for state, p in states.items() if p > 0]


def _resolve(outcomes: Sequence[Outcome], dlt: float, moderate: float) -> dict[Count, float]:
    known = [outcome for outcome in outcomes if not outcome.is_pending]
    ends: dict[Count, float] = {count_outcomes(known): 1.0}
    for outcome in outcomes:
        if not outcome.is_pending:
            continue
        marked = outcome is Outcome.PENDING_MODERATE
        chances = {
            (1, 0): dlt,
            (0, 1): 1 - dlt if marked else moderate,
            (0, 0): 0.0 if marked else 1 - dlt - moderate,
        }
        step: dict[Count, float] = {}
        for count, p in ends.items():
            for (dlts, moderates), q in chances.items():
                if q > 0:
                    after = Count(count.evaluable + 1, count.dlt + dlts, count.moderate + moderates)
                    step[after] = step.get(after, 0.0) + p * q
        ends = step
    return ends


@lru_cache(maxsize=4096)
def _chances(subjects: int, dlt: float, moderate: float) -> dict[tuple[int, int], float]:
    """Probability of every outcome (DLTs, moderate toxicities) of a group; moderate toxicities only where asked."""
    rest = max(0.0, 1.0 - dlt - moderate)
    return {
        (dlts, mods): comb(subjects, dlts)
        * comb(subjects - dlts, mods)
        * dlt**dlts
        * moderate**mods
        * rest ** (subjects - dlts - mods)
        for dlts in range(subjects + 1)
        for mods in range(subjects - dlts + 1)
    }


class _Sum:
    """Characteristics added up over starting tables."""

    def __init__(self, levels: int) -> None:
        self.selection = np.zeros(levels + 1)
        self.not_reached = 0.0
        self.undecided = 0.0
        self.subjects = np.zeros(levels)
        self.dlts = np.zeros(levels)
        self.by_subjects: dict[int, float] = {}
        self.by_dlts: dict[int, float] = {}

    def add(
        self,
        weight: float,
        graph: Graph,
        scenario: Scenario,
        treated: npt.NDArray[np.float64],
        known_dlts: npt.NDArray[np.float64],
        *,
        with_distributions: bool,
    ) -> None:
        """Carry the weight through a graph."""
        mass = [0.0] * len(graph.nodes)
        mass[0] = weight
        further = [0.0] * graph.levels
        for node, here in zip(graph.nodes, mass_iter(mass), strict=True):
            if not here:
                continue
            if isinstance(node, Step):
                self._end(node, here, graph.levels)
                continue
            further[node.level - 1] += here * node.subjects
            for index, chance in _transitions(node, scenario):
                mass[index] += here * chance
        dosed = np.array(further)
        self.subjects += weight * treated + dosed
        self.dlts += weight * known_dlts + dosed * np.array(scenario.dlt)
        if with_distributions:
            _spread(graph, scenario, weight, int(treated.sum()), int(known_dlts.sum()), self.by_subjects, self.by_dlts)

    def _end(self, step: Step, here: float, levels: int) -> None:
        if step.kind is StepKind.CHOOSE:
            self.undecided += here
            return
        self.selection[step.level] += here
        if step.kind is StepKind.MAD or step.level == levels:
            self.not_reached += here

    def result(self) -> Characteristics:
        """The value."""
        return Characteristics(
            tuple(self.selection.tolist()),
            self.not_reached,
            self.undecided,
            tuple(self.subjects.tolist()),
            tuple(self.dlts.tolist()),
            dict(sorted(self.by_subjects.items())),
            dict(sorted(self.by_dlts.items())),
        )


def mass_iter(mass: list[float]):  # type: ignore[no-untyped-def]
    """The masses as they stand when each is reached."""
    index = 0
    while index < len(mass):
        yield mass[index]
        index += 1


def _transitions(node: Dosing, scenario: Scenario) -> list[tuple[int, float]]:
    level = node.level - 1
    moderate = scenario.moderates[level] if node.counts_moderate else 0.0
    chances = _chances(node.subjects, scenario.dlt[level], moderate)
    return [(index, chances[dlts, mods]) for dlts, mods, index in node.ends if chances[dlts, mods] > 0]


def _spread(
    graph: Graph,
    scenario: Scenario,
    weight: float,
    treated: int,
    dlts: int,
    by_subjects: dict[int, float],
    by_dlts: dict[int, float],
) -> None:
    """The distributions of the total numbers of subjects and DLTs: each state carries a polynomial of each."""
    subjects_at: list[dict[int, float] | None] = [None] * len(graph.nodes)
    dlts_at: list[dict[int, float] | None] = [None] * len(graph.nodes)
    subjects_at[0], dlts_at[0] = {treated: weight}, {dlts: weight}
    level_of = scenario.dlt
    for position, node in enumerate(graph.nodes):
        here, here_dlts = subjects_at[position], dlts_at[position]
        if here is None or here_dlts is None:
            continue
        if isinstance(node, Step):
            for number, p in here.items():
                by_subjects[number] = by_subjects.get(number, 0.0) + p
            for number, p in here_dlts.items():
                by_dlts[number] = by_dlts.get(number, 0.0) + p
            continue
        moderate = scenario.moderates[node.level - 1] if node.counts_moderate else 0.0
        chances = _chances(node.subjects, level_of[node.level - 1], moderate)
        for new_dlts, mods, index in node.ends:
            chance = chances[new_dlts, mods]
            if chance <= 0:
                continue
            _pour(subjects_at, index, here, node.subjects, chance)
            _pour(dlts_at, index, here_dlts, new_dlts, chance)


def _pour(at: list[dict[int, float] | None], index: int, here: dict[int, float], shift: int, chance: float) -> None:
    target = at[index]
    if target is None:
        at[index] = {number + shift: p * chance for number, p in here.items()}
        return
    for number, p in here.items():
        target[number + shift] = target.get(number + shift, 0.0) + p * chance
