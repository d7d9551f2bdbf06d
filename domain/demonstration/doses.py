"""Doses as they were prepared and given, and the end of treatment."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from domain.demonstration.act import Act
from domain.demonstration.course import Course, PlannedDose
from domain.partial_date import PartialDate
from domain.records import Administration, EndOfTreatment, Leaving, Preparation
from domain.terms import DoseChange, EndReason, LeaveReason

PHARMACISTS = ("Sun Lei", "Gao Jing")
_COMMENTS = {
    EndReason.ADVERSE_EVENT: "Dose-limiting toxicity",
    EndReason.PROGRESSION: "Progression by RECIST 1.1",
    EndReason.WITHDRAWAL: "Does not wish further infusions",
}


def give_doses(course: Course) -> Iterator[Act]:
    """Every dose, prepared by one and checked by another."""
    for dose in course.doses:
        yield Act(dose.at + timedelta(hours=2), (_prepared(course, dose), _given(course, dose)))


def end_treatment(course: Course, *, investigator: str) -> Iterator[Act]:
    """Treatment given up, and participation ended."""
    if course.ended_at is not None and course.end_reason is not None:
        ended = EndOfTreatment(
            record_id=f"end-{course.subject_id}",
            subject_id=course.subject_id,
            decided_on=PartialDate.of(course.day(course.ended_at)),
            reason=course.end_reason,
            decided_by=investigator,
            comment=_COMMENTS.get(course.end_reason, ""),
        )
        yield Act(course.ended_at, (ended,))
    if course.left_at is not None and course.leave_reason is not None:
        has_died = course.leave_reason is LeaveReason.DEATH
        leaving = Leaving(
            record_id=f"leaving-{course.subject_id}",
            subject_id=course.subject_id,
            left_at=course.left_at,
            reason=course.leave_reason,
            decided_by="" if has_died else investigator,
            comment="Died of the disease" if has_died else "",
        )
        yield Act(course.left_at + (timedelta(days=1, hours=6) if has_died else timedelta()), (leaving,))


def _given(course: Course, dose: PlannedDose) -> Administration:
    change = DoseChange.INTERRUPTED if dose.is_interrupted else DoseChange.AS_PLANNED
    reason = "Infusion reaction; resumed at half the rate" if dose.is_interrupted else ""
    return Administration(
        record_id=f"dose-{course.subject_id}-{dose.cycle}",
        subject_id=course.subject_id,
        cycle=dose.cycle,
        started_at=dose.at,
        ended_at=dose.ended_at,
        weight_kg=dose.weight_kg,
        planned_mg=dose.planned_mg,
        given_mg=dose.planned_mg,
        change=change,
        reason="Lung infection" if dose.is_delayed else reason,
        delayed_for=(f"event-{course.subject_id}-infection",) if dose.is_delayed else None,
    )


def _prepared(course: Course, dose: PlannedDose) -> Preparation:
    prepared = dose.at - timedelta(hours=1, minutes=20)
    drug = course.part.drugs[0] if course.part.drugs else course.protocol.drug
    strength = course.part.dosing.concentration_mg_per_ml if course.part.dosing else None
    volume = None if strength is None else (dose.planned_mg / strength).quantize(Decimal("0.01"))
    is_weighed = course.part.level(course.dose_level).is_per_weight
    return Preparation(
        record_id=f"preparation-{course.subject_id}-{dose.cycle}",
        subject_id=course.subject_id,
        cycle=dose.cycle,
        dose_level=course.dose_level,
        measured_kg=dose.weight_kg if is_weighed else None,
        # The first weight counts: it never changes by as much as takes another one.
        weight_kg=course.doses[0].weight_kg if is_weighed else None,
        dose_mg=dose.planned_mg,
        concentration_mg_per_ml=strength,
        volume_ml=volume,
        lot=f"{drug}-{course.day(dose.at).year}-A",
        expires_on=course.day(dose.at) + timedelta(days=240),
        prepared_at=prepared,
        prepared_by=PHARMACISTS[0],
        checked_by=PHARMACISTS[1],
    )
