"""AE-3. Laboratory grading: values written by hand from the workbooks, what is missing, and properties."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.ctcae.catalogue import VERSIONS, terms_of
from domain.ctcae.grading import LabGrade, grade_lab
from domain.ctcae.lab_value import BaselineFlag, LabValue
from domain.ctcae.limits import Direction, limits_of
from domain.ctcae.units import units_of
from ui.sentences import SENTENCES

ALT, AST = "Alanine aminotransferase increased", "Aspartate aminotransferase increased"
BILIRUBIN, ALP, GGT = "Blood bilirubin increased", "Alkaline phosphatase increased", "GGT increased"


def result(term: str, value: object, unit: str = "", **known: Any) -> LabValue:
    names = {row.name.casefold(): row.direction for v in VERSIONS for rows in limits_of(v).values() for row in rows}
    flag = known.pop("flag", None)
    known = {name: Decimal(str(number)) if name != "is_baseline" else number for name, number in known.items()}
    direction = names.get(term.casefold(), Direction.HIGH)
    number = None if value is None else Decimal(str(value))
    return LabValue(term, direction, number, unit, baseline_flag=flag and BaselineFlag(flag), **known)


def grade(version: str, *args: object, **known: object) -> int | None:
    return grade_lab(version, result(*args, **known)).grade  # type: ignore[arg-type]


def codes(answer: LabGrade) -> list[str]:
    return [reason.code for reason in answer.reasons]


BOTH = [  # term, unit, range and baseline, value:grade
    ("Anemia", "g/dL", {"lln": 12}, "12:0 11.9:1 10.0:1 9.9:2 8.0:2 7.9:3 3:3"),
    ("Anemia", "g/L", {"lln": 120}, "120:0 119:1 100:1 99:2 80:2 79:3"),
    ("Anemia", "mmol/L", {"lln": "7.5"}, "7.5:0 6.2:1 6.1:2 4.9:2 4.8:3"),
    ("White blood cell decreased", "/mm3", {"lln": 4000}, "4000:0 3000:1 2999:2 2000:2 1000:3 999:4"),
    ("CD4 lymphocytes decreased", "/uL", {"lln": 600}, "599:1 500:1 499:2 200:2 199:3 50:3 49:4"),
    ("Leukocytosis", "10^9/L", {}, "100:0 100.1:3"),
    ("Lymphocyte count increased", "/mm3", {}, "4000:0 4001:2 20000:2 20001:3"),
    ("Activated partial thromboplastin time prolonged", "s", {"uln": 36}, "36:0 36.1:1 54:1 54.1:2 90:2 90.1:3"),
    ("Cholesterol high", "mg/dL", {"uln": 200}, "200:0 300:1 301:2 400:2 500:3 501:4"),
    ("Cholesterol high", "mmol/L", {"uln": "5.2"}, "7.75:1 7.76:2 10.34:2 12.92:3 12.93:4"),
    ("Fibrinogen decreased", "g/L", {"lln": 2, "baseline": "2.1"}, "2:0 1.99:1 1.5:2 1.0:3 0.6:3 0.49:4"),
    ("INR increased", "", {"baseline": 9}, "1.2:0 1.21:1 1.5:1 1.51:2 2.5:2 2.51:3"),
    ("Hypercalcemia", "mg/dL", {"uln": "10.5"}, "10.5:0 11.5:1 11.6:2 12.5:2 13.5:3 13.6:4"),
    ("Hypercalcemia", "mmol/L", {"uln": "2.6"}, "2.6:0 2.9:1 3.1:2 3.4:3 3.41:4"),
    ("Hypercalcemia", "mEq/L", {"uln": "5.2"}, "5.2:0 5.8:1 5.82:2 6.82:4"),
    ("Hypercalcemia (ionized)", "mmol/L", {"uln": "1.3"}, "1.3:0 1.5:1 1.6:2 1.8:3 1.81:4"),
    ("Hypocalcemia", "mg/dL", {"lln": "8.5"}, "8.5:0 8.0:1 7.9:2 7.0:2 6.0:3 5.9:4"),
    ("Hypocalcemia", "mmol/L", {"lln": "2.15"}, "2.0:1 1.99:2 1.75:2 1.5:3 1.49:4"),
    ("Hypocalcemia (ionized)", "mmol/L", {"lln": "1.15"}, "1.0:1 0.9:2 0.8:3 0.79:4"),
    ("Hyperkalemia", "mEq/L", {"uln": 5}, "5:0 5.1:1 5.5:1 5.6:2 6.0:2 7.0:3 7.1:4"),
    ("Hypokalemia", "mmol/L", {"lln": "3.5"}, "3.5:0 3.4:2 3.0:2 2.9:3 2.5:3 2.4:4"),
    ("Hypernatremia", "mmol/L", {"uln": 145}, "145:0 150:1 151:2 155:2 160:3 161:4"),
    ("Hyponatremia", "mmol/L", {"lln": 135}, "135:0 134:1 130:1 129:3 124:3 120:3 119:4"),
    ("Hypermagnesemia", "mg/dL", {"uln": "2.4"}, "2.4:0 3.0:1 3.1:3 8.0:3 8.1:4"),
    ("Hypermagnesemia", "mmol/L", {"uln": "0.95"}, "1.23:1 1.24:3 3.30:3 3.31:4"),
    ("Hypomagnesemia", "mg/dL", {"lln": "1.6"}, "1.2:1 1.1:2 0.9:2 0.8:3 0.7:3 0.6:4"),
    ("Hypomagnesemia", "mmol/L", {"lln": "0.7"}, "0.5:1 0.4:2 0.3:3 0.29:4"),
    ("Hypertriglyceridemia", "mg/dL", {}, "150:0 151:1 300:1 500:2 1000:3 1001:4"),
    ("Hypertriglyceridemia", "mmol/L", {}, "1.71:0 3.42:1 5.7:2 11.4:3 11.41:4"),
    ("Hyperuricemia", "mg/dL", {"uln": 7}, "7:0 7.1:3"),
    ("Hypoalbuminemia", "g/dL", {"lln": "3.5"}, "3.5:0 3:1 2.9:2 2:2 1.9:3"),
    ("Hypoalbuminemia", "g/L", {"lln": 35}, "30:1 29:2 20:2 19:3"),
    ("Hypoglycemia", "mg/dL", {"lln": 70}, "70:0 55:1 54:2 40:2 30:3 29:4"),
    ("Hypoglycemia", "mmol/L", {"lln": "3.9"}, "3.0:1 2.9:2 2.2:2 1.7:3 1.6:4"),
    ("Acidosis", "", {"lln": "7.35"}, "7.35:0 7.34:1 7.3:1 7.29:3"),
    ("Alkalosis", "", {"uln": "7.45"}, "7.45:0 7.5:1 7.51:3"),
    ("Serum amylase increased", "U/L", {"uln": 100}, "100:0 150:1 151:2 200:2 201:3 500:3 501:4"),
    ("Blood lactate dehydrogenase increased", "U/L", {"uln": 250}, "250:0 251:1 9999:1"),
    ("Hemoglobin increased", "g/dL", {"uln": 16}, "16:0 16.1:1 18:1 18.1:2 20:2 20.1:3"),
]  # fmt: skip
FIVE = [
    ("Neutrophil count decreased", "10^9/L", {"lln": "1.8"}, "1.8:0 1.7:1 1.5:1 1.0:2 0.5:3 0.49:4"),
    ("Platelet count decreased", "/mm3", {"lln": 150000}, "75000:1 74999:2 50000:2 25000:3 24999:4"),
    ("Lymphocyte count decreased", "10^9/L", {"lln": 1}, "0.9:1 0.8:1 0.5:2 0.2:3 0.19:4"),
    (ALT, "U/L", {"uln": 40, "flag": "NORMAL"}, "40:0 41:1 120:1 121:2 200:2 800:3 801:4"),
    (ALT, "U/L", {"uln": 40, "baseline": 60, "flag": "HIGH"}, "89:0 90:1 180:1 300:2 1200:3 1201:4"),
    (BILIRUBIN, "umol/L", {"uln": 20, "flag": "LOW"}, "20:0 30:1 31:2 60:2 200:3 201:4"),
    (BILIRUBIN, "umol/L", {"uln": 20, "baseline": 30, "flag": "HIGH"}, "30:0 31:1 45:1 90:2 300:3 301:4"),
    (ALP, "U/L", {"uln": 100, "baseline": 200, "flag": "HIGH"}, "399:0 400:1 500:1 501:2 1000:2 4001:4"),
    (GGT, "U/L", {"uln": 40, "baseline": 40, "flag": "HIGH"}, "79:0 80:1 101:2 201:3 801:4"),
    ("CPK increased", "U/L", {"uln": 100}, "100:0 250:1 500:2 1000:3 1001:4"),
    ("Creatinine increased", "umol/L", {"uln": 100, "baseline": 60}, "90:0 91:2 180:2 181:3 600:3 601:4"),
    ("Lipase increased", "U/L", {"uln": 100}, "150:1 200:2 201:3 500:3 501:4"),
]  # fmt: skip
SIX = [
    ("Neutrophil count decreased", "10^9/L", {}, "1.5:0 1.49:1 1.0:1 0.5:2 0.1:3 0.09:4"),
    ("Thrombocytopenia", "10^3/uL", {"lln": 150}, "150:0 75:1 74:2 50:2 10:3 9.9:4"),
    (AST, "U/L", {"uln": 40, "flag": "LOW"}, "40:0 120:1 200:2 800:3 801:4"),
    (AST, "U/L", {"uln": 40, "baseline": 60, "flag": "HIGH"}, "59:0 60:1 90:1 91:2 120:2 240:3 241:4"),
    (BILIRUBIN, "umol/L", {"uln": 20, "baseline": 30, "flag": "HIGH"}, "29:0 30:1 45:1 75:2 76:3 301:4"),
    (GGT, "U/L", {"uln": 40, "baseline": 60, "flag": "HIGH"}, "60:1 91:2 180:2 181:3 600:3 601:4"),
    (ALP, "U/L", {"uln": 100, "baseline": 120}, "110:0 120:0 121:1 9000:1"),
    ("Creatinine increased", "umol/L", {"uln": 100, "baseline": 40, "flag": "LOW"}, "60:0 61:2 120:2 121:3"),
    ("Creatinine increased", "umol/L", {"uln": 100, "baseline": 60, "flag": "NORMAL"}, "100:0 150:1 151:2 301:3 601:4"),
    ("Creatinine clearance decreased", "mL/min", {}, "50:0 49:2 26:2 25:3 10:3 9.9:-"),
    ("Lipase increased", "U/L", {"uln": 100}, "150:1 300:2 301:3 500:3 501:4"),
    ("Hyperglycemia (fasting)", "mg/dL", {"uln": 100}, "100:0 160:1 250:2 500:3 501:4"),
    ("Hyperglycemia (fasting)", "mmol/L", {"uln": "5.6"}, "8.9:1 13.9:2 27.8:3 27.9:4"),
    ("Hyperglycemia", "mg/dL", {"uln": 100}, "250:0 251:3 500:3 501:4"),
    ("HDL decreased", "mmol/L", {"lln": 1}, "1:0 0.9:1"),
    ("LDL increased", "mmol/L", {"uln": 3}, "3:0 3.1:1"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("version", "term", "unit", "known", "pairs"),
    [("5.0", *case) for case in (*BOTH, *FIVE)] + [("6.0", *case) for case in (*BOTH, *SIX)],
)
def test_the_grades_that_the_workbook_gives(
    version: str, term: str, unit: str, known: dict[str, object], pairs: str
) -> None:
    expected = [pair.split(":") for pair in pairs.split()]
    answers = [(value, grade(version, term, value, unit, **known)) for value, _ in expected]
    assert answers == [(value, None if told == "-" else int(told)) for value, told in expected]


@pytest.mark.parametrize(
    ("lab", "code"),
    [
        (result("Anemia", None, "g/L", lln=120), "lab_value_missing"),
        (result("Anemia", -1, "g/L", lln=120), "lab_value_not_possible"),
        (result("Anemia", "NaN", "g/L", lln=120), "lab_value_not_possible"),
        (result("Anemia", 119, "", lln=120), "lab_unit_missing"),
        (result("Anemia", 119, "mg", lln=120), "lab_unit_unknown"),
        (result("Anemia", 119, "g/L"), "lab_lln_missing"),
        (result("CPK increased", 119), "lab_uln_missing"),
        (result("CPK increased", 119, uln=0), "lab_uln_not_positive"),
        (result(ALT, 119, uln=40, flag="HIGH"), "lab_baseline_missing"),
        (result(ALT, 119, uln=40), "lab_baseline_flag_missing"),
        (result("Nausea", 3), "lab_not_by_value"),
        (result("Hyperglycemia", 14, "mmol/L"), "lab_not_by_value"),
        (result("Hyperglycemia (fasting)", 14, "mmol/L"), "lab_not_by_value"),
        (result("Thrombocytopenia", 14, "10^9/L"), "lab_term_other_version"),
        (result("No such term", 14), "lab_term_unknown"),
        (result("", 14), "lab_term_missing"),
        (replace(result("Anemia", 80, "g/L"), direction=Direction.HIGH), "lab_wrong_direction"),
    ],
)
def test_what_can_not_be_graded_says_why(lab: LabValue, code: str) -> None:
    answer = grade_lab("5.0", lab)
    assert answer.grade is None
    assert codes(answer) == [code]


def test_a_version_that_is_not_known_is_refused() -> None:
    with pytest.raises(KeyError):
        grade_lab("4.03", result("Anemia", 80, "g/L"))


def test_without_a_baseline_flag_there_is_a_grade_only_if_it_makes_no_difference() -> None:
    assert grade("5.0", ALT, 130, uln=40, baseline=41) == 2
    assert grade("5.0", ALT, 39, uln=40, baseline=41) == 0
    assert grade("5.0", ALT, 41, uln=40, baseline=41) is None


def test_the_baseline_itself_is_graded_by_the_range_alone() -> None:
    assert grade("5.0", ALT, 60, uln=40, baseline=60, flag="HIGH", is_baseline=True) == 1
    assert grade("5.0", ALT, 60, uln=40, is_baseline=True) == 1
    assert grade("6.0", ALP, 120, uln=100, is_baseline=True) == 1
    assert grade("5.0", "INR increased", 1, is_baseline=True) == 0


def test_what_a_value_can_not_show_is_assumed_and_marked() -> None:
    answer = grade_lab("5.0", result("Hypokalemia", "3.2", "mmol/L", lln="3.5"))
    assert (answer.grade, answer.unassumed, answer.is_assumed) == (2, 1, True)
    assert codes(answer) == ["lab_met_multiple", "lab_assumed_symptomatic", "lab_otherwise"]
    firm = grade_lab("5.0", result("Hypokalemia", "2.9", "mmol/L", lln="3.5"))
    assert (firm.grade, firm.is_assumed) == (3, False)
    assert grade_lab("6.0", result("Lipase increased", 501, uln=100)).unassumed == 3
    assert grade_lab("5.0", result("Hyponatremia", "127", "mmol/L", lln=135)).unassumed == 2
    assert not grade_lab("5.0", result("Hyponatremia", "124", "mmol/L", lln=135)).is_assumed


def test_version_6_limits_grade_3_by_baseline_to_five_times_uln_and_the_excess_is_marked() -> None:
    assert not grade_lab("6.0", result(ALT, 401, uln=40, baseline=200, flag="HIGH")).is_assumed
    above = grade_lab("6.0", result(ALT, 403, uln=40, baseline=201, flag="HIGH"))
    assert (above.grade, above.unassumed, above.is_assumed) == (3, 2, True)


def test_a_grade_that_could_be_higher_says_so() -> None:
    answer = grade_lab("5.0", result("Creatinine increased", 200, baseline=60))
    assert answer.grade == 3
    assert codes(answer)[1:] == ["lab_at_least", "lab_uln_missing"]


@pytest.mark.parametrize("version", VERSIONS)
def test_creatinine_without_a_baseline_is_graded_by_the_range_and_says_so(version: str) -> None:
    within, met = (grade_lab(version, result("Creatinine increased", value, uln=100)) for value in (100, 160))
    assert (within.grade, met.grade) == (0, 2)
    assert codes(within)[-1] == codes(met)[-1] == "lab_baseline_not_compared"


def test_the_next_grade_is_left_to_a_person_where_it_is_not_numeric() -> None:
    assert codes(grade_lab("5.0", result("Anemia", 70, "g/L", lln=120))) == ["lab_met", "lab_needs_judgement"]
    assert codes(grade_lab("5.0", result("Leukocytosis", 100, "10^9/L"))) == ["lab_within", "lab_no_lower_grade"]


def test_binary_noise_does_not_miss_a_limit() -> None:
    assert grade("5.0", "Hyperkalemia", 5.5 + 2**-50, "mmol/L", uln=5) == 1
    assert grade("5.0", "Fibrinogen decreased", 0.1 + 0.2 + 1.2, "g/L", lln=2, baseline=9) == grade(
        "5.0", "Fibrinogen decreased", "1.5", "g/L", lln=2, baseline=9
    )


@pytest.mark.parametrize(
    ("term", "one", "other"),
    [
        ("Neutrophil count decreased", ("990", "/uL", 1800), ("0.99", "x10⁹/L", "1.8")),
        ("Platelet count decreased", ("49000", "/mm^3", 150000), ("49", "10*3/µL", 150)),
        ("Hypokalemia", ("2.9", "mEq/L", "3.5"), ("2.9", "MMOL/L", "3.5")),
        ("Hypocalcemia (ionized)", ("3.96", "mg/dL", "4.6"), ("0.99", "mmol/L", "1.15")),
        ("Fibrinogen decreased", ("49", "mg/dL", 200), ("0.49", "g/L", 2)),
    ],
)
def test_a_unit_does_not_change_the_grade(term: str, one: tuple[Any, ...], other: tuple[Any, ...]) -> None:
    first, second = (grade("5.0", term, value, unit, lln=lln) for value, unit, lln in (one, other))
    assert first == second is not None


AMOUNTS = st.decimals(min_value=0, max_value=2000, places=2)
TESTS = [(version, rows[0]) for version in VERSIONS for rows in limits_of(version).values()]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, LabValue, LabValue]:
    """A result, and the same with a value that is as bad or worse."""
    version, row = draw(st.sampled_from(TESTS))
    unit = draw(st.sampled_from(units_of(row.measure) if row.measure else ("U/L",)))
    limits = [limit.number for one in limits_of(version)[row.name.casefold()] for limit in one.limits]
    near = st.sampled_from(limits).flatmap(lambda limit: st.sampled_from([limit, limit + Decimal("0.01"), limit * 2]))
    amount = st.one_of(AMOUNTS, near)
    low, high = sorted((draw(amount), draw(amount)))
    maybe = st.one_of(st.none(), amount)
    flag, is_baseline = draw(st.sampled_from([None, *BaselineFlag])), draw(st.booleans())
    lab = LabValue(row.name, row.direction, low, unit, draw(maybe), draw(maybe), draw(maybe), flag, is_baseline)
    worse = replace(lab, value=high)
    return (version, lab, worse) if row.direction is Direction.HIGH else (version, worse, lab)


@given(pairs())
def test_the_grade_never_falls_as_the_value_worsens(pair: tuple[str, LabValue, LabValue]) -> None:
    version, lab, worse = pair
    before, after = grade_lab(version, lab).grade, grade_lab(version, worse).grade
    assume(before is not None and after is not None)
    assert before is not None
    assert after is not None
    assert before <= after


@given(pairs())
def test_every_answer_has_reasons_with_words_and_a_grade_that_exists(pair: tuple[str, LabValue, LabValue]) -> None:
    version, lab, _ = pair
    answer = grade_lab(version, lab)
    assert answer.reasons
    for reason in answer.reasons:
        assert SENTENCES[reason.code].format(**reason.numbers)
    term = terms_of(version)[limits_of(version)[lab.term.casefold()][0].term]
    assert not answer.grade or answer.grade in term.grades


@given(pairs(), st.sampled_from(["lln", "uln", "baseline", "baseline_flag"]))
def test_knowing_less_never_turns_a_grade_into_a_higher_one(pair: tuple[str, LabValue, LabValue], name: str) -> None:
    version, lab, _ = pair
    full, less = grade_lab(version, lab).grade, grade_lab(version, replace(lab, **{name: None})).grade
    assert full is None or less is None or less <= full
