"""Checks on consents, numbered criteria, re-screening, medical history and prior therapy (SUB-10)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.checks.dates import check_day
from domain.checks.personal import check_personal
from domain.partial_date import PartialDate
from domain.reasons import Finding
from domain.records import Consent, CriterionAnswer, MedicalHistory, PriorTherapy, Rescreening
from domain.study import Study
from domain.terms import ConsentKind, CriterionResult, Severity


def check_consent(study: Study, consent: Consent, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a consent."""
    findings = check_personal(consent, "comment", "form_version")
    if not consent.form_version.strip():
        findings.append(Finding("form_version", "missing"))
    if consent.consented_on > now.astimezone(study.zone).date():
        findings.append(Finding("consented_on", "in_future"))
    others = [one for one in study.consents_of(consent.subject_id) if one.record_id != consent.record_id]
    first = study.subject(consent.subject_id).consent_date
    if consent.consent_kind is ConsentKind.INITIAL:
        if any(one.consent_kind is ConsentKind.INITIAL for one in others):
            findings.append(Finding("consent_kind", "initial_consent_exists"))
        if consent.consented_on != first:
            findings.append(Finding("consented_on", "consent_dates_differ", numbers={"consent": first}))
    elif consent.consented_on < first:
        findings.append(Finding("consented_on", "before_consent", numbers={"consent": first}))
    if any(one.form_version == consent.form_version for one in others):
        findings.append(Finding("form_version", "consent_version_exists", Severity.SOFT))
    return findings


def check_criterion(study: Study, answer: CriterionAnswer, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with the answer to a criterion."""
    findings = check_personal(answer, "comment")
    known = {one.code for one in study.protocol.criteria}
    if answer.protocol_version == study.protocol.version and answer.criterion not in known:
        findings.append(Finding("criterion", "criterion_unknown", numbers={"criterion": answer.criterion}))
    others = [one for one in study.criteria_of(answer.subject_id) if one.record_id != answer.record_id]
    if any((o.criterion, o.protocol_version) == (answer.criterion, answer.protocol_version) for o in others):
        findings.append(Finding("criterion", "criterion_answered", numbers={"criterion": answer.criterion}))
    if answer.evidence_on is None:
        if answer.result is not CriterionResult.NOT_APPLICABLE:
            findings.append(Finding("evidence_on", "evidence_needed"))
    elif answer.evidence_on > now.astimezone(study.zone).date():
        findings.append(Finding("evidence_on", "in_future"))
    if answer.result is CriterionResult.NOT_APPLICABLE and not answer.comment.strip():
        findings.append(Finding("comment", "not_applicable_needs_reason"))
    return findings


def check_rescreening(study: Study, again: Rescreening, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a re-screening: only a screen failure who was never dosed is screened again."""
    findings = check_personal(again, "reason")
    findings += check_day(study, again.subject_id, "started_on", PartialDate.of(again.started_on), now=now)
    if not again.reason.strip():
        findings.append(Finding("reason", "missing"))
    answer = study.eligibility(again.subject_id)
    if study.first_dose(again.subject_id) is not None:
        findings.append(Finding("subject_id", "rescreened_after_dose"))
    elif answer is None or (answer.is_eligible and not _has_lapsed(study, again)):
        findings.append(Finding("subject_id", "rescreened_without_failure", Severity.SOFT))
    elif again.started_on < answer.decided_on:
        findings.append(Finding("started_on", "rescreened_before_failure", numbers={"at": answer.decided_on}))
    return findings


def _has_lapsed(study: Study, again: Rescreening) -> bool:
    last = study.subject(again.subject_id).consent_date + timedelta(days=study.protocol.screening_days)
    return again.started_on > last


def check_history(study: Study, history: MedicalHistory, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a condition of medical history."""
    findings = check_personal(history, "condition", "comment")
    if not history.condition.strip():
        findings.append(Finding("condition", "missing"))
    if history.end is not None and history.is_ongoing:
        findings.append(Finding("is_ongoing", "history_ended_and_ongoing"))
    return [*findings, *_check_span(study, history, now)]


def check_prior_therapy(study: Study, therapy: PriorTherapy, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with an earlier anti-cancer therapy; one that begins in the study is a new therapy."""
    findings = check_personal(therapy, "name", "best_response", "reason_ended")
    if not therapy.name.strip():
        findings.append(Finding("name", "missing"))
    if therapy.line is not None and not 1 <= therapy.line <= 30:
        findings.append(Finding("line", "value_impossible", numbers={"low": 1, "high": 30}))
    first = study.first_dose(therapy.subject_id)
    if first is not None and therapy.start is not None and therapy.start.earliest(study.zone) >= first.started_at:
        findings.append(Finding("start", "prior_therapy_in_study", numbers={"at": first.started_at}))
    return [*findings, *_check_span(study, therapy, now)]


def _check_span(study: Study, record: MedicalHistory | PriorTherapy, now: datetime) -> Iterator[Finding]:
    zone = study.zone
    yield from check_day(study, record.subject_id, "start", record.start, now=now, may_precede=True)
    yield from check_day(study, record.subject_id, "end", record.end, now=now, may_precede=True)
    if record.start is not None and record.end is not None and record.end.latest(zone) < record.start.earliest(zone):
        yield Finding("end", "end_before_start", numbers={"start": record.start})
