"""How long a trial takes: simulated calendar time, all trials at once.

What is simulated is time; where each group's outcome leads is looked up in the same graph that gives the exact
characteristics. A group opens with the committee's decision. Candidates arrive at random; one who arrives while a slot
is open takes it and is screened, others are turned away. A failed screening, or a subject who turns out not to be
evaluable, opens the slot again. Verdicts are in when the last window of the group has closed; then the committee meets.
"""

from dataclasses import fields
from math import inf

import numpy as np

from domain.characteristics.forecast import DAYS_A_MONTH, Conduct, Forecast, TimeSpent
from domain.characteristics.graph import Dosing, Graph, build_graph
from domain.characteristics.occupancy import Floats, Ints, Occupancy
from domain.characteristics.scenario import Scenario
from domain.escalation.rule import Count
from domain.protocol.model import Rules


def simulate_calendar(
    rules: Rules, window_days: float, scenario: Scenario, conduct: Conduct, *, trials: int = 10_000, seed: int
) -> Forecast:
    """Simulate whole trials.

    Args:
        rules: the protocol's parameters, spacing among them.
        window_days: length of the DLT window.
        scenario: one probability a level that may be used.
        conduct: how the trial is run.
        trials: how many.
        seed: the same seed gives the same forecast.
    """
    graph = build_graph(rules, ((Count(),) * len(scenario.dlt),))
    return _Simulation(graph, rules, window_days, scenario, conduct, trials, seed).run()


def dosing_days(rules: Rules, window_days: float, subjects: int) -> tuple[tuple[float, ...], float]:
    """Days on which a group is dosed, and the day its last window closes, where a subject is always ready.

    Args:
        rules: for spacing.
        window_days: length of the DLT window.
        subjects: how many are dosed one after the other at one level.
    """
    occupancy = Occupancy(rules.spacing, 1, 1)
    row, level, start = np.zeros(1, int), np.zeros(1, int), np.zeros(1)
    starts = []
    for _ in range(subjects):
        start = occupancy.earliest(row, level, start)
        occupancy.dose(row, level, start, start + window_days)
        starts.append(float(start[0]))
    return tuple(starts), starts[-1] + window_days


class _Simulation:
    """Trials side by side; each is at a node of the graph and has its own clock, in days."""

    def __init__(
        self,
        graph: Graph,
        rules: Rules,
        window_days: float,
        scenario: Scenario,
        conduct: Conduct,
        trials: int,
        seed: int,
    ) -> None:
        self.window, self.conduct = window_days, conduct
        self.random = np.random.default_rng(seed)
        self.dlt, self.moderate = np.array(scenario.dlt), np.array(scenario.moderates)
        self.occupancy = Occupancy(rules.spacing, trials, graph.levels)
        self.node = np.full(trials, graph.roots[0])
        self.clock = np.zeros(trials)
        self.subjects, self.screened = np.zeros(trials, int), np.zeros(trials, int)
        self.spent = {field.name: 0.0 for field in fields(TimeSpent)}
        dosing = [node for node in graph.nodes if isinstance(node, Dosing)]
        most = max((node.subjects for node in dosing), default=0)
        self.level = np.array([node.level for node in graph.nodes])
        self.size = np.array([node.subjects for node in graph.nodes])
        self.tells_moderate = np.array([isinstance(node, Dosing) and node.counts_moderate for node in graph.nodes])
        self.after = np.full((len(graph.nodes), most + 1, most + 1), -1)
        for place, node in enumerate(graph.nodes):
            if isinstance(node, Dosing):
                for dlts, moderates, after in node.ends:
                    self.after[place, dlts, moderates] = after

    def run(self) -> Forecast:
        """Follow every trial to its end."""
        while (rows := np.flatnonzero(self.size[self.node] > 0)).size:
            node = self.node[rows]
            dlts, moderates = self._dose_group(rows, self.level[node] - 1, self.size[node])
            moderates[~self.tells_moderate[node]] = 0
            self.node[rows] = self.after[node, dlts, moderates]
            self.clock[rows] += self.conduct.meeting_days
            self.spent["meetings"] += self.conduct.meeting_days * rows.size
        trials = len(self.node)
        spent = TimeSpent(**{name: float(days) / trials for name, days in self.spent.items()})
        return Forecast(self.clock / DAYS_A_MONTH, self.subjects, self.screened, self.level[self.node], spent)

    def _dose_group(self, rows: Ints, level: Ints, size: Ints) -> tuple[Ints, Ints]:
        """Dose a group in each of some trials and set their clocks to the last verdict; DLTs and moderate ones."""
        conduct, number = self.conduct, rows.size
        slots = np.where(np.arange(size.max()) < size[:, None], self.clock[rows][:, None], inf)
        arrived, clock = self.clock[rows].copy(), self.clock[rows].copy()
        dlts, moderates = np.zeros(number, int), np.zeros(number, int)
        while (open_ := np.flatnonzero(np.isfinite(slots).any(axis=1))).size:
            slot = slots[open_].argmin(axis=1)
            opens = slots[open_, slot]
            # Arrivals have no memory: whoever came while no slot was open was turned away.
            arrived[open_] = np.maximum(arrived[open_], opens) + self._gaps(open_.size)
            ready = arrived[open_] + conduct.screening_days
            self.screened[rows[open_]] += 1
            # Had a candidate stood ready when the slot opened, only the screening would have been waited for.
            now = self._spend("replacement", clock[open_], opens)
            now = self._spend("screening", now, opens + conduct.screening_days)
            clock[open_] = self._spend("accrual", now, ready)
            failed = self.random.random(open_.size) < conduct.screen_failures
            slots[open_[failed], slot[failed]] = ready[failed]

            here, slot = open_[~failed], slot[~failed]
            trial, at = rows[here], level[here]
            start = self.occupancy.earliest(trial, at, clock[here])
            clock[here] = self._spend("spacing", clock[here], start)
            lost = self.random.random(here.size) < conduct.not_evaluable
            out = start + np.where(lost, self.random.random(here.size), 1.0) * self.window
            self.occupancy.dose(trial, at, start, out)
            self.subjects[trial] += 1
            slots[here, slot] = np.where(lost, out, inf)
            draw = self.random.random(here.size)
            has_dlt = draw < self.dlt[at]
            has_moderate = ~has_dlt & (draw < self.dlt[at] + self.moderate[at])
            dlts[here] += has_dlt & ~lost
            moderates[here] += has_moderate & ~lost
        # The subject dosed last is evaluable, or a slot would be open: the group ends with that window.
        self.clock[rows] = clock + self.window
        self.spent["window"] += self.window * number
        return dlts, moderates

    def _gaps(self, number: int) -> Floats:
        """Days to the next candidate."""
        return self.random.standard_exponential(number) * (DAYS_A_MONTH / self.conduct.accrual_per_month)

    def _spend(self, on: str, now: Floats, until: Floats) -> Floats:
        """Note the days up to a moment that may already be past; returns the later of both."""
        later = np.maximum(now, until)
        self.spent[on] += (later - now).sum()
        return later
