"""Checks on a concomitant medication or procedure."""

from collections.abc import Iterator
from datetime import datetime

from domain.reasons import Finding
from domain.records import Intervention
from domain.study import Study
from domain.terms import InterventionKind, Severity


def check_intervention(study: Study, intervention: Intervention, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a medication or procedure. A start long before consent is usual.

    Args:
        study: as entered now.
        intervention: as it would be.
        now: moment of entry, aware.
    """
    return [
        *_check_dates(study, intervention, now),
        *_check_treated(study, intervention),
        *_check_new_therapy(study, intervention),
    ]


def _check_dates(study: Study, one: Intervention, now: datetime) -> Iterator[Finding]:
    zone = study.zone
    if not one.name.strip():
        yield Finding("name", "missing")
    if one.start.earliest(zone) > now:
        yield Finding("start", "in_future")
    if one.end is None:
        return
    if one.end.earliest(zone) > now:
        yield Finding("end", "in_future")
    if one.end.latest(zone) < one.start.earliest(zone):
        yield Finding("end", "end_before_start", numbers={"start": one.start})


def _check_treated(study: Study, one: Intervention) -> Iterator[Finding]:
    """What is over before an event begins can have prevented it, but did not treat it."""
    events = {event.record_id: event for event in study.events_of(one.subject_id)}
    for event_id in dict.fromkeys(one.treats or ()):
        event = events.get(event_id)
        if event is None:
            yield Finding("treats", "treats_unknown_event", numbers={"event": event_id, "subject": one.subject_id})
        elif one.end is not None and one.end.latest(study.zone) < event.onset.earliest(study.zone):
            numbers = {"term": event.term, "onset": event.onset, "end": one.end}
            yield Finding("treats", "treats_later_event", numbers=numbers)


def _check_new_therapy(study: Study, one: Intervention) -> Iterator[Finding]:
    if one.intervention_kind is not InterventionKind.NEW_THERAPY:
        return
    first = study.first_dose(one.subject_id)
    if first is None:
        yield Finding("start", "new_therapy_undosed", Severity.SOFT)
    elif one.start.latest(study.zone) < first.started_at:
        yield Finding("start", "new_therapy_before_first_dose", Severity.SOFT, {"at": first.started_at})
