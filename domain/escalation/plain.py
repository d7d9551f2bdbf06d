"""A recommendation as plain values: what ``decide --json`` prints and what a signed decision stores (ESC-8)."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from domain.canonical import canonical
from domain.escalation.recommendation import Recommendation
from domain.escalation.status import PartStatus
from domain.protocol.model import Part
from domain.reasons import Reason


def plain_reason(reason: Reason) -> dict[str, object]:
    """A reason's code, numbers and source path."""
    numbers = {name: value if isinstance(value, int | str) else str(value) for name, value in reason.numbers.items()}
    return {"code": reason.code, "numbers": numbers, "source": reason.source}


def plain_recommendation(
    recommendation: Recommendation,
    part: Part,
    say: Callable[[Reason], dict[str, object]] = plain_reason,
) -> dict[str, object]:
    """A recommendation as JSON values.

    Args:
        recommendation: what the rules say.
        part: whose doses are named.
        say: turns a reason into JSON values; the command line adds words.
    """
    level = recommendation.dose_level
    dose = part.level(level) if level is not None else None
    return {
        "action": recommendation.action.value,
        "dose_level": level,
        "subjects": recommendation.subjects,
        "open_now": recommendation.open_now,
        "dose": {"value": _number(dose.dose), "unit": dose.unit} if dose else None,
        "accelerated": recommendation.accelerated,
        "options": [
            {
                "action": option.action.value,
                "dose_level": option.dose_level,
                "subjects": option.subjects,
                "meaning": say(option.meaning),
            }
            for option in recommendation.options
        ],
        "departures": [say(reason) for reason in recommendation.departures],
        "reasons": [say(reason) for reason in recommendation.reasons],
        "blocks": [{"what": say(block.what), "until": _moment(block.until)} for block in recommendation.blocks],
        "next_dose_at": _moment(recommendation.next_dose_at),
        "awaited": list(recommendation.awaited),
        "tallies": [
            {
                "dose_level": tally.dose_level,
                "treated": tally.treated,
                "evaluable": tally.evaluable,
                "dlt": tally.dlt,
                "moderate": tally.moderate,
                "pending": tally.pending,
                "not_evaluable": tally.not_evaluable,
                "state": tally.state.value,
            }
            for tally in recommendation.tallies
        ],
    }


def _number(value: object) -> int | float:
    """A dose as a JSON number; doses have few digits, so the nearest float prints as written."""
    number = float(str(value))
    return int(number) if number.is_integer() else number


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def evidence_hash(status: PartStatus) -> str:
    """SHA-256 over what a decision rests on: protocol version, and each subject's level, outcome and window."""
    evidence = {
        "protocol": status.study.protocol.version,
        "part": status.part.part_id,
        "subjects": [
            [one.subject_id, one.dose_level, one.outcome.value, _moment(one.first_dose_at), _moment(one.window_ends_at)]
            for one in status.assessments
        ],
    }
    return hashlib.sha256(canonical(evidence).encode()).hexdigest()
