"""After treatment: calls for survival, death, another therapy, and deviations that were recorded."""

from collections.abc import Iterator
from datetime import timedelta

from domain.demonstration.act import Act
from domain.demonstration.course import DELAY_DAYS, Course
from domain.partial_date import PartialDate
from domain.records import Deviation, Enrolment, Intervention, Record, SurvivalContact
from domain.terms import ContactMode, DeviationCategory, InterventionKind, LeaveReason, VitalStatus

_DUE = 90
_EVERY = 84
_FIRST_CALL = 45
_LATE_DAYS = 3


def follow_up(course: Course) -> Iterator[Act]:
    """What was learnt of a subject after the end of treatment."""
    if course.ended_at is None or course.is_lost:
        return
    chance = course.chance("survival")
    last = course.day(course.doses[-1].at)
    days = [course.day(course.ended_at) + timedelta(days=_FIRST_CALL)]
    while course.at(days[-1], 16) < course.until:
        days.append(last + timedelta(days=_DUE + _EVERY * len(days) + chance.randint(-5, 5)))
    for number, day in enumerate(days, 1):
        at = course.at(day, 16)
        if at >= course.until:
            break
        alive = SurvivalContact(
            record_id=f"contact-{course.subject_id}-{number}",
            subject_id=course.subject_id,
            contacted_on=day,
            vital_status=VitalStatus.ALIVE,
        )
        yield Act(at, (alive,))
    if course.leave_reason is LeaveReason.DEATH and course.left_at is not None:
        died = course.day(course.left_at)
        dead = SurvivalContact(
            record_id=f"contact-{course.subject_id}-death",
            subject_id=course.subject_id,
            contacted_on=died + timedelta(days=1),
            how=ContactMode.RELATIVE,
            vital_status=VitalStatus.DEAD,
            died_on=PartialDate.of(died),
            cause="Progression of the tumour",
        )
        yield Act(course.left_at + timedelta(days=1, hours=7), (dead,))
    if course.new_therapy_on is not None:
        therapy = Intervention(
            record_id=f"new-therapy-{course.subject_id}",
            subject_id=course.subject_id,
            name="Docetaxel",
            intervention_kind=InterventionKind.NEW_THERAPY,
            start=PartialDate.of(course.new_therapy_on),
            dose="75 mg/m2 every 3 weeks, i.v.",
        )
        yield Act(course.at(course.new_therapy_on, 18), (therapy,))


def record_deviations(course: Course) -> Iterator[Act]:
    """What was overridden or recorded; what nobody has recorded yet is left for a person to accept.

    An enrolment beyond the planned number, and the delay of a dose beyond its window.
    """
    if course.place.is_beyond_plan:
        enrolled = course.first_dose - timedelta(hours=1)
        beyond = Deviation(
            record_id=f"deviation-{course.subject_id}-enrolment",
            subject_id=course.subject_id,
            category=DeviationCategory.SLOT,
            code="planned_number_passed",
            description=f"Enrolled beyond the planned number of {course.part.planned_subjects} subjects",
            reason="The rules ask for further subjects at this level before they come to an answer",
            occurred_on=course.day(enrolled),
            about_kind=Enrolment.kind,
            about_id=f"enrolment-{course.subject_id}",
        )
        yield Act(enrolled, (beyond,))
    for dose in course.doses:
        if dose.is_delayed and DELAY_DAYS > _LATE_DAYS:
            on = course.day(dose.at)
            late: Record = Deviation(
                record_id=f"deviation-{course.subject_id}-{dose.cycle}",
                subject_id=course.subject_id,
                category=DeviationCategory.SCHEDULE,
                code="visit_out_of_window",
                description=f"Dose of cycle {dose.cycle} given later than its window",
                reason="Lung infection had to resolve first",
                occurred_on=on,
            )
            yield Act(dose.at + timedelta(hours=4), (late,))
