"""What stands at the time of the dose, and what counts as observed."""

import math

import pytest

from domain.pk.parameters import Flag
from domain.pk.settings import Settings
from domain.pk.terms import BlqRule, Route
from tests.domain.pk.build import BLQ, LOG, absence, analyse, number, profile, value

TIMES, CONCS = [1.0, 2.0, 4.0, 8.0, 12.0], [10.0, 8.0, 5.0, 2.5, 1.2]


def test_0_stands_at_the_dose_where_no_sample_was_taken() -> None:
    without, with_zero = analyse(profile(TIMES, CONCS)), analyse(profile([0.0, *TIMES], [0.0, *CONCS]))
    assert number(without, "auclast") == number(with_zero, "auclast")
    assert number(without, "tlag") == 0
    assert value(without, "auclast").flags == (Flag.ZERO_INSERTED,)
    assert value(with_zero, "auclast").flags == ()


def test_a_sample_before_the_dose_stands_for_the_one_at_the_dose_and_is_flagged() -> None:
    moved = analyse(profile([-0.5, *TIMES], [0.4, *CONCS]))
    at_dose = analyse(profile([0.0, *TIMES], [0.4, *CONCS]))
    assert number(moved, "auclast") == number(at_dose, "auclast")
    assert Flag.PREDOSE_MOVED in value(moved, "auclast").flags


def test_of_several_samples_before_the_dose_the_last_one_stands() -> None:
    several = analyse(profile([-24.0, -0.5, *TIMES], [9.0, 0.4, *CONCS]))
    assert number(several, "auclast") == number(analyse(profile([0.0, *TIMES], [0.4, *CONCS])), "auclast")


def test_a_sample_before_the_dose_is_passed_over_where_one_was_taken_at_the_dose() -> None:
    both = analyse(profile([-0.5, 0.0, *TIMES], [99.0, 0.4, *CONCS]))
    assert number(both, "cmax") == 10
    assert value(both, "auclast").flags == ()


def test_a_sample_before_a_bolus_is_not_its_initial_concentration() -> None:
    results = analyse(profile([-0.5, *TIMES], [0.4, *CONCS], route=Route.IV_BOLUS))
    assert number(results, "c0") == pytest.approx(12.5)
    assert value(results, "c0").flags == (Flag.C0_EXTRAPOLATED,)


@pytest.mark.parametrize(
    ("concs", "c0", "flags"),
    [
        ([18.0, 15.0, 11.0, 6.0, 2.0], 21.6, (Flag.C0_EXTRAPOLATED,)),
        ([15.0, 18.0, 11.0, 6.0, 2.0], 15.0, (Flag.C0_FIRST,)),
        ([15.0, 15.0, 11.0, 6.0, 2.0], 15.0, (Flag.C0_FIRST,)),
        ([0.0, 18.0, 11.0, 6.0, 2.0], 18.0, (Flag.C0_FIRST,)),
    ],
)
def test_the_concentration_at_a_bolus(concs: list[float], c0: float, flags: tuple[Flag, ...]) -> None:
    results = analyse(profile([0.5, 1.0, 2.0, 4.0, 8.0], concs, route=Route.IV_BOLUS))
    assert number(results, "c0") == pytest.approx(c0)
    assert value(results, "c0").flags == flags
    assert number(results, "cmax") == max(concs)
    before = 0.5 * (c0 + concs[0]) / 2
    assert number(results, "aucpback_obs") == pytest.approx(100 * before / number(results, "aucinf_obs"))


def test_a_bolus_without_a_quantifiable_sample_has_no_initial_concentration() -> None:
    results = analyse(profile([1.0, 2.0], [BLQ, BLQ], route=Route.IV_BOLUS), Settings(blq_rule=BlqRule.ZERO))
    assert absence(results, "c0") == "pk_absent_no_c0"


def test_at_steady_state_the_least_concentration_of_the_interval_stands_at_the_dose() -> None:
    options = {"tau": 12.0, "is_steady_state": True}
    results = analyse(profile([*TIMES, 24.0], [*CONCS, 0.1], **options))
    full = analyse(profile([0.0, *TIMES, 24.0], [1.2, *CONCS, 0.1], **options))
    assert number(results, "auctau") == number(full, "auctau")
    assert Flag.MINIMUM_INSERTED in value(results, "auctau").flags


def test_the_lag_is_the_time_before_the_first_quantifiable_sample() -> None:
    results = analyse(profile([0.0, 0.5, 1.0, 2.0, 4.0], [BLQ, BLQ, 3.0, BLQ, 2.0]), Settings(blq_rule=BlqRule.ZERO))
    assert number(results, "tlag") == 0.5
    iv = analyse(profile(TIMES, CONCS, route=Route.IV_BOLUS))
    assert absence(iv, "tlag") == "pk_absent_only_extravascular"


def test_one_sample_gives_cmax_and_tmax_only() -> None:
    results = analyse(profile([0.0], [5.0], tau=24.0), Settings(partials=((0.0, 12.0),)))
    computed = {code for code, found in results.values(0).items() if found.value is not None}
    assert computed == {"CMAX", "TMAX", "CMAXD"}
    assert absence(results, "auclast") == "pk_absent_one_sample"


def test_a_flat_profile_has_an_area_and_no_slope() -> None:
    results = analyse(profile([0.0, 1.0, 2.0, 4.0, 8.0], [5.0] * 5), Settings(LOG))
    assert number(results, "auclast") == 40
    assert absence(results, "lambda_z") == "pk_absent_slope_rises"


def test_a_zero_in_the_middle_is_met_and_left_by_the_linear_rule() -> None:
    results = analyse(profile([0.0, 1.0, 2.0, 3.0], [0.0, 4.0, 0.0, 2.0]), Settings(LOG))
    assert number(results, "auclast") == 2 + 2 + 1
    assert math.isfinite(number(results, "aumclast"))
