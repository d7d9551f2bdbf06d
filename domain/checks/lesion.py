"""Checks on a lesion. RECIST 1.1 warns: a protocol may differ, and what was measured is kept."""

from collections.abc import Iterator
from datetime import datetime

from domain.reasons import Finding
from domain.records import Lesion
from domain.records.response import BASELINE
from domain.response.checks import check_lesions
from domain.response.lesion_findings import engine_lesions
from domain.response.lesions import VisitFindings
from domain.response.of_study import visits_of
from domain.response.terms import LesionKind
from domain.study import Study
from domain.terms import Severity

_COUNTS = {
    "targets_too_many": ("lesion_kind", "lesion_too_many_targets"),
    "organ_too_many": ("organ", "lesion_too_many_in_organ"),
}


def check_lesion(study: Study, lesion: Lesion, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a lesion.

    Args:
        study: as entered now.
        lesion: as it would be.
        now: moment of entry, aware.
    """
    others = [one for one in study.lesions_of(lesion.subject_id) if one.record_id != lesion.record_id]
    return [
        *_check_values(study, lesion, now),
        *_check_twice(lesion, others),
        *_check_counts(lesion, others),
        *_check_time(study, lesion),
        *_check_origin(lesion, others),
        *_check_merged(study, lesion, others, now),
    ]


def _check_values(study: Study, lesion: Lesion, now: datetime) -> Iterator[Finding]:
    if lesion.number < 1:
        yield Finding("number", "lesion_number")
    if not lesion.organ.strip():
        yield Finding("organ", "missing")
    if lesion.slice_mm is not None and lesion.slice_mm <= 0:
        yield Finding("slice_mm", "slice_not_positive")
    if lesion.first_seen_on > now.astimezone(study.zone).date():
        yield Finding("first_seen_on", "in_future")


def _check_twice(lesion: Lesion, others: list[Lesion]) -> Iterator[Finding]:
    for other in others:
        if other.link_id == lesion.link_id:
            yield Finding("number", "lesion_exists", numbers={"lesion": lesion.link_id, "organ": other.organ})
        elif lesion.description.strip() and _place(other) == _place(lesion):
            yield Finding("description", "lesion_alike", Severity.SOFT, {"lesion": other.link_id})


def _place(lesion: Lesion) -> tuple[object, ...]:
    return lesion.organ.strip().casefold(), lesion.side, lesion.description.strip().casefold()


def _check_counts(lesion: Lesion, others: list[Lesion]) -> Iterator[Finding]:
    """A sixth target lesion, a third in one organ; fragments of a lesion that split are no further ones."""
    if lesion.lesion_kind is not LesionKind.TARGET or lesion.split_from:
        return
    whole = [*(one for one in others if not one.split_from), lesion]
    nothing = VisitFindings("baseline", lesion.first_seen_on, ())
    for concern in check_lesions(engine_lesions(whole), nothing, ()):
        finding = concern.finding
        if concern.lesion_id == lesion.link_id and finding.code in _COUNTS:
            field, code = _COUNTS[finding.code]
            yield Finding(field, code, Severity.SOFT, finding.numbers)


def _check_time(study: Study, lesion: Lesion) -> Iterator[Finding]:
    baseline = visits_of(study, lesion.subject_id).get(BASELINE)
    first = study.first_dose(lesion.subject_id)
    if lesion.lesion_kind is LesionKind.NEW:
        if baseline is not None and lesion.first_seen_on <= baseline.on:
            yield Finding("first_seen_on", "new_lesion_at_baseline", Severity.SOFT, {"baseline": baseline.on})
    elif not lesion.split_from and first is not None:
        dosed = first.started_at.astimezone(study.zone).date()
        if lesion.first_seen_on > dosed:
            yield Finding("first_seen_on", "baseline_lesion_late", Severity.SOFT, {"first_dose": dosed})


def _check_origin(lesion: Lesion, others: list[Lesion]) -> Iterator[Finding]:
    if not lesion.split_from:
        return
    origin = next((one for one in others if one.record_id == lesion.split_from), None)
    if origin is None:
        yield Finding("split_from", "lesion_not_of_subject")
    elif origin.lesion_kind is not lesion.lesion_kind:
        yield Finding("split_from", "split_of_other_kind", Severity.SOFT, {"lesion": origin.link_id})
    elif lesion.first_seen_on <= origin.first_seen_on:
        yield Finding("first_seen_on", "split_before_origin", numbers={"lesion": origin.link_id})


def _check_merged(study: Study, lesion: Lesion, others: list[Lesion], now: datetime) -> Iterator[Finding]:
    if not lesion.merged_into:
        if lesion.merged_on is not None:
            yield Finding("merged_into", "merged_into_missing")
        return
    mass = next((one for one in others if one.record_id == lesion.merged_into), None)
    if mass is None:
        yield Finding("merged_into", "lesion_not_of_subject")
    elif _leads_to(mass, lesion, others):
        yield Finding("merged_into", "merged_in_a_circle", numbers={"lesion": mass.link_id})
    elif mass.lesion_kind is not lesion.lesion_kind:
        yield Finding("merged_into", "merged_with_other_kind", Severity.SOFT, {"lesion": mass.link_id})
    if lesion.merged_on is None:
        yield Finding("merged_on", "missing")
    elif lesion.merged_on > now.astimezone(study.zone).date():
        yield Finding("merged_on", "in_future")
    elif lesion.merged_on <= lesion.first_seen_on:
        yield Finding("merged_on", "merged_before_seen", numbers={"on": lesion.first_seen_on})


def _leads_to(mass: Lesion, lesion: Lesion, others: list[Lesion]) -> bool:
    """Whether the mass is itself measured, over however many steps, under the lesion."""
    by_id = {one.record_id: one for one in others}
    seen: set[str] = set()
    step: Lesion | None = mass
    while step is not None and step.record_id not in seen:
        if step.merged_into == lesion.record_id:
            return True
        seen.add(step.record_id)
        step = by_id.get(step.merged_into)
    return False
