"""Summaries, significant digits, Student's t and dose proportionality (PK-3)."""

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pk.proportionality import PowerModel, Proportionality, estimate_power_model
from domain.pk.student_t import t_quantile
from domain.pk.summary import round_significant, summarise, write_significant
from domain.reasons import Reason


def integral(t: float, degrees: int) -> float:
    """P(0 <= T <= t) by Simpson's rule on the density."""
    front = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)) / math.sqrt(degrees * math.pi)
    steps = 4000
    parts = [
        (1 if at in (0, steps) else 4 if at % 2 else 2) * (1 + (t * at / steps) ** 2 / degrees) ** (-(degrees + 1) / 2)
        for at in range(steps + 1)
    ]
    return front * t / steps / 3 * math.fsum(parts)


@pytest.mark.parametrize(
    ("p", "degrees", "expected"),
    [
        (0.95, 1, 6.313751514675043),
        (0.95, 2, 2.919985580353726),
        (0.95, 20, 1.7247182429207863),
        (0.975, 30, 2.0422724563012373),
        (0.95, 1000, 1.6463788172854639),
        (0.9995, 3, 12.923978636687485),
        (0.5, 7, 0.0),
    ],
)
def test_quantiles_of_t_are_those_of_the_tables(p: float, degrees: int, expected: float) -> None:
    # Source: qt() of R.
    assert t_quantile(p, degrees) == pytest.approx(expected, rel=1e-12, abs=1e-15)
    assert t_quantile(1 - p, degrees) == pytest.approx(-expected, rel=1e-11, abs=1e-15)


@pytest.mark.parametrize("p", [0.6, 0.9, 0.95, 0.975, 0.99])
def test_quantiles_of_t_have_closed_forms_for_one_and_two_degrees(p: float) -> None:
    inside = 2 * p - 1
    assert t_quantile(p, 1) == pytest.approx(math.tan(math.pi * (p - 0.5)), rel=1e-12)
    assert t_quantile(p, 2) == pytest.approx(inside * math.sqrt(2 / (1 - inside**2)), rel=1e-12)


@pytest.mark.parametrize("degrees", [3, 4, 5, 10, 13, 40, 100])
@pytest.mark.parametrize("p", [0.75, 0.95, 0.975])
def test_the_density_up_to_the_quantile_is_the_probability(p: float, degrees: int) -> None:
    assert integral(t_quantile(p, degrees), degrees) == pytest.approx(p - 0.5, rel=2e-12)


def test_a_quantile_of_nothing_is_refused() -> None:
    for p, degrees in ((0.0, 3), (1.0, 3), (0.5, 0)):
        with pytest.raises(ValueError, match=r"between 0 and 1|whole number"):
            t_quantile(p, degrees)


def power(doses: list[float], values: list[float]) -> PowerModel:
    model = estimate_power_model(doses, values)
    assert isinstance(model, PowerModel)
    return model


def test_the_power_model_by_hand() -> None:
    # PK-3
    doses, values = [1.0, 1.0, 10.0, 10.0, 100.0, 100.0], [1.1, 0.9, 11.0, 9.0, 105.0, 95.0]
    model = power(doses, values)
    # ln dose is 0, L, 2L twice; the slope is the mean difference between the outer levels over 2L.
    log10 = math.log(10)
    outer = (math.log(105 * 95) - math.log(1.1 * 0.9)) / 2
    assert model.slope == pytest.approx(outer / (2 * log10))
    assert model.degrees == 4
    reach = 2.1318467863266499 * model.standard_error
    assert (model.low, model.high) == pytest.approx((model.slope - reach, model.slope + reach), rel=1e-9)
    assert model.bounds == pytest.approx((0.951544, 1.048456), abs=1e-6)
    assert model.dose_ratio == pytest.approx(100)
    assert model.predict(10) == pytest.approx(math.exp(statistics.mean(map(math.log, values))))


def test_smiths_bounds_at_a_ratio_of_100_are_the_published_ones() -> None:
    # Source: Smith et al. 2000; 1 + ln(0.8)/ln(100) = 0.9515.
    assert power([1.0, 10.0, 100.0], [1.0, 10.1, 100.0]).bounds == pytest.approx((0.9515, 1.0485), abs=5e-5)


@pytest.mark.parametrize(
    ("exponent", "noise", "conclusion"),
    [
        (1.0, 0.001, Proportionality.PROPORTIONAL),
        (1.5, 0.01, Proportionality.NOT_PROPORTIONAL),
        (0.6, 0.01, Proportionality.NOT_PROPORTIONAL),
        (1.0, 0.5, Proportionality.INCONCLUSIVE),
    ],
)
def test_the_interval_against_the_bounds(exponent: float, noise: float, conclusion: Proportionality) -> None:
    doses = [1.0, 1.0, 3.0, 3.0, 10.0, 10.0, 30.0, 30.0]
    values = [5 * dose**exponent * math.exp(noise * (-1) ** at) for at, dose in enumerate(doses)]
    assert power(doses, values).conclusion is conclusion


