"""What is recommended in an expansion part: whom to enrol where, and what goes to the committee first.

A DLT there does not move an escalation rule; it is a safety signal. Nobody is enrolled until a decision that saw it is
signed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from domain.escalation.recommendation import Block, Option, Recommendation
from domain.escalation.tallies import Tally, tally_outcomes
from domain.evaluability import Assessment
from domain.parts.cohorts import CohortStatus, assess_cohorts
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.records import Decision
from domain.study import Study
from domain.terms import Action, LevelState, Outcome

SIGNAL = "expansion_signal"


def recommend_expansion(
    study: Study, part: Part, assessments: Sequence[Assessment], closed: Mapping[int, Reason]
) -> Recommendation:
    """The recommendation for an opened expansion part.

    Args:
        study: at its cut-off.
        part: with its chosen levels and cohorts.
        assessments: of the part's treated subjects, in order of first dose.
        closed: by number of level, why nobody may be dosed there.
    """
    cohorts = assess_cohorts(study, part, assessments, closed)
    signals = open_signals(study, part, assessments)
    takers = [one for one in cohorts if one.is_open and one.left != 0]
    first = _option(takers[0]) if takers else None
    reasons = (*_signal_reasons(signals, assessments), *(_cohort_reason(one) for one in cohorts))
    tallies = tuple(_tally(level.number, assessments, cohorts, signals) for level in part.levels)
    answer = Recommendation(
        action=Action.WAIT,
        dose_level=cohorts[0].level.number if cohorts else None,
        subjects=0,
        accelerated=False,
        reasons=reasons,
        tallies=tallies,
        awaited=tuple(one.subject_id for one in assessments if one.outcome.is_pending),
        blocks=tuple(Block(one.closed) for one in cohorts if one.closed is not None),
        headline=Reason("expansion_none_open", {}),
    )
    if signals:
        hold = Reason("option_pause", {})
        options = (Option(Action.WAIT, signals[0].dose_level, 0, hold),)
        stop = Option(Action.STOP, signals[0].dose_level, 0, Reason("option_stop_part", {}))
        names = {"subject": ", ".join(one.subject_id for one in signals)}
        return replace(
            answer,
            action=Action.CHOOSE,
            dose_level=signals[0].dose_level,
            options=(*((first,) if first else ()), *options, stop),
            headline=Reason("expansion_choose", names),
        )
    if first is None:
        return answer
    total = sum(one.left or 0 for one in takers)
    return replace(
        answer,
        action=Action.ENROL,
        dose_level=first.dose_level,
        subjects=first.subjects,
        headline=Reason("expansion_enrol", {"cohorts": len(takers), "subjects": total})
        if total
        else Reason("expansion_enrol_open", {"cohorts": len(takers)}),
    )


def open_signals(study: Study, part: Part, assessments: Sequence[Assessment]) -> tuple[Assessment, ...]:
    """Subjects with a DLT that no signed decision of the part has seen yet, in order of first dose."""
    seen = {
        subject_id
        for decision in study.decisions_of(part)
        # A decision does not answer to itself when it is computed again at its own cut-off.
        if decision.cut_off < study.cut_off
        for subject_id in _seen_by(decision)
    }
    return tuple(one for one in assessments if one.outcome is Outcome.DLT and one.subject_id not in seen)


def _seen_by(decision: Decision) -> Iterator[str]:
    """Ids of the subjects whose DLTs the decision answered: those of the recommendation that it stored."""
    for reason in json.loads(decision.recommended).get("reasons", ()):
        if reason["code"] == SIGNAL:
            yield from reason["numbers"]["subject"].split(", ")


def _signal_reasons(signals: Sequence[Assessment], assessments: Sequence[Assessment]) -> Iterator[Reason]:
    for level in dict.fromkeys(one.dose_level for one in signals):
        there = tally_outcomes(level, (one.outcome for one in assessments if one.dose_level == level))
        names = ", ".join(one.subject_id for one in signals if one.dose_level == level)
        numbers = {"level": level, "subject": names, "dlt": there.dlt, "evaluable": there.evaluable}
        yield Reason("expansion_signal", numbers)


def _cohort_reason(one: CohortStatus) -> Reason:
    """How a cohort stands, in one sentence."""
    numbers: dict[str, object] = {
        "cohort": one.number,
        "title": one.cohort.title,
        "level": one.level.number,
        "counted": one.counted,
        "size": one.cohort.size or 0,
        "dlt": len(one.dlt),
        "evaluable": one.evaluable,
    }
    if one.closed is not None:
        return one.closed
    if one.is_stopped:
        return Reason("cohort_stopped", numbers, "stopping")
    if one.left is None:
        return Reason("cohort_takes", numbers, "cohorts")
    if one.is_full:
        return Reason("cohort_is_full", numbers, "cohorts")
    return Reason("cohort_lacks", {**numbers, "subjects": one.left, "reserved": len(one.reserved)}, "cohorts")


def _option(one: CohortStatus) -> Option:
    subjects = max(1, one.left or 0)
    numbers = {"level": one.level.number, "subjects": subjects, "cohort": one.number, "title": one.cohort.title}
    return Option(Action.ENROL, one.level.number, subjects, Reason("option_enrol_on", numbers))


def _tally(
    level: int, assessments: Sequence[Assessment], cohorts: Sequence[CohortStatus], signals: Sequence[Assessment]
) -> Tally:
    there = [one for one in cohorts if one.level.number == level]
    if any(one.closed for one in there) or any(one.dose_level == level for one in signals):
        state = LevelState.SUSPENDED
    elif any(one.is_open for one in there):
        state = LevelState.OPEN
    else:
        state = LevelState.SUSPENDED if any(one.is_stopped for one in there) else LevelState.CLEARED
    outcomes = (one.outcome for one in assessments if one.dose_level == level)
    return replace(tally_outcomes(level, outcomes), state=state)
