"""A cell of a table in words, on screen and on paper."""

from collections.abc import Callable
from decimal import Decimal

from domain.summaries.table import Format, Table
from ui.text import with_minus

Say = Callable[[object, Format | None], str]


def say_cell(table: Table, row: int, column: int, say: Say) -> str:
    """What a cell says; a column of numbers that were rounded alike has one number of decimals.

    Args:
        table: that the cell is of.
        row: 0-based.
        column: 0-based.
        say: turns any value into words, as ``Words.say``.
    """
    value, decimals = table.rows[row][column].value, table.decimals[column]
    form = table.columns[column].format
    if decimals is not None and isinstance(value, Decimal) and value.is_finite():
        return with_minus(f"{value:.{decimals}f}")
    if form is Format.NUMBER and isinstance(value, str):
        # Written to its digits already, with the hyphen that a file takes.
        return with_minus(value)
    return say(value, form)
