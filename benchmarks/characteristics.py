"""How long exact characteristics take, beside a vectorised simulation in the same run.

Run ``python benchmarks/characteristics.py`` in the project's environment. It prints milliseconds (the median of many
runs) for BAT6026 with eight levels, and how many times longer numpy takes to simulate a million trials of the same
design: as many as bring the standard error of a probability of one half down to 0.0005.
"""

# ruff: noqa: T201 - its output is the measurement

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from domain.characteristics.calendar import simulate_calendar
from domain.characteristics.exact import exact_characteristics
from domain.characteristics.forecast import Conduct
from domain.characteristics.graph import Dosing, Graph, build_graph
from domain.characteristics.histories import count_histories, enumerate_histories
from domain.characteristics.scenario import Scenario
from domain.escalation import rule
from domain.escalation.recommend import recommend_next, treated_from
from domain.escalation.rule import Count
from domain.notation import parse_history
from domain.protocol.reader import load_shipped

SCENARIO = Scenario((0.01, 0.01, 0.03, 0.08, 0.20, 0.35, 0.50, 0.65), (0.05, 0.05, 0.06, 0.16, 0.30, 0.30, 0.30, 0.30))
SIMULATED = 1_000_000
PART = load_shipped("bat6026").first_part
RULES = PART.rules
TODAY = parse_history("1N 2MNN 3NNN 4NNTNNN 5NNT", 8)
START = ((Count(),) * 8,)


def main() -> None:
    """Measure and print."""
    build_graph(RULES, START)
    exact = _median(lambda: exact_characteristics(RULES, SCENARIO, with_distributions=False))
    simulation = _median(lambda: simulate(build_graph(RULES, START), SIMULATED), 3)
    print(f"exact, first call (states and all)      {_median(_cold, 20):9.2f} ms   bar 5")
    print(f"exact, at another scenario              {exact:9.2f} ms   bar 5")
    distributions = _median(lambda: exact_characteristics(RULES, SCENARIO))
    print(f"exact with distributions                {distributions:9.2f} ms   bar 20")
    conditional = _median(lambda: _cold(TODAY, with_distributions=True), 20)
    print(f"conditional on today, first call        {conditional:9.2f} ms   bar 20")
    later = _median(lambda: exact_characteristics(RULES, SCENARIO, history=TODAY))
    print(f"conditional on today, with distributions{later:9.2f} ms   bar 20")
    print(f"a decision with its reasons             {_median(_decide):9.3f} ms   bar 1")
    print(f"count all histories of 8 levels         {_median(lambda: count_histories(RULES, 8)):9.2f} ms")
    listed = _median(lambda: sum(1 for _ in enumerate_histories(RULES, 8)), 3)
    print(f"list all 51,610 of them                 {listed:9.0f} ms")
    print(f"numpy simulation of {SIMULATED:,} trials   {simulation:9.0f} ms   {simulation / exact:,.0f} x exact")
    conduct = Conduct(2, screen_failures=0.2, screening_days=14, not_evaluable=0.1, meeting_days=7)
    calendar = _median(lambda: simulate_calendar(RULES, PART.window.days, SCENARIO, conduct, seed=1), 3)
    print(f"calendar time of 10,000 trials          {calendar:9.0f} ms   {10_000_000 / calendar:,.0f} trials a second")


def _forget() -> None:
    build_graph.cache_clear()
    rule._next_step.cache_clear()  # noqa: SLF001 - the first call is what is measured


def _cold(history: tuple = (), *, with_distributions: bool = False) -> object:  # type: ignore[type-arg]
    _forget()
    return exact_characteristics(RULES, SCENARIO, history=history, with_distributions=with_distributions)


def _decide() -> object:
    rule._next_step.cache_clear()  # noqa: SLF001
    return recommend_next(PART, treated_from(TODAY))


def simulate(graph: Graph, trials: int) -> list[float]:
    """Probability of each level declared, by vectorised simulation of whole groups at once."""
    chance = np.random.default_rng(1)
    at = np.full(trials, graph.roots[0])
    # A node leads forward, so one pass over the nodes takes every trial to its end.
    for place, node in enumerate(graph.nodes):
        if not isinstance(node, Dosing):
            continue
        rows = np.flatnonzero(at == place)
        if rows.size:
            chances = SCENARIO.chances(node.level, node.subjects, counts_moderate=node.counts_moderate)
            drawn = np.searchsorted(np.cumsum(chances)[:-1], chance.random(rows.size), side="right")
            at[rows] = np.array([after for _, _, after in node.ends])[drawn]
    ends = np.bincount(at, minlength=len(graph.nodes)) / trials
    selection = [0.0] * (graph.levels + 1)
    for share, node in zip(ends.tolist(), graph.nodes, strict=True):
        if share:
            selection[node.level] += share
    return selection


def _median(act: Callable[[], object], times: int = 50) -> float:
    """Median milliseconds of an act."""
    measured = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        measured.append((time.perf_counter() - start) * 1000)
    return statistics.median(measured)


if __name__ == "__main__":
    main()
