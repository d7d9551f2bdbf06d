"""The rows of one sheet of an .xlsx workbook, from its XML.

Merged cells: only the first of them holds the value, and whether it means the others too can't be known; each row they
touch is a fault. A formula is read by its stored result; one without (the program that wrote it does not calculate) is
a fault. What a cell shows as an error ("#N/A") is read as that text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from domain.reasons import Reason
from storage.transfer.raw_table import WHOLE_ROW, FileRow, Limits, column_letters
from storage.transfer.table_errors import TableFileTooLarge
from storage.transfer.xlsx_values import Shape, iso_text, moment_text, number_text
from storage.transfer.xlsx_xml import walk

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_ROW = 1_048_576


def plain_string(text: str) -> str:
    """A stored string: ``_x000D_`` stands for a character that XML can't hold."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        is_text = code in (9, 10, 13) or (code >= 32 and not 0xD800 <= code <= 0xDFFF)
        return chr(code) if is_text else ""

    return _ESCAPED.sub(character, text) if "_x" in text else text


def place_of(reference: str) -> tuple[int, int]:
    """Row number (1-based) and position of the column (0-based) of "B7".

    Raises:
        ValueError: it names no cell.
    """
    match = _CELL.fullmatch(reference)
    if match is None:
        raise ValueError("no cell address")
    position = 0
    for letter in match[1]:
        position = position * 26 + ord(letter) - 64
    return int(match[2]), position - 1


@dataclass(frozen=True)
class Styles:
    """What the cells of a workbook need to be read.

    Attributes:
        strings: the shared strings.
        shapes: by number of the cell style, what it shows of a moment; None: a number.
        from_1904: days are counted from 1904.
    """

    strings: Sequence[str]
    shapes: Sequence[Shape | None]
    from_1904: bool


class SheetReader:
    """Collects the rows of a sheet while its XML goes by."""

    def __init__(self, styles: Styles, path: Path, limits: Limits) -> None:
        self.rows: list[FileRow] = []
        self._styles, self._path, self._limits = styles, path, limits
        self._merged: list[tuple[int, int, str]] = []
        self._row_number = self._column = self._cells_read = 0
        self._cells: dict[int, str] = {}
        self._faults: dict[int, Reason] = {}
        self._kind = self._reading = ""
        self._shape: Shape | None = None
        self._has_formula = self._is_phonetic = False
        self._value: list[str] = []

    def read(self, stream: IO[bytes]) -> list[FileRow]:
        """The rows with anything in them, those that merged cells touch as faults.

        Raises:
            ValueError, IndexError, expat.ExpatError: the sheet is damaged.
            TableFileTooLarge: too many rows, columns or cells.
        """
        walk(stream, self._start, self._end, self._text)
        return self._without_merged()

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self._reading = name
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._is_phonetic = True
        elif name == "row":
            number = int(attributes.get("r", self._row_number + 1))
            if not self._row_number < number <= _LAST_ROW:
                raise ValueError("rows out of order")
            self._row_number, self._column, self._cells, self._faults = number, -1, {}, {}
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            self._merged.append((place_of(first)[0], place_of(last or first)[0], f"{first}:{last}"))

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        if "r" in attributes:
            row, self._column = place_of(attributes["r"])
            if row != self._row_number:
                raise ValueError("cell outside its row")
        else:
            self._column += 1
        self._kind = attributes.get("t", "n")
        style = int(attributes.get("s", 0))
        shapes = self._styles.shapes
        self._shape = shapes[style] if 0 <= style < len(shapes) else None
        self._has_formula, self._value = False, []

    def _text(self, text: str) -> None:
        if self._reading and not self._is_phonetic:
            self._value.append(text)

    def _end(self, name: str) -> None:
        if name in ("v", "t"):
            self._reading = ""
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "c":
            self._end_cell()
        elif name == "row" and (self._cells or self._faults):
            self._end_row()

    def _end_cell(self) -> None:
        stored = "".join(self._value)
        cell = f"{column_letters(self._column)}{self._row_number}"
        if not stored:
            # A formula whose result is the empty string is stored as a string.
            if self._has_formula and self._kind != "str":
                self._faults[self._column] = Reason("table_formula_without_value", {"cell": cell})
            return
        try:
            text = self._read_value(stored)
        except ValueError:
            if self._shape is None and self._kind != "d":
                raise
            self._faults[self._column] = Reason("table_date_not_possible", {"cell": cell, "value": stored[:40]})
            return
        if not text.strip():
            return
        self._cells_read += 1
        for number, most, what in (
            (self._column + 1, self._limits.columns, "columns"),
            (self._cells_read, self._limits.cells, "cells"),
        ):
            if number > most:
                raise TableFileTooLarge(path=self._path, most=most, what=what)
        self._cells[self._column] = text

    def _read_value(self, stored: str) -> str:
        match self._kind:
            case "s":
                index = int(stored)
                if index < 0:
                    raise IndexError("no shared string")
                return self._styles.strings[index]
            case "inlineStr" | "str":
                return plain_string(stored)
            case "b":
                return "TRUE" if int(stored) else "FALSE"
            case "e":
                return stored
            case "d":
                return iso_text(stored, self._shape)
            case _ if self._shape is None:
                return number_text(stored)
            case _:
                return moment_text(stored, self._shape, from_1904=self._styles.from_1904)

    def _end_row(self) -> None:
        if len(self.rows) >= self._limits.rows:
            raise TableFileTooLarge(path=self._path, most=self._limits.rows, what="rows")
        cells = [""] * (max(self._cells, default=-1) + 1)
        for position, text in self._cells.items():
            cells[position] = text
        self.rows.append(FileRow(self._row_number, cells, self._faults))
        self._cells, self._faults = {}, {}

    def _without_merged(self) -> list[FileRow]:
        if not self._merged:
            return self.rows
        coming = iter(sorted(self._merged))
        following = next(coming, None)
        last, name = 0, ""
        rows = []
        for row in self.rows:
            while following and following[0] <= row.number:
                if following[1] > last:
                    _, last, name = following
                following = next(coming, None)
            if row.number <= last:
                reason = Reason("table_merged_cells", {"row": row.number, "cells": name})
                rows.append(FileRow(row.number, row.cells, {WHOLE_ROW: reason, **row.faults}))
            else:
                rows.append(row)
        return rows
