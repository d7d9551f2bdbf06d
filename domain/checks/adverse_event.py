"""Checks on an adverse event."""

from collections.abc import Iterator
from datetime import datetime

from domain.checks.event_drugs import check_drugs
from domain.checks.event_grades import check_grades
from domain.checks.event_seriousness import check_seriousness
from domain.checks.event_term import check_term
from domain.reasons import Finding
from domain.records import AdverseEvent
from domain.safety.duplicates import find_duplicates
from domain.study import Study
from domain.terms import Severity


def check_adverse_event(study: Study, event: AdverseEvent, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with an adverse event.

    Args:
        study: as entered now.
        event: as it would be.
        now: moment of entry, aware.
    """
    version, zone, drug = study.protocol.ctcae, study.zone, study.protocol.drug
    part = study.part_of(event.subject_id) or study.protocol.first_part
    further = tuple(name for name in part.drugs if name.casefold() != drug.casefold())
    return [
        *check_term(event.term, version),
        *check_grades(event, version, zone, now=now),
        *_check_dates(study, event, now),
        *check_seriousness(event, zone, now=now),
        *check_drugs(event, drug, further),
        *_check_duplicates(study, event),
    ]


def _check_dates(study: Study, event: AdverseEvent, now: datetime) -> Iterator[Finding]:
    zone = study.zone
    if event.onset.earliest(zone) > now:
        yield Finding("onset", "in_future")
    if event.end is not None:
        if event.end.earliest(zone) > now:
            yield Finding("end", "in_future")
        if event.end.latest(zone) < event.onset.earliest(zone):
            yield Finding("end", "end_before_onset", numbers={"onset": event.onset})
    subject = study.subject(event.subject_id)
    if event.onset.is_full and event.onset.latest(zone).astimezone(zone).date() < subject.consent_date:
        yield Finding("onset", "before_consent", Severity.SOFT, {"consent": subject.consent_date})
    leaving = study.leaving(event.subject_id)
    if leaving is not None and event.onset.earliest(zone) > leaving.left_at:
        yield Finding("onset", "after_leaving", Severity.SOFT, {"at": leaving.left_at})


def _check_duplicates(study: Study, event: AdverseEvent) -> Iterator[Finding]:
    for other in find_duplicates(event, study.events_of(event.subject_id), study.zone)[:1]:
        numbers = {"term": other.term, "onset": other.onset, "grade": int(other.grade)}
        same = other.onset == event.onset and other.term == event.term
        yield Finding("term", "same_event_exists" if same else "event_overlaps", Severity.SOFT, numbers)
