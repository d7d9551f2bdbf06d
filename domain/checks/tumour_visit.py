"""Checks on a tumour assessment: its place among the others, first dose, death and the schedule of scans."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from domain.reasons import Finding
from domain.records import TumourVisit
from domain.records.response import BASELINE
from domain.response.imaging import nearest_scan
from domain.response.imaging_schedule import BASELINE_DAYS
from domain.response.of_study import plan_of, visits_of
from domain.response.survival_dates import survival_dates
from domain.study import Study
from domain.terms import Severity


def check_tumour_visit(study: Study, visit: TumourVisit, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a tumour assessment. A scan outside its window asks why, and is a deviation.

    Args:
        study: as entered now.
        visit: as it would be.
        now: moment of entry, aware.
    """
    findings: list[Finding] = []
    if visit.visit_number < BASELINE:
        findings.append(Finding("visit_number", "visit_number"))
    if visit.scanned_on > now.astimezone(study.zone).date():
        findings.append(Finding("scanned_on", "in_future"))
    others = [one for one in study.tumour_visits_of(visit.subject_id) if one.record_id != visit.record_id]
    if any(one.visit_number == visit.visit_number for one in others):
        findings.append(Finding("visit_number", "tumour_visit_exists", numbers={"visit": visit.visit_number}))
    return [
        *findings,
        *_check_order(visit, others),
        *_check_treatment(study, visit),
        *_check_method(visit, others),
    ]


def _check_order(visit: TumourVisit, others: list[TumourVisit]) -> Iterator[Finding]:
    baseline = next((one for one in others if one.visit_number == BASELINE), None)
    if visit.visit_number > BASELINE and baseline is None:
        yield Finding("visit_number", "baseline_missing", Severity.SOFT)
    elif visit.visit_number > BASELINE and baseline is not None and visit.scanned_on < baseline.scanned_on:
        numbers = {"visit": visit.visit_number, "on": visit.scanned_on, "baseline": baseline.scanned_on}
        yield Finding("scanned_on", "scan_before_baseline", numbers=numbers)
        return
    for other in others:
        is_swapped = (other.visit_number - visit.visit_number) * (other.scanned_on - visit.scanned_on).days < 0
        same_day = other.scanned_on == visit.scanned_on and other.visit_number != visit.visit_number
        if is_swapped or same_day:
            numbers = {"visit": other.visit_number, "on": other.scanned_on}
            yield Finding("scanned_on", "visit_order", numbers=numbers)
            return


def _check_treatment(study: Study, visit: TumourVisit) -> Iterator[Finding]:
    dates = survival_dates(study, visit.subject_id)
    on, first = visit.scanned_on, dates.first_dose
    yield from check_alive(dates.death, on)
    if first is None:
        if visit.visit_number > BASELINE:
            yield Finding("scanned_on", "visit_undosed", Severity.SOFT)
    elif visit.visit_number == BASELINE:
        if on > first:
            numbers: dict[str, object] = {"baseline": on, "first_dose": first}
            yield Finding("scanned_on", "scan_baseline_after_first_dose", Severity.SOFT, numbers)
        elif on < first - timedelta(days=BASELINE_DAYS):
            numbers = {"days": (first - on).days, "most": BASELINE_DAYS}
            yield Finding("scanned_on", "baseline_too_old", Severity.SOFT, numbers)
    elif on < first:
        numbers = {"visit": visit.visit_number, "on": on, "first_dose": first}
        yield Finding("scanned_on", "scan_before_first_dose", Severity.SOFT, numbers)
    else:
        yield from _check_window(study, visit, first)


def check_alive(death: date | None, on: date, field: str = "scanned_on") -> Iterator[Finding]:
    """A scan after death can't be: one of the two dates is wrong."""
    if death is not None and on > death:
        yield Finding(field, "scan_after_death", numbers={"death": death})


def _check_window(study: Study, visit: TumourVisit, first: date) -> Iterator[Finding]:
    schedule = plan_of(study.protocol).imaging
    nearest = nearest_scan(schedule, first, visit.scanned_on) if schedule else None
    if schedule is None or nearest is None or not nearest[1]:
        return
    due, off = nearest
    margin = timedelta(days=schedule.window_days)
    for number, other in visits_of(study, visit.subject_id).items():
        # An extra scan beside the one that the schedule asks for departs from nothing.
        if number not in (BASELINE, visit.visit_number) and abs(other.on - due) <= margin:
            return
    code = "scan_early" if off < 0 else "scan_late"
    numbers = {"days": abs(off), "from": due - margin, "to": due + margin}
    yield Finding("scanned_on", code, Severity.SOFT, numbers)


def _check_method(visit: TumourVisit, others: list[TumourVisit]) -> Iterator[Finding]:
    """Between CT and MRI lengths can't be compared without more ado."""
    earlier = [one for one in others if one.visit_number < visit.visit_number]
    if earlier and earlier[0].method is not visit.method:
        numbers = {"before": earlier[0].method, "now": visit.method}
        yield Finding("method", "method_changed", Severity.SOFT, numbers)
