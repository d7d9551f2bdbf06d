"""Checks on a prepared dose: against the worksheet, the expiry, the four eyes, the doses before it (SUB-11)."""

from datetime import datetime, timedelta
from decimal import Decimal

from domain.checks.dose_change import check_prepared_level
from domain.checks.personal import check_free_texts
from domain.checks.subject import check_weight
from domain.dosing.plan import DosingPlan
from domain.dosing.worksheet import choose_weight, derive_worksheet, used_weight
from domain.escalation.status import part_then
from domain.protocol.model import Part
from domain.reasons import Finding
from domain.records import Preparation
from domain.study import Study
from domain.terms import Severity

TOLERATED = Decimal("0.02")


def check_preparation(study: Study, prepared: Preparation, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a prepared dose.

    Args:
        study: as entered now.
        prepared: as it would be.
        now: moment of entry, aware.
    """
    findings = check_weight("weight_kg", prepared.weight_kg) + check_weight("measured_kg", prepared.measured_kg)
    findings += check_free_texts(prepared)
    if prepared.prepared_at > now:
        findings.append(Finding("prepared_at", "in_future"))
    for field in ("lot", "prepared_by", "checked_by"):
        if not getattr(prepared, field).strip():
            findings.append(Finding(field, "missing"))
    if _named(prepared.prepared_by) and _named(prepared.prepared_by) == _named(prepared.checked_by):
        findings.append(Finding("checked_by", "checked_by_same_person", Severity.SOFT))
    if prepared.expires_on < prepared.prepared_at.astimezone(study.zone).date():
        findings.append(Finding("expires_on", "drug_expired", Severity.SOFT, {"on": prepared.expires_on}))
    if prepared.cycle < 1:
        findings.append(Finding("cycle", "cycle_impossible"))
    others = [one for one in study.preparations_of(prepared.subject_id) if one.record_id != prepared.record_id]
    if any(one.cycle == prepared.cycle for one in others):
        findings.append(Finding("cycle", "preparation_exists", numbers={"cycle": prepared.cycle}))
    part = study.part_of(prepared.subject_id)
    if part is None:
        return [*findings, Finding("subject_id", "not_enrolled")]
    findings += _check_order(study, prepared)
    if any(one.code == "weight_impossible" for one in findings):
        # What follows from such a weight is no news.
        return findings
    return findings + _check_amounts(study, part, prepared)


def _named(person: str) -> str:
    return " ".join(person.split()).casefold()


def _check_order(study: Study, prepared: Preparation) -> list[Finding]:
    """A dose is prepared after the dose of the cycle before, and before its own."""
    findings: list[Finding] = []
    doses = study.administrations(prepared.subject_id)
    earlier = [one for one in doses if one.cycle < prepared.cycle and one.started_at >= prepared.prepared_at]
    later = [one for one in doses if one.cycle > prepared.cycle and one.started_at <= prepared.prepared_at]
    if earlier or later:
        findings.append(Finding("prepared_at", "cycle_order", numbers={"cycle": (earlier or later)[0].cycle}))
    own = [one for one in doses if one.cycle == prepared.cycle and one.given_mg > 0]
    if own and prepared.prepared_at > own[0].started_at:
        at = {"at": own[0].started_at}
        findings.append(Finding("prepared_at", "prepared_after_dose", Severity.SOFT, at))
    consent = study.subject(prepared.subject_id).consent_date
    if prepared.prepared_at.astimezone(study.zone).date() < consent:
        findings.append(Finding("prepared_at", "before_consent", numbers={"consent": consent}))
    leaving = study.leaving(prepared.subject_id)
    if leaving is not None and leaving.left_at < prepared.prepared_at:
        findings.append(Finding("prepared_at", "after_leaving", Severity.SOFT, {"at": leaving.left_at}))
    return findings


def _check_amounts(study: Study, today: Part, prepared: Preparation) -> list[Finding]:
    # What was known then: a weight or dose entered for a later day changes nothing.
    then = study.at(prepared.prepared_at - timedelta(microseconds=1))
    part = part_then(then, today)
    if not 1 <= prepared.dose_level <= len(part.levels):
        return [Finding("dose_level", "no_such_level", numbers={"levels": len(part.levels)})]
    if prepared.dose_mg <= 0:
        return [Finding("dose_mg", "dose_not_positive")]
    if prepared.concentration_mg_per_ml is not None and prepared.concentration_mg_per_ml <= 0:
        return [Finding("concentration_mg_per_ml", "concentration_not_positive")]
    plan, level = part.dosing or DosingPlan(), part.level(prepared.dose_level)
    findings = check_prepared_level(then, part, prepared.subject_id, prepared.dose_level)
    chosen = choose_weight(then, prepared.subject_id, plan, today_kg=prepared.measured_kg)
    weight = used_weight(prepared.weight_kg, chosen)
    sheet = derive_worksheet(level, plan, weight, concentration_mg_per_ml=prepared.concentration_mg_per_ml)
    if sheet.dose_mg is None:
        return [*findings, Finding("weight_kg", "weight_needed")]
    if level.is_per_weight:
        findings += _check_weights(prepared, chosen.kg)
    if abs(prepared.dose_mg - sheet.dose_mg) > TOLERATED * sheet.dose_mg:
        findings.append(Finding("dose_mg", "prepared_differs", Severity.SOFT, {"expected": sheet.dose_mg}))
    if prepared.volume_ml is not None and prepared.volume_ml <= 0:
        findings.append(Finding("volume_ml", "volume_not_positive"))
    elif prepared.volume_ml is not None and prepared.concentration_mg_per_ml is not None:
        contained = prepared.volume_ml * prepared.concentration_mg_per_ml
        if abs(contained - prepared.dose_mg) > TOLERATED * prepared.dose_mg:
            numbers = {"volume": (prepared.dose_mg / prepared.concentration_mg_per_ml).quantize(Decimal("0.01"))}
            findings.append(Finding("volume_ml", "volume_differs", Severity.SOFT, numbers))
    return findings


def _check_weights(prepared: Preparation, chosen: Decimal | None) -> list[Finding]:
    """Whether the weight used is the one that the protocol takes."""
    used = prepared.weight_kg
    if used is None or chosen is None or abs(used - chosen) <= TOLERATED * chosen:
        return []
    return [Finding("weight_kg", "weight_used_differs", Severity.SOFT, {"expected": chosen})]
