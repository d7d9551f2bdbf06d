"""Checks on a deviation that a person types, or answers for (SUB-9)."""

from datetime import datetime

from domain.checks.personal import check_free_texts
from domain.reasons import Finding
from domain.records import Deviation
from domain.study import Study
from domain.terms import Severity


def check_deviation(study: Study, deviation: Deviation, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a deviation.

    Args:
        study: as entered now.
        deviation: as it would be; without a subject it is of the study as a whole.
        now: moment of entry, aware.
    """
    findings = check_free_texts(deviation)
    if deviation.occurred_on > now.astimezone(study.zone).date():
        findings.append(Finding("occurred_on", "in_future"))
    others = [one for one in study.deviations if one.record_id != deviation.record_id]
    if any(_same(one, deviation) for one in others):
        numbers = {"on": deviation.occurred_on}
        findings.append(Finding("description", "deviation_exists", Severity.SOFT, numbers))
    return findings


def _same(one: Deviation, other: Deviation) -> bool:
    def said(each: Deviation) -> tuple[object, ...]:
        return each.subject_id, each.code, each.about_id, each.occurred_on, each.description.strip().casefold()

    return said(one) == said(other)
