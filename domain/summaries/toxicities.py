"""Listing of the dose-limiting toxicities and of people's verdicts, those outside the window included (AE-5, AE-6)."""

from domain.escalation.status import PartStatus
from domain.evaluability import Assessment, Bearing, bearing_of, is_inside
from domain.reasons import Reason
from domain.records import AdverseEvent
from domain.summaries.study_day import derive_study_day
from domain.summaries.table import Cell, Column, Format, Table, cells

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("event", "Event (CTCAE)", weight=2.0),
    Column("grade", "Grade", Format.NUMBER, 0.5),
    Column("onset_day", "Onset, day", Format.NUMBER, 0.7),
    Column("counts", "Counts", weight=1.4),
    Column("clause", "Clause of the definition", weight=2.0),
    Column("reason", "Verdict and reason", weight=2.5),
)
_COUNTS = {
    Bearing.MAKES_DLT: "dlt_counts",
    Bearing.OVERRULED: "dlt_overruled",
    Bearing.OUTSIDE_MET: "dlt_outside",
    Bearing.AWAITED: "dlt_awaited",
}


def tabulate_toxicities(status: PartStatus) -> Table:
    """Events that meet the definition or may, and the verdicts of people, by level and first dose.

    The onset is a study day, or the date as far as it is known. The caption counts subjects, each once.
    """
    found: list[tuple[tuple[Cell, ...], str]] = []
    for one in sorted(status.assessments, key=lambda one: one.dose_level):
        listed = [row for event in status.study.events_of(one.subject_id) if (row := _row(status, one, event))]
        if not listed and one.standing is not None and one.standing.adjudication.reason:
            # A verdict that rests on no event of its own, such as one that overrules the derived one.
            values = (one.subject_id, one.dose_level, None, None, None, None, None, _verdict(one))
            listed = [(cells(values), one.standing.adjudication.record_id)]
        found += listed
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


def _row(status: PartStatus, one: Assessment, event: AdverseEvent) -> tuple[tuple[Cell, ...], str] | None:
    study = status.study
    inside = is_inside(event, one.first_dose_at, one.window_ends_at, study)
    bearing = bearing_of(one, event, is_inside=inside)
    if bearing not in _COUNTS:
        return None
    day = derive_study_day(study, event)
    onset = event.onset if day is None else day
    values = (
        one.subject_id,
        one.dose_level,
        event.term,
        int(event.worst),
        onset,
        Reason(_COUNTS[bearing]),
        _clauses(one, event),
        _verdict(one),
    )
    return cells(values), event.record_id


def _clauses(one: Assessment, event: AdverseEvent) -> str | None:
    """Titles of the clauses that the event meets, or may."""
    if one.derived is None:
        return None
    inside = [result.clause.title for result in one.derived.clauses if event.record_id in result.answer.records
              and result.verdict.value != "not met"]  # fmt: skip
    later = [result.clause.title for result in one.derived.outside if result.event.record_id == event.record_id]
    return "; ".join(dict.fromkeys([*inside, *later])) or None


def _verdict(one: Assessment) -> Reason | None:
    """What a person said, and whether it still stands."""
    if one.standing is None:
        return Reason("verdict_derived")
    said = one.standing.adjudication
    numbers = {"verdict": said.verdict.value.lower(), "person": said.signed_by, "reason": said.reason}
    code = "verdict_reopened" if one.is_reopened else "verdict_overrules" if one.is_overruled else "verdict_signed"
    return Reason(code if said.reason else f"{code}_plain", numbers)
