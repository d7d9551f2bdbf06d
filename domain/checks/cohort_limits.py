"""Checks on whom an expansion cohort is for: tumour type, earlier therapy, marker.

Tumour types, therapies and markers are typed by people, so a doubt asks a person, and blocks nobody.
"""

from collections.abc import Iterator

from domain.parts.cohorts import CohortStatus
from domain.parts.terms import TreatmentLine
from domain.parts.tumour_words import shares_word
from domain.reasons import Finding
from domain.records import BiomarkerResult
from domain.study import Study
from domain.terms import PriorTherapyKind, Severity


def check_cohort_limits(study: Study, cohort: CohortStatus, subject_id: str) -> list[Finding]:
    """What of a subject contradicts the limits of a cohort, or is not shown yet.

    Args:
        study: as entered now.
        cohort: that the subject would join.
        subject_id: of a subject.
    """
    return [
        *_check_tumour(study, cohort, subject_id),
        *_check_line(study, cohort, subject_id),
        *_check_marker(study, cohort, subject_id),
    ]


def _check_tumour(study: Study, cohort: CohortStatus, subject_id: str) -> Iterator[Finding]:
    tumour, given = cohort.cohort.tumour, study.subject(subject_id).tumour_type
    if tumour and not shares_word(tumour, given):
        numbers = {"cohort": cohort.number, "tumour": tumour, "given": given}
        yield Finding("cohort", "cohort_other_tumour", Severity.SOFT, numbers)


def _check_line(study: Study, cohort: CohortStatus, subject_id: str) -> Iterator[Finding]:
    """Only systemic therapies make a line of treatment; radiotherapy and surgery don't."""
    systemic = [
        one.name for one in study.prior_therapies_of(subject_id) if one.therapy_kind is PriorTherapyKind.SYSTEMIC
    ]
    if cohort.cohort.line is TreatmentLine.UNTREATED and systemic:
        numbers: dict[str, object] = {"cohort": cohort.number, "given": ", ".join(systemic)}
        yield Finding("cohort", "cohort_for_untreated", Severity.SOFT, numbers)
    if cohort.cohort.line is TreatmentLine.PRETREATED and not systemic:
        yield Finding("cohort", "cohort_for_pretreated", Severity.SOFT, {"cohort": cohort.number})


def _check_marker(study: Study, cohort: CohortStatus, subject_id: str) -> Iterator[Finding]:
    marker, limit = cohort.cohort.marker, cohort.cohort.marker_from
    if not marker:
        return
    results = [
        one
        for one in study.biomarkers_of(subject_id)
        if _names(marker, one.marker) and (one.value is not None or one.comment.strip())
    ]
    numbers: dict[str, object] = {"cohort": cohort.number, "marker": marker}
    if limit is None:
        if not any(one.value for one in results):
            yield Finding("cohort", "cohort_marker_not_shown", Severity.SOFT, numbers)
        return
    numbers["limit"] = str(limit)
    if not results:
        yield Finding("cohort", "cohort_marker_not_shown", Severity.SOFT, numbers)
    elif not any(limit.is_met(one.value, sign=one.sign, unit=one.unit, comment=one.comment) for one in results):
        given = "; ".join(dict.fromkeys(_said(one) for one in results))
        yield Finding("cohort", "cohort_marker_below", Severity.SOFT, {**numbers, "given": given})


def _said(result: BiomarkerResult) -> str:
    """A result as it was entered."""
    if result.value is None:
        return result.comment.strip()
    return f"{result.sign}{result.value:f} {result.unit}".strip()


def _names(limit: str, marker: str) -> bool:
    """Whether a limit such as "CLDN18.2 positive" speaks of a marker."""
    return bool(marker.strip()) and marker.casefold().strip() in limit.casefold()
