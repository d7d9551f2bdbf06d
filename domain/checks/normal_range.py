"""Checks on a laboratory's normal range."""

from datetime import datetime, timedelta

from domain.laboratory.checking import check_range_values
from domain.reasons import Finding
from domain.records import NormalRange
from domain.study import Study
from domain.terms import Severity

_FAR_AHEAD = timedelta(days=366)


def check_normal_range(study: Study, one: NormalRange, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a normal range. One that begins later is no fault: laboratories announce them.

    Args:
        study: as entered now.
        one: as it would be.
        now: moment of entry, aware.
    """
    findings = check_range_values(one)
    if one.valid_from > (now + _FAR_AHEAD).astimezone(study.zone).date():
        findings.append(Finding("valid_from", "lab_range_far_ahead", Severity.SOFT))
    for other in study.normal_ranges:
        same = (_place(other) == _place(one)) and other.record_id != one.record_id
        if same:
            numbers = {"laboratory": one.laboratory, "from": one.valid_from, "lln": other.lln, "uln": other.uln}
            findings.append(Finding("valid_from", "lab_range_exists", numbers=numbers | {"unit": other.unit}))
            break
    return findings


def _place(one: NormalRange) -> tuple[object, ...]:
    return one.laboratory.strip().casefold(), one.test, one.sex, one.valid_from
