"""What the grid of a visit's assessments knows: its groups and fields, the visits on offer, what stood there before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.body_system import BodySystem
from domain.partial_date import PartialDate
from domain.records import AssessmentNotDone, BodyWeight, Ecg, EcogStatus, PhysicalExam, Record, VitalSigns
from domain.schedule.calendar import derive_calendar
from domain.schedule.completeness import is_of_latest_screening
from domain.schedule.due_visit import VisitStatus
from domain.schedule.plan import DOSING, SCREENING, Assessment, VisitPlan, split_key
from domain.study import Study
from domain.summaries.assessments import moment_of
from ui.text import say_hours, say_partial, tr
from ui.words.visit import VisitWords

Assessed = VitalSigns | BodyWeight | EcogStatus | Ecg | PhysicalExam
OUTSIDE = ""
"""Name of no visit of the plan."""


@dataclass(frozen=True)
class AssessmentGroup:
    """The fields of one assessment.

    Attributes:
        at: field that says when.
        rows: what is typed, in the order of the paper form; fields that share a row stand together.
        needed: without these there is no record.
        system: of an examination.
    """

    assessment: Assessment
    kind: type[Record]
    at: str
    rows: tuple[tuple[str, ...], ...]
    needed: tuple[str, ...] = ()
    system: BodySystem | None = None


_SIGNS = (
    ("systolic_mmhg",), ("diastolic_mmhg",), ("pulse_per_min",), ("temperature_c",), ("respiration_per_min",),
    ("oxygen_percent",), ("comment",),
)  # fmt: skip
_ECG = (
    ("heart_rate_per_min",), ("pr_ms",), ("qrs_ms",), ("qt_ms",), ("qtcf_ms",), ("interpretation", "comment"),
)  # fmt: skip
_EXAM = (("finding", "abnormal"),)

GROUPS: Mapping[Assessment, tuple[AssessmentGroup, ...]] = {
    Assessment.VITAL_SIGNS: (AssessmentGroup(Assessment.VITAL_SIGNS, VitalSigns, "measured_at", _SIGNS),),
    Assessment.WEIGHT: (
        AssessmentGroup(Assessment.WEIGHT, BodyWeight, "measured_at", (("weight_kg",), ("height_cm",)), ("weight_kg",)),
    ),
    Assessment.ECOG: (AssessmentGroup(Assessment.ECOG, EcogStatus, "assessed_at", (("score",),), ("score",)),),
    Assessment.ECG: (AssessmentGroup(Assessment.ECG, Ecg, "recorded_at", _ECG, ("interpretation",)),),
    Assessment.PHYSICAL_EXAM: tuple(
        AssessmentGroup(Assessment.PHYSICAL_EXAM, PhysicalExam, "examined_at", _EXAM, ("finding",), system)
        for system in (None, *BodySystem)
    ),
}
"""What the grid takes, in the order of the paper form; an examination is one record a body system."""


def asked_at(study: Study, subject_id: str, key: str) -> tuple[Assessment, ...]:
    """The assessments of the grid that a visit asks for; all of them outside the plan."""
    if key == OUTSIDE:
        return tuple(GROUPS)
    plan = (study.part_of(subject_id) or study.protocol.first_part).visits or VisitPlan()
    asked = plan.assessments_at(split_key(key)[0])
    return tuple(one for one in GROUPS if one in asked)


def visits_on_offer(study: Study, subject_id: str, now: datetime) -> tuple[str, ...]:
    """The visits whose window has begun or will within a week, and those with assessments; by planned day."""
    used = {one.visit for one in _records(study, subject_id)} - {OUTSIDE}
    calendar = sorted(derive_calendar(study, subject_id, now), key=lambda one: (one.planned, one.code))
    found = [
        one.key
        for one in calendar
        if one.key in used
        or (one.status not in (VisitStatus.LATER, VisitStatus.NOT_APPLICABLE) and asked_at(study, subject_id, one.key))
    ]
    return (*found, *sorted(used - set(found)))


def next_visit(study: Study, subject_id: str, now: datetime) -> str:
    """The visit that the grid begins with: the latest one that is due or done, and not filled yet; else the last."""
    offered = visits_on_offer(study, subject_id, now)
    used = {one.visit for one in _records(study, subject_id)}
    status = {one.key: one.status for one in derive_calendar(study, subject_id, now)}
    waiting = [one for one in offered if one not in used and status.get(one) is not VisitStatus.SOON]
    return waiting[-1] if waiting else offered[-1] if offered else OUTSIDE


def say_visit(words: VisitWords, key: str) -> str:
    """What a visit is called in the grid."""
    return words.name(key) if key != OUTSIDE else tr("Outside the visit plan")


def _records(study: Study, subject_id: str) -> list[Assessed]:
    return [
        *study.vital_signs_of(subject_id), *study.weights_of(subject_id), *study.ecog_of(subject_id),
        *study.ecgs_of(subject_id), *study.exams_of(subject_id),
    ]  # fmt: skip


def _mine(study: Study, subject_id: str, group: AssessmentGroup) -> list[Assessed]:
    return [
        one
        for one in _records(study, subject_id)
        if isinstance(one, group.kind) and getattr(one, "system", None) == group.system
    ]


def recorded_at(study: Study, subject_id: str, group: AssessmentGroup, key: str) -> Record | None:
    """The latest record of a visit, which the grid corrects; outside the plan it always makes a new one.

    So it does at a re-screening: what was found at the screening before stays as it was.
    """
    mine = [one for one in _mine(study, subject_id, group) if one.visit == key]
    if key == SCREENING:
        mine = [one for one in mine if is_of_latest_screening(study, subject_id, moment_of(one))]
    return mine[-1] if mine and key != OUTSIDE else None


def previous_of(
    study: Study, subject_id: str, group: AssessmentGroup, field: str, before: Record | None, at: PartialDate | None
) -> Record | None:
    """The last record that holds a field, before a moment; before now where that is not known.

    Args:
        study: as entered now.
        subject_id: whose.
        group: which assessment.
        field: that has to hold something.
        before: the record that is corrected, which does not count.
        at: the moment.
    """
    zone = study.zone
    mine = [one for one in _mine(study, subject_id, group) if getattr(one, field) not in (None, "") and one != before]
    if at is not None:
        mine = [one for one in mine if moment_of(one).earliest(zone) < at.earliest(zone)]
    return mine[-1] if mine else None


def reason_at(study: Study, subject_id: str, assessment: Assessment, key: str) -> AssessmentNotDone | None:
    """The record that says why an assessment was not done at a visit, or None."""
    said = [one for one in study.not_done_of(subject_id) if (one.visit, one.assessment) == (key, assessment)]
    return said[-1] if said else None


def say_before_dose(study: Study, subject_id: str, key: str, at: PartialDate | None) -> tuple[str, bool]:
    """How long before the visit's dose a moment lies, in words, and whether the protocol allows it."""
    code, number = split_key(key)
    plan = (study.part_of(subject_id) or study.protocol.first_part).visits
    limit = plan.before_dose_hours if plan is not None else None
    if code != DOSING or at is None or limit is None:
        return "", True
    dose = next((one for one in study.administrations(subject_id) if one.cycle == number), None)
    if dose is None:
        until = PartialDate.of(at.earliest(study.zone).astimezone(study.zone) + timedelta(hours=limit))
        return tr("for a dose until {moment}").format(moment=say_partial(until)), True
    if at.earliest(study.zone) > dose.started_at:
        return tr("after the dose"), False
    gap = max(timedelta(), dose.started_at - at.latest(study.zone))
    hours = say_hours(gap // timedelta(hours=1))
    if gap > timedelta(hours=limit):
        return tr("{hours} before the dose, at most {limit} h").format(hours=hours, limit=limit), False
    return tr("{hours} before the dose").format(hours=hours), True
