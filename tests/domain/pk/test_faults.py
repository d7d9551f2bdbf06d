"""What refuses a profile as a whole."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from domain.pk.batch import Batch
from domain.pk.faults import find_faults
from domain.pk.messages import MESSAGES
from domain.pk.profile import Sample, SlopeChoice, SlopeKind
from domain.pk.terms import BlqRule, Route
from domain.pk.units import Units, concentration_factor
from tests.domain.pk.build import BLQ, profile

TIMES, CONCS = [0.0, 1.0, 2.0, 4.0], [0.0, 10.0, 8.0, 5.0]


def found(one: Any, rule: BlqRule = BlqRule.AS_IS) -> list[tuple[str, str]]:
    findings = find_faults(one, rule)
    for finding in findings:
        assert MESSAGES[finding.code].format(**finding.numbers)
    return [(finding.field, finding.code.removeprefix("pk_")) for finding in findings]


def test_a_sound_profile_has_no_faults() -> None:
    assert found(profile(TIMES, CONCS)) == []
    assert found(profile(TIMES[::-1], CONCS[::-1])) == []


def test_samples_at_one_time_are_named_with_both_rows() -> None:
    # PK-2
    findings = find_faults(profile([0.0, 1.0, 2.0, 2.0], CONCS))
    assert [finding.code for finding in findings] == ["pk_time_twice"]
    assert (findings[0].numbers["row"], findings[0].numbers["second_row"]) == (4, 5)


@pytest.mark.parametrize(
    ("times", "concs", "expected"),
    [
        ([0.0, 1.0, None, 4.0], CONCS, [("time", "time_missing")]),
        (TIMES, [0.0, 10.0, -1.0, 5.0], [("conc", "conc_negative")]),
        (TIMES, [0.0, float("inf"), 1.0, 5.0], [("conc", "conc_not_finite")]),
        ([], [], [("conc", "no_samples")]),
        (TIMES, [None] * 4, [("conc", "no_samples")]),
        (
            [0.0, 1.0, None, 1.0],
            [0.0, -1.0, 8.0, 5.0],
            [("conc", "conc_negative"), ("time", "time_missing"), ("time", "time_twice")],
        ),
    ],
)
def test_faults_of_samples(times: list, concs: list, expected: list[tuple[str, str]]) -> None:
    assert sorted(found(profile(times, concs))) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"dose": -1.0}, ("dose", "dose_negative")),
        ({"route": Route.IV_INFUSION}, ("tinf", "tinf_missing")),
        ({"route": Route.IV_INFUSION, "tinf": 0.0}, ("tinf", "tinf_missing")),
        ({"tinf": 1.0}, ("tinf", "tinf_unfitting")),
        ({"tau": 0.0}, ("tau", "tau_not_positive")),
        ({"is_steady_state": True}, ("tau", "tau_missing")),
        ({"units": Units(time="mg")}, ("time_unit", "unit_time")),
        ({"units": Units(conc="mg")}, ("conc_unit", "unit_conc")),
        ({"units": Units(dose="ng/mL")}, ("dose_unit", "unit_dose")),
        ({"lloq": -0.1}, ("lloq", "lloq_not_positive")),
        ({"slope": SlopeChoice(SlopeKind.TIMES, (1.0, 2.0, 3.0))}, ("slope", "slope_no_sample")),
        ({"slope": SlopeChoice(excluded=(3.0,))}, ("slope", "slope_no_sample")),
        ({"slope": SlopeChoice(SlopeKind.NUMBERS, (1.0, 2.0, 5.0))}, ("slope", "slope_no_number")),
        ({"slope": SlopeChoice(SlopeKind.NUMBERS, (1.0, 2.0, 2.5))}, ("slope", "slope_no_number")),
    ],
)
def test_faults_of_dosing_units_and_choices(options: dict[str, Any], expected: tuple[str, str]) -> None:
    assert set(found(profile(TIMES, CONCS, **options))) == {expected}


def test_half_the_limit_needs_the_limit_only_between_quantifiable_samples() -> None:
    assert found(profile(TIMES, [BLQ, 10.0, BLQ, 5.0]), BlqRule.HALF_MIDDLE) == [("lloq", "lloq_missing")]
    assert found(profile(TIMES, [BLQ, 10.0, BLQ, 5.0]), BlqRule.ZERO) == []
    assert found(profile(TIMES, [BLQ, 10.0, 5.0, BLQ]), BlqRule.HALF_MIDDLE) == []
    assert found(profile(TIMES, [BLQ, 10.0, BLQ, 5.0], 0.1), BlqRule.HALF_MIDDLE) == []


def test_a_batch_refuses_what_must_never_be_computed() -> None:
    sound = Batch.of([profile(TIMES, CONCS)])
    for change in (
        {"conc": -sound.conc},
        {"time": sound.time[:, ::-1]},
        {"time": np.array([[0.0, 1.0, 1.0, 4.0]])},
        {"time": np.array([[0.0, 1.0, 2.0, np.nan]])},
    ):
        with pytest.raises(ValueError, match=r"negative|increase|no time"):
            replace(sound, **change)


def test_a_missing_sample_without_a_time_is_still_refused() -> None:
    one = profile(TIMES, CONCS)
    assert found(replace(one, samples=(*one.samples, Sample(None, None, row=9)))) == [("time", "time_missing")]


@pytest.mark.parametrize(
    ("unit", "wanted", "factor"),
    [
        ("ug/mL", "ug/mL", "1"),
        ("ng/mL", "ug/mL", "0.001"),
        ("mg/L", "ug/mL", "1"),
        ("µg/mL", "ng/mL", "1000"),
        ("nM", "nmol/L", "1"),
        ("nmol/L", "ug/mL", None),
        ("U/mL", "U/mL", "1"),
        ("U/mL", "ug/mL", None),
    ],
)
def test_a_concentration_is_converted_exactly_where_the_units_fit(unit, wanted, factor):  # PK-1
    assert concentration_factor(unit, wanted) == (None if factor is None else Decimal(factor))
