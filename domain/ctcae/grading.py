"""The grade of a laboratory result by one version of the CTCAE, with its reasons.

Each limit is passed, not passed, or can't be decided because something is missing. The grade is the highest whose limit
is passed. If none is passed and one can't be decided, there is no grade: never a guess. Numbers are compared exactly,
after rounding to 15 significant digits, so that a value computed elsewhere in binary does not miss its limit.

Where a grade rests on what a value can't show (symptoms, anticoagulation) the worst case is graded, and marked with the
grade without that assumption. Grade 5, and grades that ask for an intervention or for a consequence, are never given.

Source: NCI, CTCAE 5.0 and 6.0; the conventions on gaps and assumptions are in ``limits.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import ge, gt, le, lt

from domain.ctcae.criteria import Criteria, find_criteria
from domain.ctcae.lab_value import DIGITS, BaselineFlag, LabValue, convert_lab
from domain.ctcae.limits import Limit, Of, When
from domain.reasons import Reason
from domain.terms import Grade

_PASSES: dict[str, Callable[[Decimal, Decimal], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_NEEDED = {Of.ULN: "uln", Of.LLN: "lln", Of.BASELINE: "baseline"}
_FIVE = Decimal(5)
# Without any other assumption a person has to grade: the event is then not milder, only not numeric.
_MILDER_OTHERWISE = ("symptomatic", "on anticoagulation", "physiologic consequences", "no upper limit of baseline")


@dataclass(frozen=True, slots=True)
class LabGrade:
    """What a result comes to.

    Attributes:
        grade: 1 to 4, 0 within limits, None can't be graded.
        reasons: why; never empty.
        unassumed: the grade without the assumption, where ``grade`` rests on one; None also if that can't be graded.
    """

    grade: int | None
    reasons: tuple[Reason, ...]
    unassumed: int | None = None

    @property
    def is_assumed(self) -> bool:
        """Whether the grade rests on something that the value can't show."""
        return any(reason.code.startswith("lab_assumed_") for reason in self.reasons)


def grade_lab(version: str, lab: LabValue) -> LabGrade:
    """The grade of a laboratory result by a version.

    Raises:
        KeyError: there is no such version.
    """
    criteria = find_criteria(version, lab.term, lab.direction, lab.unit)
    if isinstance(criteria, Reason):
        return LabGrade(None, (criteria,))
    if lab.value is None:
        return LabGrade(None, (Reason("lab_value_missing"),))
    if not lab.value.is_finite() or lab.value < 0:
        return LabGrade(None, (Reason("lab_value_not_possible", {"value": lab.value}),))
    lab, faults = convert_lab(lab, criteria.factor)
    beyond = criteria.beyond
    if beyond is not None and _passes(beyond, lab, []):
        said = {"value": lab.value, "sign": beyond.sign, "bound": beyond.number, "version": version}
        return LabGrade(None, (Reason("lab_beyond", {**said, "unit": f" {criteria.unit}"}),))
    if lab.is_baseline or not criteria.depends_on_flag or lab.baseline_flag is not None:
        return _grade(criteria, lab, faults)
    # Not known whether the baseline was normal: there is a grade only if it makes no difference.
    normal = _grade(criteria, replace(lab, baseline_flag=BaselineFlag.NORMAL), faults)
    high = _grade(criteria, replace(lab, baseline_flag=BaselineFlag.HIGH), faults)
    if normal.grade is not None and normal.grade == high.grade:
        return high
    return LabGrade(None, (Reason("lab_baseline_flag_missing"),))


def _grade(criteria: Criteria, lab: LabValue, faults: dict[str, str]) -> LabGrade:
    """The highest grade whose limit is passed."""
    missing: list[str] = []
    passed = _highest(criteria, lab, missing, assuming=True)
    unknown = [Reason(code) for code in dict.fromkeys(faults.get(name, f"lab_{name}_missing") for name in missing)]
    baseline = _about_baseline(criteria, lab)
    if passed is None:
        if unknown:
            return LabGrade(None, tuple(unknown))
        lowest = criteria.levels[-1][0]
        lower = [Reason("lab_no_lower_grade", {"lowest": int(lowest)})] if lowest > Grade.MILD else []
        return LabGrade(0, (Reason("lab_within"), *lower, *baseline))
    reasons = [_met(criteria, passed, lab)]
    unassumed: int | None = None
    if passed.assumes:
        reasons.append(Reason(f"lab_assumed_{passed.assumes.replace(' ', '_')}"))
        if passed.assumes in _MILDER_OTHERWISE:
            unsure: list[str] = []
            milder = _highest(criteria, lab, unsure, assuming=False)
            unassumed = int(milder.grade) if milder else None if unsure else 0
            otherwise = "lab_otherwise_unknown" if unassumed is None else "lab_otherwise"
            reasons.append(Reason(otherwise, {"milder": unassumed}))
    if unknown:
        reasons += [Reason("lab_at_least"), *unknown]
    elif criteria.next_grade is not None and passed.grade is criteria.levels[0][0]:
        reasons.append(Reason("lab_needs_judgement", {"grade": int(criteria.next_grade)}))
    return LabGrade(int(passed.grade), (*reasons, *baseline), unassumed)


