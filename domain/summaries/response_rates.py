"""ORR, DCR and CBR with exact intervals, of the treated and of the evaluable; best responses by level (EFF-2)."""

from collections import Counter

from domain.protocol.model import Part
from domain.reasons import Reason
from domain.response.of_study import StudyResponse, derive_responses, plan_of
from domain.response.rates import derive_rates
from domain.response.spoken import options
from domain.response.terms import Response, ResponseBy
from domain.study import Study
from domain.summaries.response_cells import in_percent, share
from domain.summaries.study_day import level_of
from domain.summaries.table import Cell, Column, Format, Table, cells, count_or_none

LEVEL = 0.95
_COLUMNS = (
    Column("rate", "Rate", weight=1.4),
    Column("of", "Of", weight=1.2),
    Column("count", "n/N", Format.NUMBER, 0.7),
    Column("percent", "%", Format.NUMBER, 0.6),
    Column("lower", "From (%)", Format.NUMBER, 0.7),
    Column("upper", "To (%)", Format.NUMBER, 0.7),
)
_LISTED = (
    Response.CR,
    Response.PR,
    Response.SD,
    Response.NON_CR_NON_PD,
    Response.PD,
    Response.NE,
    Response.MISSING,
)
_HEADS = {Response.NON_CR_NON_PD: "Non-CR/non-PD", Response.MISSING: "Missing"}
_BY_LEVEL = (
    Column("level", "Level", Format.NUMBER, 0.6),
    Column("treated", "Treated", Format.NUMBER, 0.7),
    Column("evaluable", "Evaluable", Format.NUMBER, 0.8),
    *(Column(one.name.lower(), _HEADS.get(one, one.value), Format.NUMBER, 0.6) for one in _LISTED),
)


def tabulate_response_rates(study: Study, part: Part | None = None, by: ResponseBy = ResponseBy.COMPUTED) -> Table:
    """The rates that the protocol reports, each of the treated and of the evaluable subjects, with n/N beside it."""
    plan = plan_of(study.protocol)
    subjects = [one for each in derive_responses(study, part, by) if (one := each.for_rates) is not None]
    rows = [
        cells(
            (
                Reason(f"rate_{one.name.lower().replace(' ', '_')}"),
                one.denominator,
                Reason("rate_count", {"x": one.x, "n": one.n}),
                share(one.x, one.n),
                in_percent(one.interval.lower) if one.interval else None,
                in_percent(one.interval.upper) if one.interval else None,
            )
        )
        for one in derive_rates(subjects, plan.rules, plan.endpoints.rates, LEVEL)
    ]
    return Table(
        "response_rates",
        "Response rates",
        _COLUMNS,
        tuple(rows),
        caption=Reason("caption_rates", {"percent": int(100 * LEVEL)}),
        note=options(plan.method()),
    )


def tabulate_best_by_level(study: Study, part: Part | None = None, by: ResponseBy = ResponseBy.COMPUTED) -> Table:
    """Treated subjects by level and confirmed best response; the last row is the sum."""
    by_level: dict[int, list[StudyResponse]] = {}
    for one in derive_responses(study, part, by):
        by_level.setdefault(level_of(study, one.subject_id) or 0, []).append(one)
    rows = [_count_row(level, by_level[level]) for level in sorted(by_level)]
    everyone = [one for listed in by_level.values() for one in listed]
    if everyone:
        rows.append(_count_row(None, everyone))
    return Table("best_by_level", "Best response by level", _BY_LEVEL, tuple(rows), caption=Reason("caption_confirmed"))


def _count_row(level: int | None, responses: list[StudyResponse]) -> tuple[Cell, ...]:
    best = Counter(one.answer.best.confirmed for one in responses if one.answer is not None)
    first = Reason("all_levels") if level is None else level
    evaluable = sum(one.is_evaluable for one in responses)
    counts = [count_or_none(best[one]) for one in _LISTED]
    return cells((first, len(responses), count_or_none(evaluable), *counts), emphasis=level is None)
