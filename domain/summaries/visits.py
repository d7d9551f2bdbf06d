"""Tables of visits: a subject's schedule, and the sheet that the subject takes home (SUB-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.reasons import Reason
from domain.schedule.completeness import derive_completeness
from domain.schedule.due_visit import DueVisit, VisitStatus
from domain.schedule.life import day_of
from domain.schedule.matrix import derive_subject_calendar, with_gaps
from domain.schedule.plan import Assessment, VisitPlan, split_key
from domain.schedule.subject_schedule import derive_subject_schedule, record_of
from domain.study import Study
from domain.summaries.table import Cell, Column, Format, Table, cells

_CALENDAR = (
    Column("visit", "Visit", weight=1.6),
    Column("planned", "Planned", Format.DATE),
    Column("earliest", "From", Format.DATE),
    Column("latest", "To", Format.DATE),
    Column("status", "Status", weight=1.2),
    Column("done", "Done", Format.DATE),
    Column("assessments", "Assessments", weight=0.9),
    Column("reason", "Note", weight=2.0),
)
_SHEET = (
    Column("day", "Planned day", weight=1.1),
    Column("window", "Window", weight=1.6),
    Column("visit", "Visit", weight=1.4),
    Column("contents", "What is done", weight=2.6),
)


@dataclass(frozen=True)
class VisitName:
    """A visit as a cell: a view names it by the protocol."""

    key: str


@dataclass(frozen=True)
class VisitDays:
    """The window of a visit as a cell of the subject's sheet, and whether its days rest on doses to come."""

    visit: DueVisit


@dataclass(frozen=True)
class VisitContents:
    """What is done at a visit as a cell of the subject's sheet."""

    visit: str
    assessments: tuple[Assessment, ...]


def tabulate_calendar(study: Study, subject_id: str, now: datetime) -> Table:
    """Every visit of a subject with where it stands."""
    visits = derive_subject_schedule(study, subject_id, now)
    return tabulate_visits(study, subject_id, with_gaps(study, subject_id, visits))


def tabulate_visits(study: Study, subject_id: str, visits: Sequence[DueVisit]) -> Table:
    """Visits of a subject with where they stand; "5 of 6" assessments for what was done or is to be done now.

    Args:
        study: at its cut-off.
        subject_id: whose.
        visits: of the subject's schedule, in its order; a row each.
    """
    rows, row_ids = [], []
    for visit in visits:
        head = cells((VisitName(visit.key), visit.planned, visit.earliest, visit.latest))
        status = Cell(visit.status, emphasis=visit.status.is_open)
        rows.append((*head, status, *cells((visit.done_on, _say_complete(study, visit), visit.reason))))
        record = record_of(study, visit)
        row_ids.append(record.record_id if record is not None else "")
    return Table(
        "calendar",
        "Visits",
        _CALENDAR,
        tuple(rows),
        caption=Reason("caption_subject", {"subject": subject_id}),
        row_ids=tuple(row_ids),
    )


def _say_complete(study: Study, visit: DueVisit) -> Reason | None:
    if visit.status in (VisitStatus.MISSED, VisitStatus.NOT_APPLICABLE):
        return None
    complete = derive_completeness(study, visit.subject_id, visit.key)
    if not complete.items:
        return None
    if visit.status in (VisitStatus.SOON, VisitStatus.LATER):
        return Reason("visit_assessments_planned", {"all": len(complete.items)})
    return Reason("visit_assessments", {"done": complete.done, "all": len(complete.items)})


def tabulate_subject_calendar(study: Study, subject_id: str, now: datetime) -> Table:
    """The visits to come of a subject, for the sheet that is handed out: a number, no name, no finding."""
    plan = (study.part_of(subject_id) or study.protocol.first_part).visits or VisitPlan()
    today = day_of(now, study.zone)
    by_key = {one.key: one for one in derive_subject_schedule(study, subject_id, now)}
    rows = []
    for one in derive_subject_calendar(study, subject_id, now):
        visit = by_key[one.visit]
        if visit.latest < today:
            continue
        contents = VisitContents(visit.key, plan.assessments_at(split_key(visit.key)[0]))
        rows.append(cells((visit.planned, VisitDays(visit), VisitName(visit.key), contents)))
    return Table(
        "subject_calendar",
        "Your visits",
        _SHEET,
        tuple(rows),
        caption=Reason("caption_subject", {"subject": subject_id}),
    )
