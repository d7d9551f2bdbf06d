"""The grades of one value by every term of its test. Laboratories round, so equal questions come again and again."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from domain.ctcae.criteria import Criteria, find_criteria
from domain.ctcae.grading import grade_lab
from domain.ctcae.lab_value import BaselineFlag, LabValue
from domain.ctcae.limits import Direction, Of, When, limits_of
from domain.laboratory.baseline import Baseline, flag_of, is_high, is_low
from domain.laboratory.catalogue import Criterion, criteria_of, lab_tests
from domain.laboratory.graded_result import TermGrade
from domain.laboratory.signs import grade_signed
from domain.laboratory.units import convert
from domain.reasons import Reason

_BEFORE = Reason("lab_before_first_dose")
_IN_RANGE = (Reason("lab_in_range"),)


class Question(NamedTuple):
    """What the grades of a value depend on.

    Attributes:
        value: as compared, in ``unit``, as the limits of its range are.
        baseline: what it is compared with; None before the first dose, or where no limit asks for it.
        before: taken before the first dose, where a limit asks for the baseline: the range alone decides.
        is_baseline: and the baseline itself.
    """

    version: str
    test: str
    value: Decimal | None
    sign: str
    unit: str
    lln: Decimal | None
    uln: Decimal | None
    baseline: Baseline | None
    before: bool
    is_baseline: bool


class Graded(NamedTuple):
    """The value against its range, and its grade by each term, low before high."""

    flag: BaselineFlag | None
    terms: tuple[TermGrade, ...]


@lru_cache(maxsize=16384)
def grade_terms(asked: Question) -> Graded:
    """The grades of a value.

    Raises:
        KeyError: there is no such version, or no such test.
    """
    flag = None
    if asked.value is not None:
        flag = flag_of(asked.value, asked.sign, asked.lln, asked.uln)
    terms = tuple(
        _by_limits(asked, one) if one.is_numeric else _judged(asked, one)
        for one in criteria_of(asked.version, asked.test)
    )
    return Graded(flag, terms)


@lru_cache(maxsize=512)
def uses_baseline(version: str, test: str) -> bool:
    """Whether a limit of a test asks for the baseline."""
    return any(_asks_for_baseline(version, one.name) for one in criteria_of(version, test) if one.is_numeric)


@lru_cache(maxsize=512)
def _asks_for_baseline(version: str, name: str) -> bool:
    return any(
        limit.of is Of.BASELINE or limit.when not in (When.ALWAYS, When.BELOW_LLN)
        for row in limits_of(version)[name.casefold()]
        for limit in row.limits
    )


def _by_limits(asked: Question, criterion: Criterion) -> TermGrade:
    """The grade by the numeric limits of a term."""
    direction, quantity = criterion.direction, lab_tests()[asked.test].quantity
    value, unit, lln, uln = asked.value, asked.unit, asked.lln, asked.uln
    criteria = find_criteria(asked.version, criterion.name, direction, unit)
    if isinstance(criteria, Reason) and criteria.code == "lab_unit_unknown" and value is not None:
        # The version has no limits in this unit (a raised hemoglobin in mmol/L): read in the usual one.
        usual = lab_tests()[asked.test].unit
        numbers = [None if one is None else convert(quantity, one, unit, usual) for one in (value, lln, uln)]
        if numbers[0] is not None:
            value, lln, uln = numbers
            unit = usual
            criteria = find_criteria(asked.version, criterion.name, direction, unit)
    number: Decimal | None = None
    flag: BaselineFlag | None = None
    baseline = asked.baseline
    if baseline is not None and isinstance(criteria, Criteria) and _asks_for_baseline(asked.version, criterion.name):
        flag = baseline.flag(needs_lln=criteria.adds_baseline is When.BASELINE_KNOWN_LOW)
        number = baseline.number(direction)
        number = None if number is None else convert(quantity, number, baseline.result.unit, unit)
    lab = LabValue(criterion.name, direction, value, unit, lln, uln, number, flag, asked.before)
    answer = grade_signed(asked.version, lab, asked.sign) if asked.sign else grade_lab(asked.version, lab)
    reasons = answer.reasons
    if not any(reason.numbers for reason in reasons):
        reasons = _shared(tuple(reason.code for reason in reasons))
    if asked.before and not asked.is_baseline:
        reasons = tuple(_BEFORE if reason.code == "lab_baseline_itself" else reason for reason in reasons)
    is_relative = bool(answer.grade) and "baseline" in str(reasons[0].numbers.get("limit", ""))
    return TermGrade(criterion.term, direction, answer.grade, reasons, answer.unassumed, is_relative)


def _judged(asked: Question, criterion: Criterion) -> TermGrade:
    """A term without numeric limits: nothing within the range, else for a person to grade."""
    term, direction, value = criterion.term, criterion.direction, asked.value
    if value is None:
        return TermGrade(term, direction, None, (Reason("lab_value_missing"),))
    away = is_low(value, asked.sign, asked.lln) if direction is Direction.LOW else is_high(value, asked.sign, asked.uln)
    if away is False:
        return TermGrade(term, direction, 0, _IN_RANGE)
    said = {"term": term, "version": asked.version}
    return TermGrade(term, direction, None, (Reason("lab_not_by_value", said),))


@lru_cache(maxsize=256)
def _shared(codes: tuple[str, ...]) -> tuple[Reason, ...]:
    """Reasons without numbers, made once: most results are within the limits, and say so in the same words."""
    return tuple(Reason(code) for code in codes)
