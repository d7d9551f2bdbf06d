"""From which value to which a test has which grade, for one range and baseline: the bands behind a trend.

The limits of the version say where a grade can change; the grade between two of them is asked of the same function that
grades the results, so that a band and a result never disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from domain.ctcae.criteria import Criteria, find_criteria
from domain.ctcae.lab_value import DIGITS
from domain.ctcae.limits import Limit, Of
from domain.laboratory.baseline import Baseline
from domain.laboratory.catalogue import Criterion, criteria_of, lab_tests
from domain.laboratory.graded_result import GradedResult
from domain.laboratory.ranges import UsedRange
from domain.laboratory.term_grades import Question, grade_terms
from domain.laboratory.units import convert


@dataclass(frozen=True)
class GradeBand:
    """A stretch of values with one grade; an end that is None is open."""

    low: Decimal | None
    high: Decimal | None
    grade: int


def derive_bands(version: str, like: GradedResult, baseline: GradedResult | None) -> tuple[GradeBand, ...]:
    """The bands of grade 1 and above by the range of a result, in its unit, lowest first.

    Args:
        version: of CTCAE.
        like: the result whose range and unit are used.
        baseline: of its test, where there is one and the result was compared with it.

    Raises:
        KeyError: there is no such version, or no such test.
    """
    compared = None
    if baseline is not None and baseline.value is not None and like.baseline is not None:
        compared = Baseline(baseline.result, baseline.value, UsedRange(baseline.lln, baseline.uln))
    asked = Question(
        version, like.result.test, None, "", like.unit, like.lln, like.uln, compared, like.baseline is None, False
    )
    ends = sorted({end for end in _ends(asked) if end > 0})
    bands: list[GradeBand] = []
    for low, high in zip((None, *ends), (*ends, None), strict=True):
        grade = _grade_of(asked, _between(low, high))
        if not grade:
            continue
        if bands and bands[-1].grade == grade and bands[-1].high == low:
            bands[-1] = GradeBand(bands[-1].low, high, grade)
        else:
            bands.append(GradeBand(low, high, grade))
    return tuple(bands)


def _ends(asked: Question) -> Iterator[Decimal]:
    """Every value at which the grade can change."""
    for criterion in criteria_of(asked.version, asked.test):
        if not criterion.is_numeric:
            continue
        unit, criteria = _read(asked, criterion)
        if criteria is None:
            continue
        listed = [limit for _, limits in criteria.levels for limit in limits]
        listed += [criteria.beyond] if criteria.beyond is not None else []
        ends = (_end(asked, limit, criteria.factor, unit) for limit in listed)
        yield from (end for end in ends if end is not None)
    yield from (limit for limit in (asked.lln, asked.uln) if limit is not None)


def _read(asked: Question, criterion: Criterion) -> tuple[str, Criteria | None]:
    """The limits of a term, and the unit they are read in: that of the result, or the usual one."""
    for unit in (asked.unit, lab_tests()[asked.test].unit):
        criteria = find_criteria(asked.version, criterion.name, criterion.direction, unit)
        if isinstance(criteria, Criteria):
            return unit, criteria
    return "", None


def _end(asked: Question, limit: Limit, factor: Decimal, unit: str) -> Decimal | None:
    """A limit in the unit of the result; None where what it is a multiple of is not known."""
    quantity = lab_tests()[asked.test].quantity
    of: Decimal | None
    match limit.of:
        case Of.NOTHING:
            return convert(quantity, DIGITS.divide(limit.number, factor), unit, asked.unit)
        case Of.ULN:
            of = asked.uln
        case Of.LLN:
            of = asked.lln
        case Of.BASELINE:
            known = asked.baseline
            of = convert(quantity, known.value, known.result.unit, asked.unit) if known else None
    if of is None:
        return None
    plus = convert(quantity, DIGITS.divide(limit.plus, factor), unit, asked.unit)
    return None if plus is None else DIGITS.add(DIGITS.multiply(of, limit.number), plus)


def _between(low: Decimal | None, high: Decimal | None) -> Decimal:
    if low is None:
        return DIGITS.divide(high, Decimal(2)) if high is not None else Decimal(1)
    return DIGITS.multiply(low, Decimal(2)) if high is None else DIGITS.divide(low + high, Decimal(2))


def _grade_of(asked: Question, value: Decimal) -> int:
    return max((one.grade or 0 for one in grade_terms(asked._replace(value=value)).terms), default=0)
