"""A calendar as iCalendar text, for the site's own calendar program. It names subjects by number only.

Written by the icalendar library: it folds and escapes as RFC 5545 asks, and is kept by people who read other programs'
calendars too.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from domain.schedule.due_visit import DueVisit, VisitStatus

_LEFT_OUT = (VisitStatus.NOT_APPLICABLE, VisitStatus.MISSED, VisitStatus.DONE, VisitStatus.DONE_OUT)


def write_ics(
    visits: Iterable[DueVisit],
    *,
    study_id: str,
    now: datetime,
    title_of: Callable[[DueVisit], str] | None = None,
    window_of: Callable[[DueVisit], str] | None = None,
) -> str:
    """The visits to come as whole-day events; lines end with CR LF.

    Args:
        visits: of any subjects; done ones and those that do not apply are left out.
        study_id: part of each event's identity, so that a second import replaces the first.
        now: aware UTC; the moment of the export.
        title_of: what an event is called; by default study, number and visit.
        window_of: what its description says; by default the days of the window.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    for name, value in (("prodid", "-//Titrant//Visits//EN"), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(name, value)
    for visit in visits:
        if visit.status in _LEFT_OUT:
            continue
        event = Event()
        event.add("uid", "-".join(f"{study_id}-{visit.subject_id}-{visit.key}".split()) + "@titrant")
        event.add("dtstamp", now)
        event.add("dtstart", visit.planned)
        event.add("dtend", visit.planned + timedelta(days=1))
        event.add("summary", title_of(visit) if title_of else f"{study_id} {visit.subject_id}: {visit.key}")
        window = window_of(visit) if window_of else f"{visit.earliest.isoformat()} – {visit.latest.isoformat()}"
        event.add("description", window)
        event.add("status", "TENTATIVE" if visit.is_projected else "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")
