"""How pharmacokinetic numbers are written: significant digits with their trailing zeros, percentages to one decimal.

They are written here, as text, because the zeros at the end say how exact a value is.
"""

from decimal import ROUND_HALF_UP, Decimal

from domain.pk.results import ParameterValue
from domain.pk.summary import Statistic, Summary, write_significant
from domain.pk.units import UnitKind
from domain.reasons import Reason
from domain.summaries.table import Column, Format

DIGITS = 3
STATISTICS = (
    Column("n", "n", Format.NUMBER, 0.4),
    Column("mean", "Mean", Format.NUMBER, 0.8),
    Column("sd", "SD", Format.NUMBER, 0.8),
    Column("cv", "CV, %", Format.NUMBER, 0.6),
    Column("geometric_mean", "Geom. mean", Format.NUMBER, 0.9),
    Column("geometric_cv", "Geom. CV, %", Format.NUMBER, 0.9),
    Column("median", "Median", Format.NUMBER, 0.8),
    Column("minimum", "Minimum", Format.NUMBER, 0.8),
    Column("maximum", "Maximum", Format.NUMBER, 0.8),
)
"""The columns of a summary; ``write_summary`` gives their cells."""


def write_number(value: float | None) -> str | None:
    """A number to three significant digits: "10.0", "1230", "0.00400"; None for none."""
    return None if value is None else write_significant(value, DIGITS)


def write_value(value: ParameterValue | None) -> str | None:
    """A parameter: a count whole, a percentage to one decimal, anything else to three significant digits."""
    if value is None or value.value is None:
        return None
    if value.parameter.is_count:
        return str(round(value.value))
    if value.parameter.unit is UnitKind.PERCENT:
        return write_percent(value.value)
    return write_number(value.value)


def write_percent(value: float) -> str:
    """A percentage to one decimal, halves away from zero."""
    return str(Decimal(repr(value)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def write_summary(summary: Summary) -> tuple[object, ...]:
    """The cells of ``STATISTICS``; None where a statistic can't be given; the note below the table says why."""

    def number(value: Statistic) -> str | None:
        return None if isinstance(value, Reason) else write_number(value)

    def percent(value: Statistic) -> str | None:
        return None if isinstance(value, Reason) else write_percent(value)

    return (
        summary.n,
        number(summary.mean),
        number(summary.sd),
        percent(summary.cv),
        number(summary.geometric_mean),
        percent(summary.geometric_cv),
        number(summary.median),
        number(summary.minimum),
        number(summary.maximum),
    )
