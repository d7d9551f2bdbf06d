"""Exact operating characteristics: probabilities carried forward through the graph of states. No simulation.

The rules that are evaluated are those that ``decide`` follows (``rule.next_step``), so what is computed is what is run.
Groups are dosed whole, every subject to come is evaluable, and subjects are independent.

Source: forward dynamic programme; agrees with Lin and Shih, Biostatistics 2001;2:203-215 where their closed forms
apply (no acceleration, top level stopped).
"""

from collections.abc import Sequence

from domain.characteristics.carry import Totals, carry_distributions, carry_mass
from domain.characteristics.figures import Characteristics
from domain.characteristics.graph import Graph, build_graph
from domain.characteristics.scenario import USUAL_LIMIT, Scenario
from domain.characteristics.starts import Starts, resolve_history
from domain.notation import Group
from domain.protocol.model import Rules

__all__ = ["Characteristics", "Scenario", "evaluate_graph", "exact_characteristics"]


def exact_characteristics(
    rules: Rules,
    scenario: Scenario,
    *,
    history: Sequence[Group] = (),
    with_distributions: bool = True,
    tolerable: float = USUAL_LIMIT,
) -> Characteristics:
    """The characteristics of the rules under a scenario, from the start or from a history.

    Pending subjects of the history are resolved by the scenario before anybody else is dosed: each has a DLT, a
    moderate toxicity or neither with its level's probabilities, and is evaluable. A history that left the path may
    reach counts on which the protocol is silent; their probability is ``undecided``.

    Args:
        rules: the protocol's parameters.
        scenario: one probability a level that may be used; the highest of them is the top level.
        history: groups dosed so far.
        with_distributions: also the distributions of the numbers of subjects and DLTs, and E[T/N].
        tolerable: the highest true probability of a DLT at which a level is tolerable; decides ``true_mtd``.

    Raises:
        ValueError: the history names a level that the scenario lacks.
    """
    starts = resolve_history(rules, scenario, history)
    graph = build_graph(rules, tuple(starts.weights), starts.lost)
    return evaluate_graph(graph, scenario, starts, with_distributions=with_distributions, tolerable=tolerable)


def evaluate_graph(
    graph: Graph, scenario: Scenario, starts: Starts, *, with_distributions: bool = True, tolerable: float = USUAL_LIMIT
) -> Characteristics:
    """The characteristics of any design given as a graph whose roots are the tables of ``starts``, in their order."""
    mass = carry_mass(graph, scenario, [sum(by_dlts.values()) for by_dlts in starts.weights.values()])
    subjects = [treated + dosed for treated, dosed in zip(starts.treated, mass.dosed, strict=True)]
    dlts = [known + p * n for known, p, n in zip(starts.expected_dlts, scenario.dlt, mass.dosed, strict=True)]
    true_mtd = scenario.true_mtd(tolerable)
    totals = Totals()
    if with_distributions:
        totals = carry_distributions(
            graph,
            scenario,
            list(starts.weights.values()),
            treated=sum(starts.treated),
            treated_above=sum(starts.treated[true_mtd:]),
            above=true_mtd,
        )
    return Characteristics(
        tuple(mass.selection),
        mass.not_reached,
        mass.undecided,
        tuple(subjects),
        tuple(dlts),
        totals.subjects,
        totals.dlts,
        totals.above,
        true_mtd,
        sum(dlts_of / number for number, dlts_of in totals.dlts_by_subjects.items() if number),
    )
