"""A laboratory result with its grade by each term, and which of them decides."""

from dataclasses import dataclass
from decimal import Decimal

from domain.ctcae.lab_value import BaselineFlag
from domain.ctcae.limits import Direction
from domain.reasons import Reason
from domain.records import LabResult


@dataclass(frozen=True, slots=True)
class TermGrade:
    """The grade of a result by one term.

    Attributes:
        grade: 1 to 4, 0 within limits, None can't be graded.
        reasons: why; never empty.
        unassumed: the grade without the assumption that ``grade`` rests on (``LabGrade``).
        is_relative: whether the criterion compares with the baseline, so that any grade is a worsening.
    """

    term: str
    direction: Direction
    grade: int | None
    reasons: tuple[Reason, ...]
    unassumed: int | None = None
    is_relative: bool = False


@dataclass(frozen=True, slots=True)
class GradedResult:
    """A result as it is graded.

    Attributes:
        value: as compared, in ``unit``; for calcium corrected for albumin where that is possible.
        lln: lower limit of normal in that unit.
        uln: upper limit of normal in that unit.
        flag: the value against the range; None where that can't be said.
        is_before: taken before the first dose for certain.
        is_baseline: the baseline of its test.
        baseline: the baseline that it was compared with, if any.
        terms: one a direction, low before high; () where the version grades nothing by the test.
        notes: what is to be said beside the grades: about the range, the sign, the albumin.
    """

    result: LabResult
    value: Decimal | None
    unit: str
    lln: Decimal | None
    uln: Decimal | None
    flag: BaselineFlag | None
    is_before: bool
    is_baseline: bool
    baseline: LabResult | None
    terms: tuple[TermGrade, ...]
    notes: tuple[Reason, ...]

    @property
    def worst(self) -> TermGrade | None:
        """The direction that decides: the highest grade, else one that can't be graded, else the first."""
        found: TermGrade | None = None
        for one in self.terms:
            if found is None or _weight(one) > _weight(found):
                found = one
        return found

    @property
    def grade(self) -> int | None:
        """The worse of the grades; None if nothing grades and a direction can't be judged."""
        worst = self.worst
        return worst.grade if worst else None

    @property
    def term(self) -> str:
        """The term to propose; "" below grade 1."""
        worst = self.worst
        return worst.term if worst and worst.grade else ""

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why, for the direction that decides; never empty."""
        worst = self.worst
        return (*worst.reasons, *self.notes) if worst else self.notes


def _weight(one: TermGrade) -> float:
    return 0.5 if one.grade is None else one.grade
