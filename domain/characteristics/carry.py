"""Carries probabilities forward through a graph: each state passes what it holds to those that follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.characteristics.graph import Graph
from domain.characteristics.scenario import Scenario
from domain.escalation.rule import Step, StepKind

Distribution = dict[int, float]


@dataclass
class Mass:
    """Where the trials end, and whom they dose on the way.

    Attributes:
        selection: probability by level declared, index 0 for none.
        dosed: expected subjects dosed from the roots on, per level.
    """

    selection: list[float]
    dosed: list[float]
    not_reached: float = 0.0
    undecided: float = 0.0


@dataclass
class Totals:
    """Distributions over trials.

    Attributes:
        subjects: probability by total number of subjects.
        dlts: probability by total number of DLTs.
        dlts_by_subjects: by total number of subjects, the expected DLTs of the trials that have this total.
        above: probability by number of subjects above a level.
    """

    subjects: Distribution = field(default_factory=dict)
    dlts: Distribution = field(default_factory=dict)
    dlts_by_subjects: Distribution = field(default_factory=dict)
    above: Distribution = field(default_factory=dict)


def carry_mass(graph: Graph, scenario: Scenario, weights: Sequence[float]) -> Mass:
    """Expected numbers and probabilities of the ends.

    Args:
        graph: the states.
        scenario: one probability a level of the graph.
        weights: probability of each root of the graph.
    """
    at = [0.0] * len(graph.nodes)
    for root, weight in zip(graph.roots, weights, strict=True):
        at[root] += weight
    mass = Mass([0.0] * (graph.levels + 1), [0.0] * graph.levels)
    for place, node in enumerate(graph.nodes):
        here = at[place]
        if not here:
            continue
        if isinstance(node, Step):
            if node.kind is StepKind.CHOOSE:
                mass.undecided += here
                continue
            mass.selection[node.level] += here
            # A level is declared with none above it exceeded only where there is none above it.
            if node.level == graph.levels:
                mass.not_reached += here
            continue
        mass.dosed[node.level - 1] += here * node.subjects
        chances = scenario.chances(node.level, node.subjects, counts_moderate=node.counts_moderate)
        for (_, _, after), chance in zip(node.ends, chances, strict=True):
            at[after] += here * chance
    return mass


def carry_distributions(
    graph: Graph,
    scenario: Scenario,
    weights: Sequence[Mapping[int, float]],
    *,
    treated: int,
    treated_above: int,
    above: int,
) -> Totals:
    """Distributions of the totals: each state carries a polynomial of each.

    Args:
        graph: the states.
        scenario: one probability a level of the graph.
        weights: for each root, the probability by number of DLTs so far.
        treated: subjects so far.
        treated_above: of these, above the level ``above``.
        above: subjects at higher levels than this are told apart.
    """
    at: list[Totals | None] = [None] * len(graph.nodes)
    for root, by_dlts in zip(graph.roots, weights, strict=True):
        mass = sum(by_dlts.values())
        dlts = sum(number * weight for number, weight in by_dlts.items())
        start = Totals({treated: mass}, dict(by_dlts), {treated: dlts}, {treated_above: mass})
        at[root] = _pour(at[root], start, (0, 0, 0), 1.0)
    ends = Totals()
    for place, node in enumerate(graph.nodes):
        here = at[place]
        if here is None:
            continue
        at[place] = None
        if isinstance(node, Step):
            _pour(ends, here, (0, 0, 0), 1.0)
            continue
        high = node.subjects if node.level > above else 0
        chances = scenario.chances(node.level, node.subjects, counts_moderate=node.counts_moderate)
        for (dlts, _, after), chance in zip(node.ends, chances, strict=True):
            if chance > 0:
                at[after] = _pour(at[after], here, (node.subjects, dlts, high), chance)
    return Totals(*(dict(sorted(one.items())) for one in (ends.subjects, ends.dlts, ends.dlts_by_subjects, ends.above)))


def _pour(into: Totals | None, source: Totals, shifts: tuple[int, int, int], chance: float) -> Totals:
    """Add what a state passes on; returns ``into``, made where it was None."""
    into = Totals() if into is None else into
    subjects, dlts, above = shifts
    _shift(into.subjects, source.subjects, subjects, chance)
    _shift(into.dlts, source.dlts, dlts, chance)
    _shift(into.above, source.above, above, chance)
    _shift(into.dlts_by_subjects, source.dlts_by_subjects, subjects, chance)
    if dlts:
        _shift(into.dlts_by_subjects, source.subjects, subjects, chance * dlts)
    return into


def _shift(into: Distribution, source: Distribution, shift: int, chance: float) -> None:
    for number, weight in source.items():
        number += shift
        into[number] = into.get(number, 0.0) + weight * chance
