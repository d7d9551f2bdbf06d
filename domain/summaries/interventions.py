"""Listing of the concomitant medications and procedures (SUB-7)."""

from domain.protocol.model import Part
from domain.reasons import Reason
from domain.records import Intervention
from domain.study import Study
from domain.summaries.study_day import level_of, subjects_of
from domain.summaries.table import Column, Format, Table, cells

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("name", "Medication or procedure", weight=1.8),
    Column("kind", "Kind", weight=1.2),
    Column("dose", "Dose and route", weight=1.2),
    Column("start", "Start", Format.DATE),
    Column("end", "End", Format.DATE),
    Column("treats", "Treats", weight=1.8),
    Column("reason", "Reason", weight=1.4),
)


def tabulate_interventions(study: Study, part: Part | None = None) -> Table:
    """Every medication and procedure of a part's subjects, by subject and start; no end: it goes on."""
    listed = subjects_of(study, part.part_id if part else None)
    found = [one for subject_id in listed for one in study.interventions_of(subject_id)]
    rows = tuple(
        cells(
            (
                one.subject_id,
                level_of(study, one.subject_id),
                one.name,
                one.intervention_kind,
                one.dose or None,
                one.start,
                one.end,
                _treated(study, one),
                one.reason or None,
            )
        )
        for one in found
    )
    numbers = {"number": len(found), "subjects": len({one.subject_id for one in found})}
    return Table(
        "interventions",
        "Concomitant medication and procedures",
        _COLUMNS,
        rows,
        caption=Reason("caption_interventions", numbers),
        row_ids=tuple(one.record_id for one in found),
    )


def _treated(study: Study, one: Intervention) -> object:
    """The terms of the events that it treats; nothing where it treats none; said as such where nobody has said."""
    if one.treats is None:
        return Reason("treats_not_said")
    terms = [event.term for event in study.events_of(one.subject_id) if event.record_id in one.treats]
    return "; ".join(dict.fromkeys(terms)) or None
