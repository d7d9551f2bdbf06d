"""Tables of visits: a subject's calendar, and its printed form (SUB-3)."""

from datetime import datetime

from domain.reasons import Reason
from domain.schedule.calendar import derive_calendar
from domain.schedule.completeness import derive_completeness
from domain.schedule.matrix import derive_subject_calendar
from domain.study import Study
from domain.summaries.table import Cell, Column, Format, Table, cells

_CALENDAR = (
    Column("visit", "Visit", weight=1.4),
    Column("earliest", "From", Format.DATE),
    Column("planned", "Planned", Format.DATE),
    Column("latest", "To", Format.DATE),
    Column("done", "Done", Format.DATE),
    Column("status", "Status", weight=1.2),
    Column("assessments", "Assessments", weight=0.9),
    Column("reason", "Reason", weight=2.0),
)
_PRINTED = (
    Column("visit", "Visit", weight=1.6),
    Column("day", "Planned", Format.DATE),
    Column("earliest", "From", Format.DATE),
    Column("latest", "To", Format.DATE),
    Column("week", "Week", Format.NUMBER, 0.5),
    Column("note", "Note", weight=1.6),
)


def tabulate_calendar(study: Study, subject_id: str, now: datetime) -> Table:
    """Every visit of a subject with where it stands; "5 of 6" assessments for what was done."""
    rows = []
    for visit in derive_calendar(study, subject_id, now):
        complete = derive_completeness(study, subject_id, visit.key) if visit.done_on is not None else None
        said = None
        if complete is not None and complete.items:
            said = Reason("visit_assessments", {"done": complete.done, "all": len(complete.items)})
        head = cells((visit.key, visit.earliest, visit.planned, visit.latest, visit.done_on))
        rows.append((*head, Cell(visit.status, emphasis=visit.status.is_open), *cells((said, visit.reason))))
    return Table(
        "calendar", "Visits", _CALENDAR, tuple(rows), caption=Reason("caption_subject", {"subject": subject_id})
    )


def tabulate_subject_calendar(study: Study, subject_id: str, now: datetime) -> Table:
    """The visits to come of a subject, for the sheet that is handed out: a number, no name."""
    provisional = Reason("visit_provisional")
    rows = tuple(
        cells((one.visit, one.day, one.earliest, one.latest, one.week, provisional if one.is_provisional else None))
        for one in derive_subject_calendar(study, subject_id, now)
    )
    return Table(
        "subject_calendar", "Your visits", _PRINTED, rows, caption=Reason("caption_subject", {"subject": subject_id})
    )
