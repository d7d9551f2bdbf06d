"""The bands behind a trend agree with the grades of the results, in every version, unit and direction."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.laboratory.catalogue import lab_tests
from domain.laboratory.grade_bands import GradeBand, derive_bands
from tests.domain.laboratory.build import grade, result

BEFORE = "2026-03-01 08:00"


def bands_of(test, value, unit, *, baseline=None, version="5.0", **limits):
    found = grade(result(test, baseline or value, unit, BEFORE, **limits), result(test, value, unit, **limits),
                  version=version)  # fmt: skip
    return found[1], derive_bands(version, found[1], found[0])


def told(bands):
    return [(str(band.low or ""), str(band.high or ""), band.grade) for band in bands]


@pytest.mark.parametrize(
    ("version", "test", "unit", "limits", "expected"),
    [
        ("5.0", "PLAT", "10^9/L", {"lln": 125}, [("", "25", 4), ("25", "50", 3), ("50", "75", 2), ("75", "125", 1)]),
        ("6.0", "PLAT", "10^9/L", {"lln": 125}, [("", "10", 4), ("10", "50", 3), ("50", "75", 2), ("75", "125", 1)]),
        ("5.0", "ALT", "U/L", {"uln": 40}, [("40", "120", 1), ("120", "200", 2), ("200", "800", 3), ("800", "", 4)]),
        ("5.0", "FIBRINO", "g/L", {}, [("", "0.5", 4)]),
        ("5.0", "HGB", "g/dL", {"lln": 11}, [("", "8", 3), ("8", "10", 2), ("10", "11", 1)]),
    ],
)  # fmt: skip
def test_the_bands_are_the_limits_of_the_version(version, test, unit, limits, expected):
    middle = {"PLAT": "200", "ALT": "20", "FIBRINO": "3", "HGB": "13"}[test]
    _, bands = bands_of(test, middle, unit, version=version, **limits)
    plain = [
        tuple(part.rstrip("0").rstrip(".") if "." in str(part) else part for part in band[:2]) + band[2:]
        for band in told(bands)
    ]
    assert plain == expected


def test_a_raised_baseline_moves_the_bands():
    _, bands = bands_of("ALT", "300", "U/L", baseline="128", uln=40)
    assert bands[0] == GradeBand(Decimal("192.0"), Decimal("384.0"), 1)


# A quarter of the usual number for each of 142 tests and versions: they differ in their limits only.
@pytest.mark.parametrize("version", ["5.0", "6.0"])
@pytest.mark.parametrize("code", list(lab_tests()))
@settings(max_examples=settings.default.max_examples // 4)
@given(share=st.decimals("0.001", "0.999", places=3))
def test_a_value_lies_in_the_band_of_its_grade(version, code, share):  # AE-3
    test = lab_tests()[code]
    low, high = test.plausible
    limits = {"lln": low + (high - low) / 8, "uln": low + (high - low) / 4}
    value = low + (high - low) * share
    one, bands = bands_of(code, value, test.unit, baseline=limits["lln"], version=version, **limits)
    inside = [
        band.grade
        for band in bands
        if (band.low is None or value > band.low) and (band.high is None or value < band.high)
    ]
    on_an_end = any(value in (band.low, band.high) for band in bands)
    assert on_an_end or inside == ([one.grade] if one.grade else [])
