"""Calendar time: given days, the domain's own spacing, and trials simulated one candidate at a time."""

import random
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from math import inf
from statistics import fmean, pstdev
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.characteristics.calendar import dosing_days, simulate_calendar
from domain.characteristics.exact import Scenario, exact_characteristics
from domain.characteristics.forecast import DAYS_A_MONTH, Conduct
from domain.characteristics.occupancy import Occupancy
from domain.escalation.rule import Count, StepKind, is_accelerated, next_step
from domain.escalation.spacing import assess_spacing
from domain.protocol.model import Rules, Spacing
from domain.protocol.reader import load_shipped
from tests.domain.characteristics.designs import BAT6026_SCENARIO
from tests.domain.escalation.designs import BAT6026, EXPAND_STOP

ALWAYS = Conduct(inf)
ORIGIN = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_days_of_a_group_are_as_reckoned_by_hand(shared_cases: Callable[[str], Any]) -> None:
    for case in shared_cases("escalation")["policy_vectors"]["calendar"]:
        if case["trial"] in ("BAT6026", "BAT6021"):
            part = load_shipped(case["trial"].lower()).first_part
            rules, window = part.rules, part.window.days
        else:
            rules, window = Rules(), case["complete"]
        assert dosing_days(rules, window, case["n"]) == (tuple(case["starts"]), case["complete"]), case["id"]


spacings = st.builds(Spacing, st.integers(0, 240), st.integers(0, 120), st.none() | st.integers(1, 4))


@given(spacings, st.lists(st.tuples(st.integers(0, 400), st.integers(1, 504)), min_size=1, max_size=8))
def test_days_between_doses_are_those_of_a_running_trial(spacing: Spacing, subjects: list[tuple[int, int]]) -> None:
    """Hours until each is ready, and hours in the window: the same doses as by ``assess_spacing``."""
    occupancy = Occupancy(spacing, 1, 1)
    zero = np.zeros(1, int)
    doses: list[datetime] = []
    ends: list[datetime] = []
    for ready, hours in sorted(subjects):
        now = max([ORIGIN + timedelta(hours=ready), *doses])
        while True:
            waiting = [end for end in ends if end > now]
            answer = assess_spacing(spacing, doses, waiting, now=now, window=timedelta(days=21), wanted=1)
            if answer.earliest == now:
                break
            now = answer.earliest
        start = occupancy.earliest(zero, zero, np.array([max(ready, 0) / 24]))
        assert start[0] * 24 == pytest.approx((now - ORIGIN) / timedelta(hours=1), abs=1e-6)
        occupancy.dose(zero, zero, start, start + hours / 24)
        doses.append(now)
        ends.append(now + timedelta(hours=hours))


def test_without_toxicity_or_delay_every_trial_takes_the_days_of_its_groups() -> None:
    """BAT6026, eight levels: two single subjects and six groups of 42 days, each with a meeting of 7."""
    forecast = simulate_calendar(BAT6026, 21, Scenario((0.0,) * 8), Conduct(inf, meeting_days=7), trials=5, seed=1)
    assert forecast.months * DAYS_A_MONTH == pytest.approx([2 * 21 + 6 * 42 + 8 * 7] * 5)
    assert forecast.subjects.tolist() == [20] * 5
    assert forecast.declared.tolist() == [8] * 5
    assert asdict(forecast.spent) == pytest.approx(
        {"accrual": 0, "screening": 0, "spacing": 6 * 21, "window": 8 * 21, "replacement": 0, "meetings": 56}
    )


BUSY = Conduct(2, screen_failures=0.25, screening_days=10, not_evaluable=0.15, meeting_days=7)


@pytest.mark.parametrize("conduct", [ALWAYS, Conduct(1), BUSY])
def test_where_the_time_goes_adds_up_to_the_length(conduct: Conduct) -> None:
    forecast = simulate_calendar(BAT6026, 21, BAT6026_SCENARIO, conduct, trials=500, seed=3)
    assert sum(asdict(forecast.spent).values()) == pytest.approx(forecast.months.mean() * DAYS_A_MONTH)
    assert min(asdict(forecast.spent).values()) >= 0


def test_where_trials_end_is_the_exact_answer_whatever_the_calendar() -> None:
    """Lost subjects are replaced, so they change time and numbers but not where the trial ends."""
    trials = 20_000
    exact = exact_characteristics(BAT6026, BAT6026_SCENARIO)
    plain = simulate_calendar(BAT6026, 21, BAT6026_SCENARIO, ALWAYS, trials=trials, seed=4)
    busy = simulate_calendar(BAT6026, 21, BAT6026_SCENARIO, BUSY, trials=trials, seed=5)
    for forecast in (plain, busy):
        for level, p in enumerate(exact.selection):
            error = (p * (1 - p) / trials) ** 0.5
            assert abs((forecast.declared == level).mean() - p) <= 4 * error + 1 / trials
    assert plain.subjects.mean() == pytest.approx(exact.mean_total, abs=4 * exact.sd_total / trials**0.5)
    assert busy.subjects.mean() == pytest.approx(exact.mean_total / 0.85, rel=0.01)
    assert busy.screened.mean() == pytest.approx(busy.subjects.mean() / 0.75, rel=0.01)


