"""Results and ranges of one subject, written shortly."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from domain.laboratory.graded import grade_results
from domain.laboratory.graded_result import GradedResult
from domain.partial_date import PartialDate
from domain.records import LabResult, NormalRange
from domain.terms import Sex

ZONE = ZoneInfo("Asia/Shanghai")
FIRST_DOSE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 09:00 at the site
NOW = datetime(2026, 4, 1, tzinfo=UTC)


def number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def result(test: str, value: object, unit: str = "", at: str = "2026-03-09 08:00", **items: Any) -> LabResult:
    items.setdefault("record_id", f"{test}-{at}-{value}")
    items.setdefault("subject_id", "01-001")
    text = "" if value is None else str(value)
    sign = text[: len(text) - len(text.lstrip("<>="))]
    limits = {name: number(items.pop(name, None)) for name in ("lln", "uln")}
    taken_at = PartialDate.parse(at)
    return LabResult(
        test=test, value=number(text.lstrip("<>=") or None), sign=sign, unit=unit, taken_at=taken_at, **limits, **items
    )


def normal(test: str, unit: str, lln: object, uln: object, **items: Any) -> NormalRange:
    items.setdefault("valid_from", date(2025, 1, 1))
    items.setdefault("laboratory", "Central")
    items.setdefault("record_id", f"range-{items['laboratory']}-{test}-{items['valid_from']}-{items.get('sex', 'U')}")
    return NormalRange(test=test, unit=unit, lln=number(lln), uln=number(uln), **items)


def grade(
    *results: LabResult,
    ranges: Sequence[NormalRange] = (),
    version: str = "5.0",
    sex: Sex = Sex.MALE,
    first: datetime | None = FIRST_DOSE,
) -> tuple[GradedResult, ...]:
    return grade_results(results, ranges, sex=sex, first_dose_at=first, version=version, zone=ZONE)


def codes(one: GradedResult) -> set[str]:
    return {reason.code for reason in (*one.notes, *(reason for term in one.terms for reason in term.reasons))}
