"""Reading a CSV file with named columns, row by row, each fault with its row."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ui.command_line import Refused

ABSENT = ("", "NA")


@dataclass(frozen=True)
class CsvRow:
    """A row as it stands in the file.

    Attributes:
        number: counted as a spreadsheet does: the header is row 1.
        cells: by column, stripped; columns that the file lacks are missing.
        fault: what makes the whole row unreadable, or "".
    """

    number: int
    cells: Mapping[str, str]
    fault: str = ""

    def cell(self, column: str) -> str:
        """The cell, "" if the file has no such column or the cell says NA."""
        text = self.cells.get(column, "")
        return "" if text in ABSENT else text


@dataclass(frozen=True)
class CsvTable:
    """A file: what divides its cells, and its rows below the header."""

    separator: str
    rows: tuple[CsvRow, ...]


def read_csv(
    path: Path, needed: Sequence[str], optional: Sequence[str] = (), synonyms: Mapping[str, str] | None = None
) -> list[CsvRow]:
    """The rows of a file; see ``read_csv_table``."""
    return list(read_csv_table(path, needed, optional, synonyms).rows)


def read_csv_table(
    path: Path, needed: Sequence[str], optional: Sequence[str] = (), synonyms: Mapping[str, str] | None = None
) -> CsvTable:
    """A file with named columns.

    Args:
        path: a CSV file, UTF-8; separated by comma, semicolon or tab.
        needed: columns that it must have.
        optional: columns that it may have; others are passed over.
        synonyms: other names of columns.

    Raises:
        Refused: the file can't be read, or its columns are wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"{path}: is not UTF-8 text; save it as CSV UTF-8") from error
    except OSError as error:
        raise Refused(f"{path}: cannot be read ({error.strerror})") from error
    separator = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = list(_rows(text, separator))
    except csv.Error as error:
        raise Refused(f"{path}: is not a CSV file ({error})") from error
    header = rows[0][1] if rows else []
    places = _places(path, header, needed, optional, synonyms or {})
    read = tuple(_row(number, cells, len(header), places, separator) for number, cells in rows[1:])
    return CsvTable(separator, read)


def _row(number: int, cells: Sequence[str], width: int, places: Mapping[str, int], separator: str) -> CsvRow:
    if len(cells) == width or (len(cells) > width and not any(cell.strip() for cell in cells[width:])):
        return CsvRow(number, {name: cells[place].strip() for name, place in places.items()})
    hint = "; write decimals with a point" if separator == "," and len(cells) > width else ""
    return CsvRow(number, {}, f"has {len(cells)} cells, where the first row names {width} columns{hint}")


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    start = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield start, row
        start = reader.line_num + 1


def _places(
    path: Path, header: Sequence[str], needed: Sequence[str], optional: Sequence[str], synonyms: Mapping[str, str]
) -> dict[str, int]:
    names = [name.strip().casefold().replace(" ", "_").replace("-", "_") for name in header]
    names = [synonyms.get(name, name) for name in names]
    missing = [name for name in needed if name not in names]
    if missing:
        listed = ", ".join(name.strip() for name in header) or "nothing"
        raise Refused(
            f"{path}: row 1 lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}; it names {listed}"
        )
    twice = [name for name in (*needed, *optional) if names.count(name) > 1]
    if twice:
        raise Refused(f"{path}: row 1 names the column {twice[0]} twice")
    return {name: names.index(name) for name in (*needed, *optional) if name in names}
