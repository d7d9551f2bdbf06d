"""The terminal slope: which points it takes, who may choose, and what is flagged."""

import math

import pytest

from domain.pk.parameters import Flag
from domain.pk.profile import SlopeChoice, SlopeKind
from domain.pk.settings import Settings
from domain.pk.terms import Route
from tests.domain.pk.build import absence, analyse, number, profile, value

TIMES = [0.0, 1.0, 2.0, 4.0, 8.0, 12.0, 16.0, 24.0]
CONCS = [0.0, 20.0, 15.0, 9.0, 3.0, 2.0, 2.4, 3.1]
FALLING = [0.0, 20.0, 15.0, 9.0, 4.1, 2.0, 0.9, 0.2]


def used(choice: SlopeChoice, concs: list[float] = FALLING) -> list[float]:
    results = analyse(profile(TIMES, concs, slope=choice))
    return [time for time, _ in results.used_points(0)]


def test_rising_windows_are_no_candidates_and_a_poor_fit_is_flagged() -> None:
    results = analyse(profile(TIMES, CONCS))
    assert number(results, "lz_n") == 6
    assert number(results, "r2adj") == pytest.approx(0.369950458589)
    assert Flag.R2ADJ_LOW in value(results, "lambda_z").flags
    assert Flag.R2ADJ_LOW in value(results, "cl_obs").flags


def test_cmax_itself_is_used_after_a_bolus_only() -> None:
    times = [0.0, 1.0, 2.0, 4.0, 8.0]
    concs = [10 * math.exp(-0.3 * time) for time in times]
    assert number(analyse(profile(times, concs)), "lz_n") == 4
    assert number(analyse(profile(times, concs, route=Route.IV_BOLUS)), "lz_n") == 5


def test_no_point_before_the_end_of_the_infusion_is_used() -> None:
    times = [0.0, 1.0, 2.0, 3.0, 4.0, 8.0, 12.0, 24.0]
    concs = [0.0] + [80 * math.exp(-0.2 * time) for time in times[1:]]
    results = analyse(profile(times, concs, route=Route.IV_INFUSION, tinf=4.0))
    assert (number(results, "lz_lo"), number(results, "lz_n")) == (4, 4)


def test_within_a_ten_thousandth_of_the_best_fit_more_points_win() -> None:
    times = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    exact = [10 * math.exp(-0.5 * time) for time in times]
    almost = [0.0, exact[1], exact[2], exact[3] * 1.003, *exact[4:]]
    assert number(analyse(profile(times, almost)), "lz_n") == 5


@pytest.mark.parametrize(
    ("choice", "points"),
    [
        (SlopeChoice(SlopeKind.TIMES, (1.0, 4.0, 24.0)), [1, 4, 24]),
        (SlopeChoice(SlopeKind.RANGE, (3.0, 12.0)), [4, 8, 12]),
        (SlopeChoice(SlopeKind.NUMBERS, (3.0, 4.0, 8.0)), [2, 4, 24]),
        (SlopeChoice(SlopeKind.LAST, (4.0,)), [8, 12, 16, 24]),
        (SlopeChoice(SlopeKind.LAST, (3.0,), (16.0,)), [8, 12, 24]),
        (SlopeChoice(SlopeKind.RANGE, (3.0, 24.0), (12.0, 8.0)), [4, 16, 24]),
    ],
)
def test_a_person_may_choose_the_points(choice: SlopeChoice, points: list[float]) -> None:
    assert used(choice) == points
    results = analyse(profile(TIMES, FALLING, slope=choice))
    assert Flag.CHOSEN_BY_HAND in value(results, "half_life").flags


def test_an_excluded_point_leaves_the_fit_but_not_the_area() -> None:
    without = analyse(profile(TIMES, FALLING, slope=SlopeChoice(excluded=(24.0,))))
    assert number(without, "lz_hi") == 16
    assert number(without, "auclast") == number(analyse(profile(TIMES, FALLING)), "auclast")
    assert Flag.POINTS_EXCLUDED in value(without, "lambda_z").flags


@pytest.mark.parametrize(
    ("concs", "choice", "code"),
    [
        ([0.0, 0.0, 0.0, 0.0, 0.0, 9.0, 4.0, 2.0], SlopeChoice(), "slope_few_points"),
        ([9.0, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 8.9], SlopeChoice(), "slope_rises"),
        (FALLING, SlopeChoice(SlopeKind.RANGE, (12.0, 16.0)), "chosen_few_points"),
        (CONCS, SlopeChoice(SlopeKind.RANGE, (12.0, 24.0)), "chosen_rises"),
        ([0.0] * 8, SlopeChoice(), "all_blq"),
    ],
)
def test_the_reason_is_told_where_there_is_no_slope(concs: list[float], choice: SlopeChoice, code: str) -> None:
    results = analyse(profile(TIMES, concs, slope=choice))
    for key in ("lambda_z", "half_life", "aucinf_obs", "cl_pred", "mrt_obs", "acc_index"):
        expected = "no_tau" if key == "acc_index" else code
        assert absence(results, key) == f"pk_absent_{expected}"


def test_the_reason_counts_the_points() -> None:
    results = analyse(profile([0.0, 1.0, 2.0, 4.0, 8.0], [0.0, 5.0, 10.0, 6.0, 3.0]))
    reason = value(results, "lambda_z").reason
    assert reason is not None
    assert reason.numbers == {"points": 2}


def test_short_spans_and_long_extrapolations_are_flagged() -> None:
    results = analyse(profile([0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 10.0, 9.0, 8.1, 7.3]))
    assert number(results, "span") < 2
    assert number(results, "aucpext_obs") > 20
    flags = set(value(results, "aucinf_obs").flags)
    assert {Flag.SPAN_SHORT, Flag.EXTRAPOLATED} <= flags
    assert Flag.EXTRAPOLATED not in value(results, "lambda_z").flags
    assert Flag.SPAN_SHORT not in value(results, "auclast").flags
    easy = Settings(least_span=0.1, most_extrapolated=99.0)
    assert (
        value(analyse(profile([0.0, 1.0, 2.0, 3.0, 4.0], [0.0, 10.0, 9.0, 8.1, 7.3]), easy), "aucinf_obs").flags == ()
    )
