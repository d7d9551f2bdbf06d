"""Every history that the rules can lead to, by cohort outcome: listed one by one, or only counted.

A cohort's outcome is its number of DLTs; while acceleration lasts, a subject ends as none, moderate or DLT. The lists
walk the plain counts with ``next_step``, the counting the states that ``graph`` has merged: each checks the other.

Source: for 3+3 with search-down and confirmed top, the counts of exec/esc.pl in dcnorris/precautionary.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from domain.characteristics.graph import Counts, Dosing, build_graph, list_outcomes, moderate_matters
from domain.characteristics.scenario import Scenario
from domain.escalation.rule import Count, Step, StepKind, next_step
from domain.notation import Group, format_history
from domain.protocol.model import Rules
from domain.terms import Outcome


@dataclass(frozen=True, slots=True)
class Cohort:
    """A group dosed together, with its outcome; ``tells_moderate`` says whether moderate toxicities were counted."""

    dose_level: int
    subjects: int
    dlts: int
    moderates: int
    tells_moderate: bool

    @property
    def group(self) -> Group:
        """The cohort in the trial notation: no toxicity first, DLTs last."""
        mild = self.subjects - self.dlts - self.moderates
        letters = [Outcome.NO_DLT] * mild + [Outcome.MODERATE] * self.moderates + [Outcome.DLT] * self.dlts
        return Group(self.dose_level, tuple(letters))

    def probability(self, scenario: Scenario) -> float:
        """Probability of this outcome, given that the cohort is dosed."""
        group = Dosing(self.dose_level, self.subjects, self.tells_moderate)
        chances = scenario.chances(self.dose_level, self.subjects, counts_moderate=self.tells_moderate)
        return chances[list_outcomes(group).index((self.dlts, self.moderates))]


@dataclass(frozen=True, slots=True)
class ReachableHistory:
    """A whole trial by cohort outcome, and the step that ends it."""

    cohorts: tuple[Cohort, ...]
    end: Step

    def __str__(self) -> str:
        """The history in the trial notation, one token a cohort."""
        return format_history(cohort.group for cohort in self.cohorts)

    def probability(self, scenario: Scenario) -> float:
        """Probability of the history under a scenario."""
        return prod(cohort.probability(scenario) for cohort in self.cohorts)


def enumerate_histories(rules: Rules, levels: int) -> Iterator[ReachableHistory]:
    """Every history that the rules can lead to, those without toxicity first; holds one history at a time.

    Args:
        rules: the protocol's parameters.
        levels: number of levels, at least 1.
    """
    known: dict[Counts, Step] = {}
    # Last in, first out: outcomes are laid down from the worst to the best.
    waiting: list[tuple[Counts, tuple[Cohort, ...]]] = [((Count(),) * levels, ())]
    while waiting:
        counts, cohorts = waiting.pop()
        step = known.get(counts)
        if step is None:
            step = known[counts] = next_step(rules, counts).step
        if step.kind is not StepKind.DOSE:
            yield ReachableHistory(cohorts, step)
            continue
        level, subjects = step.level, step.subjects
        here = counts[level - 1]
        matters = moderate_matters(rules, counts, level)
        for dlts, moderates in reversed(list_outcomes(Dosing(level, subjects, matters))):
            dosed = Count(here.evaluable + subjects, here.dlt + dlts, here.moderate + moderates)
            cohort = Cohort(level, subjects, dlts, moderates, matters)
            waiting.append(((*counts[: level - 1], dosed, *counts[level:]), (*cohorts, cohort)))


def count_histories(rules: Rules, levels: int) -> int:
    """How many histories ``enumerate_histories`` lists, without listing them."""
    graph = build_graph(rules, ((Count(),) * levels,))
    ways = [0] * len(graph.nodes)
    for root in graph.roots:
        ways[root] = 1
    total = 0
    for place, node in enumerate(graph.nodes):
        if isinstance(node, Step):
            total += ways[place]
            continue
        for _, _, after in node.ends:
            ways[after] += ways[place]
    return total
