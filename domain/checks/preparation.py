"""Checks on a prepared dose: against the worksheet, the expiry, and the four eyes (SUB-11)."""

from datetime import datetime
from decimal import Decimal

from domain.checks.subject import check_weight
from domain.dosing.plan import DosingPlan
from domain.dosing.worksheet import choose_weight, derive_worksheet
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
    findings = check_weight("weight_kg", prepared.weight_kg)
    if prepared.prepared_at > now:
        findings.append(Finding("prepared_at", "in_future"))
    for field in ("lot", "prepared_by", "checked_by"):
        if not getattr(prepared, field).strip():
            findings.append(Finding(field, "missing"))
    if prepared.prepared_by.strip() and prepared.prepared_by.strip() == prepared.checked_by.strip():
        findings.append(Finding("checked_by", "checked_by_same_person", Severity.SOFT))
    if prepared.expires_on < prepared.prepared_at.astimezone(study.zone).date():
        findings.append(Finding("expires_on", "drug_expired", Severity.SOFT, {"on": prepared.expires_on}))
    if prepared.cycle < 1:
        findings.append(Finding("cycle", "cycle_impossible"))
    others = [one for one in study.preparations_of(prepared.subject_id) if one.record_id != prepared.record_id]
    if any(one.cycle == prepared.cycle for one in others):
        findings.append(Finding("cycle", "preparation_exists", numbers={"cycle": prepared.cycle}))
    return findings + _check_amounts(study, prepared)


def _check_amounts(study: Study, prepared: Preparation) -> list[Finding]:
    part = study.part_of(prepared.subject_id)
    if part is None:
        return [Finding("subject_id", "not_enrolled")]
    if not 1 <= prepared.dose_level <= len(part.levels):
        return [Finding("dose_level", "no_such_level", numbers={"levels": len(part.levels)})]
    if prepared.dose_mg <= 0:
        return [Finding("dose_mg", "dose_not_positive")]
    if prepared.concentration_mg_per_ml is not None and prepared.concentration_mg_per_ml <= 0:
        return [Finding("concentration_mg_per_ml", "concentration_not_positive")]
    plan = part.dosing or DosingPlan()
    weight = choose_weight(study, prepared.subject_id, plan, today_kg=prepared.weight_kg)
    sheet = derive_worksheet(
        part.level(prepared.dose_level), plan, weight, concentration_mg_per_ml=prepared.concentration_mg_per_ml
    )
    if sheet.dose_mg is None:
        return [Finding("weight_kg", "weight_needed")]
    findings = []
    if abs(prepared.dose_mg - sheet.dose_mg) > TOLERATED * sheet.dose_mg:
        findings.append(Finding("dose_mg", "prepared_differs", Severity.SOFT, {"expected": sheet.dose_mg}))
    if prepared.volume_ml is not None and prepared.concentration_mg_per_ml is not None:
        contained = prepared.volume_ml * prepared.concentration_mg_per_ml
        if abs(contained - prepared.dose_mg) > TOLERATED * prepared.dose_mg:
            numbers = {"volume": (prepared.dose_mg / prepared.concentration_mg_per_ml).quantize(Decimal("0.01"))}
            findings.append(Finding("volume_ml", "volume_differs", Severity.SOFT, numbers))
    return findings
