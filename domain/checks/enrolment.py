"""Checks on the place that an enrolment takes: part, level, cohort, backfill, slot."""

import re

from domain.escalation.slots import SlotAnswer, assess_backfill_slot, assess_cohort_slot, assess_slot
from domain.escalation.status import PartStatus
from domain.parts.cohorts import CohortStatus
from domain.reasons import Finding
from domain.records import Enrolment
from domain.study import Study
from domain.terms import PartKind, Severity

# Words that are in the names of most tumours.
_COMMON = frozenset({"cancer", "carcinoma", "adenocarcinoma", "tumour", "tumor", "junction", "cell", "untreated"})


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
    findings += _check_limits(study, cohort, enrolment.subject_id)
    return findings + _closed(assess_cohort_slot(status, cohort), field="cohort")


def _closed(slot: SlotAnswer, field: str = "dose_level") -> list[Finding]:
    if slot.is_open:
        return []
    reason = slot.reasons[0] if slot.reasons else None
    return [Finding(field, "slot_closed", Severity.SOFT, {"reason": reason, "until": slot.until})]


def _check_limits(study: Study, cohort: CohortStatus, subject_id: str) -> list[Finding]:
    """Tumour type and marker: free texts are compared by their words, so a doubt asks a person, and blocks nobody."""
    findings: list[Finding] = []
    tumour, marker = cohort.cohort.tumour, cohort.cohort.marker
    subject = study.subject(subject_id)
    if tumour and not _shares_word(tumour, subject.tumour_type):
        numbers = {"cohort": cohort.number, "tumour": tumour, "given": subject.tumour_type}
        findings.append(Finding("cohort", "cohort_other_tumour", Severity.SOFT, numbers))
    if marker:
        shown = [one for one in study.biomarkers_of(subject_id) if _names(marker, one.marker) and one.value]
        if not shown:
            findings.append(
                Finding("cohort", "cohort_marker_not_shown", Severity.SOFT, {"cohort": cohort.number, "marker": marker})
            )
    return findings


def _names(limit: str, marker: str) -> bool:
    """Whether a limit such as "CLDN18.2 positive" speaks of a marker."""
    return bool(marker.strip()) and marker.casefold().strip() in limit.casefold()


def _shares_word(limit: str, given: str) -> bool:
    if limit.casefold().strip() == given.casefold().strip():
        return True
    return bool(_words(limit) & _words(given))


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 2} - _COMMON
