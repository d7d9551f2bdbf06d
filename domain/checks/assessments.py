"""Checks on vital signs, weight, ECOG, ECG, examination: what can't be is refused, what is rare asks for a reason."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from domain.checks.dates import check_day
from domain.checks.personal import check_personal
from domain.checks.subject import HEAVY_KG, LIGHT_KG, check_weight
from domain.reasons import Finding
from domain.records import AssessmentNotDone, BodyWeight, Ecg, EcogStatus, PhysicalExam, VitalSigns
from domain.schedule.completeness import moments_of
from domain.study import Study
from domain.terms import ClinicalFinding, EcgInterpretation, Severity

# Field: lowest and highest possible, lowest and highest usual value.
LIMITS: Final[dict[str, tuple[int, int, int, int]]] = {
    "systolic_mmhg": (30, 320, 80, 200),
    "diastolic_mmhg": (10, 220, 40, 120),
    "pulse_per_min": (10, 300, 40, 140),
    "temperature_c": (25, 45, 35, 40),
    "respiration_per_min": (3, 80, 8, 30),
    "oxygen_percent": (30, 100, 90, 100),
    "heart_rate_per_min": (10, 300, 40, 140),
    "pr_ms": (40, 600, 100, 240),
    "qrs_ms": (30, 400, 50, 160),
    "qt_ms": (150, 900, 280, 520),
    "qtcf_ms": (150, 900, 320, 500),
    "height_cm": (50, 250, 130, 210),
}
WEIGHT_CHANGE = Decimal("0.10")
QTCF_DIFFERENCE_MS = 20


def check_vital_signs(study: Study, signs: VitalSigns, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with vital signs."""
    fields = (
        "systolic_mmhg",
        "diastolic_mmhg",
        "pulse_per_min",
        "temperature_c",
        "respiration_per_min",
        "oxygen_percent",
    )
    findings = check_day(study, signs.subject_id, "measured_at", signs.measured_at, now=now)
    findings += _check_values(signs, fields) + check_personal(signs, "comment")
    high, low = signs.systolic_mmhg, signs.diastolic_mmhg
    if high is not None and low is not None and high <= low:
        findings.append(Finding("diastolic_mmhg", "diastolic_not_below", numbers={"systolic": high}))
    return findings


