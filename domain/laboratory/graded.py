"""Grades a subject's laboratory results by the pinned version, each with its range, baseline and reasons (AE-3).

A test may be graded in both directions, each by a term of its own. Before the first dose the range alone decides.
Not vectorised: numbers are exact and each answer has its reasons; equal questions are answered once.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from functools import lru_cache

from domain.laboratory.baseline import Baseline, find_baselines, is_before
from domain.laboratory.calcium import correct_calcium
from domain.laboratory.catalogue import LabTest, lab_tests
from domain.laboratory.graded_result import GradedResult
from domain.laboratory.ranges import RangeIndex, UsedRange, find_range, sample_days
from domain.laboratory.term_grades import Question, grade_terms, uses_baseline
from domain.reasons import Reason
from domain.records import LabResult, NormalRange
from domain.terms import Sex

CALCIUM, ALBUMIN = "CA", "ALB"
_NO_RANGE = UsedRange(None, None)
_AS_REPORTED = (Reason("lab_calcium_as_reported"),)


def grade_results(
    results: Iterable[LabResult],
    ranges: RangeIndex | Sequence[NormalRange],
    *,
    sex: Sex,
    first_dose_at: datetime | None,
    version: str,
    zone: tzinfo,
) -> tuple[GradedResult, ...]:
    """Every result of one subject with its grade, in the order given.

    Args:
        results: of the subject.
        ranges: of the laboratories; an index is made once for many subjects.
        sex: of the subject.
        first_dose_at: aware; None while nothing was given.
        version: of CTCAE.
        zone: of the site, in which the dates of the samples are.

    Raises:
        KeyError: there is no such version.
    """
    listed = tuple(results)
    index = ranges if isinstance(ranges, RangeIndex) else RangeIndex(ranges)
    return _Grader(listed, index, sex, first_dose_at, version, zone).grade_all()


class _Grader:
    """One subject's results on their way through: what they share."""

    def __init__(
        self,
        results: tuple[LabResult, ...],
        ranges: RangeIndex,
        sex: Sex,
        first_dose_at: datetime | None,
        version: str,
        zone: tzinfo,
    ) -> None:
        self.results, self.ranges, self.sex, self.version = results, ranges, sex, version
        self.first_dose_at, self.zone = first_dose_at, zone
        # Whether before the first dose, and of which days it can be: many results share a sample.
        self.samples = {
            at: (is_before(one, first_dose_at, zone), sample_days(one, zone))
            for at, one in {one.taken_at: one for one in results}.items()
        }
        self.albumin = {
            one.taken_at: one
            for one in results
            if one.test == ALBUMIN and one.value is not None and not one.sign and one.taken_at.is_full
        }
        self.baselines = {
            test: self._baseline(one)
            for test, one in find_baselines(results, first_dose_at, zone).items()
            if test in lab_tests()
        }

    def grade_all(self) -> tuple[GradedResult, ...]:
        tests, found = lab_tests(), []
        for one in self.results:
            test = tests.get(one.test)
            found.append(self._grade(one, test) if test else self._unknown(one))
        return tuple(found)

    def _unknown(self, one: LabResult) -> GradedResult:
        before, _ = self.samples[one.taken_at]
        reason = Reason("lab_test_unknown", {"test": one.test})
        return GradedResult(one, one.value, one.unit, None, None, None, before, False, None, (), (reason,))

    def _baseline(self, one: LabResult) -> Baseline:
        found = find_range(one, lab_tests()[one.test], self.ranges, self.sex, self.zone)
        value, _ = self._compared(one)
        return Baseline(one, value or Decimal(0), found if isinstance(found, UsedRange) else None)

    def _compared(self, one: LabResult) -> tuple[Decimal | None, tuple[Reason, ...]]:
        """The value to grade, and what is to be said of it."""
        if one.test != CALCIUM or one.value is None:
            return one.value, ()
        albumin = self.albumin.get(one.taken_at)
        if albumin is None or albumin.value is None or one.sign:
            return one.value, _AS_REPORTED
        corrected = correct_calcium(one.value, one.unit, albumin.value, albumin.unit)
        if corrected is None:
            return one.value, _AS_REPORTED
        said = {"value": corrected, "unit": one.unit, "reported": one.value}
        said |= {"albumin": albumin.value, "albumin_unit": albumin.unit}
        return corrected, (Reason("lab_calcium_corrected", said),)

    def _grade(self, one: LabResult, test: LabTest) -> GradedResult:
        before, days = self.samples[one.taken_at]
        value, notes = self._compared(one)
        found = find_range(one, test, self.ranges, self.sex, days)
        if isinstance(found, Reason):
            notes = (*notes, found)
            found = _NO_RANGE
        baseline = self.baselines.get(one.test)
        is_baseline = baseline is not None and baseline.result is one
        asks = uses_baseline(self.version, test.code)
        compare = baseline if asks and not before else None
        lln, uln = found.lln, found.uln
        flag, terms = grade_terms(
            Question(
                self.version,
                test.code,
                value,
                one.sign,
                one.unit,
                lln,
                uln,
                compare,
                asks and before,
                asks and is_baseline,
            )
        )
        if not terms:
            notes = (_no_term(test.name, self.version), *notes)
        shown = compare.result if compare else None
        return GradedResult(one, value, one.unit, lln, uln, flag, before, is_baseline, shown, terms, notes)


@lru_cache(maxsize=512)
def _no_term(test: str, version: str) -> Reason:
    return Reason("lab_no_term", {"test": test, "version": version})
