"""Backfill: subjects added at a cleared level below the current one, and how the protocol counts them.

"counted": they are in the level's counts like any other. "apart": they are counted beside, and decide nothing. "none":
the protocol foresees none; who was added all the same was dosed at that level, and counts. Under each policy a DLT
among them that turns the answer, or would turn it, is told before anything else.
"""

from collections.abc import Sequence

from domain.escalation.recommendation import Recommendation, TreatedSubject
from domain.escalation.tallies import Tally, tally_outcomes
from domain.parts.terms import BackfillPolicy
from domain.protocol.model import Rules
from domain.reasons import Reason
from domain.terms import Action, Outcome

_DOSING = (Action.ENROL, Action.EXPAND, Action.ESCALATE, Action.DE_ESCALATE)


def counted(rules: Rules, subjects: Sequence[TreatedSubject]) -> Sequence[TreatedSubject]:
    """The subjects whom the policy counts."""
    if rules.backfill is not BackfillPolicy.APART or not any(one.is_backfill for one in subjects):
        return subjects
    return [one for one in subjects if not one.is_backfill]


def other_reading(rules: Rules, subjects: Sequence[TreatedSubject]) -> Sequence[TreatedSubject] | None:
    """The subjects as the other policy would read them; None where no backfill has a DLT, so that nothing can turn."""
    if not any(one.is_backfill and one.outcome is Outcome.DLT for one in subjects):
        return None
    if rules.backfill is not BackfillPolicy.APART:
        return [one for one in subjects if not one.is_backfill]
    return [
        TreatedSubject(
            one.dose_level, one.outcome, one.subject_id, one.first_dose_at, one.window_ends_at, one.verdict_at
        )
        for one in subjects
    ]


def find_turned(
    rules: Rules, subjects: Sequence[TreatedSubject], answer: Recommendation, other: Recommendation
) -> tuple[Reason, ...]:
    """The alarm where a DLT of a backfill turns the answer, or would turn it if it counted.

    Args:
        rules: with the policy.
        subjects: everybody.
        answer: by the policy.
        other: on ``other_reading``.

    Returns:
        One reason for the lowest such level; none where both answers agree.
    """
    if _essence(answer) == _essence(other):
        return ()
    limiting = [one for one in subjects if one.is_backfill and one.outcome is Outcome.DLT]
    level = min(one.dose_level for one in limiting)
    all_there = tally_outcomes(level, (one.outcome for one in subjects if one.dose_level == level))
    numbers: dict[str, object] = {
        "level": level,
        "dlt": all_there.dlt,
        "evaluable": all_there.evaluable,
        "subject": ", ".join(one.subject_id for one in limiting if one.dose_level == level),
    }
    if rules.backfill is BackfillPolicy.APART:
        return (Reason("backfill_would_turn", {**numbers, "action": other.action.value}, "rules.backfill"),)
    return (Reason("backfill_turned", numbers, "rules.backfill"),)


def _essence(one: Recommendation) -> tuple[object, ...]:
    """The act and the states of the levels; which way a dose lies depends on who was dosed last, and is left out."""
    act = "dose" if one.action in _DOSING else one.action.value
    return (act, one.dose_level, *(tally.state for tally in one.tallies))


def tally_backfill(subjects: Sequence[TreatedSubject], levels: int) -> tuple[Tally, ...]:
    """Counts of the backfill alone, one entry a level; their states say nothing.

    Args:
        subjects: everybody.
        levels: how many levels the part has.
    """
    return tuple(
        tally_outcomes(level, (one.outcome for one in subjects if one.is_backfill and one.dose_level == level))
        for level in range(1, levels + 1)
    )
