"""The committee's decisions, each with what the rules recommended then and what they say on today's entries."""

import json
from enum import StrEnum

from domain.escalation.recommendation import Recommendation
from domain.escalation.status import PartStatus
from domain.reasons import Reason
from domain.records import Decision
from domain.study import Study
from domain.summaries.table import Cell, Column, Format, Table
from domain.terms import Action, CommitteeAction

_COLUMNS = (
    Column("signed_at", "Signed", Format.MOMENT),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("decision", "Decision", weight=1.6),
    Column("recommended", "Recommended then", weight=1.6),
    Column("now", "On later data", weight=1.6),
    Column("signed_by", "Signed by", weight=1.2),
    Column("reason", "Reason", weight=1.6),
    Column("position", "Chain entry", Format.NUMBER, 0.7),
)


def describe_act(action: StrEnum, dose_level: int | None, subjects: int = 0) -> Reason:
    """An action, recommended or decided, as a phrase; with how many subjects where it names a number."""
    act = Reason(f"act_{action.value.replace('-', '_')}", {"level": dose_level})
    return Reason("act_with", {"act": act, "subjects": subjects}) if subjects else act


def signed_number(study: Study, decision: Decision) -> int | None:
    """The number that the decision's level was signed under, where an amendment has given it another since."""
    number = study.as_entered(decision).dose_level
    return None if number == decision.dose_level else number


def describe_decision(decision: Decision, study: Study) -> Reason:
    """What the committee decided, as a phrase, with the number of its level then where it has another now (ESC-8)."""
    if decision.action is CommitteeAction.STOP:
        return describe_act(decision.action, None, decision.subjects)
    act, number = describe_act(decision.action, decision.dose_level, decision.subjects), signed_number(study, decision)
    return act if number is None else Reason("act_then", {"act": act, "number": number})


def describe_recommended_then(decision: Decision, study: Study) -> Reason:
    """What the rules recommended when the decision was signed, as a phrase; the level by its number now."""
    stored = json.loads(decision.recommended)
    number = stored["dose_level"]
    number = number and study.number_now(decision.part_id, number, decision.cut_off)
    return describe_act(Action(stored["action"]), number, stored["subjects"])


def states_seen(decision: Decision, study: Study) -> dict[int, str]:
    """The states of the levels that the rules gave when the decision was signed, by the levels' numbers now."""
    tallies = json.loads(decision.recommended).get("tallies", [])
    return {study.number_now(decision.part_id, one["dose_level"], decision.cut_off): one["state"] for one in tallies}


def describe_recommendation(recommendation: Recommendation) -> Reason:
    """What the rules recommend, as a phrase."""
    return describe_act(recommendation.action, recommendation.dose_level, recommendation.subjects)


def tabulate_decisions(status: PartStatus) -> Table:
    """Decisions for the part up to the cut-off, oldest first.

    The column "on later data" is empty while the recommendation under a decision stands; where later entries have
    changed it, it says what it would be, and the row is emphasised (ESC-8). The chain entry is the stream position
    that the decision rests on.
    """
    now = {decision.record_id: then for decision, then in status.undermined}
    decisions = status.study.decisions_of(status.part)
    rows = []
    for one in decisions:
        changed = now.get(one.record_id)
        values = (
            one.signed_at,
            None if one.action is CommitteeAction.STOP else one.dose_level,
            describe_decision(one, status.study),
            describe_recommended_then(one, status.study),
            describe_recommendation(changed) if changed else None,
            one.signed_by,
            one.reason or None,
            one.position,
        )
        rows.append(tuple(Cell(value, emphasis=changed is not None) for value in values))
    return Table(
        "decisions",
        "Committee decisions up to the cut-off",
        _COLUMNS,
        tuple(rows),
        row_ids=tuple(one.record_id for one in decisions),
    )
