"""Checks on an adverse event."""

from datetime import datetime

from domain.ctcae.catalogue import terms_of
from domain.reasons import Finding
from domain.records import AdverseEvent
from domain.study import Study
from domain.terms import AeOutcome, DltMark, Grade, Severity


def check_adverse_event(study: Study, event: AdverseEvent, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with an adverse event.

    Args:
        study: as entered now.
        event: as it would be.
        now: moment of entry, aware.
    """
    findings: list[Finding] = []
    zone = study.zone
    term = terms_of(study.protocol.ctcae).get(event.term)
    if not event.term.strip():
        findings.append(Finding("term", "missing"))
    elif term is None:
        findings.append(Finding("term", "unknown_term", numbers={"term": event.term, "version": study.protocol.ctcae}))
    elif event.grade not in term.grades:
        listed = ", ".join(str(int(grade)) for grade in term.grades)
        findings.append(Finding("grade", "no_such_grade", numbers={"grade": int(event.grade), "grades": listed}))
    if event.onset.earliest(zone) > now:
        findings.append(Finding("onset", "in_future"))
    if event.end is not None:
        if event.end.earliest(zone) > now:
            findings.append(Finding("end", "in_future"))
        if event.end.latest(zone) < event.onset.earliest(zone):
            findings.append(Finding("end", "end_before_onset", numbers={"onset": event.onset}))
    subject = study.subject(event.subject_id)
    if event.onset.is_full and event.onset.latest(zone).astimezone(zone).date() < subject.consent_date:
        findings.append(Finding("onset", "before_consent", Severity.SOFT, {"consent": subject.consent_date}))
    leaving = study.leaving(event.subject_id)
    if leaving is not None and event.onset.earliest(zone) > leaving.left_at:
        findings.append(Finding("onset", "after_leaving", Severity.SOFT, {"at": leaving.left_at}))
    findings += _check_consistency(study, event)
    return findings


def _check_consistency(study: Study, event: AdverseEvent) -> list[Finding]:
    findings: list[Finding] = []
    if event.grade is Grade.FATAL and event.outcome is not AeOutcome.FATAL:
        findings.append(Finding("outcome", "grade5_not_fatal"))
    if event.outcome is AeOutcome.FATAL and event.grade is not Grade.FATAL:
        findings.append(Finding("grade", "fatal_not_grade5"))
    if event.grade >= Grade.LIFE_THREATENING and not event.is_serious:
        findings.append(Finding("is_serious", "grave_not_serious", Severity.SOFT, {"grade": int(event.grade)}))
    if event.outcome in (AeOutcome.RECOVERED, AeOutcome.SEQUELAE) and event.end is None:
        findings.append(Finding("end", "recovered_needs_end"))
    if event.dlt_mark is not DltMark.NOT_ASSESSED and not event.dlt_reason.strip() and _needs_reason(event):
        findings.append(Finding("dlt_reason", "dlt_needs_reason"))
    part = study.part_of(event.subject_id)
    window = part.window if part else study.protocol.first_part.window
    if event.dlt_mark is DltMark.YES and not event.relationship.is_at_least(window.relationship):
        findings.append(Finding("relationship", "dlt_not_related", Severity.SOFT))
    same = [
        one
        for one in study.events_of(event.subject_id)
        if one.record_id != event.record_id and one.term == event.term and one.onset == event.onset
    ]
    if same:
        findings.append(Finding("term", "same_event_exists", Severity.SOFT, {"grade": int(same[0].grade)}))
    return findings


def _needs_reason(event: AdverseEvent) -> bool:
    """A DLT always, and a "no" where people would ask: grade 3 or worse, or serious."""
    return event.dlt_mark is DltMark.YES or event.grade >= Grade.SEVERE or event.is_serious
