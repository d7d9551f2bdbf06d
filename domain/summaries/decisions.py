"""The committee's decisions, each with what the rules recommended then and what they say on today's entries."""

import json
from enum import StrEnum

from domain.escalation.recommendation import Recommendation
from domain.escalation.status import PartStatus
from domain.reasons import Reason
from domain.records import Decision
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


def describe_decision(decision: Decision) -> Reason:
    """What the committee decided, as a phrase."""
    level = None if decision.action is CommitteeAction.STOP else decision.dose_level
    return describe_act(decision.action, level, decision.subjects)


def describe_recommended_then(decision: Decision) -> Reason:
    """What the rules recommended when the decision was signed, as a phrase."""
    stored = json.loads(decision.recommended)
    return describe_act(Action(stored["action"]), stored["dose_level"], stored["subjects"])


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
            describe_decision(one),
            describe_recommended_then(one),
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
