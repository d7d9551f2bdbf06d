"""The ceiling that a part takes over from the part which decided its levels, and a part that is not open (ESC-11)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.escalation.recommendation import Block, Recommendation, TreatedSubject
from domain.escalation.tallies import tally_outcomes
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.terms import Action, LevelState

_BARRED = (LevelState.EXCEEDED, LevelState.SUSPENDED)


def levels_above_ceiling(part: Part, source: Part, answer: Recommendation) -> dict[int, Reason]:
    """The levels of a part at or above a dose that is exceeded or suspended in its source part, each with the reason.

    Args:
        part: with its levels.
        source: the part that decided them.
        answer: the source part's recommendation now.
    """
    barred = [tally for tally in answer.tallies if tally.state in _BARRED]
    if not barred:
        return {}
    lowest = min(barred, key=lambda tally: source.level(tally.dose_level).dose)
    ceiling = source.level(lowest.dose_level)
    found = {}
    for level in part.levels:
        if level.dose >= ceiling.dose:
            numbers: dict[str, object] = {
                "level": level.number,
                "dose": ceiling.dose,
                "unit": ceiling.unit,
                "part": source.title,
                "dlt": lowest.dlt,
                "evaluable": lowest.evaluable,
            }
            is_exceeded = lowest.state is LevelState.EXCEEDED
            found[level.number] = (
                Reason("source_exceeded", numbers) if is_exceeded else Reason("source_suspended", numbers)
            )
    return found


def suspend_above(recommendation: Recommendation, closed: Mapping[int, Reason]) -> Recommendation:
    """An escalation part's recommendation under the ceiling of its source part: nothing is asked for above it."""
    if not closed:
        return recommendation
    tallies = tuple(
        replace(tally, state=LevelState.SUSPENDED)
        if tally.dose_level in closed and tally.state is not LevelState.EXCEEDED
        else tally
        for tally in recommendation.tallies
    )
    level = recommendation.dose_level
    if level is None or level not in closed or recommendation.action in (Action.STOP, Action.CHOOSE):
        return replace(recommendation, tallies=tallies)
    reason = closed[level]
    return replace(
        recommendation,
        action=Action.WAIT,
        subjects=0,
        open_now=0 if recommendation.open_now is not None else None,
        next_dose_at=None,
        reasons=(reason, *recommendation.reasons),
        blocks=(Block(reason),),
        tallies=tallies,
        headline=reason,
    )


def not_open(part: Part, subjects: Sequence[TreatedSubject]) -> Recommendation:
    """The answer for a part that is not open yet: nothing is asked for; what happened all the same is counted."""
    reason = Reason("part_not_open", {"part": part.title})
    return Recommendation(
        action=Action.WAIT,
        dose_level=None,
        subjects=0,
        accelerated=False,
        reasons=(reason,),
        tallies=tuple(
            tally_outcomes(level.number, (one.outcome for one in subjects if one.dose_level == level.number))
            for level in part.levels
        ),
        headline=reason,
    )
