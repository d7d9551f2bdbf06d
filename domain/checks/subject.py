"""Checks on the subject, eligibility, enrolment and leaving."""

from datetime import datetime, timedelta
from decimal import Decimal

from domain.checks.end_of_study import check_end_of_study
from domain.checks.enrolment import check_place
from domain.checks.personal import check_free_texts
from domain.eligibility import derive_unmet
from domain.escalation.planned_number import derive_planned_number
from domain.escalation.status import PartStatus
from domain.reasons import Finding
from domain.records import Eligibility, Enrolment, Leaving, Subject
from domain.study import Study
from domain.terms import Severity

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
    return [*findings, *check_free_texts(subject)]


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
    begun = (subject.consent_date, *(one.started_on for one in study.rescreenings_of(answer.subject_id)))
    # An answer belongs to the screening that had begun by its day.
    started_on = max((day for day in begun if day <= answer.decided_on), default=subject.consent_date)
    if answer.decided_on > started_on + timedelta(days=study.protocol.screening_days):
        limits = {"days": study.protocol.screening_days, "consent": started_on}
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
    place = check_place(study, status, enrolment)
    if any(finding.code == "no_such_level" for finding in place):
        return [*findings, *place]
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
    return [*findings, *place]


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
    return [*findings, *check_end_of_study(study, leaving)]
