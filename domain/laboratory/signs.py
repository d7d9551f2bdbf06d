"""Grades a result beyond what the method measures: "<5", ">200", "<=5", ">=200".

On the side of safety: it is graded as the worst value that is certain, just below 5 or just above 200. That is the
grade it has at least where it worsens towards the open side; a higher one is then named as not ruled out. Where it
worsens towards the closed side, it is the worst it can be, and said to be so.
"""

from dataclasses import replace
from decimal import Decimal

from domain.ctcae.grading import LabGrade, grade_lab
from domain.ctcae.lab_value import LabValue
from domain.ctcae.limits import Direction
from domain.reasons import Reason

SIGNS = ("", "<", ">", "<=", ">=")
_NUDGE = {"<": 1 - Decimal("1e-9"), ">": 1 + Decimal("1e-9")}
_FAR = Decimal("1e9")


def grade_signed(version: str, lab: LabValue, sign: str) -> LabGrade:
    """The grade of a result with a sign.

    Raises:
        KeyError: there is no such version.
    """
    if lab.value is None or sign not in SIGNS:
        return LabGrade(None, (Reason("lab_sign_unknown", {"sign": sign}),))
    shown = f"{sign}{lab.value}"
    answer = grade_lab(version, replace(lab, value=lab.value * _NUDGE.get(sign, Decimal(1))))
    reasons = [
        Reason(reason.code, {**reason.numbers, "value": shown}, reason.source) if "value" in reason.numbers else reason
        for reason in answer.reasons
    ]
    is_open = (sign[0] == "<") is (lab.direction is Direction.LOW)
    if is_open:
        furthest = grade_lab(version, replace(lab, value=Decimal(0) if sign[0] == "<" else lab.value * _FAR))
        if furthest.grade != answer.grade:
            reasons.append(Reason("lab_sign_at_least", {"value": shown}))
    else:
        reasons.append(Reason("lab_sign_worst", {"value": shown}))
    return LabGrade(answer.grade, tuple(reasons), answer.unassumed)
