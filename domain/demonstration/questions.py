"""Queries: the monitor asks about an infusion, the site answers, the monitor closes; the last one is still open."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from domain.demonstration.act import Act
from domain.demonstration.course import Course
from domain.demonstration.people import COORDINATOR, MONITOR, Member
from domain.queries import with_message
from domain.records import Administration, Query, QueryMessage
from domain.terms import QueryState

_EVERY = 8
_ASKED = "The infusion took longer than planned. Please check its end against the infusion record."
_ANSWERED = "Checked against the infusion record: correct as entered."
_CLOSED = "Agrees with the source."


def ask_questions(courses: Sequence[Course]) -> Iterator[Act]:
    """One query for every eighth subject, on the first dose."""
    asked = courses[::_EVERY]
    for course in asked:
        at = course.moment(9, 16, 20)
        dose = f"dose-{course.subject_id}-1"
        query = Query(
            record_id=f"query-{course.subject_id}",
            subject_id=course.subject_id,
            about_kind=Administration.kind,
            about_id=dose,
            field="ended_at",
            messages=(_said(MONITOR, QueryState.OPEN, _ASKED, at),),
        )
        yield Act(at, (query,), by=MONITOR)
        if course is asked[-1]:
            return
        at += timedelta(days=2, hours=-5)
        query = with_message(query, _said(COORDINATOR, QueryState.ANSWERED, _ANSWERED, at))
        yield Act(at, corrected=(query,), reason=_ANSWERED, by=COORDINATOR)
        at += timedelta(days=6, hours=4)
        query = with_message(query, _said(MONITOR, QueryState.CLOSED, _CLOSED, at))
        yield Act(at, corrected=(query,), reason=_CLOSED, by=MONITOR)


def _said(member: Member, state: QueryState, text: str, at: datetime) -> QueryMessage:
    return QueryMessage(at=at, user="", name=member.name, role=member.role, text=text, state=state)
