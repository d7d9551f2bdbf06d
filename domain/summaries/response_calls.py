"""Listing of the visits at which investigator and derived response part (EFF-1)."""

from domain.protocol.model import Part
from domain.response.calls import list_disagreements
from domain.response.spoken import joined
from domain.study import Study
from domain.summaries.study_day import level_of, subjects_of
from domain.summaries.table import Column, Format, Table, cells

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("visit", "Visit", weight=0.6),
    Column("date", "Scan", Format.DATE),
    Column("called", "Investigator", weight=0.9),
    Column("derived", "Derived", weight=0.9),
    Column("saw", "Derived when called", weight=0.9),
    Column("how", "State", weight=0.9),
    Column("comment", "Comment", weight=1.6),
    Column("why", "Why derived", weight=2.4),
)


def tabulate_disagreements(study: Study, part: Part | None = None) -> Table:
    """Disagreements of a part's subjects, by subject and visit."""
    found = [
        (subject_id, one)
        for subject_id in subjects_of(study, part.part_id if part else None)
        for one in list_disagreements(study, subject_id)
    ]
    rows = tuple(
        cells(
            (
                subject_id,
                level_of(study, subject_id),
                one.visit,
                one.on,
                one.call.response,
                one.derived,
                one.saw or None,
                one.parting,
                one.call.comment or None,
                joined(one.reasons),
            )
        )
        for subject_id, one in found
    )
    ids = tuple(one.call.record_id for _, one in found)
    return Table("response_calls", "Investigator and derived response", _COLUMNS, rows, row_ids=ids)
