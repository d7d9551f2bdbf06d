"""Who is replaced because the DLT window can't be judged, by whom, and whose slot is open again (SUB-4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.escalation.status import PartStatus
from domain.evaluability import Assessment
from domain.terms import Action, Outcome, PartKind

_DOSING = (Action.ENROL, Action.EXPAND, Action.ESCALATE, Action.DE_ESCALATE)


@dataclass(frozen=True)
class Replacement:
    """A subject who is not evaluable, and the place that this leaves.

    Attributes:
        by: who was dosed in the subject's place, or "".
        is_open: whether the slot is open again: nobody took it, and the rules ask for subjects at the level.
    """

    subject_id: str
    dose_level: int
    by: str = ""
    is_open: bool = False


def derive_replacements(status: PartStatus) -> tuple[Replacement, ...]:
    """The subjects of an escalation part who are not evaluable, by level and first dose; () where none is replaced.

    Who took whose place is not recorded: those dosed beyond the level's first group take the places in order.
    """
    part, answer = status.part, status.recommendation
    if part.kind is not PartKind.ESCALATION or not part.rules.replace_not_evaluable:
        return ()
    found = []
    for level in part.levels:
        group = status.at_level(level.number)
        beyond = [one for one in group[_first_group(status, group) :] if not _is_lost(one)]
        left = answer.subjects if answer.action in _DOSING and answer.dose_level == level.number else 0
        for one in (one for one in group if _is_lost(one)):
            taker = beyond.pop(0) if beyond else None
            is_open = taker is None and left > 0
            left -= is_open
            found.append(Replacement(one.subject_id, level.number, taker.subject_id if taker else "", is_open))
    return tuple(found)


def _is_lost(one: Assessment) -> bool:
    return not (one.outcome.is_evaluable or one.outcome.is_pending)


def _first_group(status: PartStatus, group: Sequence[Assessment]) -> int:
    """Subjects of the first group at a level: one while acceleration holds there."""
    rules = status.part.rules
    is_single = bool(group) and group[0].dose_level <= rules.accelerated_levels
    is_quiet = not any(one.outcome is Outcome.DLT or one.outcome.is_moderate for one in group)
    return 1 if is_single and is_quiet else rules.cohort_size
