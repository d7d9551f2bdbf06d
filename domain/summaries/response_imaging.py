"""Listing of the scheduled tumour scans: in the window, early, late, missing, due."""

from domain.protocol.model import Part
from domain.response.imaging import check_imaging
from domain.response.of_study import plan_of
from domain.study import Study
from domain.summaries.study_day import level_of, subjects_of
from domain.summaries.table import Column, Format, Table, cells

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("week", "Week", Format.NUMBER, 0.5),
    Column("from", "Window from", Format.DATE),
    Column("to", "Window to", Format.DATE),
    Column("visit", "Visit", weight=0.7),
    Column("date", "Scan", Format.DATE),
    Column("off", "Days outside", Format.NUMBER, 0.7),
    Column("state", "State", weight=0.9),
)


def tabulate_imaging(study: Study, part: Part | None = None) -> Table:
    """Scheduled scans of a part's subjects, by subject and week; departures from the schedule are emphasised."""
    schedule = plan_of(study.protocol).imaging
    found = [
        one
        for subject_id in subjects_of(study, part.part_id if part else None)
        for one in check_imaging(study, subject_id)
    ]
    rows = tuple(
        cells(
            (
                one.subject_id,
                level_of(study, one.subject_id),
                one.week,
                one.opens_on,
                one.closes_on,
                one.visit or None,
                one.scanned_on,
                one.days_off or None,
                one.state,
            ),
            emphasis=one.state.is_departure,
        )
        for one in found
    )
    ids = tuple(study.subject(one.subject_id).record_id for one in found)
    note = schedule.method() if schedule else None
    return Table("imaging", "Tumour scans against the schedule", _COLUMNS, rows, note=note, row_ids=ids)
