"""Table of how complete a subject's visits are: n of m assessments, and what is missing (SUB-6)."""

from dataclasses import dataclass
from datetime import datetime

from domain.reasons import Reason
from domain.schedule.calendar import derive_calendar
from domain.schedule.completeness import AssessmentItem, ItemState, derive_completeness
from domain.schedule.due_visit import VisitStatus
from domain.study import Study
from domain.summaries.table import Cell, Column, Format, Table
from domain.summaries.visits import VisitName

_COLUMNS = (
    Column("visit", "Visit", weight=1.4),
    Column("at", "Date", Format.DATE),
    Column("done", "Done", weight=0.7),
    Column("open", "Missing or too early", weight=3.0),
)
_NOT_YET = (VisitStatus.SOON, VisitStatus.LATER, VisitStatus.NOT_APPLICABLE, VisitStatus.MISSED)


@dataclass(frozen=True)
class OpenItems:
    """The assessments of a visit that are missing or too early, as a cell."""

    items: tuple[AssessmentItem, ...]


def tabulate_completeness(study: Study, subject_id: str, now: datetime) -> Table:
    """The visits that a subject has reached and that ask for assessments, the latest first; a row id is its name.

    Args:
        study: at its cut-off.
        subject_id: whose.
        now: aware.
    """
    rows, names = [], []
    calendar = derive_calendar(study, subject_id, now)
    for visit in sorted(calendar, key=lambda one: one.done_on or one.planned, reverse=True):
        complete = derive_completeness(study, subject_id, visit.key)
        if not complete.items or (visit.status in _NOT_YET and not complete.done):
            continue
        left = tuple(one for one in complete.items if one.state is not ItemState.DONE)
        is_late = visit.done_on is not None or visit.status in (VisitStatus.OVERDUE, VisitStatus.OUT_OF_WINDOW)
        said = Reason("visit_assessments", {"done": complete.done, "all": len(complete.items)})
        rows.append(
            (
                Cell(VisitName(visit.key)),
                Cell(visit.done_on or visit.planned),
                Cell(said, emphasis=is_late and bool(complete.unexplained)),
                Cell(OpenItems(left) if left else None),
            )
        )
        names.append(visit.key)
    caption = Reason("caption_subject", {"subject": subject_id})
    return Table("completeness", "Assessments by visit", _COLUMNS, tuple(rows), caption=caption, row_ids=tuple(names))
