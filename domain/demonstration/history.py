"""The history that a demonstration plays: given, well known, or drawn by the part's own rules."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.escalation.recommend import recommend_next, treated_from
from domain.escalation.rule import EXCEEDING_DLTS
from domain.notation import Group, parse_history
from domain.protocol.model import Part, Protocol
from domain.terms import Action, Outcome

_MOST_ATTEMPTS, _MOST_SUBJECTS, _LEAST_LEVEL = 60, 45, 2
_LOST = 0.05
_SCRIPTS = {"bat6026": "1N 2MNN 3NNXN 4NNT??"}


def draw_history(part: Part, seed: int) -> str:
    """A history in the trial notation that the part's rules can produce, with DLTs growing more likely by level."""
    chance = random.Random(seed)
    groups: list[Group] = []
    target = chance.randint(10, 18)
    while sum(len(group.outcomes) for group in groups) < target:
        answer = recommend_next(part, treated_from(groups))
        if not answer.subjects or answer.dose_level is None:
            break
        risk = min(0.03 + 0.05 * answer.dose_level, 0.5)
        before = [one for group in groups if group.dose_level == answer.dose_level for one in group.outcomes]
        drawn: list[Outcome] = []
        # Nobody else is dosed once the DLTs exceed the level.
        while len(drawn) < answer.subjects and (before + drawn).count(Outcome.DLT) < EXCEEDING_DLTS:
            is_limiting = chance.random() < risk
            is_moderate = not is_limiting and chance.random() < risk
            drawn.append(Outcome.DLT if is_limiting else Outcome.MODERATE if is_moderate else Outcome.NO_DLT)
        groups.append(Group(answer.dose_level, tuple(drawn)))
    answer = recommend_next(part, treated_from(groups))
    if answer.action in (Action.ENROL, Action.EXPAND, Action.ESCALATE, Action.DE_ESCALATE) and answer.dose_level:
        waiting = min(answer.subjects, part.rules.spacing.most_in_window or answer.subjects)
        groups.append(Group(answer.dose_level, (Outcome.PENDING,) * waiting))
    return " ".join(str(group) for group in groups)


def draw_to_end(part: Part, seed: int, *, begun: str = "") -> tuple[Group, ...]:
    """A history that ends with an MTD or MAD above the first level, without anybody in the window.

    What was begun is gone on with, unless it has come to another end already: then another history is drawn.

    Args:
        part: an escalation part with levels.
        seed: of the outcomes.
        begun: a history in the trial notation; those in the window are drawn anew.
    """
    told = [
        replace(group, outcomes=tuple(one for one in group.outcomes if not one.is_pending))
        for group in parse_history(begun, len(part.levels))
    ]
    groups = [group for group in told if group.outcomes]
    for attempt in range(_MOST_ATTEMPTS):
        chance = random.Random(f"{seed}:{part.part_id}:{attempt}")
        found = _go_on(part, groups, chance)
        if found is not None:
            return found
        groups = []
    # Rules that never come to an end above the lowest level end there.
    return tuple(_cleared(part))


def _go_on(part: Part, begun: Sequence[Group], chance: random.Random) -> tuple[Group, ...] | None:
    """The history to its end, one subject after the other: nobody is dosed whom a DLT already known forbids."""
    groups = list(begun)
    for _ in range(_MOST_SUBJECTS):
        answer = recommend_next(part, treated_from(groups))
        if answer.action in (Action.MTD, Action.MAD):
            least = min(_LEAST_LEVEL, len(part.levels))
            return tuple(groups) if (answer.dose_level or 0) >= least else None
        if not answer.subjects or answer.dose_level is None:
            return None
        outcome = _draw_outcome(part, answer.dose_level, chance)
        if groups and groups[-1].dose_level == answer.dose_level:
            groups[-1] = replace(groups[-1], outcomes=(*groups[-1].outcomes, outcome))
        else:
            groups.append(Group(answer.dose_level, (outcome,)))
    return None


def _draw_outcome(part: Part, dose_level: int, chance: random.Random) -> Outcome:
    risk = min(0.03 + 0.05 * dose_level, 0.5)
    if chance.random() < risk:
        return Outcome.DLT
    if part.rules.replace_not_evaluable and chance.random() < _LOST:
        return Outcome.NOT_EVALUABLE
    return Outcome.MODERATE if chance.random() < risk else Outcome.NO_DLT


def _cleared(part: Part) -> Iterator[Group]:
    """Every level without a DLT, up to the highest."""
    groups: list[Group] = []
    answer = recommend_next(part, ())
    while answer.subjects and answer.dose_level is not None:
        groups.append(Group(answer.dose_level, (Outcome.NO_DLT,) * answer.subjects))
        yield groups[-1]
        answer = recommend_next(part, treated_from(groups))


def script_of(protocol: Protocol, part: Part, seed: int) -> str:
    """The history that a demonstration plays: the well-known one for seed 1, else a drawn one."""
    if seed == 1 and protocol.protocol_id in _SCRIPTS:
        return _SCRIPTS[protocol.protocol_id]
    return draw_history(part, seed)


def with_open_question(part: Part, history: str) -> str:
    """The history with a toxicity already seen in the last subject whose window is open: a verdict not yet known.

    At an accelerated level nothing is changed, since a moderate toxicity would end the acceleration.
    """
    groups = parse_history(history, len(part.levels))
    if not groups or groups[-1].outcomes[-1] is not Outcome.PENDING:
        return history
    last = groups[-1]
    if last.dose_level <= part.rules.accelerated_levels:
        return history
    changed = replace(last, outcomes=(*last.outcomes[:-1], Outcome.PENDING_MODERATE))
    return " ".join(str(group) for group in (*groups[:-1], changed))
