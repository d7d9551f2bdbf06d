"""A signed decision stands while today's entries give the recommendation that it saw, whatever its level (ESC-8)."""

from datetime import timedelta

import pytest

from domain.escalation.committee import draft_decision, list_choices
from domain.escalation.status import essence
from domain.records import Attendee
from tests.domain.build import Built, build, event


def decided(history: str) -> Built:
    built = build(history)
    status = built.status()
    decision = draft_decision(
        status, list_choices(status)[0], record_id="decision-now", attendees=(Attendee("Lin Yue", "PI"),),
        reason="discussed", signed_by="Lin Yue", signed_role="PI", signed_at=built.cut_off,
    )  # fmt: skip
    return built.plus(decision)


# ESC-8
@pytest.mark.parametrize(("history", "act"), [("1TNT", ("stop", 0, 0)), ("1N 2N", ("escalate", 3, 3))])
def test_a_decision_taken_as_recommended_is_not_undermined_by_nothing_new(
    history: str, act: tuple[str, int, int]
) -> None:
    built = decided(history)
    status = built.status(built.cut_off + timedelta(days=1))
    assert essence(built.status().recommendation) == act
    assert status.undermined == ()


# ESC-8
def test_a_stop_is_undermined_by_a_dlt_that_is_none() -> None:
    built = decided("1TNT")
    last = built.places[-1]
    dlt = next(one for one in built.records["adverse_event"] if one.subject_id == last.subject_id)
    mended = built.plus(event(last.subject_id, "Pneumonitis", 1, dlt.onset, record_id=dlt.record_id))
    ((decision, now),) = mended.status().undermined
    assert decision.record_id == "decision-now"
    assert now.action.value != "stop"
