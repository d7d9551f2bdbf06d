"""What the walks of the five registrations ask of a shipped protocol, in one line each."""

from datetime import timedelta

from domain.protocol.reader import load_shipped
from domain.schedule.plan import Assessment
from tests.domain.build import build


def recommended(protocol_id: str, history: str) -> str:
    """What the engine recommends after a history under the shipped protocol: "escalate 2 1"."""
    answer = build(history, protocol_id=protocol_id).status().recommendation
    return f"{answer.action.value} {answer.dose_level or '-'} {answer.subjects}"


def window_of_first_subject(protocol_id: str) -> timedelta:
    """How long after the first dose the verdict of the first subject is awaited."""
    first = build("1N", protocol_id=protocol_id).status().assessments[0]
    return first.window_ends_at - first.first_dose_at


def registered(protocol_id: str) -> list[tuple[bool, str, str]]:
    """The endpoints in the order of the registration: primary or not, title, time frame."""
    return [(one.is_primary, one.title, one.time_frame) for one in load_shipped(protocol_id).endpoints]


def done_at(protocol_id: str, visit: str) -> set[Assessment]:
    """What is planned at a visit of the escalation."""
    plan = load_shipped(protocol_id).first_part.visits
    assert plan is not None
    return set(plan.assessments_at(visit))
