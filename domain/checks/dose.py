"""Checks on an administration."""

from datetime import datetime, timedelta
from decimal import Decimal

from domain.checks.dose_after_end import check_dose_after_end
from domain.checks.dose_change import check_dose_change
from domain.checks.personal import check_free_texts
from domain.checks.subject import check_weight
from domain.escalation.slots import group_spacing
from domain.escalation.status import PartStatus
from domain.reasons import Finding
from domain.records import Administration
from domain.study import Study
from domain.terms import DoseChange, LevelState, PartKind, Severity

TOLERATED_DIFFERENCE = Decimal("0.05")
WEIGHT_CHANGE = Decimal("0.10")
LONGEST_INFUSION = timedelta(hours=24)


def check_administration(study: Study, status: PartStatus, dose: Administration, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a dose.

    Args:
        study: as entered now.
        status: of the subject's part at the dose, as if the subject were not in it (``status_before``).
        dose: as it would be.
        now: moment of entry.
    """
    findings = check_dose_values(study, dose, now)
    enrolment = study.enrolment(dose.subject_id)
    if enrolment is None:
        return [*findings, Finding("subject_id", "not_enrolled")]
    findings += _check_sequence(study, dose)
    findings += check_dose_after_end(study, dose)
    # Numbers are those of the day of the dose; an amendment since may have moved them.
    own = study.number_then(enrolment.part_id, enrolment.dose_level, dose.started_at)
    number = dose.dose_level or own
    if not status.study.is_open(status.part.part_id):
        part = {"part": status.part.title}
        findings.append(Finding("subject_id", "dosed_part_not_open", Severity.SOFT, part))
        if not status.part.levels:
            return findings
    if not 1 <= number <= len(status.part.levels):
        return [*findings, Finding("dose_level", "no_such_level", numbers={"levels": len(status.part.levels)})]
    findings += check_dose_change(study, status, dose, number, own)
    level = status.part.level(number)
    expected = level.planned_mg(dose.weight_kg)
    if expected is None:
        findings.append(Finding("weight_kg", "weight_needed"))
    elif abs(dose.planned_mg - expected) > TOLERATED_DIFFERENCE * expected:
        numbers = {"expected": expected.quantize(Decimal("0.1")), "level": level.number}
        findings.append(Finding("planned_mg", "planned_differs", Severity.SOFT, numbers))
    first = study.first_dose(dose.subject_id)
    if dose.given_mg > 0 and (first is None or first.record_id == dose.record_id or dose.started_at < first.started_at):
        findings += _check_first(status, dose, own)
    return findings


def check_dose_values(study: Study, dose: Administration, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with the amounts, times and weight of a dose, whatever the part."""
    findings: list[Finding] = []
    if dose.started_at > now:
        findings.append(Finding("started_at", "in_future"))
    findings += _check_end(dose, now)
    if dose.cycle < 1:
        findings.append(Finding("cycle", "cycle_impossible"))
    if dose.planned_mg <= 0:
        findings.append(Finding("planned_mg", "dose_not_positive"))
    if dose.given_mg < 0:
        findings.append(Finding("given_mg", "dose_negative"))
    elif dose.change is DoseChange.OMITTED and dose.given_mg > 0:
        findings.append(Finding("given_mg", "omitted_but_given"))
    elif dose.change is not DoseChange.OMITTED and dose.given_mg == 0:
        findings.append(Finding("change", "nothing_given"))
    elif dose.planned_mg > 0 and dose.given_mg > 0:
        difference = abs(dose.given_mg - dose.planned_mg) / dose.planned_mg
        if difference > TOLERATED_DIFFERENCE and dose.change is DoseChange.AS_PLANNED:
            numbers = {"percent": int(dose.share_given * 100)}
            findings.append(Finding("given_mg", "given_differs", Severity.SOFT, numbers))
    if dose.change is not DoseChange.AS_PLANNED and not dose.reason.strip():
        findings.append(Finding("reason", "change_needs_reason"))
    findings += check_weight("weight_kg", dose.weight_kg) + check_free_texts(dose)
    known = _weight_before(study, dose)
    if dose.weight_kg and known and abs(dose.weight_kg - known) / known > WEIGHT_CHANGE:
        percent = int((dose.weight_kg - known) / known * 100)
        findings.append(Finding("weight_kg", "weight_changed", Severity.SOFT, {"percent": percent, "before": known}))
    return findings


def _check_end(dose: Administration, now: datetime) -> list[Finding]:
    if dose.ended_at is None:
        return []
    if dose.ended_at <= dose.started_at:
        return [Finding("ended_at", "infusion_ends_before_start", numbers={"start": dose.started_at})]
    if dose.ended_at > now:
        return [Finding("ended_at", "in_future")]
    if dose.ended_at - dose.started_at > LONGEST_INFUSION:
        return [Finding("ended_at", "infusion_long", Severity.SOFT, {"start": dose.started_at})]
    return []


def _weight_before(study: Study, dose: Administration) -> Decimal | None:
    """The last weight before a dose: of an earlier dose, or that of screening."""
    earlier = [
        one.weight_kg
        for one in study.administrations(dose.subject_id)
        if one.weight_kg and one.record_id != dose.record_id and one.started_at < dose.started_at
    ]
    return earlier[-1] if earlier else study.subject(dose.subject_id).weight_kg


def _check_sequence(study: Study, dose: Administration) -> list[Finding]:
    findings: list[Finding] = []
    subject = study.subject(dose.subject_id)
    others = [one for one in study.administrations(dose.subject_id) if one.record_id != dose.record_id]
    if any(one.cycle == dose.cycle for one in others):
        findings.append(Finding("cycle", "cycle_exists", numbers={"cycle": dose.cycle}))
    earlier = [one for one in others if one.cycle < dose.cycle and one.started_at >= dose.started_at]
    later = [one for one in others if one.cycle > dose.cycle and one.started_at <= dose.started_at]
    if earlier or later:
        findings.append(Finding("started_at", "cycle_order", numbers={"cycle": (earlier or later)[0].cycle}))
    if dose.started_at.astimezone(study.zone).date() < subject.consent_date:
        findings.append(Finding("started_at", "before_consent", Severity.SOFT, {"consent": subject.consent_date}))
    eligibility = study.eligibility(dose.subject_id)
    if eligibility is None or not eligibility.is_eligible:
        findings.append(Finding("subject_id", "dosed_not_eligible", Severity.SOFT))
    leaving = study.leaving(dose.subject_id)
    if leaving is not None and leaving.left_at < dose.started_at:
        findings.append(Finding("started_at", "dosed_after_leaving", Severity.SOFT, {"at": leaving.left_at}))
    return findings


def _check_first(status: PartStatus, dose: Administration, level: int) -> list[Finding]:
    """A first dose into a closed level, or too soon after the others of the group, has happened: say why."""
    findings: list[Finding] = []
    state = status.recommendation.tally(level).state
    if state not in (LevelState.OPEN, LevelState.CLEARED):
        numbers = {"level": level, "state": state.value}
        findings.append(Finding("subject_id", "dosed_closed_level", Severity.SOFT, numbers))
    spacing = group_spacing(status, level, dose.started_at)
    if spacing.earliest > dose.started_at:
        numbers = {"until": spacing.earliest, "reason": spacing.reasons[0][0]}
        findings.append(Finding("started_at", "dosed_too_soon", Severity.SOFT, numbers))
    is_escalation = status.part.kind is PartKind.ESCALATION
    below = [one for one in status.counted_in_window if one.dose_level < level]
    if below and is_escalation and status.part.rules.group_must_finish:
        numbers = {"subjects": ", ".join(one.subject_id for one in below)}
        findings.append(Finding("started_at", "dosed_before_group_finished", Severity.SOFT, numbers))
    return findings
