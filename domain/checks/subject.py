"""Checks on the subject, eligibility, enrolment and leaving."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

from domain.checks.personal import find_personal
from domain.eligibility import derive_unmet
from domain.escalation.planned_number import derive_planned_number
from domain.escalation.slots import assess_slot
from domain.escalation.status import PartStatus
from domain.reasons import Finding
from domain.records import Eligibility, Enrolment, Leaving, Subject
from domain.study import Study
from domain.terms import Severity

_PERSONAL = re.compile(r"\d{15,}|\b1\d{10}\b|@")
ADULT_YEARS, OLD_YEARS = 18, 100
LIGHT_KG, HEAVY_KG = Decimal(30), Decimal(200)


def check_subject(study: Study, subject: Subject, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a subject."""
    findings: list[Finding] = []
    today = now.astimezone(study.zone).date()
    if not subject.subject_id.strip():
        findings.append(Finding("subject_id", "missing"))
    others = [one for one in study.entered.get("subject", ()) if one.record_id != subject.record_id]
    if any(getattr(one, "subject_id", "") == subject.subject_id for one in others):
        findings.append(Finding("subject_id", "subject_exists", numbers={"subject": subject.subject_id}))
    if subject.consent_date > today:
        findings.append(Finding("consent_date", "in_future"))
    age = subject.consent_date.year - subject.birth_year
    if not 0 <= age <= 120:
        findings.append(Finding("birth_year", "birth_year_impossible", numbers={"age": age}))
    elif not ADULT_YEARS <= age <= OLD_YEARS:
        findings.append(Finding("birth_year", "age_unusual", Severity.SOFT, {"age": age}))
    if not subject.tumour_type.strip():
        findings.append(Finding("tumour_type", "missing"))
    findings += check_weight("weight_kg", subject.weight_kg)
    for field in ("subject_id", "tumour_type"):
        if find_personal(getattr(subject, field)):
            findings.append(Finding(field, "looks_personal", Severity.SOFT))
    return findings


def check_weight(field: str, weight_kg: Decimal | None) -> list[Finding]:
    """What is wrong or doubtful with a body weight, in kg."""
    if weight_kg is None:
        return []
    if weight_kg <= 0 or weight_kg > 500:
        return [Finding(field, "weight_impossible")]
    if not LIGHT_KG <= weight_kg <= HEAVY_KG:
        return [Finding(field, "weight_unusual", Severity.SOFT, {"weight": weight_kg})]
    return []


def check_eligibility(study: Study, answer: Eligibility, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with an answer on eligibility."""
    findings: list[Finding] = []
    subject = study.subject(answer.subject_id)
    if answer.decided_on > now.astimezone(study.zone).date():
        findings.append(Finding("decided_on", "in_future"))
    if answer.decided_on < subject.consent_date:
        numbers = {"consent": subject.consent_date}
        findings.append(Finding("decided_on", "before_consent", Severity.SOFT, numbers))
    if answer.decided_on > subject.consent_date + timedelta(days=study.protocol.screening_days):
        limits = {"days": study.protocol.screening_days, "consent": subject.consent_date}
        findings.append(Finding("decided_on", "screening_over", Severity.SOFT, limits))
    if not answer.is_eligible and not answer.reason.strip():
        findings.append(Finding("reason", "failure_needs_reason"))
    if answer.is_eligible and study.criteria_of(answer.subject_id):
        unmet = derive_unmet(study, answer.subject_id)
        if unmet:
            codes = ", ".join(str(one.numbers["criterion"]) for one in unmet)
            found = {"criteria": codes, "number": len(unmet)}
            findings.append(Finding("is_eligible", "criteria_not_met", Severity.SOFT, found))
    return findings


def check_enrolment(study: Study, status: PartStatus, enrolment: Enrolment, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with an enrolment. A closed slot asks for a reason and becomes a deviation.

    Args:
        study: as entered now.
        status: of the part at the moment of enrolment, as if the subject were not in it (``status_before``).
        enrolment: as it would be.
        now: moment of entry.
    """
    findings: list[Finding] = []
    eligibility = study.eligibility(enrolment.subject_id)
    if enrolment.enrolled_at > now:
        findings.append(Finding("enrolled_at", "in_future"))
    if not 1 <= enrolment.dose_level <= len(status.part.levels):
        findings.append(Finding("dose_level", "no_such_level", numbers={"levels": len(status.part.levels)}))
        return findings
    present = study.enrolment(enrolment.subject_id)
    if present is not None and present.record_id != enrolment.record_id:
        findings.append(Finding("subject_id", "already_enrolled"))
    if eligibility is None:
        findings.append(Finding("subject_id", "not_yet_eligible", Severity.SOFT))
    elif not eligibility.is_eligible:
        findings.append(Finding("subject_id", "screen_failure_enrolled", Severity.SOFT))
    leaving = study.leaving(enrolment.subject_id)
    if leaving is not None and leaving.left_at <= enrolment.enrolled_at:
        findings.append(Finding("subject_id", "has_left", Severity.SOFT))
    number = derive_planned_number(study, status.part, without=enrolment.subject_id)
    if number is not None and number.left < 1:
        findings.append(Finding("part_id", "planned_number_passed", Severity.SOFT, {"planned": number.planned}))
    slot = assess_slot(status, enrolment.dose_level)
    if not slot.is_open:
        reason = slot.reasons[0] if slot.reasons else None
        findings.append(Finding("dose_level", "slot_closed", Severity.SOFT, {"reason": reason, "until": slot.until}))
    return findings


def check_leaving(study: Study, leaving: Leaving, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a subject's leaving."""
    findings: list[Finding] = []
    subject = study.subject(leaving.subject_id)
    if leaving.left_at > now:
        findings.append(Finding("left_at", "in_future"))
    if leaving.left_at.astimezone(study.zone).date() < subject.consent_date:
        findings.append(Finding("left_at", "before_consent", numbers={"consent": subject.consent_date}))
    later = [dose for dose in study.administrations(leaving.subject_id) if dose.started_at > leaving.left_at]
    if later:
        findings.append(Finding("left_at", "dosed_after_leaving", Severity.SOFT, {"at": later[-1].started_at}))
    return findings