def test_the_same_seed_gives_the_same_forecast() -> None:
    one, other, third = (simulate_calendar(BAT6026, 21, BAT6026_SCENARIO, BUSY, trials=200, seed=s) for s in (7, 7, 8))
    assert one.months.tolist() == other.months.tolist()
    assert one.months.tolist() != third.months.tolist()


def test_the_band_holds_four_trials_in_five() -> None:
    forecast = simulate_calendar(BAT6026, 21, BAT6026_SCENARIO, BUSY, trials=2_000, seed=9)
    low, middle, high = forecast.months_band
    assert low < middle < high
    assert ((forecast.months >= low) & (forecast.months <= high)).mean() == pytest.approx(0.8, abs=0.01)


def run_one(rules: Rules, scenario: Scenario, conduct: Conduct, chance: random.Random) -> tuple[float, int]:
    """Days and subjects of one trial, candidate by candidate; every arrival is drawn, those turned away as well."""
    counts = [Count()] * len(scenario.dlt)
    doses: dict[int, list[datetime]] = {}
    ends: dict[int, list[datetime]] = {}
    now, subjects = ORIGIN, 0
    arrival = ORIGIN
    while (step := next_step(rules, tuple(counts)).step).kind is StepKind.DOSE:
        level, slots, last_end = step.level - 1, [now] * step.subjects, now
        tells = is_accelerated(rules, tuple(counts), step.level)
        evaluable = dlts = moderates = 0
        while slots:
            arrival += timedelta(days=chance.expovariate(conduct.accrual_per_month / DAYS_A_MONTH))
            if not any(slot <= arrival for slot in slots):
                continue
            slots.remove(min(slots))
            ready = arrival + timedelta(days=conduct.screening_days)
            if chance.random() < conduct.screen_failures:
                slots.append(ready)
                continue
            given, left = doses.setdefault(level, []), ends.setdefault(level, [])
            start = max([ready, *given])
            while True:
                inside = [end for end in left if end > start]
                answer = assess_spacing(rules.spacing, given, inside, now=start, window=timedelta(days=21), wanted=1)
                if answer.earliest == start:
                    break
                start = answer.earliest
            given.append(start)
            subjects += 1
            if chance.random() < conduct.not_evaluable:
                left.append(start + timedelta(days=21 * chance.random()))
                slots.append(left[-1])
                continue
            left.append(start + timedelta(days=21))
            last_end = max(last_end, left[-1])
            draw = chance.random()
            evaluable += 1
            dlts += draw < scenario.dlt[level]
            moderates += scenario.dlt[level] <= draw < scenario.dlt[level] + scenario.moderates[level]
        here = counts[level]
        counts[level] = Count(here.evaluable + evaluable, here.dlt + dlts, here.moderate + (moderates if tells else 0))
        now = last_end + timedelta(days=conduct.meeting_days)
        arrival = max(arrival, now)
    return (now - ORIGIN) / timedelta(days=1), subjects


@pytest.mark.parametrize("rules", [BAT6026, EXPAND_STOP])
def test_months_agree_with_trials_run_candidate_by_candidate(rules: Rules) -> None:
    scenario = Scenario((0.05, 0.1, 0.25, 0.4), (0.1, 0.2, 0.3, 0.3))
    chance = random.Random(11)
    single = [run_one(rules, scenario, BUSY, chance) for _ in range(1_500)]
    forecast = simulate_calendar(rules, 21, scenario, BUSY, trials=20_000, seed=12)
    days = [one for one, _ in single]
    error = pstdev(days) / len(days) ** 0.5
    assert abs(fmean(days) - forecast.months.mean() * DAYS_A_MONTH) <= 4 * error
    assert pstdev(days) == pytest.approx(forecast.months.std() * DAYS_A_MONTH, rel=0.1)
    assert fmean(n for _, n in single) == pytest.approx(forecast.subjects.mean(), rel=0.03)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"accrual_per_month": 0}, "accrual"),
        ({"screen_failures": 1.0}, "screening failures"),
        ({"not_evaluable": -0.1}, "not evaluable"),
        ({"screening_days": -1}, "screening"),
        ({"meeting_days": inf}, "meeting"),
        ({"accrual_per_month": float("nan")}, "accrual"),
    ],
)
def test_an_impossible_conduct_is_refused(changes: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Conduct(**{"accrual_per_month": 2, **changes})
