"""A dose-limiting toxicity from its onset to its end: admission, reports, steroids, drug withdrawn, verdict."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from domain.ctcae.catalogue import terms_of
from domain.demonstration.act import Act
from domain.demonstration.course import Course
from domain.demonstration.event_of import day_of, event_of, report_of, treatment_of
from domain.demonstration.timing import VERDICT_DAY
from domain.terms import ActionTaken, Grade, InterventionKind, Judgement, Relationship, ReportKind, SeriousCriterion

_TERMS = ("Pneumonitis", "Colitis", "Myocarditis")


def record_limiting(course: Course) -> Iterator[Act]:
    """A grade 3 immune-related event on day 8, as first told, with what follows."""
    known = terms_of(course.protocol.ctcae)
    term = course.chance("limiting").choice([one for one in _TERMS if one in known])
    aware = course.moment(8, 11)
    is_mild_known = Grade.MILD in known[term].grades
    whole = event_of(
        course,
        "limiting",
        term,
        Grade.MODERATE,
        day_of(course, 6),
        steps=(
            (day_of(course, 8), Grade.SEVERE),
            (day_of(course, 14), Grade.MODERATE),
            *(((day_of(course, 22), Grade.MILD),) if is_mild_known else ()),
        ),
        end=day_of(course, 37),
        relationship=Relationship.PROBABLE,
        action_taken=ActionTaken.WITHDRAWN,
        seriousness=(SeriousCriterion.HOSPITALISATION,),
        aware_at=aware,
        admitted_on=day_of(course, 8),
        discharged_on=day_of(course, 19) if course.moment(20) < course.now else None,
        is_expected=Judgement.NO,
        is_immune_related=Judgement.YES,
        narrative="Admitted with symptoms of grade 3; improved on methylprednisolone, tapered over four weeks.",
    )
    first = event_of(
        course,
        "limiting",
        term,
        Grade.MODERATE,
        day_of(course, 6),
        steps=((day_of(course, 8), Grade.SEVERE),),
        relationship=Relationship.PROBABLE,
        action_taken=ActionTaken.WITHDRAWN,
        seriousness=(SeriousCriterion.HOSPITALISATION,),
        aware_at=aware,
        admitted_on=day_of(course, 8),
        is_expected=Judgement.NO,
        is_immune_related=Judgement.YES,
    )
    steroid = treatment_of(
        first, "Methylprednisolone", InterventionKind.STEROID, day_of(course, 8), dose="1 mg/kg daily, i.v."
    )
    yield Act(aware + timedelta(hours=2), (first, steroid))
    yield Act(aware + timedelta(hours=5), (report_of(first, ReportKind.INITIAL, aware + timedelta(hours=5)),))
    sent = course.moment(14, 16)
    yield Act(sent, (report_of(first, ReportKind.EXPEDITED, sent),))
    yield Act(course.moment(VERDICT_DAY, 15), adjudicates=course.subject_id)
    over = course.moment(38, 16) if course.moment(38, 16) < course.now else course.moment(20, 16)
    sent = over + timedelta(minutes=30)
    ended = replace(steroid, end=day_of(course, 36) if whole.end else None)
    yield Act(over, corrected=(whole, *((ended,) if ended != steroid else ())), reason="Course of the event since")
    yield Act(sent, (report_of(whole, ReportKind.FOLLOW_UP, sent),))
