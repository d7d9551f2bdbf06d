"""Dosing interval, steady state, accumulation, partial areas, dose normalisation."""

import math

import pytest

from domain.pk.nca import estimate_profiles
from domain.pk.parameters import Flag
from domain.pk.settings import Settings
from domain.pk.terms import AucMethod, Route
from domain.pk.units import Units
from tests.domain.pk.build import LOG, absence, analyse, number, profile, value

TIMES = [0.0, 1.0, 2.0, 4.0, 8.0, 12.0]
CONCS = [2.0, 10.0, 8.0, 5.0, 3.0, 2.0]


def test_the_interval_ends_at_tau_and_not_at_a_deviating_sample() -> None:
    # PK-2
    times, concs = [0.0, 1.0, 4.0, 11.5, 13.0], [0.0, 10.0, 6.0, 2.0, 1.4]
    results = analyse(profile(times, concs, tau=12.0), Settings(AucMethod.LINEAR))
    trough = 2.0 - 0.6 * 0.5 / 1.5
    assert number(results, "ctrough") == pytest.approx(trough)
    assert number(results, "auctau") == pytest.approx(5 + 24 + 30 + 0.5 * (2 + trough) / 2)


def test_beyond_the_last_sample_the_terminal_slope_goes_on_and_is_flagged() -> None:
    times = [0.0, 1.0, 2.0, 4.0]
    concs = [10 * math.exp(-0.25 * time) for time in times]
    results = analyse(profile(times, concs, tau=8.0), Settings(LOG))
    assert number(results, "auctau") == pytest.approx(10 / 0.25 * (1 - math.exp(-2)))
    assert number(results, "aumctau") == pytest.approx(10 / 0.25**2 * (1 - math.exp(-2) * 3))
    assert number(results, "ctrough") == pytest.approx(10 * math.exp(-2))
    assert Flag.TAU_EXTRAPOLATED in value(results, "auctau").flags
    beyond = 100 * (math.exp(-1) - math.exp(-2)) / (1 - math.exp(-2))
    assert number(results, "auctau_extrapolated") == pytest.approx(beyond)


def test_without_a_slope_nothing_is_said_beyond_the_last_sample() -> None:
    results = analyse(profile([0.0, 1.0, 2.0], [0.0, 3.0, 5.0], tau=8.0), Settings(partials=((0.0, 1.5), (1.0, 3.0))))
    for key in ("auctau", "ctrough", "cavg", "fluct"):
        assert absence(results, key) == "pk_absent_beyond_last"
    partials = [results.value(0, row) for row in results.parameters[-2:]]
    assert partials[0].value == pytest.approx(1.5 + (3 + 4) / 4)
    assert [part.code for part in partials] == ["AUCINT_0_1.5", "AUCINT_1_3"]
    assert partials[1].reason is not None
    assert partials[1].reason.numbers == {"last": 2}


def test_a_partial_area_beyond_the_last_sample_alone_follows_the_slope() -> None:
    times = [0.0, 1.0, 2.0, 4.0]
    concs = [10 * math.exp(-0.25 * time) for time in times]
    results = analyse(profile(times, concs), Settings(LOG, partials=((6.0, 8.0),)))
    expected = 40 * (math.exp(-1.5) - math.exp(-2))
    assert results.values(0)["AUCINT"].value == pytest.approx(expected)


def test_fluctuation_and_swing() -> None:
    results = analyse(profile(TIMES, CONCS, tau=12.0))
    average = number(results, "cavg")
    assert number(results, "fluct") == pytest.approx(100 * (10 - 2) / average)
    assert number(results, "swing") == 4
    assert number(results, "tmin") == 0
    first = analyse(profile(TIMES, [0.0, *CONCS[1:]], tau=12.0))
    assert absence(first, "swing") == "pk_absent_cmin_zero"
    assert number(first, "swing_tau") == 4


def test_what_needs_an_interval_says_so() -> None:
    results = analyse(profile(TIMES, CONCS))
    for key in ("auctau", "cavg", "cmin", "ctrough", "fluct", "swing", "acc_index", "auctau_dose"):
        assert absence(results, key) == "pk_absent_no_tau"