def check_body_weight(study: Study, weight: BodyWeight, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a body weight; 700 kg can't be."""
    findings = check_day(study, weight.subject_id, "measured_at", weight.measured_at, now=now)
    findings += check_weight("weight_kg", weight.weight_kg) + _check_values(weight, ("height_cm",))
    known = latest_weight(study, weight)
    is_possible = not any(one.is_hard and one.field == "weight_kg" for one in findings)
    if known and is_possible and abs(weight.weight_kg - known) / known > WEIGHT_CHANGE:
        numbers = {"percent": int((weight.weight_kg - known) / known * 100), "before": known}
        findings.append(Finding("weight_kg", "weight_changed", Severity.SOFT, numbers))
    return findings


def latest_weight(study: Study, weight: BodyWeight) -> Decimal | None:
    """The last weight before this one: measured, of a dose, or that of screening."""
    zone, at = study.zone, weight.measured_at.earliest(study.zone)
    found = [
        (one.measured_at.earliest(zone), one.weight_kg)
        for one in study.weights_of(weight.subject_id)
        if one.record_id != weight.record_id
    ]
    found += [
        (one.started_at, one.weight_kg) for one in study.administrations(weight.subject_id) if one.weight_kg is not None
    ]
    earlier = sorted(one for one in found if one[0] < at)
    return earlier[-1][1] if earlier else study.subject(weight.subject_id).weight_kg


def check_ecog(study: Study, status: EcogStatus, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with an ECOG performance status."""
    findings = check_day(study, status.subject_id, "assessed_at", status.assessed_at, now=now)
    if not 0 <= status.score <= 5:
        findings.append(Finding("score", "ecog_impossible"))
    elif status.score == 5:
        findings.append(Finding("score", "ecog_dead", Severity.SOFT))
    before = [
        one
        for one in study.ecog_of(status.subject_id)
        if one.record_id != status.record_id
        and one.assessed_at.earliest(study.zone) < status.assessed_at.earliest(study.zone)
    ]
    if before and abs(before[-1].score - status.score) >= 2 and 0 <= status.score < 5:
        findings.append(Finding("score", "ecog_jump", Severity.SOFT, {"before": before[-1].score}))
    return findings


def check_ecg(study: Study, ecg: Ecg, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with an ECG; QTcF must fit QT and heart rate.

    Source: Fridericia 1920, QTcF = QT / (60 / heart rate)^(1/3).
    """
    fields = ("heart_rate_per_min", "pr_ms", "qrs_ms", "qt_ms", "qtcf_ms")
    findings = check_day(study, ecg.subject_id, "recorded_at", ecg.recorded_at, now=now)
    findings += _check_values(ecg, fields) + check_personal(ecg, "comment")
    if ecg.qrs_ms is not None and ecg.qt_ms is not None and ecg.qrs_ms >= ecg.qt_ms:
        findings.append(Finding("qrs_ms", "qrs_not_below_qt", numbers={"qt": ecg.qt_ms}))
    expected = derive_qtcf(ecg.qt_ms, ecg.heart_rate_per_min)
    if expected is not None and ecg.qtcf_ms is not None and abs(ecg.qtcf_ms - expected) > QTCF_DIFFERENCE_MS:
        findings.append(Finding("qtcf_ms", "qtcf_differs", Severity.SOFT, {"expected": expected}))
    if ecg.interpretation is EcgInterpretation.SIGNIFICANT and not ecg.comment.strip():
        findings.append(Finding("comment", "ecg_needs_comment"))
    return findings


def derive_qtcf(qt_ms: int | None, heart_rate_per_min: int | None) -> int | None:
    """QT corrected for the heart rate by Fridericia, in ms; None where one of the two is missing or not positive."""
    if not qt_ms or not heart_rate_per_min or qt_ms < 0 or heart_rate_per_min < 0:
        return None
    return round(float(qt_ms / (60 / heart_rate_per_min) ** (1 / 3)))


def check_exam(study: Study, exam: PhysicalExam, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a physical examination."""
    findings = check_day(study, exam.subject_id, "examined_at", exam.examined_at, now=now)
    findings += check_personal(exam, "abnormal")
    if exam.finding is ClinicalFinding.ABNORMAL and not exam.abnormal.strip():
        findings.append(Finding("abnormal", "exam_needs_words"))
    if exam.finding is ClinicalFinding.NORMAL and exam.abnormal.strip():
        findings.append(Finding("abnormal", "exam_normal_with_words", Severity.SOFT))
    return findings


def check_not_done(study: Study, left_out: AssessmentNotDone, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with an assessment that is said not to be done."""
    findings = check_personal(left_out, "reason")
    if not left_out.reason.strip():
        findings.append(Finding("reason", "missing"))
    others = [one for one in study.not_done_of(left_out.subject_id) if one.record_id != left_out.record_id]
    if any((one.visit, one.assessment) == (left_out.visit, left_out.assessment) for one in others):
        findings.append(Finding("assessment", "assessment_left_out_already"))
    done = [
        moment
        for moment, visit in moments_of(study, left_out.subject_id, left_out.assessment)
        if visit == left_out.visit
    ]
    if done:
        findings.append(Finding("reason", "assessment_done_and_not", numbers={"at": done[-1]}))
    return findings


def usual_limits(field: str) -> tuple[Decimal, Decimal] | None:
    """Lowest and highest usual value of a measured field; None where there are none."""
    if field == "weight_kg":
        return LIGHT_KG, HEAVY_KG
    limits = LIMITS.get(field)
    return (Decimal(limits[2]), Decimal(limits[3])) if limits is not None else None


def is_unusual(field: str, value: int | Decimal | None) -> bool:
    """Whether a measured value lies outside what is usual; then the form has asked why."""
    limits = usual_limits(field)
    return value is not None and limits is not None and not limits[0] <= value <= limits[1]


def _check_values(record: VitalSigns | BodyWeight | Ecg, fields: tuple[str, ...]) -> list[Finding]:
    findings = []
    given = [(field, getattr(record, field)) for field in fields]
    if not isinstance(record, BodyWeight) and all(value is None for _, value in given):
        return [Finding(fields[0], "nothing_measured")]
    for field, value in given:
        if value is None:
            continue
        low, high, usual_low, usual_high = LIMITS[field]
        if not low <= value <= high:
            findings.append(Finding(field, "value_impossible", numbers={"low": low, "high": high}))
        elif not usual_low <= value <= usual_high:
            numbers = {"value": value, "low": usual_low, "high": usual_high}
            findings.append(Finding(field, "value_unusual", Severity.SOFT, numbers))
    return findings
