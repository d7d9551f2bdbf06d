"""One adverse event as a site writes it down: with its steps, and what a serious one needs."""

from collections.abc import Sequence
from datetime import datetime

from domain.demonstration.course import Course
from domain.partial_date import PartialDate
from domain.records import AdverseEvent, DrugAssessment, GradeChange, Intervention, SafetyReport
from domain.terms import ActionTaken, AeOutcome, Grade, InterventionKind, Relationship, ReportKind

SPONSOR = "Sponsor, drug safety"


def day_of(course: Course, day: int) -> PartialDate:
    """A date, so many days after the first dose."""
    return PartialDate.of(course.day(course.moment(day)))


def event_of(
    course: Course,
    name: str,
    term: str,
    grade: Grade,
    onset: PartialDate,
    *,
    steps: Sequence[tuple[PartialDate, Grade]] = (),
    end: PartialDate | None = None,
    relationship: Relationship = Relationship.POSSIBLE,
    **further: object,
) -> AdverseEvent:
    """An event as known today: steps and end that lie in the future are left out.

    Args:
        course: of the subject.
        name: the last part of the record's id.
        term: of CTCAE.
        grade: at onset.
        onset: as far as known.
        steps: later grades.
        end: when it will be over; None while nobody knows.
        relationship: to the study drug.
        further: other fields of the record.
    """
    until, zone = course.until, course.zone
    seen = tuple(GradeChange(since, later) for since, later in steps if since.earliest(zone) <= until)
    over = end if end is not None and end.latest(zone) <= until else None
    worst = max([grade, *(one.grade for one in seen)])
    last = seen[-1].grade if seen else grade
    action = further.get("action_taken", ActionTaken.NONE)
    going_on = AeOutcome.RECOVERING if last < worst else AeOutcome.NOT_RECOVERED
    return AdverseEvent(
        record_id=f"event-{course.subject_id}-{name}",
        subject_id=course.subject_id,
        term=term,
        grade=grade,
        onset=onset,
        grade_changes=seen,
        end=over,
        relationship=relationship,
        outcome=AeOutcome.RECOVERED if over is not None else going_on,
        other_drugs=tuple(
            DrugAssessment(drug, relationship, ActionTaken(str(action))) for drug in course.part.drugs[1:]
        ),
        **further,  # type: ignore[arg-type]
    )


def report_of(event: AdverseEvent, kind: ReportKind, sent_at: datetime) -> SafetyReport:
    """A report to the sponsor."""
    return SafetyReport(
        record_id=f"report-{event.record_id}-{kind.value.lower()}",
        subject_id=event.subject_id,
        event_id=event.record_id,
        report_kind=kind,
        sent_at=sent_at,
        sent_to=SPONSOR,
    )


def treatment_of(
    event: AdverseEvent,
    name: str,
    kind: InterventionKind,
    start: PartialDate,
    *,
    end: PartialDate | None = None,
    dose: str = "",
) -> Intervention:
    """A medication or procedure that treats an event."""
    return Intervention(
        record_id=f"treatment-{event.record_id}-{name.split()[0].lower()}",
        subject_id=event.subject_id,
        name=name,
        intervention_kind=kind,
        start=start,
        end=end,
        dose=dose,
        treats=(event.record_id,),
    )