def test_the_ratio_up_to_which_exposure_is_proportional_meets_the_bounds() -> None:
    model = power([1.0, 1.0, 3.0, 10.0], [1.0, 1.1, 3.2, 11.0])
    worst = max(1 - model.low, model.high - 1)
    assert math.log(1.25) / math.log(model.ratio_proportional) == pytest.approx(worst)


@given(exponent=st.floats(0.3, 2.0), factor=st.floats(0.01, 100), scale=st.floats(0.01, 100))
def test_the_exponent_does_not_depend_on_units(exponent: float, factor: float, scale: float) -> None:
    doses = [1.0, 2.0, 5.0, 20.0]
    values = [factor * dose**exponent for dose in doses]
    scaled = power([dose * scale for dose in doses], values)
    assert scaled.slope == pytest.approx(exponent, rel=1e-9)
    assert scaled.bounds == pytest.approx(power(doses, values).bounds)


def test_what_can_not_be_fitted_has_a_reason() -> None:
    assert estimate_power_model([1, 2, 3], [1, 2, 0]) == Reason("pk_power_few_values", {"values": 2})
    assert estimate_power_model([2, 2, 2], [1, 2, 3]) == Reason("pk_power_one_dose")
    assert power([1.0, 2.0, 4.0, 8.0], [1.0, 2.0, 0.0, 8.0]).left_out == 1
    with pytest.raises(ValueError, match="one exposure"):
        estimate_power_model([1, 2], [1])
    with pytest.raises(ValueError, match="above 0"):
        estimate_power_model([0, 1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="either side"):
        estimate_power_model([1, 2, 3], [1, 2, 3], limits=(1.1, 1.25))


def test_the_summary_of_a_group() -> None:
    # PK-3
    summary = summarise([1.0, 2.0, None, 4.0, 8.0])
    assert (summary.n, summary.absent) == (4, 1)
    assert summary.mean == 3.75
    assert summary.sd == pytest.approx(math.sqrt(28.75 / 3))
    assert summary.cv == pytest.approx(100 * math.sqrt(28.75 / 3) / 3.75)
    assert summary.geometric_mean == pytest.approx(2**1.5)
    assert summary.geometric_cv == pytest.approx(100 * math.sqrt(math.exp(math.log(2) ** 2 * 5 / 3) - 1))
    assert (summary.median, summary.minimum, summary.maximum) == (3.0, 1.0, 8.0)


def test_a_statistic_that_can_not_be_given_has_a_reason() -> None:
    low = summarise([0.0, 1.0, -1.0])
    assert low.geometric_mean == low.geometric_cv == Reason("pk_summary_not_positive", {"values": 2})
    assert low.cv == Reason("pk_summary_mean_zero")
    one = summarise([2.0])
    assert one.sd == one.cv == one.geometric_cv == Reason("pk_summary_one_value")
    assert one.geometric_mean == pytest.approx(2)
    none = summarise([None, None])
    assert (none.n, none.absent, none.mean) == (0, 2, Reason("pk_summary_no_values"))
    with pytest.raises(ValueError, match="finite"):
        summarise([math.nan])


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (2.675, 3, "2.68"),
        (-2.675, 3, "-2.68"),
        (0.00125, 2, "0.0013"),
        (9.996, 3, "10.0"),
        (99.96, 3, "100"),
        (10, 3, "10.0"),
        (1234, 3, "1230"),
        (1235, 3, "1240"),
        (0.004, 3, "0.00400"),
        (1e-7, 2, "0.00000010"),
        (123456789.0, 3, "123000000"),
        (0.0, 3, "0"),
        (5.5, 1, "6"),
    ],
)
def test_numbers_go_to_significant_digits_with_halves_away_from_zero(value: float, digits: int, text: str) -> None:
    assert write_significant(value, digits) == text


@given(value=st.floats(1e-9, 1e12), digits=st.integers(1, 8))
def test_rounding_moves_a_number_by_less_than_half_a_unit(value: float, digits: int) -> None:
    rounded = round_significant(value, digits)
    assert len(rounded.as_tuple().digits) <= digits
    assert abs(float(rounded) - value) <= 0.5 * 10.0 ** (math.floor(math.log10(value)) - digits + 1) * (1 + 1e-9)
    assert round_significant(float(rounded), digits) == rounded


def test_the_summary_is_that_of_the_published_case(shared_cases) -> None:  # PK-3
    names = {
        "n": "n", "mean": "mean", "sd": "sd", "cv": "cv_pct", "median": "median", "minimum": "min",
        "maximum": "max", "geometric_mean": "geomean", "geometric_cv": "geocv_pct",
    }  # fmt: skip
    for case in shared_cases("survival")["descriptive"]:
        found = summarise(case["x"])
        for ours, theirs in names.items():
            assert getattr(found, ours) == pytest.approx(case[theirs], rel=1e-12), ours
