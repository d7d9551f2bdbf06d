"""The visits of one subject as its page shows them: with those outside the plan, what moved each, what answers it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.reasons import Reason
from domain.records import Record
from domain.schedule.calendar import derive_calendar
from domain.schedule.due_visit import DueVisit, VisitStatus
from domain.schedule.life import Life, day_of, derive_life, first_day
from domain.schedule.plan import (
    DOSING,
    IMAGING,
    SCREENING,
    SURVIVAL,
    Anchor,
    split_key,
)
from domain.study import Study
from domain.terms import VitalStatus


def derive_subject_schedule(study: Study, subject_id: str, now: datetime) -> tuple[DueVisit, ...]:
    """The calendar of a subject with the visits outside the plan among the others, each with why it is when it is.

    Args:
        study: at its cut-off.
        subject_id: of a screened subject.
        now: aware; the calendar day at the site counts.
    """
    life = derive_life(study, subject_id)
    found = [_explained(study, life, one) for one in derive_calendar(study, subject_id, now)]
    planned = {one.key for one in found}
    for record in study.visits_of(subject_id):
        if record.visit in planned or record.done_on is None:
            continue
        code, number = split_key(record.visit)
        day = first_day(record.done_on, study.zone)
        found.append(DueVisit(subject_id, code, number, day, day, day, VisitStatus.DONE, day))
    return tuple(sorted(found, key=lambda one: (one.done_on or one.planned, one.earliest, one.code)))


def near_visits(visits: Sequence[DueVisit], ahead: int) -> tuple[DueVisit, ...]:
    """The visits without those that lie further ahead than the next few."""
    later = [one for one in visits if one.status is VisitStatus.LATER]
    hidden = {one.key for one in later[ahead:]}
    return tuple(one for one in visits if one.key not in hidden)


def record_of(study: Study, visit: DueVisit) -> Record | None:
    """The record that answers a visit: eligibility, dose, tumour scans, contact for survival, or the visit's own."""
    subject_id = visit.subject_id
    own = next((one for one in study.visits_of(subject_id) if one.visit == visit.key), None)
    if visit.code == DOSING:
        doses = study.administrations(subject_id)
        return next((one for one in doses if one.cycle == visit.number), own)
    if visit.done_on is None:
        return own
    if visit.code == SCREENING:
        return study.eligibility(subject_id) or own
    if visit.code == IMAGING:
        scans = study.tumour_visits_of(subject_id)
        return next((one for one in scans if one.visit_number > 0 and one.scanned_on == visit.done_on), own)
    if visit.code == SURVIVAL and own is None:
        return next(
            (
                one
                for one in study.survival_contacts_of(subject_id)
                if one.contacted_on == visit.done_on and one.vital_status is not VitalStatus.UNKNOWN
            ),
            None,
        )
    return own


def _explained(study: Study, life: Life, visit: DueVisit) -> DueVisit:
    """The visit; where it says nothing of its days yet, what moved it or what it is counted from."""
    if visit.reason is not None:
        return visit
    reason = _moved(study, life, visit) or _counted_from(life, visit)
    if reason is None and visit.is_projected:
        reason = Reason("visit_provisional")
    return visit if reason is None else replace(visit, reason=reason)


def _moved(study: Study, life: Life, visit: DueVisit) -> Reason | None:
    """By how many days the doses before it, as they were given, moved a visit that follows the cycles."""
    rule = life.part.visits.visit(visit.code) if life.part.visits else None
    if rule is None or rule.anchor is not Anchor.CYCLE or life.first_dose is None or visit.number <= 1:
        return None
    cycle = timedelta(days=life.part.cycle_days)
    days = (visit.planned - life.first_dose - cycle * (visit.number - 1)).days - rule.days
    if not days:
        return None
    # A visit inside a cycle follows that cycle's own dose, a dose the ones before it.
    last = visit.number - 1 if visit.code == DOSING else visit.number
    off = [number for number in sorted(life.doses) if 1 < number <= last and _is_off(study, life, number)]
    said = {"days": abs(days), "cycles": ", ".join(map(str, off))}
    if visit.is_projected and days > 0:
        awaited = max(life.doses) + 1
        return Reason("visit_moved_provisional", {"days": days, "cycles": said["cycles"] or str(awaited)})
    if not off:
        return None
    return Reason("visit_moved_later" if days > 0 else "visit_moved_earlier", said)


def _is_off(study: Study, life: Life, cycle: int) -> bool:
    """Whether a dose was given on another day than a cycle's length after the last one before it."""
    before = max(one for one in life.doses if one < cycle)
    gap = day_of(life.doses[cycle].started_at, study.zone) - day_of(life.doses[before].started_at, study.zone)
    return gap != timedelta(days=life.part.cycle_days) * (cycle - before)


def _counted_from(life: Life, visit: DueVisit) -> Reason | None:
    rule = life.part.visits.visit(visit.code) if life.part.visits else None
    if rule is None or visit.done_on is not None:
        return None
    if rule.anchor is Anchor.DECISION and life.decision is not None:
        return Reason("visit_from_decision", {"at": life.decision})
    if rule.anchor is Anchor.LAST_DOSE and life.last_dose is not None:
        return Reason("visit_from_last_dose", {"at": life.last_dose})
    return None
