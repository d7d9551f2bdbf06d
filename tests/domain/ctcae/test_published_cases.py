"""Laboratory grading against the published cases (admiral's, reproduced in R; see the file's own meta)."""

from decimal import Decimal
from typing import Any

import pytest

from domain.ctcae.grading import grade_lab
from domain.ctcae.lab_value import BaselineFlag, LabValue
from domain.ctcae.limits import Direction

HIGH_TERMS = ("increased", "eosinophilia")


def number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def lab_of(case: dict[str, Any]) -> LabValue:
    value, baseline, change = number(case["aval"]), number(case.get("base")), number(case.get("pchg"))
    if baseline is None and change is not None and value is not None:
        baseline = value / (1 + change / 100)
    flag = case.get("base_flag")
    is_high = case["direction"] == "H" if "direction" in case else case["term"].lower().endswith(HIGH_TERMS)
    return LabValue(
        case["term"] or "",
        Direction.HIGH if is_high else Direction.LOW,
        value,
        case.get("unit") or "",
        number(case.get("lln")),
        number(case.get("uln")),
        baseline,
        BaselineFlag(flag.split()[0]) if flag else None,
        is_baseline=case.get("is_baseline_row", False),
    )


def wrong(cases: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    answers = [(case, grade_lab(case["ctcae"], lab_of(case))) for case in cases]
    return [
        (case.get("id"), case["term"], case["aval"], case["expected"], answer.grade, answer.reasons)
        for case, answer in answers
        if answer.grade != (None if case["expected"] is None else int(case["expected"]))
    ]


def test_every_published_case_has_its_grade(shared_cases: Any) -> None:
    cases = shared_cases("labgrade")["rows"]
    assert len(cases) > 700
    assert wrong(cases) == []


def test_every_case_beyond_the_peers_has_its_grade(shared_cases: Any) -> None:
    cases = shared_cases("labgrade")["meta"]["extra_cases_required"]
    assert len(cases) == 7
    assert wrong(cases) == []


@pytest.mark.parametrize("place", ["rows"])
def test_what_can_not_be_graded_says_why(shared_cases: Any, place: str) -> None:
    for case in shared_cases("labgrade")[place]:
        answer = grade_lab(case["ctcae"], lab_of(case))
        assert answer.reasons
        assert answer.grade is not None or not answer.reasons[0].code.startswith("lab_met")
