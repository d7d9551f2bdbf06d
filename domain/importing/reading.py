"""The steps that every import goes through: columns, rows by their fields, and rows against each other."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from domain.importing.columns import ColumnNames
from domain.importing.rows import AcceptedRow, Line, Outcome, RefusedRow, Row, WrongColumnsError, check_cells
from domain.reasons import Finding
from domain.records import Record

R = TypeVar("R", bound=Record)
L = TypeVar("L", bound=Line)
Read = list[tuple[L, R]]


def find_columns(
    known: ColumnNames,
    names: Sequence[str],
    mapping: Mapping[str, str] | None,
    also_needed: Callable[[Mapping[str, str]], Sequence[str]] = lambda _columns: (),
) -> dict[str, str]:
    """The column of each field: as a person set it or as remembered, else as guessed.

    Args:
        known: the fields of the import.
        names: of the columns, left to right.
        mapping: field to column; what it lacks is guessed.
        also_needed: further fields that must have a column, by those that have one.

    Raises:
        WrongColumnsError: a needed column is missing, or the mapping names one that is not there or twice there.
    """
    columns = dict(mapping or {})
    columns |= {field: name for field, name in known.guess(names, columns).items() if field not in columns}
    faults = known.check(names, columns)
    faults += known.check_all(names, columns, also_needed(columns))
    if faults:
        raise WrongColumnsError(tuple(faults))
    return columns


def split_rows(
    rows: Iterable[Row],
    names: Sequence[str],
    columns: Mapping[str, str],
    make: Callable[[int, Mapping[str, str], Mapping[str, str]], L],
) -> tuple[list[L], list[RefusedRow]]:
    """The rows by their fields, and those that are refused as a whole: empty ones, and ones with too many cells.

    Args:
        rows: number in the file and cells of each.
        names: of the columns.
        columns: field to column.
        make: a line from number, cells by field, and columns.
    """
    place = {field: names.index(name) for field, name in columns.items()}
    lines: list[L] = []
    refused: list[RefusedRow] = []
    for number, cells in rows:
        if finding := check_cells(number, cells, names):
            refused.append(RefusedRow(number, (finding,)))
            continue
        lines.append(make(number, {f: cells[at] if at < len(cells) else "" for f, at in place.items()}, columns))
    return lines, refused


def compare_rows(
    read: Read[L, R],
    *,
    key: Callable[[R], Hashable],
    agree: Callable[[R, R], bool],
    clash: Callable[[L, R, str], Finding],
    against: Callable[[L, R], AcceptedRow[R]],
) -> tuple[list[AcceptedRow[R]], list[RefusedRow]]:
    """The rows against each other and against what is recorded.

    Rows of one key that differ can't all be right, and nobody can tell which is: all are refused. The same again is no
    second result.

    Args:
        read: rows with their records.
        key: what only one result can stand for.
        agree: whether two rows of one key say the same.
        clash: the finding of a row that differs from others, whose numbers are listed.
        against: a row against what is recorded.
    """
    groups: dict[Hashable, Read[L, R]] = {}
    for line, record in read:
        groups.setdefault(key(record), []).append((line, record))
    accepted: list[AcceptedRow[R]] = []
    refused: list[RefusedRow] = []
    for listed in groups.values():
        first_line, first = listed[0]
        if not all(agree(other, first) for _, other in listed[1:]):
            rows = ", ".join(str(line.number) for line, _ in listed)
            refused += [RefusedRow(line.number, (clash(line, record, rows),)) for line, record in listed]
            continue
        row = against(first_line, first)
        accepted.append(row)
        accepted += [AcceptedRow(line.number, Outcome.SAME, row.record, row.before) for line, _ in listed[1:]]
    return sorted(accepted, key=lambda row: row.number), refused
