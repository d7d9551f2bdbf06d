"""Which slots are open, why not, and until when (SUB-1, SUB-2, ESC-8, ESC-11)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.escalation.committee import draft_decision, list_choices
from domain.escalation.slots import SlotAnswer, assess_slot, group_spacing
from domain.escalation.status import PartStatus, assess_status
from domain.records import Attendee, Decision, Enrolment, Leaving
from domain.terms import CommitteeAction, LeaveReason
from tests.domain.build import Built, build


def decide(
    built: Built, action: CommitteeAction | None = None, *, at: datetime | None = None, name: str = "d"
) -> Built:
    """With a decision of the committee at the cut-off; the recommended one unless named."""
    moment = at or built.cut_off
    status = built.status(moment)
    choices = list_choices(status)
    choice = choices[0] if action is None else next(one for one in choices if one.action is action)
    return built.plus(
        draft_decision(
            status, choice, record_id=f"{name}-{moment.isoformat()}", attendees=(Attendee("Lin Yue", "PI"),),
            reason="discussed", signed_by="Lin Yue", signed_role="PI", signed_at=moment,
        )
    )  # fmt: skip


def slot(built: Built, level: int, cut_off: datetime | None = None) -> SlotAnswer:
    return assess_slot(built.status(cut_off), level)


def codes(answer: SlotAnswer) -> list[str]:
    return [reason.code for reason in answer.reasons]


def enrol(built: Built, subject_id: str, level: int, at: datetime) -> Enrolment:
    return Enrolment(
        record_id=f"enrolment-{subject_id}", subject_id=subject_id, part_id=built.part.part_id, dose_level=level,
        enrolled_at=at,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("history", "level", "code"),
    [
        ("1N 2N 3NNN 4TTN", 4, "slot_exceeded"),  # ESC-11
        ("1N 2MNN 3NTT 4NNN", 4, "slot_suspended"),  # ESC-11
        ("1N 2MNN 3NNN", 8, "slot_optional"),
        ("1N 2MNN 3NNN", 4, "slot_needs_decision"),
        ("1N 2MNN 3NNN", 3, "slot_not_asked"),
        ("1N 2MNN 3NN?", 3, "slot_awaits"),
    ],
)
def test_a_closed_slot_says_why(history: str, level: int, code: str) -> None:
    answer = slot(build(history), level)
    assert not answer.is_open
    assert codes(answer) == [code]


def test_the_start_level_opens_without_a_decision() -> None:
    answer = slot(build(""), 1)
    assert (answer.is_open, answer.free) == (True, 1)


def test_a_signed_escalation_opens_the_level_for_as_many_as_the_rule_asks() -> None:  # ESC-8
    built = decide(build("1N 2MNN 3NNN"))
    assert slot(built, 4, built.cut_off - timedelta(minutes=1)).is_open is False
    answer = slot(built, 4)
    assert (answer.is_open, answer.free) == (True, 3)


def test_waiting_names_the_awaited_and_the_end_of_the_last_window() -> None:  # p24
    built = build("1N 2MNN 3NN?")
    answer = slot(built, 3)
    assert answer.until == built.places[-1].window_ends_at
    assert answer.reasons[0].numbers["subjects"] == built.places[-1].subject_id


def test_the_third_of_a_group_waits_until_one_has_left_the_window() -> None:  # p25
    built = build("1N 2MNN 3??")
    first, second = built.places[-2:]
    spacing = group_spacing(built.status(), 3, built.cut_off)
    assert (spacing.open_now, spacing.earliest) == (0, min(first.window_ends_at, second.window_ends_at))
    answer = slot(built, 3)
    assert codes(answer) == ["spacing_window"]
    assert answer.dose_from == first.window_ends_at


def test_a_slot_opens_as_early_as_a_reservation_can_wait_for_the_dose() -> None:  # SUB-1
    built = build("1N 2MNN 3??")
    lead = timedelta(days=built.part.rules.reservation_days)
    opens = built.places[-2].window_ends_at - lead
    assert slot(built, 3, opens - timedelta(minutes=1)).until == opens
    assert slot(built, 3, opens).is_open


def test_half_an_hour_short_of_a_day_after_the_first() -> None:  # p26
    built = build("1N 2MNN 3?")
    dosed = built.places[-1].dosed_at
    spacing = group_spacing(built.status(dosed + timedelta(hours=23, minutes=30)), 3, dosed + timedelta(hours=23.5))
    assert (spacing.open_now, spacing.earliest) == (0, dosed + timedelta(hours=24))


def test_a_week_after_the_first_at_a_level_of_bat6021() -> None:  # p27
    built = build("1?", protocol_id="bat6021")
    dosed = built.places[0].dosed_at
    spacing = group_spacing(built.status(dosed + timedelta(days=2)), 1, dosed + timedelta(days=2))
    assert spacing.earliest == dosed + timedelta(days=7)
    assert spacing.reasons[0][0].numbers["hours"] == 168


def test_a_reservation_takes_the_slot_until_it_lapses_or_the_subject_leaves() -> None:  # SUB-1
    built = build("1N")
    built = decide(built)
    held = built.plus(enrol(built, "01-002", 2, built.cut_off))
    answer = slot(held, 2, built.cut_off + timedelta(days=6))
    assert codes(answer) == ["slot_reserved"]
    assert answer.until == built.cut_off + timedelta(days=7)
    assert slot(held, 2, built.cut_off + timedelta(days=7)).is_open
    left = Leaving(
        record_id="leaving", subject_id="01-002", left_at=built.cut_off + timedelta(days=1),
        reason=LeaveReason.CONSENT_WITHDRAWN,
    )  # fmt: skip
    assert slot(held.plus(left), 2, built.cut_off + timedelta(days=2)).is_open


@pytest.mark.parametrize("action", [CommitteeAction.HOLD, CommitteeAction.STOP])
def test_holding_and_stopping_close_every_level(action: CommitteeAction) -> None:
    built = decide(build("1N 2MNN 3NNT"), action)
    assert codes(slot(built, 3)) == ["slot_held"]
    assert not any(slot(built, level).is_open for level in range(1, 9))


def test_a_hold_ends_with_the_next_decision() -> None:
    built = decide(build("1N 2MNN 3NNN"), CommitteeAction.HOLD)
    later = built.cut_off + timedelta(days=1)
    again = decide(built, at=later)
    assert slot(again, 4, later).is_open


def test_staying_takes_an_earlier_escalation_back() -> None:  # ESC-8
    """The committee opened level 4, met again before anybody was dosed there, and stayed at 3."""
    opened = decide(build("1N 2MNN 3NNN"))
    later = opened.cut_off + timedelta(days=1)
    stayed = decide(opened, CommitteeAction.STAY, at=later, name="stay")
    assert codes(slot(stayed, 4, later)) == ["slot_needs_decision"]
    answer = slot(stayed, 3, later)
    assert (answer.is_open, answer.free) == (True, 3)


def test_a_subject_who_cannot_be_evaluated_gives_the_granted_place_back() -> None:  # SUB-4
    """Three were granted at level 3 after one DLT; one of them left before the end of the window."""
    before = build("1N 2MNN 3NNT")
    after = build("1N 2MNN 3NNTX")
    granted = decide(before).records["decision"][0]
    assert isinstance(granted, Decision)
    signed_at = after.places[-1].dosed_at - timedelta(hours=21)
    status = _with_decision(after, replace(granted, signed_at=signed_at))
    assert status.recommendation.subjects == 3
    assert assess_slot(status, 3).free == 3


def _with_decision(built: Built, decision: Decision) -> PartStatus:
    return assess_status(built.plus(decision).study(), built.part)


def test_an_exceeded_level_stays_closed_whatever_was_signed_before() -> None:  # ESC-11
    clean = decide(build("1N 2N 3NNN"))
    opened = clean.records["decision"][0]
    built = build("1N 2N 3NNN 4TT").plus(opened)
    assert codes(slot(built, 4)) == ["slot_exceeded"]
