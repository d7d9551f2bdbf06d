"""What holds for every profile."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pk.profile import Profile
from domain.pk.settings import Settings
from domain.pk.terms import AucMethod, BlqRule, Route
from tests.domain.pk.build import LOG, analyse, profile

CONCS = st.lists(st.one_of(st.just(0.0), st.floats(0.01, 1000)), min_size=2, max_size=12)
ROUTES = st.sampled_from(list(Route))
METHODS = st.sampled_from(list(AucMethod))
RULES = st.sampled_from(list(BlqRule))
PER_CONC = ("cmax", "clast", "auclast", "aucall", "aumclast", "aucinf_obs", "aumcinf_pred", "auctau", "cmin", "c0")
SAME = ("tmax", "tlast", "tlag", "lambda_z", "half_life", "r2adj", "lz_n", "mrt_obs", "aucpext_obs", "fluct", "swing")


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    concs = draw(CONCS)
    steps = draw(st.lists(st.sampled_from([0.25, 0.5, 1.0, 2.0, 4.0]), min_size=len(concs), max_size=len(concs)))
    start = draw(st.sampled_from([0.0, 0.5, -1.0]))
    times = [start + sum(steps[:at]) for at in range(len(concs))]
    route = draw(ROUTES)
    tinf = 1.0 if route is Route.IV_INFUSION else None
    return profile(times, concs, 0.01, route=route, tinf=tinf, tau=draw(st.sampled_from([None, 6.0, 24.0])))


def numbers(one: Profile, settings: Settings) -> dict[str, float]:
    return {key: float(column.values[0]) for key, column in analyse(one, settings).columns.items()}


@given(one=profiles(), method=METHODS, rule=RULES)
def test_a_value_is_absent_exactly_where_a_reason_stands(one: Profile, method: AucMethod, rule: BlqRule) -> None:
    results = analyse(one, Settings(method, rule, ((1.0, 5.0),)))
    for parameter in results.parameters:
        found = results.value(0, parameter)
        assert (found.value is None) == (found.reason is not None)
        assert found.value is None or math.isfinite(found.value)


@given(one=profiles(), method=METHODS, power=st.integers(-8, 8))
def test_scaling_concentrations_scales_areas_and_leaves_times(one: Profile, method: AucMethod, power: int) -> None:
    scale = 2.0**power
    times = [sample.time for sample in one.samples]
    scaled = profile(
        times,
        [None if sample.conc is None else sample.conc * scale for sample in one.samples],
        0.01 * scale,
        route=one.route,
        tinf=one.tinf,
        tau=one.tau,
    )
    before, after = numbers(one, Settings(method)), numbers(scaled, Settings(method))
    for key in PER_CONC:
        assert after[key] == pytest.approx(before[key] * scale, rel=1e-9, nan_ok=True)
    for key in SAME:
        assert after[key] == pytest.approx(before[key], rel=1e-7, nan_ok=True)
    for key in ("cl_obs", "vz_pred", "vss_obs"):
        assert after[key] == pytest.approx(before[key] / scale, rel=1e-7, nan_ok=True)


@given(one=profiles(), power=st.integers(-8, 8))
def test_scaling_the_dose_scales_clearance_and_volume_only(one: Profile, power: int) -> None:
    scale = 2.0**power
    other = Profile(**{**vars(one), "dose": 100.0 * scale})
    before, after = numbers(one, Settings(LOG)), numbers(other, Settings(LOG))
    for key, was in before.items():
        factor = scale if key.startswith(("cl_", "vz_", "vss_")) else 1 / scale if key.endswith("_dose") else 1.0
        assert after[key] == pytest.approx(was * factor, rel=1e-12, nan_ok=True)


@given(concs=st.lists(st.floats(0.01, 1000), min_size=4, max_size=10), shift=st.sampled_from([0.5, 3.0, 100.0]))
def test_shifting_time_moves_times_and_leaves_slope_and_areas(concs: list[float], shift: float) -> None:
    times = [float(at) for at in range(len(concs))]
    still = numbers(profile(times, concs), Settings(LOG, partials=((0.0, float(len(concs) - 1)),)))
    window = (shift, shift + len(concs) - 1)
    moved = numbers(profile([time + shift for time in times], concs), Settings(LOG, partials=(window,)))
    assert moved["tmax"] == still["tmax"] + shift
    for key in ("cmax", "lambda_z", "r2adj", "span", "clast_pred"):
        assert moved[key] == pytest.approx(still[key], rel=1e-6, nan_ok=True)
    area = f"auc_{window[0]:g}_{window[1]:g}"
    assert moved[area] == pytest.approx(still[f"auc_0_{len(concs) - 1:g}"], rel=1e-12)


@given(one=profiles(), method=METHODS, cuts=st.lists(st.floats(0.0, 20.0), min_size=1, max_size=4, unique=True))
def test_areas_add_up_over_intervals(one: Profile, method: AucMethod, cuts: list[float]) -> None:
    end = max(sample.time for sample in one.samples if sample.time is not None)
    marks = sorted({0.0, end, *(cut for cut in cuts if 1e-3 < cut < end - 1e-3)})
    if end <= 0 or len(one.samples) < 2:
        return
    pieces = tuple(pairwise(marks))
    found = analyse(one, Settings(method, partials=(*pieces, (0.0, end))))
    areas = [float(found.columns[row.key].values[0]) for row in found.parameters[-len(pieces) - 1 :]]
    whole = float(found.columns["aucall"].values[0])
    if math.isnan(whole):
        assert all(math.isnan(area) for area in areas)
    else:
        assert sum(areas[:-1]) == pytest.approx(areas[-1], rel=1e-9, abs=1e-12)
        if not math.isnan(float(found.last[0])) and float(found.last[0]) == end:
            assert areas[-1] == pytest.approx(whole, rel=1e-12, abs=1e-12)


@given(rate=st.floats(0.01, 1.0), start=st.floats(0.1, 100.0))
def test_the_log_rule_is_exact_on_an_exponential(rate: float, start: float) -> None:
    times = [0.0, 0.5, 1.0, 2.0, 5.0, 9.0]
    concs = [start * math.exp(-rate * time) for time in times]
    found = numbers(profile(times, concs, route=Route.IV_BOLUS), Settings(LOG))
    assert found["lambda_z"] == pytest.approx(rate, rel=1e-9)
    assert found["aucinf_obs"] == pytest.approx(start / rate, rel=1e-9)
    assert found["aumcinf_obs"] == pytest.approx(start / rate**2, rel=1e-9)
    assert found["mrt_obs"] == pytest.approx(1 / rate, rel=1e-9)
    assert found["vss_obs"] == pytest.approx(100 / start, rel=1e-8)


@given(rate=st.floats(0.01, 0.5))
def test_linear_and_log_rules_meet_where_samples_lie_close(rate: float) -> None:
    differences = []
    for count in (25, 50, 100):
        times = np.linspace(0, 12, count + 1).tolist()
        concs = [10 * math.exp(-rate * time) for time in times]
        linear, log = (numbers(profile(times, concs), Settings(method)) for method in (AucMethod.LINEAR, LOG))
        differences.append(linear["auclast"] / log["auclast"] - 1)
        assert linear["aumclast"] == pytest.approx(log["aumclast"], rel=2 * (rate * 12 / count) ** 2 + 1e-3)
    assert differences[0] / differences[1] == pytest.approx(4, rel=0.05)
    assert differences[1] / differences[2] == pytest.approx(4, rel=0.05)


@pytest.mark.parametrize("fall", [1e-15, 1e-12, 1e-9, 1e-6, 1e-3])
def test_the_log_rule_keeps_its_digits_where_concentrations_are_nearly_equal(fall: float) -> None:
    concs = [5.0, 5.0 * (1 - fall), 5.0 * (1 - 2 * fall)]
    found = numbers(profile([0.0, 2.0, 4.0], concs), Settings(LOG))
    assert found["aucall"] == pytest.approx(20 * (1 - fall), rel=fall**2 + 1e-14)
    assert found["aumclast"] == pytest.approx(40, rel=2 * fall + 1e-14)


@given(one=profiles(), method=METHODS, rule=RULES)
def test_the_order_of_the_samples_changes_nothing(one: Profile, method: AucMethod, rule: BlqRule) -> None:
    other = Profile(**{**vars(one), "samples": tuple(reversed(one.samples))})
    before, after = numbers(one, Settings(method, rule)), numbers(other, Settings(method, rule))
    assert after == pytest.approx(before, nan_ok=True, rel=0, abs=0)