def test_steady_state_has_its_own_clearance_and_flags_those_of_a_single_dose() -> None:
    one = profile(TIMES, CONCS, tau=12.0, is_steady_state=True, route=Route.IV_BOLUS)
    results = analyse(one, Settings(LOG))
    area, moment = number(results, "auctau"), number(results, "aumctau")
    assert number(results, "cl_tau") == pytest.approx(100 / area)
    assert number(results, "vz_tau") == pytest.approx(100 / area / number(results, "lambda_z"))
    rest = 12 * (number(results, "aucinf_obs") - area)
    assert number(results, "mrt_tau") == pytest.approx((moment + rest) / area)
    assert Flag.SINGLE_DOSE_FORMULA in value(results, "cl_obs").flags
    single = analyse(profile(TIMES, CONCS, tau=12.0))
    assert absence(single, "cl_tau") == "pk_absent_not_steady_state"
    assert Flag.SINGLE_DOSE_FORMULA not in value(single, "cl_obs").flags


def test_clearance_at_steady_state_is_the_single_dose_clearance_of_one_compartment() -> None:
    rate, volume, tau = 0.1, 5.0, 12.0
    start = 100 / volume / (1 - math.exp(-rate * tau))
    times = [0.0, 1.0, 3.0, 6.0, 12.0]
    concs = [start * math.exp(-rate * time) for time in times]
    one = profile(times, concs, tau=tau, is_steady_state=True, route=Route.IV_BOLUS)
    results = analyse(one, Settings(LOG))
    assert number(results, "cl_tau") == pytest.approx(rate * volume)
    assert number(results, "vz_tau") == pytest.approx(volume)
    assert number(results, "mrt_tau") == pytest.approx(1 / rate)
    assert number(results, "acc_index") == pytest.approx(1 / (1 - math.exp(-rate * tau)))


def test_cmax_at_steady_state_is_sought_within_the_interval() -> None:
    times, concs = [0.0, 4.0, 12.0, 16.0, 24.0], [2.0, 8.0, 3.0, 9.0, 1.0]
    assert number(analyse(profile(times, concs, tau=12.0, is_steady_state=True)), "cmax") == 8
    assert number(analyse(profile(times, concs, tau=12.0)), "cmax") == 9


def test_accumulation_is_measured_against_the_first_cycle() -> None:
    first = profile(TIMES, CONCS, tau=12.0, cycle="1")
    second = profile(TIMES, [2 * conc for conc in CONCS], tau=12.0, cycle="2", reference="1")
    other = profile(TIMES, CONCS, tau=12.0, cycle="3", reference="1", dose=50.0)
    lost = profile(TIMES, CONCS, tau=12.0, subject="2", cycle="2", reference="1")
    results = estimate_profiles([second, first, other, lost], Settings())
    for key in ("acc_auc", "acc_cmax", "acc_ctrough"):
        assert number(results, key, 0) == pytest.approx(2)
        assert absence(results, key, 1) == "pk_absent_no_reference"
        assert absence(results, key, 2) == "pk_absent_doses_differ"
        assert absence(results, key, 3) == "pk_absent_no_reference"


def test_a_reference_of_0_gives_no_ratio() -> None:
    first = profile(TIMES, [0.0] * 6, tau=12.0, cycle="1")
    second = profile(TIMES, CONCS, tau=12.0, cycle="2", reference="1")
    assert absence(estimate_profiles([first, second], Settings()), "acc_cmax", 1) == "pk_absent_reference_absent"


def test_without_a_dose_only_what_needs_it_is_absent() -> None:
    results = analyse(profile(TIMES, CONCS, dose=None))
    assert number(results, "aucinf_obs") > 0
    for key in ("cl_obs", "vz_pred", "cmax_dose", "aucinf_obs_dose"):
        assert absence(results, key) == "pk_absent_no_dose"


def test_volumes_come_in_litres() -> None:
    plain = analyse(profile(TIMES, CONCS))
    nano = analyse(profile(TIMES, CONCS, units=Units("h", "ng/mL", "mg")))
    assert number(nano, "vz_obs") == pytest.approx(1000 * number(plain, "vz_obs"))
    assert value(nano, "vz_obs").unit == "L"
    molar = analyse(profile(TIMES, CONCS, units=Units("h", "nmol/L", "mg")))
    assert absence(molar, "cl_obs") == "pk_absent_units_do_not_fit"
    assert value(molar, "aucinf_obs_dose").unit == "h*nmol/L/mg"


def test_a_partial_area_needs_an_interval() -> None:
    for window in ((-1.0, 2.0), (2.0, 2.0), (3.0, 2.0)):
        with pytest.raises(ValueError, match="later time"):
            Settings(partials=(window,))
