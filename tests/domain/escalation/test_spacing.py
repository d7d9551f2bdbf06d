"""Spacing of first doses inside a group, against calendars counted by hand (SUB-2)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.escalation.spacing import SpacingAnswer, assess_spacing
from domain.protocol.model import Spacing
from domain.protocol.reader import load_shipped

DAY_0 = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
BAT6026, BAT6021, NONE = Spacing(24, 0, 2), Spacing(168, 24), Spacing()


def days(number: float) -> datetime:
    return DAY_0 + timedelta(days=number)


def ask(spacing: Spacing, doses: list[float], now: float, *, window: int = 21, wanted: int = 1) -> SpacingAnswer:
    """The answer on a day, after first doses on some days; who has finished holds no place in the window."""
    ends = [days(dose + window) for dose in doses if dose + window > now]
    return assess_spacing(
        spacing, [days(dose) for dose in doses], ends, now=days(now), window=timedelta(days=window), wanted=wanted
    )


def fill(spacing: Spacing, subjects: int, window: int) -> tuple[list[float], float]:
    """First-dose days when everybody is dosed as early as may be, and the day on which the group is complete."""
    doses: list[float] = []
    now = 0.0
    while len(doses) < subjects:
        answer = ask(spacing, doses, now, window=window)
        if answer.open_now:
            doses.append(now)
        else:
            now = (answer.earliest - DAY_0) / timedelta(days=1)
    return doses, max(doses) + window


CALENDARS = {  # what each design of the published calendars allows, in its own words beside them
    "c1": (BAT6026, 21),
    "c2": (BAT6026, 21),
    "c3": (BAT6026, 21),
    "c4": (BAT6021, 21),
    "c5": (NONE, 21),
    "c6": (NONE, 28),
}


@pytest.mark.parametrize("name", CALENDARS)
def test_calendars_filled_as_early_as_may_be(name: str, shared_cases: Callable[[str], dict]) -> None:  # type: ignore[type-arg]
    (case,) = (each for each in shared_cases("escalation")["policy_vectors"]["calendar"] if each["id"] == name)
    spacing, window = CALENDARS[name]
    assert fill(spacing, case["n"], window) == (case["starts"], case["complete"])


@pytest.mark.parametrize(
    ("spacing", "subjects", "window", "starts", "complete"),
    [  # written by hand from the registrations, so that a clone without the published cases has them too
        (BAT6026, 3, 21, [0, 1, 21], 42),
        (BAT6026, 6, 21, [0, 1, 21, 22, 42, 43], 64),
        (BAT6021, 3, 21, [0, 7, 8], 29),
        (NONE, 3, 28, [0, 0, 0], 28),
        (Spacing(24, 24, 2), 4, 21, [0, 1, 21, 22], 43),
        (Spacing(0, 0, 1), 3, 21, [0, 21, 42], 63),
    ],
)
def test_calendars_counted_by_hand(
    spacing: Spacing, subjects: int, window: int, starts: list[float], complete: float
) -> None:
    assert fill(spacing, subjects, window) == (starts, complete)


def test_the_shipped_protocols_state_these_spacings() -> None:
    assert load_shipped("bat6026").first_part.rules.spacing == BAT6026
    assert load_shipped("bat6021").first_part.rules.spacing == BAT6021


def test_the_third_waits_until_one_of_two_has_left_the_window() -> None:  # p25
    answer = ask(BAT6026, [0, 1], now=5)
    assert (answer.open_now, answer.earliest) == (0, days(21))
    assert [reason.code for reason, _ in answer.reasons] == ["spacing_window"]
    assert ask(BAT6026, [0, 1], now=21).open_now == 1


def test_half_an_hour_short_of_a_day_is_too_soon() -> None:  # p26
    answer = ask(BAT6026, [0], now=23.5 / 24)
    assert (answer.open_now, answer.earliest) == (0, days(1))
    assert answer.reasons[0][0].numbers["hours"] == 24
    assert ask(BAT6026, [0], now=1).open_now == 1


def test_a_week_after_the_first_then_a_day_after_each() -> None:  # p27
    assert ask(BAT6021, [0], now=1).earliest == days(7)
    assert ask(BAT6021, [0, 7], now=7).earliest == days(8)
    assert ask(BAT6021, [0, 9], now=9.5).earliest == days(10)


def test_the_latest_limit_stands_first_and_nothing_is_said_where_nothing_holds() -> None:
    answer = ask(Spacing(24, 240, 2), [0, 1], now=2)
    assert [reason.code for reason, _ in answer.reasons] == ["spacing_window", "spacing_between"]
    assert ask(BAT6026, [], now=0).reasons == ()


def test_how_many_may_be_dosed_at_once() -> None:
    assert ask(NONE, [], now=0, wanted=3).open_now == 3
    assert ask(BAT6026, [], now=0, wanted=3).open_now == 1
    assert ask(Spacing(0, 0, 2), [], now=0, wanted=3).open_now == 2
    assert ask(BAT6026, [0], now=2, wanted=2).open_now == 1


spacings = st.builds(
    Spacing, st.sampled_from([0, 24, 168]), st.sampled_from([0, 24, 48]), st.none() | st.integers(1, 3)
)


@given(spacings, st.lists(st.integers(0, 40), max_size=6), st.integers(0, 60))
def test_nobody_may_be_dosed_before_the_earliest_moment_and_one_may_at_it(
    spacing: Spacing, doses: list[int], now: int
) -> None:
    given_doses = [float(day) for day in sorted(doses) if day <= now]
    answer = ask(spacing, given_doses, now)
    assert answer.earliest >= days(now)
    assert (answer.open_now == 1) == (answer.earliest == days(now))
    later = (answer.earliest - DAY_0) / timedelta(days=1)
    assert ask(spacing, given_doses, later).open_now == 1


@given(spacings, st.integers(1, 6), st.sampled_from([14, 21, 28]))
def test_a_calendar_never_breaks_its_own_limits(spacing: Spacing, subjects: int, window: int) -> None:
    doses, _ = fill(spacing, subjects, window)
    if len(doses) > 1:
        assert doses[1] - doses[0] >= spacing.after_first_hours / 24
    assert all(b - a >= spacing.between_hours / 24 for a, b in pairwise(doses))
    if spacing.most_in_window:
        assert all(sum(dose <= day < dose + window for dose in doses) <= spacing.most_in_window for day in doses)
