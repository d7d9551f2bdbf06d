"""Checks on what was found of a lesion at a visit."""

from collections.abc import Iterator
from datetime import datetime

from domain.checks.tumour_visit import check_alive
from domain.reasons import Finding
from domain.records import Lesion, LesionMeasurement
from domain.records.response import BASELINE, visit_name
from domain.response.checks import LEAST_NODE_TENTHS, LEAST_TENTHS, check_lesions
from domain.response.lesion_findings import engine_lesions, is_merged
from domain.response.lesions import LesionFinding, VisitFindings
from domain.response.spoken import millimetres, spoken_numbers
from domain.response.survival_dates import survival_dates
from domain.response.terms import LesionKind, LesionStatus
from domain.study import Study
from domain.terms import ImagingMethod, Severity

IMPLAUSIBLE_TENTHS = 3000
_JUMP, _JUMP_TENTHS = 4, 200
_APART_DAYS = 14
_THIN_SLICE_MM = 5
_WITH_LENGTH = (LesionStatus.MEASURED, LesionStatus.TOO_SMALL)
_OF_TARGET = (LesionStatus.MEASURED, LesionStatus.TOO_SMALL, LesionStatus.ABSENT, LesionStatus.NOT_EVALUABLE)
_SIZES = {
    "target_not_measured": "length_not_measured",
    "target_small": "length_target_small",
    "target_node_small": "length_node_small",
    "new_node_normal": "length_new_node_normal",
}
_OF_PROGRESS = (LesionStatus.UNEQUIVOCAL_PD, LesionStatus.EQUIVOCAL)


