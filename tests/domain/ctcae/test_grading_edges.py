"""AE-3. The corners of laboratory grading: value 0, the lowest and the next grade, the unit that is said."""

from decimal import Decimal

import pytest

from domain.ctcae.catalogue import VERSIONS
from domain.ctcae.criteria import Criteria, find_criteria
from domain.ctcae.grading import grade_lab
from domain.ctcae.limits import limits_of
from domain.reasons import Reason
from tests.domain.ctcae.test_grading import codes, grade, result


def test_a_value_of_nothing_is_a_value() -> None:
    assert grade("5.0", "Neutrophil count decreased", 0, "10^9/L", lln="1.8") == 4
    assert grade("5.0", "CPK increased", 0, uln=100) == 0


# By hand from the workbooks: the lowest grade that goes beyond the highest numeric one and is not death.
@pytest.mark.parametrize(
    ("version", "term", "unit", "next_grade"),
    [
        ("5.0", "Anemia", "g/dL", 4),
        ("5.0", "Eosinophilia", "", 3),
        ("5.0", "Leukocytosis", "10^9/L", 4),
        ("5.0", "Methemoglobinemia", "", 3),
        ("5.0", "Pancreatic enzymes decreased", "", 2),
        ("5.0", "Acidosis", "pH", 4),
        ("5.0", "Hyperuricemia", "", 4),
        ("5.0", "Lymphocyte count increased", "10^9/L", None),
        ("5.0", "Hypokalemia", "mmol/L", None),
        ("5.0", "Neutrophil count decreased", "10^9/L", None),
        ("6.0", "Pancreatic insufficiency", "", 2),
        ("6.0", "Hyperglycemia", "mg/dL", None),
        ("6.0", "Creatinine clearance decreased", "mL/min", None),
    ],
)
def test_the_grade_beyond_the_numbers_is_the_next_that_a_person_may_give(
    version: str, term: str, unit: str, next_grade: int | None
) -> None:
    (direction,) = {row.direction for row in limits_of(version)[term.casefold()]}
    criteria = find_criteria(version, term, direction, unit)
    assert isinstance(criteria, Criteria)
    assert criteria.next_grade == next_grade


# Where the lowest numeric grade is above 1, "within limits" does not speak of the grades below it.
@pytest.mark.parametrize(
    ("version", "term", "value", "unit", "lowest"),
    [
        ("5.0", "Leukocytosis", 50, "10^9/L", 3),
        ("5.0", "Lymphocyte count increased", 3, "10^9/L", 2),
        ("6.0", "Hyperglycemia", 200, "mg/dL", 3),
        ("6.0", "Creatinine clearance decreased", 80, "mL/min", 2),
    ],
)
def test_a_value_below_the_lowest_numeric_grade_says_which_that_is(
    version: str, term: str, value: int, unit: str, lowest: int
) -> None:
    answer = grade_lab(version, result(term, value, unit))
    assert answer.grade == 0
    assert answer.reasons[1] == Reason("lab_no_lower_grade", {"lowest": lowest})


def test_a_value_within_limits_whose_lowest_grade_is_1_says_only_that() -> None:
    assert codes(grade_lab("5.0", result("Anemia", 13, "g/dL", lln=12))) == ["lab_within"]
    assert codes(grade_lab("5.0", result("CPK increased", 90, uln=100))) == ["lab_within"]


def test_the_reason_names_the_unit_of_the_limits_or_where_they_have_none_the_one_given() -> None:
    by_limit = grade_lab("5.0", result("Anemia", 70, "g/L", lln=120)).reasons[0].numbers
    by_result = grade_lab("5.0", result("CPK increased", 300, " U/L ", uln=100)).reasons[0].numbers
    without = grade_lab("5.0", result("CPK increased", 300, uln=100)).reasons[0].numbers
    assert (by_limit["value"], by_result["value"]) == (Decimal(70), Decimal(300))
    assert (by_limit["unit"], by_result["unit"], without["unit"]) == (" g/L", " U/L", "")


def test_a_term_of_one_row_refuses_the_other_direction_by_its_name() -> None:
    (row,) = limits_of("5.0")["cpk increased"]
    other = next(one for one in type(row.direction) if one is not row.direction)
    found = find_criteria("5.0", "CPK increased", other, "U/L")
    assert isinstance(found, Reason)
    assert found.numbers == {"term": "CPK increased", "right": row.direction.value, "given": other.value}


def test_without_anticoagulation_an_inr_above_its_baseline_alone_is_no_grade() -> None:
    answer = grade_lab("5.0", result("INR increased", "1.0", baseline="0.9"))
    assert (answer.grade, answer.unassumed) == (1, 0)
    assert codes(answer) == ["lab_met_multiple", "lab_assumed_on_anticoagulation", "lab_otherwise"]
    assert grade_lab("5.0", result("INR increased", "1.6", baseline="1.0")).unassumed is None
    assert grade_lab("5.0", result("INR increased", "1.3", baseline="0.8")).unassumed == 1


def test_a_limit_says_what_it_is_a_multiple_of() -> None:
    limits = [one for version in VERSIONS for rows in limits_of(version).values() for row in rows for one in row.limits]
    said = {one.words for one in limits}
    assert {"0.75 × LLN", "3.0 × ULN", "1.5 × baseline", "LLN", "ULN", "ULN + 2"} <= said
    assert not [one for one in said if one.count("×") > 1]


@pytest.mark.parametrize(
    ("term", "given", "unit"), [("Acidosis", "pH", ""), ("Anemia", "g/L", "g/L"), ("CPK increased", "U/L", "")]
)
def test_what_has_no_unit_of_its_own_is_shown_without(term: str, given: str, unit: str) -> None:
    criteria = find_criteria("5.0", term, limits_of("5.0")[term.casefold()][0].direction, given)
    assert isinstance(criteria, Criteria)
    assert criteria.unit == unit
