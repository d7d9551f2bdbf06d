"""AE-3. The tests, their units and the terms they are graded by."""

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ctcae.catalogue import VERSIONS, terms_of
from domain.ctcae.criteria import Criteria, find_criteria
from domain.ctcae.limits import limits_of
from domain.laboratory.catalogue import UNREACHED, _plain, criteria_of, find_test, lab_tests
from domain.laboratory.units import convert, factor_of, units_of_quantity

TESTS = tuple(lab_tests().values())


def test_the_tests_of_a_phase_1_site_are_there():
    assert len(TESTS) >= 45
    panels = list(dict.fromkeys(test.group for test in TESTS))
    assert len(panels) >= 7
    assert [test.group for test in TESTS] == sorted((test.group for test in TESTS), key=panels.index)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_term_with_numeric_limits_is_reached_or_says_why_not(version: str):
    reached = {one.name.casefold() for test in TESTS for one in criteria_of(version, test.code) if one.is_numeric}
    left = {rows[0].term for name, rows in limits_of(version).items() if name not in reached}
    assert left <= set(UNREACHED)
    assert all(UNREACHED[term] for term in left)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.code)
def test_the_terms_exist_in_the_version_and_in_the_direction_of_the_column(version: str, test):
    for one in criteria_of(version, test.code):
        assert one.term in terms_of(version)
        if one.is_numeric:
            assert limits_of(version)[one.name.casefold()][0].direction is one.direction
            assert isinstance(find_criteria(version, one.name, one.direction, test.unit), Criteria)


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.code)
def test_every_unit_of_a_test_converts_to_the_usual_one(test):
    assert factor_of(test.quantity, test.unit) is not None
    for unit in units_of_quantity(test.quantity):
        assert convert(test.quantity, Decimal(7), unit, test.unit) is not None
    assert test.plausible[0] < test.plausible[1]


def test_no_name_means_two_tests():
    meant = defaultdict(set)
    for test in TESTS:
        for name in (test.code, test.name, *test.synonyms):
            meant[_plain(name)].add(test.code)
    assert {name: codes for name, codes in meant.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("PLT", "PLAT"), ("hb", "HGB"), ("ANC", "NEUT"), ("SGPT", "ALT"), ("ALT (SGPT)", "ALT"), ("T-BIL", "BILI"),
        ("血小板计数", "PLAT"), ("丙氨酸氨基转移酶（ALT）", "ALT"), ("空腹血糖", "GLUCF"), (" Ca2+ ", "CA"),
        ("NEUT#", "NEUT"),
    ],
)  # fmt: skip
def test_an_everyday_name_finds_its_test(name: str, code: str):
    found = find_test(name)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("name", ["", "NEUT%", "中性粒细胞百分比", "ALT/AST", "PLT (HGB)", "sodium urate"])
def test_what_is_no_test_or_two_finds_none(name: str):
    assert find_test(name) is None


@pytest.mark.parametrize(
    ("quantity", "value", "unit", "to_unit", "expected"),
    [
        ("creatinine", "1.0", "mg/dL", "umol/L", "88.4"),
        ("bilirubin", "34.2", "µmol/L", "mg/dL", "2"),
        ("glucose", "100", "mg/dL", "mmol/L", "5.551"),
        ("enzyme", "1", "ukat/L", "U/L", "60"),
        ("cell count", "1500", "/uL", "10^9/L", "1.5"),
        ("hemoglobin", "16.114", "g/dL", "mmol/L", "10"),
        ("albumin", "40", "g/L", "g/dL", "4"),
    ],
)
def test_a_conversion_has_the_published_factor(quantity: str, value: str, unit: str, to_unit: str, expected: str):
    assert convert(quantity, Decimal(value), unit, to_unit) == Decimal(expected)


@given(data=st.data())
def test_there_and_back_is_the_same_number(data):
    test = data.draw(st.sampled_from(TESTS))
    units = units_of_quantity(test.quantity)
    one, other = data.draw(st.sampled_from(units)), data.draw(st.sampled_from(units))
    value = Decimal(data.draw(st.integers(1, 10**6))) / 1000
    there = convert(test.quantity, value, one, other)
    assert there is not None
    back = convert(test.quantity, there, other, one)
    assert back is not None
    assert abs(back - value) < value * Decimal("1e-12")
