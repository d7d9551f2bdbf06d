"""Checks on a biomarker result."""

from collections.abc import Iterator
from datetime import datetime

from domain.checks.sample_link import check_link, check_moment
from domain.laboratory.signs import SIGNS
from domain.reasons import Finding
from domain.records import BiomarkerResult
from domain.study import Study
from domain.terms import Severity


def check_biomarker_result(study: Study, result: BiomarkerResult, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a biomarker result.

    Args:
        study: as entered now.
        result: as it would be.
        now: moment of entry, aware.
    """
    return [
        *check_moment(study, result.subject_id, result.taken_at, now=now),
        *check_link(study, result.subject_id, result.sample_id),
        *_check_values(study, result),
        *_check_others(study, result),
    ]


def _check_values(study: Study, result: BiomarkerResult) -> Iterator[Finding]:
    if not result.marker.strip():
        yield Finding("marker", "missing")
    part = study.part_of(result.subject_id)
    markers = part.pk.markers if part and part.pk else ()
    if (
        result.marker.strip()
        and markers
        and result.marker.strip().casefold() not in (one.casefold() for one in markers)
    ):
        yield Finding("marker", "marker_not_in_plan", Severity.SOFT, {"markers": ", ".join(markers)})
    if result.cycle is not None and result.cycle < 1:
        yield Finding("cycle", "cycle_impossible")
    if result.value is None:
        if result.sign:
            yield Finding("value", "missing")
        elif not result.comment.strip():
            yield Finding("comment", "marker_says_nothing")
        return
    if result.value < 0:
        yield Finding("value", "marker_negative", Severity.SOFT)
    if result.sign not in SIGNS:
        yield Finding("sign", "lab_sign_unknown", numbers={"sign": result.sign})
    if not result.unit.strip():
        yield Finding("unit", "marker_without_unit", Severity.SOFT)
    else:
        yield from _check_unit(study, result)


def _check_unit(study: Study, result: BiomarkerResult) -> Iterator[Finding]:
    """Changes can be told in one unit only."""
    for other in study.biomarkers_of(result.subject_id):
        same_marker = other.marker.strip().casefold() == result.marker.strip().casefold()
        if not same_marker or other.record_id == result.record_id or not other.unit.strip():
            continue
        if other.unit.strip().casefold() != result.unit.strip().casefold():
            yield Finding("unit", "marker_other_unit", Severity.SOFT, {"unit": other.unit})
            return


def _check_others(study: Study, result: BiomarkerResult) -> Iterator[Finding]:
    for other in study.biomarkers_of(result.subject_id):
        same = (other.marker.strip().casefold(), other.taken_at) == (result.marker.strip().casefold(), result.taken_at)
        if same and other.record_id != result.record_id:
            yield Finding("taken_at", "marker_result_exists")
            return
