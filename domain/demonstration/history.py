"""The history that a demonstration plays: given, well known, or drawn by the part's own rules."""

import random
from dataclasses import replace

from domain.escalation.recommend import recommend_next, treated_from
from domain.notation import Group, parse_history
from domain.protocol.model import Part, Protocol
from domain.terms import Action, Outcome

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
        drawn = [
            Outcome.DLT if chance.random() < risk else Outcome.MODERATE if chance.random() < risk else Outcome.NO_DLT
            for _ in range(answer.subjects)
        ]
        groups.append(Group(answer.dose_level, tuple(drawn)))
    answer = recommend_next(part, treated_from(groups))
    if answer.action in (Action.ENROL, Action.EXPAND, Action.ESCALATE, Action.DE_ESCALATE) and answer.dose_level:
        waiting = min(answer.subjects, part.rules.spacing.most_in_window or answer.subjects)
        groups.append(Group(answer.dose_level, (Outcome.PENDING,) * waiting))
    return " ".join(str(group) for group in groups)


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
