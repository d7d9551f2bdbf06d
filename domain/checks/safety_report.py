"""Checks on a report of a serious adverse event."""

from collections.abc import Iterator
from datetime import datetime

from domain.reasons import Finding
from domain.records import AdverseEvent, SafetyReport
from domain.safety.calendar import hours_after
from domain.safety.clocks import INITIAL_HOURS
from domain.study import Study
from domain.terms import ReportKind, Severity


def check_safety_report(study: Study, report: SafetyReport, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a report. A late one is recorded with the reason and becomes a deviation.

    Args:
        study: as entered now.
        report: as it would be.
        now: moment of entry, aware.
    """
    findings: list[Finding] = []
    if report.sent_at > now:
        findings.append(Finding("sent_at", "in_future"))
    mine = {event.record_id: event for event in study.events_of(report.subject_id)}
    event = mine.get(report.event_id)
    if event is None:
        numbers = {"event": report.event_id, "subject": report.subject_id}
        return [*findings, Finding("event_id", "report_of_unknown_event", numbers=numbers)]
    if not event.is_serious:
        findings.append(Finding("event_id", "report_not_serious", Severity.SOFT, {"term": event.term}))
    findings += _check_moment(study, event, report)
    findings += _check_order(study, event, report)
    return findings


def _check_moment(study: Study, event: AdverseEvent, report: SafetyReport) -> Iterator[Finding]:
    if report.sent_at < event.onset.earliest(study.zone):
        yield Finding("sent_at", "report_before_onset", numbers={"onset": event.onset})
    if event.aware_at is not None and report.sent_at < event.aware_at:
        yield Finding("sent_at", "report_before_aware", numbers={"at": event.aware_at})


def _check_order(study: Study, event: AdverseEvent, report: SafetyReport) -> Iterator[Finding]:
    others = [one for one in study.reports_of(event) if one.record_id != report.record_id]
    initial = next((one for one in others if one.report_kind is ReportKind.INITIAL), None)
    if report.report_kind is ReportKind.INITIAL:
        if initial is not None:
            yield Finding("report_kind", "initial_report_exists", Severity.SOFT, {"at": initial.sent_at})
    elif initial is None:
        yield Finding("report_kind", "initial_report_missing", Severity.SOFT)
    elif report.sent_at < initial.sent_at:
        yield Finding("sent_at", "further_before_initial", Severity.SOFT, {"at": initial.sent_at})
    is_first = all(report.sent_at <= one.sent_at for one in others)
    if is_first and event.aware_at is not None:
        due_at = hours_after(event.aware_at, INITIAL_HOURS)
        if report.sent_at > due_at:
            yield Finding("sent_at", "report_late", Severity.SOFT, {"due": due_at})
