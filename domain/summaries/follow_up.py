"""Listing of the events that are followed after the end of treatment, each with its next date (AE-7)."""

from datetime import date

from domain.protocol.model import Part
from domain.reasons import Reason
from domain.safety.follow_up import EVERY_DAYS, FollowUp, FollowUpState, follow_ups_of
from domain.study import Study
from domain.summaries.study_day import level_of, subjects_of
from domain.summaries.table import Cell, Column, Format, Table, cells

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("event", "Event (CTCAE)", weight=1.8),
    Column("grade", "Grade now", Format.NUMBER, 0.6),
    Column("relationship", "Relationship"),
    Column("onset", "Onset", Format.DATE),
    Column("ended", "Treatment ended", Format.DATE),
    Column("seen", "Last known on", Format.DATE),
    Column("next", "Next", Format.DATE),
    Column("state", "State", weight=0.8),
    Column("why", "Why", weight=1.8),
)


def tabulate_follow_up(study: Study, part: Part | None = None, *, every_days: int = EVERY_DAYS) -> Table:
    """Events of a part's subjects that are followed on, or could not be, what is next on top; settled ones left out.

    Args:
        study: at the cut-off.
        part: None for all subjects.
        every_days: from one look at an event to the next; an assumption.
    """
    found = [
        one
        for subject_id in subjects_of(study, part.part_id if part else None)
        for one in follow_ups_of(study, subject_id, every_days=every_days)
        if one.state is not FollowUpState.SETTLED
    ]
    found.sort(key=lambda one: (one.next_on or date.max, one.event.subject_id))
    return Table(
        "follow_up",
        "Follow-up after the end of treatment",
        _COLUMNS,
        tuple(_row(study, one) for one in found),
        note=Reason("note_follow_up", {"number": every_days}),
        row_ids=tuple(one.event.record_id for one in found),
    )


def _row(study: Study, one: FollowUp) -> tuple[Cell, ...]:
    ended = study.end_of_treatment(one.event.subject_id)
    row = (
        one.event.subject_id,
        level_of(study, one.event.subject_id),
        one.event.term,
        int(one.grade),
        one.event.relation,
        one.event.onset,
        ended.decided_on if ended else None,
        one.seen_on,
        one.next_on,
        one.state,
        one.reason,
    )
    return cells(row, emphasis=one.state is FollowUpState.OVERDUE)
