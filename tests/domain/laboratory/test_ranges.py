"""The range of a result: reported limits first, then the laboratory's own for the sex and the day."""

from datetime import date

import pytest

from domain.laboratory.catalogue import lab_tests
from domain.laboratory.ranges import RangeIndex, UsedRange, find_range
from domain.terms import Sex
from tests.domain.laboratory.build import ZONE, normal, number, result

RANGES = [
    normal("HGB", "g/L", 130, 175, sex=Sex.MALE),
    normal("HGB", "g/L", 115, 150, sex=Sex.FEMALE),
    normal("K", "mmol/L", "3.5", "5.3"),
    normal("K", "mmol/L", "3.6", "5.1", valid_from=date(2026, 3, 9)),
    normal("CREAT", "umol/L", 57, 97),
    normal("MG", "furlong", 1, 2),
]


def found(one, sex=Sex.MALE, ranges=RANGES):
    answer = find_range(one, lab_tests()[one.test], RangeIndex(ranges), sex, ZONE)
    if isinstance(answer, UsedRange):
        return tuple(None if limit is None else float(limit) for limit in (answer.lln, answer.uln))
    return answer.code


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (result("K", 4, "mmol/L", "2026-03-08", laboratory="Central"), (3.5, 5.3)),
        (result("K", 4, "mmol/L", "2026-03-09 00:00", laboratory="central "), (3.6, 5.1)),
        (result("K", 4, "mmol/L", "2026-03-10", laboratory="Central"), (3.6, 5.1)),
        (result("K", 4, "mmol/L", "2024-12-31", laboratory="Central"), "lab_range_later"),
        (result("K", 4, "mmol/L", "2026-03", laboratory="Central"), "lab_range_date"),
        (result("K", 4, "mmol/L", "2026-02", laboratory="Central"), (3.5, 5.3)),
        (result("K", 4, "mmol/L", laboratory="Local"), "lab_range_none"),
        (result("K", 4, "mmol/L"), "lab_range_no_laboratory"),
        (result("K", 4, "mmol/L", laboratory="Central", lln=3, uln=5), (3, 5)),
        (result("K", 4, "mmol/L", laboratory="Central", uln=5), (3.6, 5)),
        (result("K", 4, "mmol/L", laboratory="Central", uln=3), (None, 3)),
        (result("K", 4, "mmol/L", uln=5), (None, 5)),
        (result("CREAT", 1, "mg/dL", laboratory="Central"), (57 / 88.4, 97 / 88.4)),
        (result("MG", 1, "mmol/L", laboratory="Central"), "lab_range_unit"),
    ],
)
def test_the_range_of_a_result(one, expected):
    answer = found(one)
    assert answer == (pytest.approx(expected) if isinstance(expected, tuple) and None not in expected else expected)


def test_the_range_is_that_of_the_sex():
    one = result("HGB", 120, "g/L", laboratory="Central")
    assert found(one, Sex.MALE) == (130, 175)
    assert found(one, Sex.FEMALE) == (115, 150)
    assert found(one, Sex.UNKNOWN) == "lab_range_sex"


def test_a_later_range_for_both_sexes_replaces_an_earlier_one_for_one():
    both = normal("HGB", "g/L", 120, 160, valid_from=date(2026, 1, 1))
    assert found(result("HGB", 120, "g/L", laboratory="Central"), ranges=[*RANGES, both]) == (120, 160)
    same_day = normal("HGB", "g/L", 120, 160)
    assert found(result("HGB", 120, "g/L", laboratory="Central"), ranges=[*RANGES, same_day]) == (130, 175)


def test_a_range_says_which_record_it_came_from():
    answer = find_range(
        result("K", 4, "mmol/L", laboratory="Central"), lab_tests()["K"], RangeIndex(RANGES), Sex.MALE, ZONE
    )
    assert answer == UsedRange(number("3.6"), number("5.1"), RANGES[3].record_id)
