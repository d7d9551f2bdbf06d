"""Listing of best overall responses: confirmed and not, with dates, best change and why (EFF-2)."""

from datetime import date

from domain.protocol.model import Part
from domain.response.of_study import StudyResponse, derive_responses
from domain.response.spoken import joined
from domain.response.terms import ResponseBy
from domain.study import Study
from domain.summaries.response_cells import best_change
from domain.summaries.study_day import level_of
from domain.summaries.table import Cell, Column, Format, Table, cells

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("first_dose", "First dose", Format.DATE),
    Column("best", "Unconfirmed", weight=0.9),
    Column("confirmed", "Confirmed", weight=0.9),
    Column("change", "Best change (%)", Format.NUMBER, 0.8),
    Column("response_on", "Response", Format.DATE),
    Column("progression_on", "Progression", Format.DATE),
    Column("benefit", "Benefit", weight=0.6),
    Column("evaluable", "Evaluable", weight=0.6),
    Column("why", "Why", weight=2.6),
)


def tabulate_best_responses(study: Study, part: Part | None = None, by: ResponseBy = ResponseBy.COMPUTED) -> Table:
    """Treated subjects of a part by screening number; the response is dated by the first of the confirming pair."""
    responses = derive_responses(study, part, by)
    return Table(
        "best_responses",
        "Best overall response",
        _COLUMNS,
        tuple(_row(study, one) for one in responses),
        row_ids=tuple(study.subject(one.subject_id).record_id for one in responses),
    )


def _row(study: Study, one: StudyResponse) -> tuple[Cell, ...]:
    answer = one.answer
    head = (one.subject_id, level_of(study, one.subject_id), one.dates.first_dose)
    refused = (one.not_evaluable,) if one.not_evaluable is not None else ()
    if answer is None:
        return cells((*head, *(None,) * 6, not refused, joined(refused)))

    def day(place: int | None) -> date | None:
        visit = answer.visit_at(place)
        return visit.on if visit else None

    best = answer.best
    names = [visit.visit for visit in answer.visits]
    return cells(
        (
            *head,
            best.best,
            best.confirmed,
            best_change(answer),
            day(best.response_at),
            day(best.progression_at),
            best.has_benefit,
            not refused,
            joined((*refused, *best.reasons, *one.reasons, *answer.reasons), names),
        )
    )
