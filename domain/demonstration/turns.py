"""What happens to subjects after the DLT window: each on one of those who stay on treatment."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from domain.demonstration.act import Act
from domain.demonstration.course import Course, Turn, turn_cycle
from domain.demonstration.event_of import day_of, event_of, report_of, treatment_of
from domain.demonstration.samples_taken import lab_record_id
from domain.partial_date import PartialDate
from domain.records import AdverseEvent, Intervention
from domain.terms import ActionTaken, Grade, InterventionKind, Judgement, Relationship, ReportKind, SeriousCriterion

_OVER = 20


def record_turn(course: Course) -> Iterator[Act]:
    """The events of the subject's turn, as far as they have come."""
    made = _MADE.get(course.turn)
    if made is not None:
        yield from made(course)


def turning_dose(course: Course) -> int:
    """Days from the first dose to the one at which the turn comes: the third of Q3W, the fourth of Q2W."""
    return (course.day(course.doses[turn_cycle(course.part) - 1].at) - course.day(course.first_dose)).days


def next_dose(course: Course) -> int | None:
    """Days from the first dose to the one after that, three weeks later or more; None where there is none."""
    days = ((course.day(dose.at) - course.day(course.first_dose)).days for dose in course.doses)
    return next((day for day in days if day >= turning_dose(course) + _OVER), None)


def _infection(course: Course) -> Iterator[Act]:
    """A serious event that is not related, and delays a dose."""
    aware = course.moment(31, 13)
    event = event_of(
        course,
        "infection",
        "Lung infection",
        Grade.SEVERE,
        day_of(course, 31),
        steps=((day_of(course, 37), Grade.MODERATE),),
        end=day_of(course, 44),
        relationship=Relationship.NOT_RELATED,
        action_taken=ActionTaken.DELAYED,
        seriousness=(SeriousCriterion.HOSPITALISATION,),
        aware_at=aware,
        admitted_on=day_of(course, 31),
        discharged_on=day_of(course, 40),
        is_expected=Judgement.NO,
        is_immune_related=Judgement.NO,
        narrative="Fever and cough; consolidation on CT; recovered on piperacillin and tazobactam.",
    )
    first = event_of(
        course,
        "infection",
        "Lung infection",
        Grade.SEVERE,
        day_of(course, 31),
        relationship=Relationship.NOT_RELATED,
        seriousness=(SeriousCriterion.HOSPITALISATION,),
        aware_at=aware,
        admitted_on=day_of(course, 31),
        is_expected=Judgement.NO,
    )
    yield Act(aware + timedelta(hours=2), (first,))
    sent = aware + timedelta(hours=4)
    yield Act(sent, (report_of(first, ReportKind.INITIAL, sent),))
    drug = treatment_of(
        first,
        "Piperacillin and tazobactam",
        InterventionKind.ANTI_INFECTIVE,
        day_of(course, 31),
        end=day_of(course, 40),
        dose="4.5 g three times a day, i.v.",
    )
    yield Act(course.moment(41, 11), (drug,))
    yield Act(course.moment(45, 16), corrected=(event,), reason="Course of the event since")
    sent = course.moment(45, 17)
    yield Act(sent, (report_of(event, ReportKind.FOLLOW_UP, sent),))


def _thyroid(course: Course) -> Iterator[Act]:
    day = turning_dose(course) + 2
    event = event_of(
        course,
        "thyroid",
        "Hypothyroidism",
        Grade.MODERATE,
        day_of(course, day),
        relationship=Relationship.PROBABLE,
        is_immune_related=Judgement.YES,
        is_expected=Judgement.YES,
    )
    hormone = treatment_of(
        event, "Levothyroxine", InterventionKind.SUBSTITUTION, day_of(course, day + 1), dose="50 ug daily, by mouth"
    )
    yield Act(course.moment(day + 1, 15), (event, hormone))


def _liver(course: Course) -> Iterator[Act]:
    """Transaminases of grade 3 that would be dose-limiting but for the window."""
    day, later = turning_dose(course), next_dose(course)
    event = event_of(
        course,
        "liver",
        "Alanine aminotransferase increased",
        Grade.MILD,
        day_of(course, day),
        steps=(
            (day_of(course, day + 7), Grade.SEVERE),
            (day_of(course, day + 14), Grade.MODERATE),
            (day_of(course, day + 19), Grade.MILD),
        ),
        end=None if later is None else day_of(course, later),
        relationship=Relationship.PROBABLE,
        is_immune_related=Judgement.YES,
        result_id=lab_record_id(course, course.day(course.moment(day)), "ALT"),
    )
    yield from _with_treatment(
        course, event, day + 8, "Prednisolone", InterventionKind.STEROID, "0.5 mg/kg daily, by mouth", lasts=14
    )


def _anaemia(course: Course) -> Iterator[Act]:
    day, later = turning_dose(course), next_dose(course)
    steps = [(day_of(course, day + 14), Grade.SEVERE), (day_of(course, day + 18), Grade.MODERATE)]
    if later is not None:
        steps.append((day_of(course, later), Grade.MILD))
    event = event_of(
        course,
        "anaemia",
        "Anemia",
        Grade.MODERATE,
        day_of(course, day + 7),
        steps=steps,
        relationship=Relationship.UNLIKELY,
        result_id=lab_record_id(course, course.day(course.moment(day + 7)), "HGB"),
    )
    yield from _with_treatment(
        course, event, day + 15, "Red cells, 2 units", InterventionKind.RED_CELLS, "2 units, i.v.", lasts=0
    )


def _with_treatment(
    course: Course, event: AdverseEvent, day: int, name: str, kind: InterventionKind, dose: str, *, lasts: int
) -> Iterator[Act]:
    if course.moment(day, 17) > course.now:
        return
    end = day_of(course, day + lasts)
    treatment = treatment_of(
        event, name, kind, day_of(course, day), end=end if end.latest(course.zone) <= course.until else None, dose=dose
    )
    told = min(course.moment(day + lasts + 7, 17), course.now - timedelta(hours=2))
    yield Act(told, (event, treatment))


def _reaction(course: Course) -> Iterator[Act]:
    """An infusion reaction: the infusion is interrupted and resumed."""
    start = course.doses[turn_cycle(course.part) - 1].at + timedelta(minutes=25)
    over = start + timedelta(minutes=40)
    event = event_of(
        course,
        "reaction",
        "Infusion related reaction",
        Grade.MODERATE,
        PartialDate.of(start.astimezone(course.zone)),
        end=PartialDate.of(over.astimezone(course.zone)),
        relationship=Relationship.DEFINITE,
        action_taken=ActionTaken.INTERRUPTED,
        is_expected=Judgement.YES,
        is_immune_related=Judgement.NO,
    )
    day = PartialDate.of(course.day(start))
    relief = Intervention(
        record_id=f"treatment-{event.record_id}",
        subject_id=course.subject_id,
        name="Diphenhydramine",
        intervention_kind=InterventionKind.OTHER,
        start=day,
        end=day,
        dose="20 mg, i.m.",
        treats=(event.record_id,),
    )
    yield Act(over + timedelta(hours=3), (event, relief))


_MADE: dict[Turn, Callable[[Course], Iterator[Act]]] = {
    Turn.INFECTION: _infection,
    Turn.THYROID: _thyroid,
    Turn.LIVER: _liver,
    Turn.ANAEMIA: _anaemia,
    Turn.REACTION: _reaction,
}
