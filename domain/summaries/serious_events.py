"""Listing of the serious adverse events."""

from domain.protocol.model import Part
from domain.reasons import Reason
from domain.study import Study
from domain.summaries.study_day import derive_study_day, level_of, subjects_of
from domain.summaries.table import Column, Format, Table, cells

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("event", "Event (CTCAE)", weight=2.0),
    Column("grade", "Grade", Format.NUMBER, 0.5),
    Column("relationship", "Relationship"),
    Column("onset", "Onset", Format.DATE),
    Column("onset_day", "Day", Format.NUMBER, 0.5),
    Column("end", "End", Format.DATE),
    Column("action", "Action taken", weight=1.2),
    Column("outcome", "Outcome", weight=1.2),
)


def tabulate_serious_events(study: Study, part: Part | None = None) -> Table:
    """Serious events of a part's subjects, screening included, by subject and onset."""
    found = []
    for subject_id in subjects_of(study, part.part_id if part else None):
        for event in study.events_of(subject_id):
            if not event.is_serious:
                continue
            row = (
                subject_id,
                level_of(study, subject_id),
                event.term,
                int(event.grade),
                event.relationship,
                event.onset,
                derive_study_day(study, event),
                event.end,
                event.action_taken,
                event.outcome,
            )
            found.append((subject_id, cells(row), event.record_id))
    numbers = {"events": len(found), "subjects": len({subject_id for subject_id, _, _ in found})}
    return Table(
        "serious_events",
        "Serious adverse events",
        _COLUMNS,
        tuple(row for _, row, _ in found),
        caption=Reason("caption_events", numbers),
        row_ids=tuple(record_id for _, _, record_id in found),
    )
