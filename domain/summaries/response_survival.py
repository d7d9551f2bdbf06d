"""Kaplan-Meier estimate of an endpoint as tables: every step, median and numbers at risk by level (EFF-2, EFF-3)."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from domain.protocol.model import Part
from domain.reasons import Reason
from domain.response.imaging_schedule import DAYS_A_WEEK
from domain.response.kaplan_meier import Band, Quantile, SurvivalCurve
from domain.response.of_study import StudyResponse, derive_responses
from domain.response.plots import curve_of, numbers_at_risk
from domain.response.terms import ResponseBy
from domain.study import Study
from domain.summaries.response_cells import in_percent
from domain.summaries.study_day import level_of
from domain.summaries.table import Cell, Column, Format, Table, cells, count_or_none

_LEVEL = 0.95
_COLUMNS = (
    Column("time", "Days", Format.NUMBER, 0.7),
    Column("at_risk", "At risk", Format.NUMBER, 0.7),
    Column("events", "Events", Format.NUMBER, 0.7),
    Column("censored", "Censored", Format.NUMBER, 0.7),
    Column("survival", "Survival (%)", Format.NUMBER),
    Column("lower", "From (%)", Format.NUMBER, 0.8),
    Column("upper", "To (%)", Format.NUMBER, 0.8),
)
_BY_LEVEL = (
    Column("level", "Level", Format.NUMBER, 0.6),
    Column("n", "n", Format.NUMBER, 0.5),
    Column("events", "Events", Format.NUMBER, 0.7),
    Column("censored", "Censored", Format.NUMBER, 0.9),
    Column("median", "Median (weeks)", Format.NUMBER, 1.2),
    Column("lower", "From (weeks)", Format.NUMBER, 1.2),
    Column("upper", "To (weeks)", Format.NUMBER, 1.2),
)


def derive_curve(
    study: Study,
    name: str,
    part: Part | None = None,
    by: ResponseBy = ResponseBy.COMPUTED,
    *,
    band: Band = Band.LOG_LOG,
) -> SurvivalCurve:
    """The Kaplan-Meier estimate of an endpoint, with its interval.

    Args:
        study: at the cut-off.
        name: PFS, OS or DoR.
        part: None for all subjects.
        by: whose responses.
        band: scale of the intervals.
    """
    return curve_of(derive_responses(study, part, by), name, band)


def tabulate_survival(curve: SurvivalCurve, name: str) -> Table:
    """The estimate at each time of event or censoring, in days; the note gives the median with its interval.

    Args:
        curve: from ``derive_curve``.
        name: of its endpoint.
    """
    return Table(
        f"survival_{name.lower()}",
        "Kaplan-Meier estimate",
        _COLUMNS,
        _steps(curve),
        caption=Reason("caption_survival", {"name": name, "subjects": curve.n, "events": curve.events}),
        note=_median(curve),
    )


def tabulate_survival_by_level(
    study: Study,
    name: str,
    part: Part | None = None,
    by: ResponseBy = ResponseBy.COMPUTED,
    *,
    band: Band = Band.LOG_LOG,
) -> Table:
    """Subjects, events, censored and median with its interval, by level; the last row is everybody.

    A level whose treated subjects have no such endpoint, as DoR without a response, has a row of dashes. The note names
    subjects whose endpoints are withheld.

    Args:
        study: at the cut-off.
        name: PFS, OS or DoR.
        part: None for all subjects.
        by: whose responses.
        band: scale of the intervals.
    """
    responses = derive_responses(study, part, by)
    curves = _curves(study, responses, name, band)
    withheld = [one.subject_id for one in responses if any(why.code == "endpoints_withheld" for why in one.reasons)]
    return Table(
        f"survival_{name.lower()}_by_level",
        "Survival by level",
        _BY_LEVEL,
        tuple(_level_row(level, curve) for level, curve in curves),
        caption=Reason("caption_survival_by_level", {"name": name, "percent": int(100 * _LEVEL), "band": band.value}),
        note=Reason("survival_without", {"named": ", ".join(withheld)}) if withheld else None,
    )


def tabulate_at_risk(study: Study, name: str, part: Part | None = None, by: ResponseBy = ResponseBy.COMPUTED) -> Table:
    """How many are still at risk, by level, at the weeks that stand under the curve of all subjects."""
    curves = _curves(study, derive_responses(study, part, by), name, Band.LOG_LOG)
    whole = curves[-1][1] if curves else None
    days = tuple(day for day, _ in numbers_at_risk(whole)) if whole is not None and whole.steps else ()
    weeks = tuple(
        Column(f"week_{day // DAYS_A_WEEK}", Reason("column_at_risk", {"week": day // DAYS_A_WEEK}), Format.NUMBER)
        for day in days
    )
    rows = tuple(
        cells((_named(level), *(count_or_none(curve.at(day).n_risk) for day in days)), emphasis=level is None)
        for level, curve in curves
    )
    return Table(f"at_risk_{name.lower()}", "Numbers at risk", (_BY_LEVEL[0], *weeks), rows, caption=name)


def _curves(
    study: Study, responses: Sequence[StudyResponse], name: str, band: Band
) -> list[tuple[int | None, SurvivalCurve]]:
    """The curve of each level, lowest first, then that of everybody; none without subjects."""
    by_level: dict[int, list[StudyResponse]] = {}
    for one in responses:
        by_level.setdefault(level_of(study, one.subject_id) or 0, []).append(one)
    found: list[tuple[int | None, SurvivalCurve]] = [
        (level, curve_of(by_level[level], name, band)) for level in sorted(by_level)
    ]
    return [*found, (None, curve_of(responses, name, band))] if found else []


def _level_row(level: int | None, curve: SurvivalCurve) -> tuple[Cell, ...]:
    median = curve.median
    quantiles = [_weeks(time) for time in (median.time, median.lower, median.upper)] if curve.n else [None] * 3
    counts = (count_or_none(one) for one in (curve.n, curve.events, curve.n - curve.events))
    return cells((_named(level), *counts, *quantiles), emphasis=level is None)


def _named(level: int | None) -> object:
    return Reason("all_levels") if level is None else level


def _weeks(days: float | None) -> object:
    if days is None:
        return Reason("not_reached")
    return (Decimal(repr(days)) / DAYS_A_WEEK).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _steps(curve: SurvivalCurve) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        cells(
            (
                int(step.time),
                step.n_risk,
                step.n_event or None,
                step.n_censor or None,
                in_percent(step.survival),
                in_percent(step.lower),
                in_percent(step.upper),
            ),
            emphasis=step.n_event > 0,
        )
        for step in curve.steps
    )


def _median(curve: SurvivalCurve) -> Reason:
    median: Quantile = curve.median
    numbers = {
        "median": _days(median.time),
        "from": _days(median.lower),
        "to": _days(median.upper),
        "percent": int(100 * curve.level),
        "band": curve.band.value,
    }
    return Reason("survival_median" if median.time is not None else "survival_median_not_reached", numbers)


def _days(time: float | None) -> object:
    return Reason("not_reached") if time is None else Decimal(repr(time)).quantize(Decimal("0.1"), ROUND_HALF_UP)
