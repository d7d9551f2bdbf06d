"""Counts of subjects at each dose level, and the state that the rule gives the level."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.escalation.rule import Count, Step, StepKind, is_exceeded, is_untouched
from domain.protocol.model import Rules
from domain.terms import LevelState, Outcome

_EVALUABLE = tuple(one for one in Outcome if one.is_evaluable)
_PENDING = tuple(one for one in Outcome if one.is_pending)
_MODERATE = tuple(one for one in Outcome if one.is_moderate)


@dataclass(frozen=True)
class Tally:
    """Counts at one level. ``treated`` = evaluable + pending + not evaluable; ``dlt`` is among the evaluable."""

    dose_level: int
    treated: int
    evaluable: int
    dlt: int
    moderate: int
    pending: int
    not_evaluable: int
    state: LevelState = LevelState.CLOSED


def tally_outcomes(dose_level: int, outcomes: Iterable[Outcome]) -> Tally:
    """Count the outcomes at one level."""
    listed = list(outcomes)
    evaluable, pending = _number(listed, _EVALUABLE), _number(listed, _PENDING)
    return Tally(
        dose_level=dose_level,
        treated=len(listed),
        evaluable=evaluable,
        dlt=listed.count(Outcome.DLT),
        moderate=_number(listed, _MODERATE),
        pending=pending,
        not_evaluable=len(listed) - evaluable - pending,
    )


def count_outcomes(outcomes: Iterable[Outcome]) -> Count:
    """The counts that the rule reads."""
    listed = list(outcomes)
    return Count(
        evaluable=_number(listed, _EVALUABLE),
        dlt=listed.count(Outcome.DLT),
        moderate=_number(listed, _MODERATE),
        pending=_number(listed, _PENDING),
        pending_moderate=listed.count(Outcome.PENDING_MODERATE),
    )


def _number(listed: list[Outcome], kinds: tuple[Outcome, ...]) -> int:
    return sum(map(listed.count, kinds))


def derive_states(rules: Rules, counts: Sequence[Count], levels: int, step: Step) -> tuple[LevelState, ...]:
    """State of every level.

    Args:
        rules: the parameters.
        counts: one entry a level that may be used.
        levels: how many levels the part has; those beyond ``counts`` are optional and not opened.
        step: what the rule asks for.

    Returns:
        One state a level. Everything above the level that decides is suspended if it holds subjects (ESC-11).
    """
    states = []
    for level in range(1, levels + 1):
        count = counts[level - 1] if level <= len(counts) else Count()
        if level > len(counts):
            states.append(LevelState.OPTIONAL)
        elif is_exceeded(count, rules):
            states.append(LevelState.EXCEEDED)
        elif step.kind in (StepKind.DOSE, StepKind.WAIT) and level == step.level:
            states.append(LevelState.OPEN)
        elif step.kind is StepKind.CHOOSE and level == step.level:
            states.append(LevelState.SUSPENDED)
        elif is_untouched(count) and not count.moderate:
            states.append(LevelState.CLOSED)
        elif level > step.level:
            states.append(LevelState.SUSPENDED)
        else:
            states.append(LevelState.CLEARED)
    return tuple(states)
