"""The one table value: screen, paper and export all draw this (design rule 6)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from domain.reasons import Reason


class Format(StrEnum):
    """How a column's typed values are written."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"

    @property
    def is_right_aligned(self) -> bool:
        """Numbers and dates stand at the right."""
        return self is not Format.TEXT


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        key: short name, also a CSV header.
        title: header as shown, with the unit if there is one (English; translated by the view), or a Reason where
            it carries a number.
        format: how its values are written.
        weight: width relative to the other columns.
    """

    key: str
    title: str | Reason
    format: Format = Format.TEXT
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: a typed value (str, int, Decimal, date, datetime, PartialDate, a term, a Reason, or None for nothing).

    The view turns it into words by ``ui/text.py``; nothing is drawn as an en dash.
    """

    value: object = None
    emphasis: bool = False
    indent: int = 0


@dataclass(frozen=True)
class Table:
    """Rows under columns, with a title, a caption at the right and a note below.

    Attributes:
        caption: said at the right of the title; a Reason or plain English to be translated.
        note: said below the last row.
        row_ids: record id each row stands for, or "" where none; empty if no row does.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: object = None
    note: object = None
    row_ids: tuple[str, ...] = field(default=())

    @cached_property
    def decimals(self) -> tuple[int | None, ...]:
        """How many decimals each column shows; None where its numbers are written as they are.

        Numbers that were rounded alike show the same number of decimals, as many as one of them needs: 76.0 beside
        75.2. Numbers as somebody entered them, or to significant figures, are not rounded alike.
        """
        return tuple(
            _decimals(row[at].value for row in self.rows) if self.columns[at].format is Format.NUMBER else None
            for at in range(len(self.columns))
        )

    def with_columns(self, keys: Collection[str]) -> "Table":
        """The table with those of its columns that are named, in their own order."""
        places = [at for at, column in enumerate(self.columns) if column.key in keys]
        rows = tuple(tuple(row[at] for at in places) for row in self.rows)
        return replace(self, columns=tuple(self.columns[at] for at in places), rows=rows)

    def column(self, key: str) -> tuple[object, ...]:
        """The values of a column, top to bottom.

        Raises:
            KeyError: there is no such column.
        """
        keys = [column.key for column in self.columns]
        if key not in keys:
            raise KeyError(key)
        return tuple(row[keys.index(key)].value for row in self.rows)


def _decimals(values: Iterable[object]) -> int | None:
    """The decimals that numbers of one scale need; None where scales differ, which most columns show in a few rows."""
    first: Decimal | None = None
    most = needed = 0
    for one in values:
        if not isinstance(one, Decimal) or not one.is_finite():
            continue
        if first is None:
            first, most = one, _places(one)
        elif not one.same_quantum(first):
            return None
        if needed < most:
            needed = max(needed, _places(one.normalize()))
    return None if first is None else needed


def _places(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def cells(values: Sequence[object], *, emphasis: bool = False) -> tuple[Cell, ...]:
    """A row of cells from bare values."""
    return tuple(Cell(value, emphasis=emphasis) for value in values)


def count_or_none(number: int) -> int | None:
    """A count as a cell value: zero is nothing, which is written as an en dash."""
    return number or None
