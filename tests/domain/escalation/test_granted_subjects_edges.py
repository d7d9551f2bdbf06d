"""How many subjects a cautious decision still grants: those dosed after it are taken off, never below none (SUB-1)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.escalation.committee import draft_decision, list_choices
from domain.escalation.slots import granted_subjects
from domain.records import Attendee
from domain.terms import CommitteeAction
from tests.domain.build import build

MINUTE = timedelta(minutes=1)


# SUB-1, ESC-8
@pytest.mark.parametrize(
    ("after", "moment", "granted"),
    [
        (-1, timedelta(), 2),  # dosed in the minute of the signature: the committee knew
        (-1, -MINUTE, 1),
        (-2, timedelta(), 1),
        (-2, -MINUTE, 0),
        (-3, -MINUTE, 0),  # three dosed on two places
    ],
)
def test_who_was_dosed_after_the_signature_takes_a_granted_place(after: int, moment: timedelta, granted: int) -> None:
    built = build("1N 2MNN 3NNN")
    status = built.status()
    signed = draft_decision(
        status, list_choices(status)[0], record_id="d", attendees=(Attendee("Lin Yue", "PI"),),
        reason="discussed", signed_by="Lin Yue", signed_role="PI", signed_at=built.cut_off,
    )  # fmt: skip
    at = built.places[after].dosed_at + moment
    last = replace(signed, action=CommitteeAction.STAY, dose_level=3, subjects=2, signed_at=at)
    assert granted_subjects(status, last, 3) == granted
    assert granted_subjects(status, last, 2) == 0
    assert granted_subjects(status, replace(last, action=CommitteeAction.ESCALATE), 3) == 0
    assert granted_subjects(status, None, 3) == 0
