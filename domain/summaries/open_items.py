"""What is still open at the cut-off: verdicts awaited, places held."""

from datetime import datetime, timedelta

from domain.escalation.status import PartStatus
from domain.reasons import Reason
from domain.summaries.table import Cell, Column, Format, Table, cells

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("what", "Still open", weight=3.0),
    Column("until", "Until", Format.MOMENT),
    Column("days_left", "Days left", Format.NUMBER, 0.6),
)


def tabulate_open_items(status: PartStatus) -> Table:
    """One row for each verdict awaited and place held, what ends first on top.

    A row without a moment waits for a person: it stands above all others.
    """
    study = status.study
    found: list[tuple[datetime | None, str, tuple[Cell, ...], str]] = []
    for one in status.assessments:
        subject_row = study.subject(one.subject_id).record_id
        if one.is_reopened or (one.outcome.is_pending and one.verdict_at is None):
            row = cells((one.subject_id, one.dose_level, one.reason, None, None))
            found.append((None, one.subject_id, row, subject_row))
        elif one.outcome.is_pending and one.awaited_events and one.verdict_at is not None:
            left = -(-(one.verdict_at - study.cut_off) // timedelta(days=1))
            row = cells((one.subject_id, one.dose_level, one.reason, one.verdict_at, left))
            found.append((one.verdict_at, one.subject_id, row, subject_row))
        if one.outcome.is_pending and study.cut_off < one.window_ends_at and not _has_left(status, one.subject_id):
            what = Reason("open_window")
            left = one.days_left(study.cut_off)
            row = cells((one.subject_id, one.dose_level, what, one.window_ends_at, left))
            found.append((one.window_ends_at, one.subject_id, row, subject_row))
    for level in status.part.levels:
        for enrolment in study.reserved(status.part, level.number):
            until = enrolment.enrolled_at + timedelta(days=status.part.rules.reservation_days)
            left = -(-(until - study.cut_off) // timedelta(days=1))
            row = cells((enrolment.subject_id, level.number, Reason("open_slot"), until, left))
            found.append((until, enrolment.subject_id, row, enrolment.record_id))
    found.sort(key=lambda entry: (entry[0] is not None, entry[0] or study.cut_off, entry[1]))
    return Table(
        "open_items",
        "What is still open",
        _COLUMNS,
        tuple(row for _, _, row, _ in found),
        row_ids=tuple(record_id for _, _, _, record_id in found),
    )


def _has_left(status: PartStatus, subject_id: str) -> bool:
    """Whether the subject left, so that the end of the window brings nothing any more."""
    return status.study.leaving(subject_id) is not None
