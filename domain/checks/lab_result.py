"""Checks on a laboratory result."""

from collections.abc import Iterator
from datetime import datetime

from domain.laboratory.checking import check_result_values
from domain.reasons import Finding
from domain.records import LabResult
from domain.study import Study
from domain.terms import Severity


def check_lab_result(study: Study, result: LabResult, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a laboratory result.

    Args:
        study: as entered now.
        result: as it would be.
        now: moment of entry, aware.
    """
    return [
        *check_result_values(result, study.zone, now=now),
        *_check_dates(study, result),
        *_check_duplicates(study, result),
    ]


def _check_dates(study: Study, result: LabResult) -> Iterator[Finding]:
    zone, subject = study.zone, study.subject(result.subject_id)
    if result.taken_at.latest(zone).astimezone(zone).date() < subject.consent_date:
        yield Finding("taken_at", "before_consent", Severity.SOFT, {"consent": subject.consent_date})
    leaving = study.leaving(result.subject_id)
    if leaving is not None and result.taken_at.earliest(zone) > leaving.left_at:
        yield Finding("taken_at", "after_leaving", Severity.SOFT, {"at": leaving.left_at})


def _check_duplicates(study: Study, result: LabResult) -> Iterator[Finding]:
    """Two results of one test at one time can't both be right: the time of day, or a correction, is missing."""
    for other in study.results_of(result.subject_id):
        if (
            other.record_id != result.record_id
            and (other.test, other.taken_at) == (result.test, result.taken_at)
            and result.test.strip()
        ):
            given = "" if other.value is None else f"{other.sign}{other.value} {other.unit}".strip()
            yield Finding("taken_at", "lab_result_exists", numbers={"at": result.taken_at, "value": given or "–"})
            return
