"""Listing of the deviations from the protocol (SUB-9)."""

from domain.protocol.model import Part
from domain.study import Study
from domain.summaries.study_day import subjects_of
from domain.summaries.table import Cell, Column, Format, Table, cells
from domain.terms import Importance

_COLUMNS = (
    Column("date", "Date", Format.DATE),
    Column("subject", "Subject"),
    Column("category", "Category"),
    Column("importance", "Importance", weight=0.8),
    Column("description", "Deviation", weight=2.5),
    Column("reason", "Reason given", weight=2.0),
)


def tabulate_deviations(study: Study, part: Part | None = None) -> Table:
    """Deviations, oldest first. With a part: of its subjects, of subjects in no part, and of the study as such."""
    mine = set(subjects_of(study, part.part_id if part else None))
    found = [
        deviation
        for deviation in study.deviations
        if not deviation.subject_id or deviation.subject_id in mine or study.part_of(deviation.subject_id) is None
    ]
    rows = []
    for one in found:
        head = cells((one.occurred_on, one.subject_id or None, one.category))
        importance = Cell(one.importance, emphasis=one.importance is Importance.IMPORTANT)
        rows.append((*head, importance, *cells((one.description, one.reason))))
    return Table("deviations", "Deviations", _COLUMNS, tuple(rows), row_ids=tuple(one.record_id for one in found))