def _about_baseline(criteria: Criteria, lab: LabValue) -> list[Reason]:
    """What is to be said of a baseline that took no part."""
    if lab.is_baseline:
        return [Reason("lab_baseline_itself")]
    known = lab.baseline if criteria.adds_baseline is When.BASELINE_KNOWN else lab.baseline_flag
    return [Reason("lab_baseline_not_compared")] if criteria.adds_baseline and known is None else []


def _highest(criteria: Criteria, lab: LabValue, missing: list[str], *, assuming: bool) -> Limit | None:
    """The limit of the highest grade that is passed; ``missing`` takes what left a limit undecided on the way."""
    for _, limits in criteria.levels:
        for limit in limits:
            if (assuming or not limit.assumes) and _passes(limit, lab, missing):
                return limit
    return None


def _passes(limit: Limit, lab: LabValue, missing: list[str]) -> bool | None:
    """Whether a result passes a limit; None if that can't be decided, and ``missing`` takes what it lacks."""
    lacks: list[str] = []
    counts = True if limit.when is When.ALWAYS else _counts(limit.when, lab, lacks)
    if counts is False:
        return False
    bound = _bound(limit, lab)
    assert lab.value is not None
    if bound is None:
        if lab.is_baseline and limit.of is Of.BASELINE:
            return False
        lacks.append(_NEEDED[limit.of])
    elif not _PASSES[limit.sign](lab.value, bound):
        return False
    if not lacks:
        return True
    missing.extend(lacks)
    return None


def _bound(limit: Limit, lab: LabValue) -> Decimal | None:
    """The number that the value is compared with."""
    match limit.of:
        case Of.NOTHING:
            return limit.number
        case Of.ULN:
            origin = lab.uln
        case Of.LLN:
            origin = lab.lln
        case _:
            origin = None if lab.is_baseline else lab.baseline
    return None if origin is None else DIGITS.fma(limit.number, origin, limit.plus)


def _counts(when: When, lab: LabValue, lacks: list[str]) -> bool:
    """Whether a condition holds; if that can't be decided it is taken to, and ``lacks`` takes what it needs."""
    flag, baseline, value = lab.baseline_flag, lab.baseline, lab.value
    assert value is not None
    if lab.is_baseline:
        return when in (When.BASELINE_NORMAL, When.ABOVE_BASELINE)
    match when:
        case When.BASELINE_NORMAL:
            return flag is not BaselineFlag.HIGH
        case When.BASELINE_HIGH:
            return flag is BaselineFlag.HIGH
        case When.BASELINE_HIGH_TO_5_ULN:
            if flag is not BaselineFlag.HIGH:
                return False
            needed = [name for name, number in (("uln", lab.uln), ("baseline", baseline)) if number is None]
            lacks += needed
            return bool(needed) or (lab.uln is not None and baseline is not None and baseline <= _FIVE * lab.uln)
        case When.BASELINE_KNOWN:
            return baseline is not None
        case When.BASELINE_KNOWN_LOW:
            return flag is BaselineFlag.LOW
        case When.ABOVE_BASELINE:
            if baseline is None:
                lacks.append("baseline")
            return baseline is None or value > baseline
        case _:
            if lab.lln is None:
                lacks.append("lln")
            return lab.lln is None or value < lab.lln


def _met(criteria: Criteria, limit: Limit, lab: LabValue) -> Reason:
    unit = criteria.unit or lab.unit.strip()
    said: dict[str, object] = {
        "grade": int(limit.grade),
        "value": lab.value,
        "sign": limit.sign,
        "bound": _bound(limit, lab),
        "unit": f" {unit}" if unit else "",
    }
    if limit.of is Of.NOTHING:
        return Reason("lab_met", said)
    return Reason("lab_met_multiple", said | {"limit": limit.words})
