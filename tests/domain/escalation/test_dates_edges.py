"""A recommendation with dates: what may be done now, what may not yet, and until when (ESC-1, ESC-6, SUB-1)."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from domain.escalation.recommend import recommend_next
from domain.escalation.recommendation import Recommendation, TreatedSubject
from domain.escalation.slots import group_spacing
from domain.escalation.waiting_list import derive_waiting_list
from domain.protocol.model import Part, Rules, Spacing
from domain.records import Eligibility, Enrolment, Rescreening, Subject
from domain.terms import Action, LevelState, Outcome, Sex
from tests.domain.build import ZONE, build
from tests.domain.escalation.designs import BAT6026, make_part

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
WINDOW = timedelta(days=21)
PART = make_part(Rules(spacing=Spacing(24)), 3)
N, T, PENDING = Outcome.NO_DLT, Outcome.DLT, Outcome.PENDING


def dosed(level: int, outcome: Outcome, hours: float, *, verdict: bool = True) -> TreatedSubject:
    """A subject first dosed so many hours after the start."""
    at = START + timedelta(hours=hours)
    until = at + WINDOW if outcome.is_pending and verdict else None
    return TreatedSubject(level, outcome, f"{level}-{hours}", at, at + WINDOW, until)


def recommended(
    subjects: Sequence[TreatedSubject], *, hours: float = 0, days: float = 0, part: Part = PART
) -> Recommendation:
    return recommend_next(part, subjects, now=START + timedelta(hours=hours, days=days))


def blocks(answer: Recommendation) -> list[tuple[str, object, datetime | None]]:
    return [(one.what.code, one.what.numbers["level"], one.until) for one in answer.blocks]


def test_while_spacing_holds_the_next_dose_back_it_says_until_when_and_what_waits_for_it() -> None:
    answer = recommended([dosed(1, PENDING, 0)], hours=1)
    next_at = START + timedelta(hours=24)
    assert (answer.action, answer.subjects, answer.open_now) == (Action.ENROL, 2, 0)
    assert (answer.act_now, answer.next_dose_at) == (Action.WAIT, next_at)
    assert blocks(answer) == [("blocked_dose", 1, next_at), ("blocked_level", 2, next_at + WINDOW)]
    assert answer.blocks[0].what.numbers["ordinal"] == 2
    without = recommend_next(PART, [dosed(1, PENDING, 0)])
    assert (without.open_now, without.next_dose_at, without.blocks) == (None, None, ())
    assert len(answer.reasons) == len(without.reasons) + 1
    assert without.act_now is Action.ENROL


def test_from_that_moment_on_the_dose_is_open_and_the_next_level_waits_a_whole_window() -> None:
    answer = recommended([dosed(1, PENDING, 0)], hours=24)
    now = START + timedelta(hours=24)
    assert (answer.open_now, answer.next_dose_at, answer.act_now) == (2, now, Action.ENROL)
    assert blocks(answer) == [("blocked_level", 2, now + WINDOW)]
    later = recommended([dosed(1, PENDING, 0), dosed(1, N, 24)], hours=72)
    assert blocks(later) == [("blocked_level", 2, START + timedelta(hours=72) + WINDOW)]


def test_a_subject_of_another_level_or_without_a_dose_does_not_hold_the_group_back() -> None:
    below = [dosed(1, N, hour) for hour in (0, 48, 96)]
    answer = recommended([*below, dosed(2, PENDING, 600)], hours=601)
    assert answer.next_dose_at == START + timedelta(hours=624)
    undated = TreatedSubject(2, PENDING, "2-x")
    answer = recommended([*below, undated], hours=601)
    assert (answer.open_now, answer.next_dose_at) == (1, START + timedelta(hours=601))


def test_while_verdicts_are_awaited_the_next_level_is_closed_until_the_last_of_them() -> None:
    three = [dosed(1, PENDING, hour) for hour in (0, 24, 48)]
    answer = recommended(three, hours=50)
    assert (answer.action, answer.open_now, answer.next_dose_at) == (Action.WAIT, 0, None)
    assert blocks(answer) == [("blocked_level", 2, START + timedelta(hours=48) + WINDOW)]
    assert answer.awaited == ("1-0", "1-24", "1-48")


@pytest.mark.parametrize("known", [0, 1, 2])
def test_no_date_is_named_while_one_verdict_can_not_be_dated(known: int) -> None:
    three = [dosed(1, PENDING, hour, verdict=place < known) for place, hour in enumerate((0, 24, 48))]
    assert blocks(recommended(three, hours=50)) == [("blocked_level", 2, None)]
    two = [dosed(1, PENDING, 0, verdict=False)]
    assert blocks(recommended(two, hours=30)) == [("blocked_level", 2, None)]


def test_nothing_is_said_of_a_level_above_that_is_exceeded_or_is_not_there() -> None:
    history = [*(dosed(1, N, hour) for hour in (0, 24, 48)), *(dosed(2, T, hour) for hour in (600, 700))]
    down = recommended(history, days=60)
    assert (down.action, down.dose_level, down.subjects) == (Action.DE_ESCALATE, 1, 3)
    assert down.tally(2).state is LevelState.EXCEEDED
    assert blocks(down) == []
    top = [*history[:3], *(dosed(2, N, 600 + hour) for hour in (0, 24, 48))]
    assert blocks(recommended(top, days=60)) == []  # the third of three levels
    assert blocks(recommended(top[:5], days=60))[0][:2] == ("blocked_level", 3)


def test_a_level_that_is_optional_and_not_opened_is_no_level_that_waits() -> None:
    part = make_part(Rules(), 2, optional=1)
    assert blocks(recommended([dosed(1, PENDING, 0)], hours=1, part=part)) == []
    assert blocks(recommended([dosed(1, PENDING, 0)], hours=1, part=make_part(Rules(), 2)))[0][1] == 2


# ESC-4
@pytest.mark.parametrize(
    ("subjects", "accelerated"),
    [
        ([], True),
        ([dosed(1, N, 0)], True),
        ([dosed(1, N, 0), dosed(2, N, 600)], False),
        ([dosed(1, T, 0), dosed(1, T, 24)], False),
    ],
)
def test_acceleration_is_said_of_the_level_to_be_dosed(subjects: list[TreatedSubject], *, accelerated: bool) -> None:
    assert recommend_next(make_part(BAT6026, 4), subjects).accelerated is accelerated


def test_the_reason_of_a_fill_says_how_many_the_level_needs() -> None:
    answer = recommend_next(PART, [dosed(1, N, 0), dosed(1, N, 24), dosed(1, T, 48)])
    reason = next(one for one in answer.reasons if one.code == "one_dlt_fill")
    assert (reason.numbers["need"], reason.numbers["subjects"], reason.numbers["pending"]) == (6, 3, 0)


def test_what_pending_verdicts_may_lead_to_is_listed_from_the_highest_level_down() -> None:
    below = [dosed(1, N, hour) for hour in (0, 24, 48)]
    answer = recommend_next(PART, [*below, *(dosed(2, PENDING, hour) for hour in (600, 624, 648))])
    levels = [reason.numbers["level"] for reason in answer.reasons if reason.code.startswith("may_lead_")]
    assert levels == sorted(levels, reverse=True)
    assert len(set(levels)) == 3


def test_a_dose_of_this_minute_takes_its_place_in_the_group() -> None:
    built = build("1N 2N 3N")
    place = built.places[-1]
    early, now = (built.status(place.dosed_at + timedelta(minutes=minutes)) for minutes in (0, 1))
    for status, minutes in ((early, 0), (now, 1)):
        answer = group_spacing(status, 3, place.dosed_at + timedelta(minutes=minutes))
        assert answer.open_now == 0
        assert answer.earliest == place.dosed_at + timedelta(hours=built.part.rules.spacing.after_first_hours)


def test_a_screening_holds_for_its_days_from_consent_on() -> None:
    built = build("1N")
    today = built.cut_off.astimezone(ZONE).date()
    consent = today - timedelta(days=10)
    waiting = Subject(
        record_id="new", subject_id="01-900", consent_date=consent, sex=Sex.FEMALE, birth_year=1960, tumour_type="HCC"
    )
    eligible = Eligibility(record_id="ok", subject_id="01-900", is_eligible=True, decided_on=consent)
    (one,) = derive_waiting_list(built.plus(waiting, eligible).study())
    days = built.protocol.screening_days
    assert (one.subject_id, one.until, one.days_left) == ("01-900", consent + timedelta(days=days), days - 10)


def test_of_two_screenings_the_last_one_counts() -> None:
    built = build("1N")
    today = built.cut_off.astimezone(ZONE).date()
    person = Subject(
        record_id="new",
        subject_id="01-900",
        consent_date=today - timedelta(days=60),
        sex=Sex.FEMALE,
        birth_year=1960,
        tumour_type="HCC",
    )
    eligible = Eligibility(record_id="ok", subject_id="01-900", is_eligible=True, decided_on=today)
    again = [
        Rescreening(record_id=f"again-{days}", subject_id="01-900", started_on=today - timedelta(days=days), reason="x")
        for days in (30, 5)
    ]
    for known, since in ((again[:1], 30), (again, 5)):
        (one,) = derive_waiting_list(built.plus(person, eligible, *known).study())
        assert one.days_left == built.protocol.screening_days - since


# SUB-1: an enrolled subject who is not dosed holds the slot for so many days, and waits again from then on.
@pytest.mark.parametrize(("minutes", "waits"), [(-1, False), (0, True)])
def test_a_slot_that_was_not_used_lapses_to_the_minute(minutes: int, *, waits: bool) -> None:
    built = build("1N")
    today = built.cut_off.astimezone(ZONE).date()
    person = Subject(
        record_id="new", subject_id="01-900", consent_date=today, sex=Sex.FEMALE, birth_year=1960, tumour_type="HCC"
    )
    eligible = Eligibility(record_id="ok", subject_id="01-900", is_eligible=True, decided_on=today)
    enrolled = Enrolment(
        record_id="slot", subject_id="01-900", part_id=built.part.part_id, dose_level=2, enrolled_at=built.cut_off
    )
    lapses = built.cut_off + timedelta(days=built.part.rules.reservation_days, minutes=minutes)
    found = derive_waiting_list(built.plus(person, eligible, enrolled).study(lapses))
    assert [one.subject_id for one in found] == (["01-900"] if waits else [])
