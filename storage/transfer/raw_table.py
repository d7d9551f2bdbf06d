"""A table as it stands in a file: header and rows of text with the row numbers that a spreadsheet shows.

What the cells mean (numbers, dates, terms) is for the import that asked for the table.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.reasons import Reason
from storage.transfer.table_errors import (
    DuplicateColumn,
    EmptyTable,
    HeaderFault,
    NoHeaderRow,
    TableFileTooLarge,
    UnnamedColumn,
)

WHOLE_ROW = -1


@dataclass(frozen=True)
class Limits:
    """What one import reads at most. Beyond it the file is refused, so that none can exhaust the memory.

    Attributes:
        file_bytes: of the file.
        unpacked_bytes: of all parts read from a workbook, unpacked.
    """

    file_bytes: int = 64 * 2**20
    unpacked_bytes: int = 256 * 2**20
    rows: int = 250_000
    columns: int = 1_000
    cells: int = 5_000_000


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row with something in it.

    Attributes:
        number: as a spreadsheet shows it, 1-based; a text row with line breaks inside quotes counts once.
        cells: as many as the header has names, without surrounding white space; "" where there is nothing.
    """

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class RowFault:
    """A row that can't be read, and why (``storage/transfer/table_messages.py``)."""

    number: int
    reason: Reason


@dataclass(frozen=True)
class RawTable:
    """A table as it stands in a file.

    Attributes:
        sha256: of the file's bytes, from which the table was read.
        sheet: of a workbook, or "".
        header: names of the columns, each once; columns without name and values are left out.
        header_row: its number.
        rows: in the order of the file, empty ones left out.
        faults: the rows that can't be read; they are not among ``rows``.
        encoding: of a text, for the preview: "UTF-8"; "" for a workbook.
        delimiter: of a text; "" for a workbook.
    """

    file_name: str
    sha256: str
    sheet: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[RawRow, ...]
    faults: tuple[RowFault, ...]
    encoding: str = ""
    delimiter: str = ""

    def column(self, name: str) -> int:
        """Position of a column by its name, in any case.

        Raises:
            KeyError: there is none.
        """
        for position, each in enumerate(self.header):
            if each.casefold() == name.casefold():
                return position
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row as a reader hands it on, before the header is known.

    Attributes:
        faults: by position of the cell, or under ``WHOLE_ROW``, what can't be read there.
    """

    number: int
    cells: list[str]
    faults: Mapping[int, Reason]


def column_letters(position: int) -> str:
    """The name a spreadsheet gives to a column.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cleaned(rows: Iterable[FileRow], path: Path, limits: Limits) -> Iterator[FileRow]:
    """The rows with anything in them, cells without surrounding white space, within the limits.

    Raises:
        TableFileTooLarge: too many rows, columns or cells.
    """
    count = filled = 0
    for row in rows:
        cells = [cell.strip() for cell in row.cells]
        while cells and not cells[-1]:
            cells.pop()
        if not cells and not row.faults:
            continue
        count += 1
        filled += len(cells)
        for number, most, what in (
            (count, limits.rows, "rows"),
            (len(cells), limits.columns, "columns"),
            (filled, limits.cells, "cells"),
        ):
            if number > most:
                raise TableFileTooLarge(path=path, most=most, what=what)
        # A text row keeps its count of cells: `a;b;` has three.
        yield FileRow(row.number, cells + [""] * min(len(row.cells) - len(cells), limits.columns), row.faults)


@dataclass(frozen=True)
class Body:
    """Header and rows, checked."""

    header: tuple[str, ...]
    header_row: int
    rows: tuple[RawRow, ...]
    faults: tuple[RowFault, ...]


def build_body(rows: Iterable[FileRow], path: Path, *, header_row: int, place: str, may_be_short: bool) -> Body:
    """Header and rows of cleaned rows.

    Args:
        rows: as ``cleaned`` gives them.
        path: of the file, for the errors.
        header_row: number of the row that holds the names; 0: the first row with anything in it.
        place: of the table, for the errors: the sheet.
        may_be_short: a workbook does not store empty cells at the end of a row; a text does.

    Raises:
        TableFileError: EmptyTable, NoHeaderRow, DuplicateColumn, UnnamedColumn, HeaderFault.
    """
    coming = iter(rows)
    top = next((row for row in coming if row.number >= header_row), None)
    if top is None and not header_row:
        raise EmptyTable(path=path, place=place)
    if top is None or (header_row and top.number != header_row):
        raise NoHeaderRow(path=path, row=header_row)
    names = _names(top, path)
    kept = [position for position, name in enumerate(names) if name]
    unnamed = [position for position, name in enumerate(names) if not name]
    good: list[RawRow] = []
    faults: list[RowFault] = []
    for row in coming:
        for position in unnamed:
            if position < len(row.cells) and row.cells[position]:
                raise UnnamedColumn(path=path, column=column_letters(position), row=row.number)
        reason = _fault(row, len(names), may_be_short=may_be_short)
        if reason is not None:
            faults.append(RowFault(row.number, reason))
        else:
            cells = row.cells + [""] * (len(names) - len(row.cells))
            good.append(RawRow(row.number, tuple(cells[position] for position in kept)))
    return Body(tuple(names[position] for position in kept), top.number, tuple(good), tuple(faults))


def _names(top: FileRow, path: Path) -> list[str]:
    for position in top.faults:
        if position == WHOLE_ROW:
            # A column under a merged name has no name of its own and is refused as such.
            continue
        raise HeaderFault(path=path, cell=f"{column_letters(position)}{top.number}")
    names = [" ".join(cell.split()) for cell in top.cells]
    while not names[-1]:
        names.pop()
    seen: dict[str, int] = {}
    for position, name in enumerate(names):
        first = seen.setdefault(name.casefold(), position)
        if name and first != position:
            places = {"first": column_letters(first), "second": column_letters(position)}
            raise DuplicateColumn(path=path, name=name, **places)
    return names


def _fault(row: FileRow, width: int, *, may_be_short: bool) -> Reason | None:
    for reason in row.faults.values():
        return reason
    shown = {"row": row.number, "cells": len(row.cells), "columns": width}
    if any(row.cells[width:]):
        return Reason("table_row_long", shown)
    if len(row.cells) < width and not may_be_short:
        return Reason("table_row_short", shown)
    return None
