"""Listing of DoR, PFS and OS: event or censoring with date and reason (EFF-2)."""

from domain.protocol.model import Part
from domain.response.of_study import derive_responses, plan_of
from domain.response.spoken import options, spoken
from domain.response.terms import ResponseBy
from domain.study import Study
from domain.summaries.study_day import level_of
from domain.summaries.table import Cell, Column, Format, Table, cells

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("endpoint", "Endpoint", weight=0.7),
    Column("start", "From", Format.DATE),
    Column("end", "To", Format.DATE),
    Column("days", "Days", Format.NUMBER, 0.6),
    Column("event", "Event", weight=0.6),
    Column("why", "Why", weight=2.6),
)


def tabulate_endpoints(
    study: Study, part: Part | None = None, by: ResponseBy = ResponseBy.COMPUTED, *, name: str = ""
) -> Table:
    """Each endpoint of the protocol, by subject; DoR only of those who responded.

    A subject whose dates contradict each other is listed once, with the contradiction in place of the endpoints.

    Args:
        study: at the cut-off.
        part: None for all subjects.
        by: whose responses.
        name: of one endpoint; "" lists all.
    """
    definitions = [one for one in plan_of(study.protocol).endpoints.endpoints if name in ("", one.name)]
    order = {one.name: at for at, one in enumerate(definitions)}
    rows: list[tuple[Cell, ...]] = []
    ids: list[str] = []
    for one in derive_responses(study, part, by):
        head = (one.subject_id, level_of(study, one.subject_id))
        ends = one.answer.endpoints if one.answer else ()
        found = [
            cells((*head, end.name, end.starts_on, end.ends_on, end.days, end.is_event, spoken(end.reason)))
            for end in sorted((end for end in ends if end.name in order), key=lambda end: order[end.name])
        ]
        withheld = [reason for reason in one.reasons if reason.code == "endpoints_withheld"]
        rows += found or [cells((*head, *(None,) * 5, spoken(withheld[0])))] if withheld or found else []
        ids += [study.subject(one.subject_id).record_id] * (len(rows) - len(ids))
    return Table(
        "endpoints",
        "Time-to-event endpoints",
        _COLUMNS,
        tuple(rows),
        note=options([reason for one in definitions for reason in one.method()]),
        row_ids=tuple(ids),
    )
