"""Checks on the place that an enrolment takes: part, level, cohort, backfill, slot."""

from domain.checks.cohort_limits import check_cohort_limits
from domain.escalation.slots import SlotAnswer, assess_backfill_slot, assess_cohort_slot, assess_slot
from domain.escalation.status import PartStatus
from domain.reasons import Finding
from domain.records import Enrolment
from domain.study import Study
from domain.terms import PartKind, Severity


def check_place(study: Study, status: PartStatus, enrolment: Enrolment) -> list[Finding]:
    """What is wrong or doubtful with the part, level and cohort of an enrolment.

    Args:
        study: as entered now.
        status: of the part at the moment of enrolment, as if the subject were not in it.
        enrolment: as it would be.
    """
    part = status.part
    is_open = status.study.is_open(part.part_id)
    findings = [] if is_open else [Finding("part_id", "enrolled_part_not_open", Severity.SOFT, {"part": part.title})]
    if enrolment.dose_level < 1 or (part.levels and enrolment.dose_level > len(part.levels)):
        return [*findings, Finding("dose_level", "no_such_level", numbers={"levels": len(part.levels)})]
    if part.kind is PartKind.EXPANSION:
        return findings + _check_cohort(study, status, enrolment, is_open=is_open)
    if enrolment.cohort is not None:
        findings.append(Finding("cohort", "cohort_in_escalation"))
    if not is_open:
        return findings
    if enrolment.is_backfill:
        answer = assess_backfill_slot(status, enrolment.dose_level)
        if not answer.is_open:
            findings.append(Finding("is_backfill", "backfill_closed", Severity.SOFT, {"reason": answer.reasons[0]}))
        return findings
    return findings + _closed(assess_slot(status, enrolment.dose_level))


def _check_cohort(study: Study, status: PartStatus, enrolment: Enrolment, *, is_open: bool) -> list[Finding]:
    findings: list[Finding] = []
    if enrolment.is_backfill:
        findings.append(Finding("is_backfill", "backfill_in_expansion"))
    if enrolment.cohort is None:
        return [*findings, Finding("cohort", "cohort_needed")]
    if not is_open:
        return findings
    cohort = next((one for one in status.cohorts if one.number == enrolment.cohort), None)
    if cohort is None:
        return [*findings, Finding("cohort", "no_such_cohort", numbers={"count": len(status.cohorts)})]
    if enrolment.dose_level != cohort.level.number:
        numbers = {"cohort": cohort.number, "level": cohort.level.number}
        findings.append(Finding("dose_level", "cohort_other_dose", Severity.SOFT, numbers))
    findings += check_cohort_limits(study, cohort, enrolment.subject_id)
    return findings + _closed(assess_cohort_slot(status, cohort), field="cohort")


def _closed(slot: SlotAnswer, field: str = "dose_level") -> list[Finding]:
    if slot.is_open:
        return []
    reason = slot.reasons[0] if slot.reasons else None
    return [Finding(field, "slot_closed", Severity.SOFT, {"reason": reason, "until": slot.until})]
