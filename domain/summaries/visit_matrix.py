"""Tables of all subjects' visits: the matrix, and what falls on the days of a list; for files (SUB-3)."""

from collections.abc import Callable, Mapping
from datetime import date

from domain.schedule.due_visit import DueVisit
from domain.schedule.matrix import VisitMatrix
from domain.schedule.today import TodayItem, deadline_of
from domain.summaries.table import Cell, Column, Format, Table, cells

_DAYS = (
    Column("kind", "Kind"),
    Column("subject", "Subject"),
    Column("what", "What", weight=2.0),
    Column("earliest", "From", Format.DATE),
    Column("day", "Day", Format.DATE),
    Column("latest", "To", Format.DATE),
    Column("done", "Done", Format.DATE),
    Column("status", "Status"),
)


def tabulate_matrix(matrix: VisitMatrix, name: Callable[[str], str]) -> Table:
    """A row a subject, newest first, and two columns a visit: where it stands, and the day it was done or is planned.

    Args:
        matrix: of the study; the columns that somebody has reached are taken.
        name: of a visit, by its key.
    """
    columns = [Column("subject", "Subject")]
    for key in matrix.reached:
        columns += [Column(key, name(key)), Column(f"{key} day", f"{name(key)}: day", Format.DATE)]
    rows = []
    for subject_id in reversed(tuple(matrix.rows)):
        row = [Cell(subject_id)]
        for key in matrix.reached:
            visit = matrix.rows[subject_id].get(key)
            row += cells((visit.status, visit.done_on or visit.planned)) if visit else cells((None, None))
        rows.append(tuple(row))
    return Table("visit_matrix", "Visit matrix", tuple(columns), tuple(rows))


def tabulate_days(
    visits: Mapping[date, tuple[DueVisit, ...]], deadlines: tuple[TodayItem, ...], name: Callable[[str], str]
) -> Table:
    """What falls on days: a row a visit or deadline, by day.

    Args:
        visits: of each day; the days say which deadlines belong to the table.
        deadlines: of the study.
        name: of a visit, by its key.
    """
    rows: list[tuple[date, tuple[Cell, ...]]] = []
    for day, held in visits.items():
        for one in held:
            visit = ("Visit", one.subject_id, name(one.key), one.earliest, one.planned, one.latest, one.done_on)
            rows.append((day, cells((*visit, one.status))))
    for item in deadlines:
        ends = deadline_of(item)
        if ends is not None and ends in visits:
            deadline = (item.kind, item.subject_id, item.reason, None, ends, None, None)
            rows.append((ends, cells((*deadline, "late" if item.is_late else None))))
    rows.sort(key=lambda one: (one[0], str(one[1][1].value)))
    return Table("visit_days", "Visits and deadlines", _DAYS, tuple(row for _, row in rows))
