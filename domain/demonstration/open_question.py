"""A neutropenia of grade 4 whose duration decides, and is not yet known: the one clock of a demonstration that runs."""

from collections.abc import Iterator
from datetime import timedelta

from domain.demonstration.act import Act
from domain.demonstration.course import Course
from domain.demonstration.event_of import day_of, event_of, report_of, treatment_of
from domain.demonstration.samples_taken import lab_record_id
from domain.laboratory.catalogue import criteria_of
from domain.terms import Grade, InterventionKind, Judgement, Outcome, Relationship, ReportKind, SeriousCriterion

COUNTS = {3: "1.32", 5: "0.42", 7: "0.35", 8: "0.39"}
"""Neutrophils by day after the first dose, in 10^9/L: grade 2, then 4 (CTCAE 5.0 and 6.0: below 0.5 and 0.1 or 0.5)."""
_LAST_DAY = 8


def has_open_question(course: Course) -> bool:
    """Whether the subject is the one whose verdict is awaited."""
    return course.outcome is Outcome.PENDING_MODERATE and course.moment(_LAST_DAY, 12) < course.now


def record_open_question(course: Course) -> Iterator[Act]:
    """The event, its treatment, and the first report; whether it is a DLT depends on the days to come."""
    term = criteria_of(course.protocol.ctcae, "NEUT")[0].term
    aware = course.moment(5, 15)
    event = event_of(
        course,
        "neutropenia",
        term,
        Grade.MODERATE,
        day_of(course, 3),
        steps=((day_of(course, 5), Grade.LIFE_THREATENING),),
        relationship=Relationship.PROBABLE,
        seriousness=(SeriousCriterion.OTHER_IMPORTANT,),
        aware_at=aware,
        is_expected=Judgement.NO,
        result_id=lab_record_id(course, course.day(course.moment(3)), "NEUT"),
    )
    stimulated = treatment_of(
        event, "Filgrastim", InterventionKind.GROWTH_FACTOR, day_of(course, 6), dose="5 ug/kg, s.c."
    )
    yield Act(aware + timedelta(hours=1), (event,))
    sent = aware + timedelta(hours=3)
    yield Act(sent, (report_of(event, ReportKind.INITIAL, sent),))
    yield Act(course.moment(6, 12), (stimulated,))
