"""Kaplan-Meier estimate of an endpoint as a table: median, every step, numbers at risk (EFF-2, EFF-3)."""

from decimal import ROUND_HALF_UP, Decimal

from domain.protocol.model import Part
from domain.reasons import Reason
from domain.response.kaplan_meier import Band, Quantile, SurvivalCurve
from domain.response.of_study import derive_responses
from domain.response.plots import curve_of, numbers_at_risk
from domain.study import Study
from domain.summaries.response_cells import in_percent
from domain.summaries.table import Cell, Column, Format, Table, cells

_COLUMNS = (
    Column("time", "Days", Format.NUMBER, 0.7),
    Column("at_risk", "At risk", Format.NUMBER, 0.7),
    Column("events", "Events", Format.NUMBER, 0.7),
    Column("censored", "Censored", Format.NUMBER, 0.7),
    Column("survival", "Without event (%)", Format.NUMBER),
    Column("lower", "From (%)", Format.NUMBER, 0.8),
    Column("upper", "To (%)", Format.NUMBER, 0.8),
)
_AT_RISK = (
    Column("week", "Week", Format.NUMBER),
    Column("at_risk", "At risk", Format.NUMBER),
)


def tabulate_survival(study: Study, name: str, part: Part | None = None, *, band: Band = Band.LOG_LOG) -> Table:
    """The estimate at each time of event or censoring, in days; the note gives the median with its interval.

    Args:
        study: at the cut-off.
        name: PFS, OS or DoR.
        part: None for all subjects.
        band: scale of the intervals.
    """
    curve = curve_of(derive_responses(study, part), name, band)
    return Table(
        f"survival_{name.lower()}",
        "Kaplan-Meier estimate",
        _COLUMNS,
        _steps(curve),
        caption=Reason("caption_survival", {"name": name, "n": curve.n, "events": curve.events}),
        note=_median(curve),
    )


def tabulate_at_risk(study: Study, name: str, part: Part | None = None) -> Table:
    """How many are still at risk, at even intervals; as they stand under the curve."""
    curve = curve_of(derive_responses(study, part), name)
    rows = tuple(cells((time // 7, at_risk)) for time, at_risk in numbers_at_risk(curve))
    return Table(f"at_risk_{name.lower()}", "Numbers at risk", _AT_RISK, rows, caption=name)


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
    return Reason("survival_median", numbers)


def _days(time: float | None) -> object:
    return Reason("not_reached") if time is None else Decimal(repr(time)).quantize(Decimal("0.1"), ROUND_HALF_UP)
