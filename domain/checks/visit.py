"""Checks on a visit: its date against consent, end and window."""

from datetime import datetime

from domain.checks.dates import check_day
from domain.checks.personal import check_personal
from domain.reasons import Finding
from domain.records import Visit
from domain.schedule.calendar import derive_calendar
from domain.schedule.life import first_day
from domain.schedule.plan import DOSING, IMAGING, SCREENING, SURVIVAL, UNSCHEDULED, VisitPlan, split_key
from domain.study import Study
from domain.terms import Severity

ANSWERED_ELSEWHERE = (DOSING, SCREENING, IMAGING, SURVIVAL)
"""Visits that took place by records of another kind; scans and calls may be said here not to have been made."""


def check_visit(study: Study, visit: Visit, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a visit. Outside its window it is kept, with the reason, as a deviation.

    Args:
        study: as entered now.
        visit: as it would be.
        now: moment of entry, aware.
    """
    findings = check_personal(visit, "not_done", "comment")
    findings += _check_name(study, visit)
    if visit.done_on is None:
        if not visit.not_done.strip():
            findings.append(Finding("not_done", "visit_needs_date_or_reason"))
        return findings
    if visit.not_done.strip():
        findings.append(Finding("not_done", "visit_done_and_not"))
    findings += check_day(study, visit.subject_id, "done_on", visit.done_on, now=now)
    return findings + _check_window(study, visit, now)


def _check_name(study: Study, visit: Visit) -> list[Finding]:
    code, _ = split_key(visit.visit)
    plan = (study.part_of(visit.subject_id) or study.protocol.first_part).visits or VisitPlan()
    if code in ANSWERED_ELSEWHERE and (visit.done_on is not None or code in (DOSING, SCREENING)):
        return [Finding("done_on" if visit.done_on is not None else "visit", f"visit_answered_by_{code}")]
    if code not in (UNSCHEDULED, IMAGING) and plan.visit(code) is None:
        return [Finding("visit", "visit_unknown", numbers={"visit": visit.visit})]
    others = [one for one in study.visits_of(visit.subject_id) if one.record_id != visit.record_id]
    if any(one.visit == visit.visit for one in others):
        return [Finding("visit", "visit_exists", numbers={"visit": visit.visit})]
    return []


def _check_window(study: Study, visit: Visit, now: datetime) -> list[Finding]:
    if visit.done_on is None:
        return []
    planned = next((one for one in derive_calendar(study, visit.subject_id, now) if one.key == visit.visit), None)
    day = first_day(visit.done_on, study.zone)
    if planned is None or planned.earliest <= day <= planned.latest:
        return []
    numbers = {"earliest": planned.earliest, "latest": planned.latest}
    return [Finding("done_on", "visit_out_of_window", Severity.SOFT, numbers)]
