"""Checks on consents, numbered criteria, re-screening, medical history and prior therapy (SUB-10)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from domain.checks.dates import check_day
from domain.checks.personal import check_free_texts
from domain.eligibility import derive_unmet
from domain.partial_date import PartialDate
from domain.reasons import Finding
from domain.records import Consent, CriterionAnswer, Eligibility, MedicalHistory, PriorTherapy, Rescreening
from domain.screenings import current_screening
from domain.study import Study, is_of_screening
from domain.terms import ConsentKind, CriterionResult, Severity


def check_consent(study: Study, consent: Consent, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a consent."""
    findings = check_free_texts(consent)
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
    findings = check_free_texts(answer)
    known = {one.code for one in study.protocol.criteria}
    if answer.protocol_version == study.protocol.version and answer.criterion not in known:
        findings.append(Finding("criterion", "criterion_unknown", numbers={"criterion": answer.criterion}))
    others = [one for one in study.criteria_of(answer.subject_id) if one.record_id != answer.record_id]
    if any(_question(other) == _question(answer) for other in others):
        findings.append(Finding("criterion", "criterion_answered", numbers={"criterion": answer.criterion}))
    if answer.evidence_on is None:
        if answer.result is not CriterionResult.NOT_APPLICABLE:
            findings.append(Finding("evidence_on", "evidence_needed"))
    elif answer.evidence_on > now.astimezone(study.zone).date():
        findings.append(Finding("evidence_on", "in_future"))
    if answer.result is CriterionResult.NOT_APPLICABLE and not answer.comment.strip():
        findings.append(Finding("comment", "not_applicable_needs_reason"))
    return findings


def check_eligible(study: Study, answer: Eligibility) -> list[Finding]:
    """What is doubtful with an answer on eligibility before a single criterion is answered; free text besides."""
    findings = check_free_texts(answer)
    if answer.is_eligible and not any(one.answer for one in current_screening(study, answer.subject_id).criteria):
        unmet = derive_unmet(study, answer.subject_id)
        if unmet:
            codes = ", ".join(str(one.numbers["criterion"]) for one in unmet)
            findings.append(
                Finding("is_eligible", "criteria_not_met", Severity.SOFT, {"criteria": codes, "number": len(unmet)})
            )
    return findings


def _question(answer: CriterionAnswer) -> tuple[str, str, int]:
    return answer.criterion, answer.protocol_version, answer.screening


def check_rescreening(study: Study, again: Rescreening, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a re-screening: only a screen failure who was never dosed is screened again."""
    findings = check_free_texts(again)
    findings += check_day(study, again.subject_id, "started_on", PartialDate.of(again.started_on), now=now)
    if not again.reason.strip():
        findings.append(Finding("reason", "missing"))
    others = [one for one in study.rescreenings_of(again.subject_id) if one.record_id != again.record_id]
    before = max((one.started_on for one in others if one.started_on <= again.started_on), default=date.min)
    answers = [one for one in study.eligibilities_of(again.subject_id) if is_of_screening(one, before)]
    if again.record_id in {one.record_id for one in study.rescreenings_of(again.subject_id)}:
        # Corrected: what was answered in this very screening is no reason for it.
        answers = [one for one in answers if not is_of_screening(one, again.started_on)]
    answer = answers[-1] if answers else None
    if any(one.started_on == again.started_on for one in others):
        findings.append(Finding("started_on", "rescreening_exists"))
    if study.first_dose(again.subject_id) is not None:
        findings.append(Finding("subject_id", "rescreened_after_dose"))
    elif (answer is None or answer.is_eligible) and not _has_lapsed(study, again, before):
        findings.append(Finding("subject_id", "rescreened_without_failure", Severity.SOFT))
    elif answer is not None and again.started_on < answer.decided_on:
        findings.append(Finding("started_on", "rescreened_before_failure", numbers={"at": answer.decided_on}))
    return findings


def _has_lapsed(study: Study, again: Rescreening, before: date) -> bool:
    """Whether the window of the screening before it was over when it began."""
    begun = max(study.subject(again.subject_id).consent_date, before)
    return again.started_on > begun + timedelta(days=study.protocol.screening_days)


def check_history(study: Study, history: MedicalHistory, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a condition of medical history."""
    findings = check_free_texts(history)
    if not history.condition.strip():
        findings.append(Finding("condition", "missing"))
    if history.end is not None and history.is_ongoing:
        findings.append(Finding("is_ongoing", "history_ended_and_ongoing"))
    return [*findings, *_check_span(study, history, now)]


def check_prior_therapy(study: Study, therapy: PriorTherapy, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with an earlier anti-cancer therapy; one that begins in the study is a new therapy."""
    findings = check_free_texts(therapy)
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
