"""AE-3. A subject's results with their grades: range, baseline, direction, sign, unit, calcium; and properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ctcae.catalogue import VERSIONS
from domain.ctcae.lab_value import BaselineFlag
from domain.ctcae.limits import Direction, Of, limits_of
from domain.laboratory.catalogue import criteria_of, lab_tests
from domain.laboratory.units import convert, units_of_quantity
from domain.terms import Sex
from tests.domain.laboratory.build import codes, grade, normal, result

BEFORE, ON_DAY, AFTER = "2026-02-25 08:00", "2026-03-02", "2026-03-09 08:00"


def one(*args, version="5.0", **items):
    return grade(result(*args, **items), version=version)[0]


@pytest.mark.parametrize(
    ("test", "unit", "limits", "said"),
    [
        ("HGB", "g/L", {"lln": 130, "uln": 175}, "131:0 130:0 129:1 100:1 99:2 80:2 79:3 176:1"),
        ("HGB", "g/dL", {"lln": 13, "uln": "17.5"}, "13:0 12.9:1 10:1 9.9:2 8:2 7.9:3 19.5:1 19.6:2"),
        ("HGB", "mmol/L", {"lln": 8, "uln": 11}, "8:0 7.9:1 6.2:1 6.1:2 4.8:3 11.1:1 12.3:2"),
        ("PLAT", "10^9/L", {"lln": 125}, "126:0 125:0 124:1 75:1 74:2 50:2 49:3 25:3 24:4"),
        ("PLAT", "/uL", {"lln": 125000}, "125000:0 124999:1 75000:1 74999:2 25000:3 24999:4"),
        (
            "K",
            "mmol/L",
            {"lln": "3.5", "uln": "5.3"},
            "3.5:0 3.4:2 3.0:2 2.9:3 2.5:3 2.4:4 5.3:0 5.4:1 5.5:1 5.6:2 6.1:3",
        ),
        ("MG", "mg/dL", {"lln": "1.7", "uln": "2.4"}, "1.7:0 1.6:1 1.1:2 0.8:3 0.6:4 2.5:1 3.1:3 8.1:4"),
        ("MG", "mmol/L", {"lln": "0.7", "uln": "1.0"}, "0.7:0 0.5:1 0.49:2 0.29:4 1.23:1 1.24:3 3.31:4"),
        ("CREAT", "mg/dL", {"uln": 1}, "1.0:0 1.1:1 1.5:1 1.6:2 3.0:2 3.1:3 6.1:4"),
        ("CREAT", "umol/L", {"uln": 100}, "100:0 101:1 150:1 151:2 300:2 301:3 600:3 601:4"),
        ("WBC", "10^9/L", {"lln": 4, "uln": 10}, "4:0 3.9:1 2.9:2 1.9:3 0.9:4 100:0 100.1:3"),
        ("CAION", "mmol/L", {"lln": "1.15", "uln": "1.3"}, "1.15:0 1.0:1 0.9:2 0.79:4 1.31:1 1.51:2 1.81:4"),
    ],
)
def test_below_on_and_above_each_limit_in_both_directions_and_unit_systems(test, unit, limits, said):
    pairs = [pair.split(":") for pair in said.split()]
    found = {value: one(test, value, unit, **limits).grade for value, _ in pairs}
    assert found == {value: int(expected) for value, expected in pairs}


def test_the_versions_are_told_apart():
    low = {"lln": 125}
    assert one("PLAT", 20, "10^9/L", **low).term == "Platelet count decreased"
    assert (one("PLAT", 20, "10^9/L", **low).grade, one("PLAT", 20, "10^9/L", version="6.0", **low).grade) == (4, 3)
    assert one("PLAT", 20, "10^9/L", version="6.0", **low).term == "Thrombocytopenia"
    assert one("CK", 900, "U/L", uln=200).term == "CPK increased"
    assert codes(one("CK", 900, "U/L", version="6.0", uln=200)) == {"lab_no_term"}


def test_fasting_glucose_has_limits_of_its_own_and_the_same_term():
    fasting, other = (one(test, 9, "mmol/L", version="6.0", lln=4, uln=6) for test in ("GLUCF", "GLUC"))
    assert (fasting.grade, fasting.term) == (2, "Hyperglycemia")
    assert other.grade == 0


def test_both_directions_are_kept_and_the_worse_decides():
    low = one("K", "2.2", "mmol/L", lln="3.5", uln="5.3")
    assert [(term.term, term.direction, term.grade) for term in low.terms] == [
        ("Hypokalemia", Direction.LOW, 4),
        ("Hyperkalemia", Direction.HIGH, 0),
    ]
    assert (low.term, low.grade, low.flag) == ("Hypokalemia", 4, BaselineFlag.LOW)


def test_without_a_range_only_what_is_certain_is_graded_and_the_reason_is_given():
    found = one("K", 4, "mmol/L")
    assert found.grade is None
    assert codes(found) >= {"lab_range_no_laboratory", "lab_lln_missing", "lab_uln_missing"}
    assert one("K", "2.4", "mmol/L").grade == 4


def test_a_term_without_numeric_limits_is_for_a_person_only_outside_the_range():
    limits = {"lln": "0.8", "uln": "1.5"}
    assert one("PHOS", 1, "mmol/L", **limits).grade == 0
    low = one("PHOS", "0.4", "mmol/L", **limits)
    assert (low.grade, low.flag) == (None, BaselineFlag.LOW)
    assert "lab_not_by_value" in codes(low)


def test_an_unknown_test_is_not_graded_and_says_so():
    assert codes(one("XYZ", 4)) == {"lab_test_unknown"}


class TestBaseline:
    def graded(self, *placed, version="5.0", **how):
        return grade(*(result("ALT", value, "U/L", at=at, uln=40) for value, at in placed), version=version, **how)

    def test_the_last_value_before_the_first_dose_is_the_baseline(self):
        found = self.graded((30, "2026-02-10 08:00"), (60, BEFORE), (100, AFTER))
        assert [item.is_baseline for item in found] == [False, True, False]
        assert found[2].baseline is found[1].result
        # v5.0, abnormal baseline: 100 is 1.67 times 60, hence grade 1; against the range it would be grade 1 of 40.
        assert found[2].terms[0].is_relative

    @pytest.mark.parametrize(("at", "is_baseline"), [
        ("2026-03-01", True), ("2026-03-02 08:59", True), ("2026-03-02 09:00", True),
        ("2026-03-02 09:01", False), (ON_DAY, False), ("2026-03", False), ("2026-02", True),
    ])  # fmt: skip
    def test_a_sample_that_can_be_later_than_the_first_dose_is_no_baseline(self, at, is_baseline):
        found = self.graded((200, at), (70, AFTER))
        assert found[0].is_baseline is is_baseline
        assert found[0].is_before is is_baseline

    def test_before_the_first_dose_the_range_alone_decides(self):
        found = self.graded((130, "2026-02-10 08:00"), (60, BEFORE))
        assert [item.grade for item in found] == [2, 1]
        assert "lab_before_first_dose" in codes(found[0])
        assert "lab_baseline_itself" in codes(found[1])
        assert [item.is_baseline for item in self.graded((60, BEFORE), first=None)] == [False]

    def test_each_version_compares_by_its_own_multiples(self):
        placed = ((60, BEFORE), (95, AFTER))
        assert self.graded(*placed)[1].grade == 1
        assert self.graded(*placed, version="6.0")[1].grade == 2

    def test_a_baseline_in_another_unit_is_converted(self):
        found = grade(
            result("CREAT", "0.5", "mg/dL", at=BEFORE, lln="0.6", uln="1.1"),
            result("CREAT", 70, "umol/L", at=AFTER, lln=53, uln=97),
        )
        assert found[1].grade == 2  # 70 > 1.5 x 44.2
        assert found[1].baseline is found[0].result

    def test_a_baseline_of_another_laboratory_is_judged_by_its_own_range(self):
        found = grade(
            result("ALT", 50, "U/L", at=BEFORE, uln=60),
            result("ALT", 90, "U/L", at=AFTER, uln=40),
        )
        assert found[1].grade == 1  # normal baseline: 90 is above 40, not above 120

    def test_a_baseline_below_the_method_starts_no_rise(self):
        found = grade(
            result("CREAT", "<60", "umol/L", at=BEFORE, lln=53, uln=97),
            result("CREAT", 95, "umol/L", at=AFTER, lln=53, uln=97),
        )
        assert found[1].grade == 0
        assert "lab_baseline_not_compared" in codes(found[1])

    def test_without_a_baseline_there_is_a_grade_only_where_it_makes_no_difference(self):
        assert self.graded((100, AFTER))[0].grade is None
        assert self.graded((30, AFTER))[0].grade is None


class TestSign:
    @pytest.mark.parametrize(
        ("test", "text", "unit", "limits", "expected", "code"),
        [
            ("NEUT", "<0.5", "10^9/L", {"lln": 2}, 4, None),
            ("NEUT", "<=0.5", "10^9/L", {"lln": 2}, 3, "lab_sign_at_least"),
            ("NEUT", "<0.6", "10^9/L", {"lln": 2}, 3, "lab_sign_at_least"),
            ("PLAT", "<5", "10^9/L", {"lln": 125}, 4, None),
            ("LDH", ">500", "U/L", {"uln": 250}, 1, None),
            ("APTT", ">180", "s", {"uln": 40}, 3, None),
            ("LDH", "<30", "U/L", {"uln": 250}, 0, "lab_sign_worst"),
            ("LDH", "<300", "U/L", {"uln": 250}, 1, "lab_sign_worst"),
            ("LDH", ">=250", "U/L", {"uln": 250}, 0, "lab_sign_at_least"),
            ("LDH", ">250", "U/L", {"uln": 250}, 1, None),
        ],
    )
    def test_a_value_beyond_the_method_has_the_grade_that_is_certain(self, test, text, unit, limits, expected, code):
        found = one(test, text, unit, **limits)
        assert found.grade == expected
        assert {"lab_sign_at_least", "lab_sign_worst"} & codes(found) == ({code} if code else set())
        if expected:
            assert found.reasons[0].numbers["value"] == text

    @pytest.mark.parametrize(
        ("text", "flag"), [("<5", None), ("<3", "LOW"), ("<=3", None), (">200", "HIGH"), (">10", None)]
    )
    def test_the_flag_is_given_only_where_the_sign_allows_it(self, text, flag):
        assert one("LDH", text, "U/L", lln=3, uln=100).flag == flag


class TestCalcium:
    def test_calcium_is_corrected_by_the_albumin_of_the_same_sample(self):
        # 2.0 + 0.02 x (40 - 25) = 2.3 mmol/L, within the range.
        found = grade(result("CA", "2.0", "mmol/L", lln="2.1", uln="2.6"), result("ALB", 25, "g/L", lln=35, uln=52))
        assert (found[0].value, found[0].grade) == (Decimal("2.3"), 0)
        assert "lab_calcium_corrected" in codes(found[0])

    def test_in_conventional_units_too_and_upwards(self):
        # 10.9 + 0.8 x (4.0 - 3.0) = 11.7 mg/dL: grade 2.
        found = grade(result("CA", "10.9", "mg/dL", lln="8.5", uln="10.5"), result("ALB", 3, "g/dL", lln="3.5", uln=5))
        assert (found[0].value, found[0].grade, found[0].term) == (Decimal("11.7"), 2, "Hypercalcemia")

    @pytest.mark.parametrize("albumin", [
        result("ALB", 25, "g/L", at="2026-03-09 09:00"), result("ALB", "<25", "g/L"), result("ALB", None, "g/L"),
        result("ALB", 25, "furlong"),
    ])  # fmt: skip
    def test_without_it_the_calcium_stands_as_reported_and_says_so(self, albumin):
        found = grade(result("CA", "2.0", "mmol/L", lln="2.1", uln="2.6"), albumin)
        assert (found[0].value, found[0].grade) == (Decimal("2.0"), 1)
        assert "lab_calcium_as_reported" in codes(found[0])

    def test_calcium_that_the_laboratory_corrected_is_not_corrected_again(self):
        found = grade(result("CACORR", "2.0", "mmol/L", lln="2.1", uln="2.6"), result("ALB", 25, "g/L"))
        assert (found[0].value, found[0].grade) == (Decimal("2.0"), 1)


def test_a_range_of_the_laboratory_grades_in_another_unit():
    ranges = [normal("HGB", "g/L", 130, 175, sex=Sex.MALE)]
    assert grade(result("HGB", "12.9", "g/dL", laboratory="Central"), ranges=ranges)[0].grade == 1
    assert grade(result("HGB", "13", "g/dL", laboratory="Central"), ranges=ranges)[0].grade == 0


NUMERIC = [
    (version, test.code, criterion)
    for version in VERSIONS
    for test in lab_tests().values()
    for criterion in criteria_of(version, test.code)
    if criterion.is_numeric
]


@given(data=st.data())
def test_the_grade_of_a_value_never_falls_as_the_value_worsens(data):
    version, code, criterion = data.draw(st.sampled_from(NUMERIC))
    test = lab_tests()[code]
    unit = data.draw(st.sampled_from(units_of_quantity(test.quantity)))
    rows = limits_of(version)[criterion.name.casefold()]
    absolute = [limit.number for row in rows for limit in row.limits if limit.of is Of.NOTHING] or [Decimal(100)]
    scale = max(absolute)
    lln = data.draw(st.sampled_from([None, scale * Decimal("0.8")]))
    uln = data.draw(st.sampled_from([None, scale * Decimal("0.9")]))
    values = data.draw(st.lists(st.integers(0, 4000), min_size=2, max_size=6).map(sorted))
    base = data.draw(st.sampled_from([None, Decimal(1), Decimal("0.5"), Decimal("0.1")]))
    before = [] if base is None else [result(code, scale * base, unit, at=BEFORE, lln=lln, uln=uln)]
    later = [
        result(code, scale * value / 1000, unit, at=f"2026-03-{10 + at} 08:00", lln=lln, uln=uln)
        for at, value in enumerate(values)
    ]
    found = grade(*before, *later, version=version)[len(before) :]
    grades = [
        term.grade
        for item in found
        for term in item.terms
        if term.direction is criterion.direction and term.grade is not None
    ]
    if criterion.direction is Direction.LOW:
        grades.reverse()
    if criterion.name != "Creatinine clearance decreased":  # below 10 mL/min the version says nothing
        assert grades == sorted(grades)


@given(
    # Never exactly on a limit: converting to 15 digits and back may miss it by one in the last.
    value=st.integers(1, 400).map(lambda tenth: Decimal(tenth) / 10 + Decimal("0.05")),
    test=st.sampled_from(["CREAT", "BILI", "ALT", "CK"]),
)
def test_a_multiple_of_the_range_grades_alike_in_every_unit(value, test):
    usual, quantity = lab_tests()[test].unit, lab_tests()[test].quantity
    uln = Decimal(10)
    expected = one(test, value, usual, lln=1, uln=uln).grade
    for unit in units_of_quantity(quantity):
        number, limit = (convert(quantity, item, usual, unit) for item in (value, uln))
        assert one(test, number, unit, lln=0, uln=limit).grade == expected
