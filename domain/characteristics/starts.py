"""Where a trial may stand once the pending subjects of its history are known."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.characteristics.graph import Counts, moderate_matters
from domain.characteristics.scenario import Scenario
from domain.escalation.rule import EXCEEDING_DLTS, Count
from domain.escalation.tallies import count_outcomes
from domain.notation import Group
from domain.protocol.model import Rules
from domain.terms import Outcome


@dataclass(frozen=True)
class Starts:
    """Tables of counts with nobody pending.

    Attributes:
        weights: by table, the probability by number of DLTs so far. Tables that differ only above an exceeded level
            are one, so a table holds no more than the rule needs.
        treated: subjects treated so far, per level.
        expected_dlts: DLTs among them, per level.
        lost: not evaluable and, by the protocol, not replaced, per level; empty where there are none.
    """

    weights: dict[Counts, dict[int, float]]
    treated: tuple[int, ...]
    expected_dlts: tuple[float, ...]
    lost: tuple[int, ...] = ()


def resolve_history(rules: Rules, scenario: Scenario, history: Sequence[Group]) -> Starts:
    """Let the scenario decide on the pending subjects; each becomes evaluable, like every subject still to come.

    Args:
        rules: the protocol's parameters.
        scenario: one probability a level that may be used.
        history: groups dosed so far.

    Raises:
        ValueError: the history names a level that the scenario lacks.
    """
    outcomes = outcomes_by_level(history, len(scenario.dlt))
    weights: dict[Counts, dict[int, float]] = {(): {0: 1.0}}
    known = tuple(map(count_outcomes, outcomes))
    for level, here in enumerate(outcomes, 1):
        ends = pending_ends(here, scenario, level, counts_moderate=pending_moderate_matters(rules, known, level))
        weights = _combine(rules, weights, ends)
    return Starts(
        weights,
        tuple(map(len, outcomes)),
        tuple(count.dlt + count.pending * p for count, p in zip(known, scenario.dlt, strict=True)),
        lost_subjects(rules, outcomes),
    )


def outcomes_by_level(history: Sequence[Group], levels: int) -> list[list[Outcome]]:
    """Outcomes of all subjects of a history, per level.

    Raises:
        ValueError: the history names a higher level than there are.
    """
    found: list[list[Outcome]] = [[] for _ in range(levels)]
    for group in history:
        if group.dose_level > levels:
            raise ValueError(
                f"the history names level {group.dose_level}, but there are probabilities for {levels} "
                f"{'level' if levels == 1 else 'levels'}"
            )
        found[group.dose_level - 1] += group.outcomes
    return found


def _combine(
    rules: Rules, weights: dict[Counts, dict[int, float]], ends: dict[Count, float]
) -> dict[Counts, dict[int, float]]:
    combined: dict[Counts, dict[int, float]] = {}
    for table, by_dlts in weights.items():
        closed = any(count.dlt >= EXCEEDING_DLTS for count in table)
        for end, chance in ends.items():
            here = Count() if closed else _essential(rules, end, len(table) + 1)
            into = combined.setdefault((*table, here), {})
            for dlts, weight in by_dlts.items():
                into[dlts + end.dlt] = into.get(dlts + end.dlt, 0.0) + weight * chance
    return combined


def _essential(rules: Rules, count: Count, level: int) -> Count:
    """The count as far as it can change a step; without this a long history has too many tables."""
    moderate = min(count.moderate, rules.moderate_limit) if level <= rules.accelerated_levels else 0
    return Count(min(count.evaluable, rules.full_size + 1), min(count.dlt, EXCEEDING_DLTS), moderate)


def pending_moderate_matters(rules: Rules, counts: Counts, level: int) -> bool:
    """Whether a moderate toxicity of a pending subject at a level can change a step, once all pending are evaluable."""
    settled = tuple(Count(count.evaluable + count.pending, count.dlt, count.moderate) for count in counts)
    return moderate_matters(rules, settled, level)


def lost_subjects(rules: Rules, outcomes: Sequence[Sequence[Outcome]]) -> tuple[int, ...]:
    """Subjects who are not evaluable and not replaced, per level; empty where there are none.

    Args:
        rules: the protocol's parameters.
        outcomes: per level, lowest first.
    """
    if rules.replace_not_evaluable:
        return ()
    lost = tuple(sum(not (one.is_evaluable or one.is_pending) for one in here) for here in outcomes)
    return lost if any(lost) else ()


def pending_ends(
    outcomes: Sequence[Outcome], scenario: Scenario, level: int, *, counts_moderate: bool
) -> dict[Count, float]:
    """What a level's counts can become once its pending subjects are known, with probabilities.

    Args:
        outcomes: all subjects of the level so far.
        scenario: decides on the pending ones.
        level: 1-based.
        counts_moderate: whether moderate toxicities still to come are told from none.
    """
    dlt, moderate = scenario.dlt[level - 1], scenario.moderates[level - 1] if counts_moderate else 0.0
    ends: dict[Count, float] = {count_outcomes(outcome for outcome in outcomes if not outcome.is_pending): 1.0}
    for outcome in outcomes:
        if not outcome.is_pending:
            continue
        marked = outcome is Outcome.PENDING_MODERATE
        # A moderate toxicity already seen leaves only the question whether a DLT follows.
        chances = {
            (1, 0): dlt,
            (0, 1): 1 - dlt if marked else moderate,
            (0, 0): 0.0 if marked else max(0.0, 1 - dlt - moderate),
        }
        after: dict[Count, float] = {}
        for count, weight in ends.items():
            for (dlts, moderates), chance in chances.items():
                if chance > 0:
                    end = Count(count.evaluable + 1, count.dlt + dlts, count.moderate + moderates)
                    after[end] = after.get(end, 0.0) + weight * chance
        ends = after
    return ends