def check_lesion_measurement(study: Study, found: LesionMeasurement, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with a measurement.

    Args:
        study: as entered now.
        found: as it would be.
        now: moment of entry, aware.
    """
    lesion = next((one for one in study.lesions_of(found.subject_id) if one.record_id == found.lesion_id), None)
    if lesion is None:
        return [Finding("lesion_id", "lesion_not_of_subject")]
    others = [one for one in study.measurements_of(found.subject_id) if one.record_id != found.record_id]
    mine = [one for one in others if one.lesion_id == found.lesion_id]
    return [
        *_check_date(study, found, lesion, now),
        *_check_length(found),
        *_check_status(found, lesion),
        *_check_visit(found, lesion, mine),
        *_check_size(found, lesion),
        *_check_before(study, found, lesion, mine),
    ]


def _check_date(study: Study, found: LesionMeasurement, lesion: Lesion, now: datetime) -> Iterator[Finding]:
    if found.scanned_on > now.astimezone(study.zone).date():
        yield Finding("scanned_on", "in_future")
    visits = {one.visit_number: one for one in study.tumour_visits_of(found.subject_id)}
    visit, baseline = visits.get(found.visit_number), visits.get(BASELINE)
    if visit is not None and abs((found.scanned_on - visit.scanned_on).days) > _APART_DAYS:
        numbers: dict[str, object] = {"on": visit.scanned_on, "most": _APART_DAYS}
        yield Finding("scanned_on", "scan_far_from_visit", Severity.SOFT, numbers)
    if found.visit_number > BASELINE and baseline is not None and found.scanned_on < baseline.scanned_on:
        numbers = {"visit": found.visit_number, "on": found.scanned_on, "baseline": baseline.scanned_on}
        yield Finding("scanned_on", "scan_before_baseline", numbers=numbers)
    if found.visit_number > BASELINE and BASELINE not in visits:
        yield Finding("visit_number", "baseline_missing", Severity.SOFT)
    if found.scanned_on < lesion.first_seen_on and found.status not in (LesionStatus.ABSENT, LesionStatus.EQUIVOCAL):
        numbers = {"lesion": lesion.link_id, "on": lesion.first_seen_on}
        yield Finding("scanned_on", "measured_before_seen", Severity.SOFT, numbers)
    yield from check_alive(survival_dates(study, found.subject_id).death, found.scanned_on)


def _check_length(found: LesionMeasurement) -> Iterator[Finding]:
    length = found.length_tenths
    if length is None:
        if found.status is LesionStatus.MEASURED:
            yield Finding("length_tenths", "length_missing")
    elif length < 0:
        yield Finding("length_tenths", "length_negative")
    elif found.status not in _WITH_LENGTH:
        yield Finding("length_tenths", "length_without_status", numbers={"status": found.status})
    elif length == 0:
        yield Finding("length_tenths", "length_zero")
    elif length > IMPLAUSIBLE_TENTHS:
        yield Finding("length_tenths", "length_implausible", Severity.SOFT, {"mm": millimetres(length)})


def _check_status(found: LesionMeasurement, lesion: Lesion) -> Iterator[Finding]:
    if lesion.lesion_kind is LesionKind.TARGET and found.status not in _OF_TARGET:
        yield Finding("status", "status_not_of_target", numbers={"status": found.status})
    if found.visit_number != BASELINE:
        return
    if lesion.lesion_kind is LesionKind.NEW:
        yield Finding("visit_number", "new_measured_at_baseline", numbers={"lesion": lesion.link_id})
    elif lesion.lesion_kind is LesionKind.NON_TARGET and found.status in _OF_PROGRESS:
        yield Finding("status", "progress_at_baseline", numbers={"status": found.status})


def _check_visit(found: LesionMeasurement, lesion: Lesion, mine: list[LesionMeasurement]) -> Iterator[Finding]:
    if any(one.visit_number == found.visit_number for one in mine):
        numbers = {"lesion": lesion.link_id, "visit": found.visit_number}
        yield Finding("visit_number", "lesion_measured_twice", numbers=numbers)
    if is_merged(lesion, found.scanned_on) and found.status in _WITH_LENGTH:
        numbers = {"lesion": lesion.link_id, "on": lesion.merged_on}
        yield Finding("length_tenths", "merged_measured", numbers=numbers)


def _check_size(found: LesionMeasurement, lesion: Lesion) -> Iterator[Finding]:
    """Limits of size at baseline, and of a new node."""
    on = found.scanned_on
    name = visit_name(found.visit_number)
    visit = VisitFindings(name, on, (LesionFinding(lesion.link_id, found.status, found.length_tenths),))
    is_baseline = found.visit_number == BASELINE
    if not is_baseline and lesion.lesion_kind is LesionKind.TARGET:
        return
    nothing = VisitFindings(visit_name(BASELINE), on, ())
    at = (visit, ()) if is_baseline else (nothing, (visit,))
    for concern in check_lesions(engine_lesions([lesion]), *at):
        numbers = spoken_numbers(concern.finding.numbers)
        yield Finding("length_tenths", _SIZES[concern.finding.code], Severity.SOFT, numbers)
    slice_mm, length = lesion.slice_mm, found.length_tenths
    is_target = is_baseline and lesion.lesion_kind is LesionKind.TARGET
    if is_target and slice_mm is not None and slice_mm > _THIN_SLICE_MM and length is not None:
        least = int(20 * slice_mm)
        smallest = LEAST_NODE_TENTHS if lesion.is_nodal else LEAST_TENTHS
        if smallest <= length < least:
            numbers = spoken_numbers({"mm": length, "least": least}) | {"slice": slice_mm}
            yield Finding("length_tenths", "target_under_two_slices", Severity.SOFT, numbers)


def _check_before(
    study: Study, found: LesionMeasurement, lesion: Lesion, mine: list[LesionMeasurement]
) -> Iterator[Finding]:
    """A change of method within a lesion, and a length that looks like centimetres beside the one before."""
    earlier = sorted((one for one in mine if one.visit_number < found.visit_number), key=lambda one: one.visit_number)
    if not earlier:
        return
    first, now = _method(study, earlier[0], lesion), _method(study, found, lesion)
    if first is not now and found.status in _WITH_LENGTH:
        yield Finding("method", "method_changed", Severity.SOFT, {"before": first, "now": now})
    measured = [one.length_tenths for one in earlier if one.length_tenths]
    length = found.length_tenths
    if length and length > 0 and measured:
        before = measured[-1]
        is_far = abs(length - before) >= _JUMP_TENTHS
        if is_far and (length >= _JUMP * before or before >= _JUMP * length):
            yield Finding(
                "length_tenths", "length_jump", Severity.SOFT, spoken_numbers({"mm": length, "before": before})
            )


def _method(study: Study, one: LesionMeasurement, lesion: Lesion) -> ImagingMethod:
    """Of the measurement, else of its visit, else of the lesion."""
    visits = study.tumour_visits_of(one.subject_id)
    visit = next((each.method for each in visits if each.visit_number == one.visit_number), None)
    return one.method or visit or lesion.method
