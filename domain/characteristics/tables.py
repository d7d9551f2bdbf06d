"""The rule as a protocol prints it: the decision table, and the tree of what the next outcomes lead to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from domain.characteristics.graph import Counts, Dosing, list_outcomes, moderate_matters, step_after
from domain.characteristics.histories import Cohort
from domain.characteristics.scenario import Scenario
from domain.characteristics.starts import lost_subjects, outcomes_by_level, pending_ends, pending_moderate_matters
from domain.escalation.rule import EXCEEDING_DLTS, Count, Step, StepKind, is_exceeded, next_step
from domain.escalation.tallies import count_outcomes
from domain.notation import Group
from domain.protocol.model import Rules


class Situation(StrEnum):
    """Where the level stands that a decision table is for."""

    ACCELERATED = "accelerated"
    ESCALATING = "escalating"
    BELOW_EXCEEDED = "below exceeded"
    TOP = "top"


class Mark(StrEnum):
    """What a cell of a decision table says."""

    STAY = "S"
    ESCALATE = "E"
    EXCEEDED = "DU"
    MTD = "MTD"
    MAD = "MAD"
    CHOOSE = "choose"


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes:
        evaluable: subjects at the level; the last row of a table, ``full_size`` + 1, stands for more as well.
        dlt: of these, with a DLT.
        moderate: whether, without a DLT, a moderate toxicity reached the limit; told apart in acceleration only.
        mark: what to do.
        subjects: with STAY, how many more at the level; else 0.
    """

    evaluable: int
    dlt: int
    moderate: bool
    mark: Mark
    subjects: int = 0


def decision_table(rules: Rules, situation: Situation = Situation.ESCALATING) -> tuple[Cell, ...]:
    """Every number of DLTs among 1 to ``full_size`` + 1 evaluable subjects at one level, all verdicts in.

    Args:
        rules: the protocol's parameters.
        situation: where the level stands. The levels below it are cleared.

    Returns:
        Cells by number of subjects, then DLTs. Empty for ACCELERATED where the rules accelerate no level.
    """
    accelerated = situation is Situation.ACCELERATED
    if accelerated and rules.accelerated_levels < rules.start_level:
        return ()
    level = rules.start_level if accelerated else max(rules.accelerated_levels + 1, rules.start_level, 2)
    below = [Count()] * (level - 1) if accelerated else [Count(rules.full_size)] * (level - 1)
    above = {Situation.BELOW_EXCEEDED: [Count(EXCEEDING_DLTS, EXCEEDING_DLTS)], Situation.TOP: []}
    cells = []
    for evaluable in range(1, rules.full_size + 2):
        for dlt, moderate in _rows(evaluable, told_apart=accelerated):
            here = Count(evaluable, dlt, rules.moderate_limit if moderate else 0)
            step = next_step(rules, (*below, here, *above.get(situation, [Count()]))).step
            cells.append(Cell(evaluable, dlt, moderate, _mark(rules, here, level, step), _more(step, level)))
    return tuple(cells)


def _rows(evaluable: int, *, told_apart: bool) -> Iterator[tuple[int, bool]]:
    for dlt in range(evaluable + 1):
        yield dlt, False
        if told_apart and not dlt:
            yield dlt, True


def _mark(rules: Rules, here: Count, level: int, step: Step) -> Mark:
    if is_exceeded(here, rules):
        return Mark.EXCEEDED
    if step.kind is StepKind.DOSE:
        return Mark.STAY if step.level == level else Mark.ESCALATE
    return {StepKind.MTD: Mark.MTD, StepKind.MAD: Mark.MAD}.get(step.kind, Mark.CHOOSE)


def _more(step: Step, level: int) -> int:
    return step.subjects if step.kind is StepKind.DOSE and step.level == level else 0


@dataclass(frozen=True)
class Prospect:
    """A place in the tree of what may come.

    Attributes:
        outcomes: what became known since the place before; empty at the root.
        chance: probability given the place before.
        reach: probability from today on.
        step: what the rules ask for there.
        branches: the next outcomes; empty at an end, at a choice, and at the depth asked for.
    """

    outcomes: tuple[Cohort, ...]
    chance: float
    reach: float
    step: Step
    branches: tuple["Prospect", ...] = ()


def pathway(rules: Rules, history: Sequence[Group], depth: int, scenario: Scenario) -> Prospect:
    """The tree of next outcomes from today on.

    The first branches are the outcomes of the pending subjects, if there are any; then each branch is a group that the
    rules ask for, dosed whole. Outcomes without probability are left out.

    Args:
        rules: the protocol's parameters.
        history: groups dosed so far; empty for the start of the trial.
        depth: how many outcomes deep.
        scenario: one probability a level that may be used.

    Raises:
        ValueError: the history names a level that the scenario lacks.
    """
    at = outcomes_by_level(history, len(scenario.dlt))
    lost = lost_subjects(rules, at)
    counts = tuple(count_outcomes(outcomes) for outcomes in at)
    waiting = [level for level, count in enumerate(counts, 1) if count.pending]
    if not waiting:
        return _prospect(rules, scenario, lost, counts, (), 1.0, 1.0, depth)
    branches = []
    tells = {level: pending_moderate_matters(rules, counts, level) for level in waiting}
    ends = [
        list(pending_ends(at[level - 1], scenario, level, counts_moderate=tells[level]).items()) for level in waiting
    ]
    for ways in product(*ends) if depth else ():
        after, outcomes, chance = list(counts), [], 1.0
        for level, (end, weight) in zip(waiting, ways, strict=True):
            before = counts[level - 1]
            seen = before.moderate - before.pending_moderate
            outcomes.append(Cohort(level, before.pending, end.dlt - before.dlt, end.moderate - seen, tells[level]))
            after[level - 1], chance = end, chance * weight
        branches.append(_prospect(rules, scenario, lost, tuple(after), tuple(outcomes), chance, chance, depth - 1))
    return Prospect((), 1.0, 1.0, step_after(rules, counts, lost), tuple(branches))


def _prospect(
    rules: Rules,
    scenario: Scenario,
    lost: tuple[int, ...],
    counts: Counts,
    outcomes: tuple[Cohort, ...],
    chance: float,
    reach: float,
    depth: int,
) -> Prospect:
    step = step_after(rules, counts, lost)
    branches = []
    if depth and step.kind is StepKind.DOSE:
        level, subjects, here = step.level, step.subjects, counts[step.level - 1]
        matters = moderate_matters(rules, counts, level)
        chances = scenario.chances(level, subjects, counts_moderate=matters)
        for (dlts, moderates), p in zip(list_outcomes(Dosing(level, subjects, matters)), chances, strict=True):
            if p <= 0:
                continue
            dosed = Count(here.evaluable + subjects, here.dlt + dlts, here.moderate + moderates)
            after = (*counts[: level - 1], dosed, *counts[level:])
            cohort = Cohort(level, subjects, dlts, moderates, matters)
            branches.append(_prospect(rules, scenario, lost, after, (cohort,), p, reach * p, depth - 1))
    return Prospect(outcomes, chance, reach, step, tuple(branches))
