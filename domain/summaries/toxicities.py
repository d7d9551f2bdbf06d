"""Listing of the dose-limiting toxicities, those outside the window included (AE-6)."""

from domain.escalation.status import PartStatus
from domain.reasons import Reason
from domain.summaries.study_day import derive_study_day
from domain.summaries.table import Column, Format, Table, cells
from domain.terms import DltMark

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("event", "Event (CTCAE)", weight=2.0),
    Column("grade", "Grade", Format.NUMBER, 0.5),
    Column("onset_day", "Onset, day", Format.NUMBER, 0.7),
    Column("counts", "Counts", weight=1.4),
    Column("reason", "Assessor's reason", weight=2.5),
)


def tabulate_toxicities(status: PartStatus) -> Table:
    """Events marked as DLT in treated subjects of the part, by level and first dose.

    The onset is a study day, or the date as far as it is known. The caption counts subjects, each once.
    """
    study = status.study
    found = []
    for one in sorted(status.assessments, key=lambda one: one.dose_level):
        for event in study.events_of(one.subject_id):
            if event.dlt_mark is not DltMark.YES:
                continue
            day = derive_study_day(study, event)
            counts = Reason("dlt_counts" if event in one.dlt_events else "dlt_outside")
            onset = event.onset if day is None else day
            row = (one.subject_id, one.dose_level, event.term, int(event.grade), onset, counts, event.dlt_reason)
            found.append((cells(row), event.record_id))
    tallies = status.recommendation.tallies
    numbers = {"dlt": sum(t.dlt for t in tallies), "evaluable": sum(t.evaluable for t in tallies)}
    return Table(
        "toxicities",
        "Dose-limiting toxicities",
        _COLUMNS,
        tuple(row for row, _ in found),
        caption=Reason("caption_dlt", numbers),
        row_ids=tuple(record_id for _, record_id in found),
    )
