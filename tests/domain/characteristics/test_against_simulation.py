"""The exact figures against trials simulated subject by subject, with a 3+3 written out here and nowhere else."""

import random
from dataclasses import dataclass, field
from statistics import fmean

import pytest

from domain.characteristics.exact import Scenario, exact_characteristics
from domain.protocol.model import Rules
from domain.terms import AfterExceeded, FillMode, TopLevel

TRIALS = 10_000
# About 250 figures are compared, always with the same seeds.
MOST_STANDARD_ERRORS = 4.0


@dataclass
class Trial:
    """One trial as a site would run it from the protocol's words."""

    rules: Rules
    scenario: Scenario
    chance: random.Random
    subjects: list[int] = field(default_factory=list)
    dlts: list[int] = field(default_factory=list)
    moderates: int = 0
    accelerating: bool = True

    def __post_init__(self) -> None:
        self.subjects = [0] * len(self.scenario.dlt)
        self.dlts = [0] * len(self.scenario.dlt)

    def treat(self, level: int, number: int) -> None:
        for _ in range(number):
            draw = self.chance.random()
            self.subjects[level] += 1
            if draw < self.scenario.dlt[level]:
                self.dlts[level] += 1
                self.accelerating = False
            elif draw < self.scenario.dlt[level] + self.scenario.moderates[level]:
                self.moderates += 1
                if self.moderates >= self.rules.moderate_limit:
                    self.accelerating = False

    def run(self) -> int:
        """The level declared, 1-based; 0 for none."""
        level, top = 0, len(self.subjects) - 1
        while True:
            self.treat_first_cohort(level)
            if self.dlts[level] == 1 and self.subjects[level] == 3:
                self.treat(level, 3)
            if self.dlts[level] >= 2:
                return self.search_down(level - 1)
            if level == top:
                return self.finish(top)
            level += 1

    def treat_first_cohort(self, level: int) -> None:
        if not (self.accelerating and level < self.rules.accelerated_levels):
            self.treat(level, 3)
            return
        self.treat(level, 1)
        if self.has_ended_acceleration():
            self.treat(level, 2)

    def has_ended_acceleration(self) -> bool:
        return not self.accelerating

    def finish(self, top: int) -> int:
        if self.rules.top is TopLevel.CONFIRM:
            return self.fill(top)
        return top + 1

    def fill(self, level: int) -> int:
        """Bring a level to six, stepwise or at once; the level if it holds, or what lies below."""
        while self.subjects[level] < 6 and self.dlts[level] < 2:
            to = 6 if self.rules.fill is FillMode.DIRECT or self.subjects[level] >= 3 else 3
            self.treat(level, to - self.subjects[level])
        return level + 1 if self.dlts[level] < 2 else self.search_down(level - 1)

    def search_down(self, level: int) -> int:
        if level < 0 or self.rules.after_exceeded is AfterExceeded.PREVIOUS:
            return level + 1
        return self.fill(level)


SCENARIOS = [
    Scenario((0.05, 0.1, 0.2, 0.35, 0.5), (0.1, 0.2, 0.2, 0.3, 0.3)),
    Scenario((0.3, 0.25, 0.4), (0.3, 0.1, 0.2)),
]
DESIGNS = [
    Rules(),
    Rules(top=TopLevel.CONFIRM),
    Rules(after_exceeded=AfterExceeded.PREVIOUS),
    Rules(accelerated_levels=2),
    Rules(accelerated_levels=2, fill=FillMode.DIRECT, top=TopLevel.CONFIRM),
    Rules(accelerated_levels=3, moderate_limit=2),
    Rules(accelerated_levels=1, after_exceeded=AfterExceeded.PREVIOUS, top=TopLevel.CONFIRM),
    Rules(accelerated_levels=5, moderate_limit=2, fill=FillMode.DIRECT),
]


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("rules", DESIGNS)
def test_the_mean_of_simulated_trials_is_the_exact_figure(rules: Rules, scenario: Scenario) -> None:
    chance = random.Random(20_240_601)
    answer = exact_characteristics(rules, scenario)
    declared, trials = [], []
    for _ in range(TRIALS):
        trial = Trial(rules, scenario, chance)
        declared.append(trial.run())
        trials.append(trial)
    levels = len(scenario.dlt)
    figures = [([float(one == level) for one in declared], answer.selection[level]) for level in range(levels + 1)]
    for level in range(levels):
        figures.append(([float(one.subjects[level]) for one in trials], answer.expected_subjects[level]))
        figures.append(([float(one.dlts[level]) for one in trials], answer.expected_dlts[level]))
    figures.append(([sum(one.dlts) / sum(one.subjects) for one in trials], answer.mean_of_ratios))
    figures.append(([float(sum(one.subjects) > 12) for one in trials], answer.more_than(12)))
    above = answer.true_mtd
    figures.append(([float(sum(one.subjects[above:]) > 3) for one in trials], answer.more_above_mtd_than(3)))
    for values, exact in figures:
        mean = fmean(values)
        error = (fmean((value - mean) ** 2 for value in values) / TRIALS) ** 0.5
        assert abs(mean - exact) <= MOST_STANDARD_ERRORS * error + 1 / TRIALS
