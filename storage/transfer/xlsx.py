"""An .xlsx workbook: its sheets, and the rows of one as text.

Read here rather than by openpyxl, which is the reference of the tests: in its streaming mode openpyxl shows neither
merged cells nor formulas without a result, rounds by way of binary floats, and gives dates in the formats that Chinese
Excel implies by a number (27-36, 50-58) as bare numbers, so that a date of birth would come in as 33297.
"""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

from storage.transfer.raw_table import FileRow, Limits
from storage.transfer.table_errors import NoSuchSheet, NotATable, TableFileTooLarge, WorkbookDamaged
from storage.transfer.xlsx_sheet import SheetReader, Styles, plain_string
from storage.transfer.xlsx_values import Shape, shape_of
from storage.transfer.xlsx_xml import attribute, relations, walk

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    expat.ExpatError,
    OSError,
    EOFError,
    LookupError,
    ValueError,
    ArithmeticError,
    NotImplementedError,  # a way to compress that no workbook uses
    RuntimeError,  # a part that is encrypted by itself
)
_MOST_PARTS = 10_000


@dataclass(frozen=True)
class Sheet:
    """A sheet with cells, not one that is a chart."""

    name: str
    part: str
    is_hidden: bool


class Workbook:
    """An open workbook.

    Attributes:
        sheets: in its order.
    """

    def __init__(self, data: bytes, path: Path, limits: Limits) -> None:
        """Find the sheets.

        Raises:
            TableFileError: NotATable, WorkbookDamaged, TableFileTooLarge.
        """
        self._path, self._limits, self._unpacked = path, limits, 0
        self.sheets: tuple[Sheet, ...] = ()
        self._from_1904 = False
        with self._damage_named():
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
            if len(entries) > _MOST_PARTS:
                raise TableFileTooLarge(path=path, most=_MOST_PARTS, what="parts")
            # Some writers use backslashes or another case than the references to the part.
            self._parts = {entry.filename.replace("\\", "/").casefold(): entry for entry in entries}
            main = self._main_part()
            self._related = self._relations_of(main)
            self._find_sheets(main)

    def read_sheet(self, name: str) -> tuple[str, Iterable[FileRow]]:
        """Name and rows of a sheet; of the first visible one for the name "".

        Raises:
            TableFileError: NoSuchSheet, WorkbookDamaged, TableFileTooLarge.
        """
        wanted = [sheet for sheet in self.sheets if sheet.name == name]
        if not name:
            wanted = [sheet for sheet in self.sheets if not sheet.is_hidden] or list(self.sheets)
        if not wanted:
            raise NoSuchSheet(path=self._path, sheet=name, sheets=", ".join(sheet.name for sheet in self.sheets))
        with self._damage_named(), self._open(wanted[0].part) as stream:
            return wanted[0].name, SheetReader(self._styles(), self._path, self._limits).read(stream)

    @contextmanager
    def _damage_named(self) -> Iterator[None]:
        try:
            yield
        except _DAMAGE as error:
            raise WorkbookDamaged(path=self._path, detail=str(error).strip("'") or type(error).__name__) from error

    def _open(self, part: str) -> IO[bytes]:
        entry = self._parts[part.casefold()]
        # No more than this is ever unpacked of it, whatever it holds.
        self._unpacked += entry.file_size
        if self._unpacked > self._limits.unpacked_bytes:
            raise TableFileTooLarge(path=self._path, most=self._limits.unpacked_bytes, what="unpacked bytes")
        return self._zip.open(entry)

    def _relations_of(self, part: str) -> dict[str, tuple[str, str]]:
        folder, _, name = part.rpartition("/")
        path = f"{folder}/_rels/{name}.rels".lstrip("/")
        if path.casefold() not in self._parts:
            return {}
        with self._open(path) as stream:
            return relations(stream, folder)

    def _main_part(self) -> str:
        for kind, part in self._relations_of("").values():
            if kind == "officeDocument" and part.casefold() in self._parts and part.casefold().endswith(".xml"):
                return part
        raise NotATable(path=self._path)

    def _find_sheets(self, main: str) -> None:
        sheets: list[Sheet] = []
        roots: list[str] = []

        def start(name: str, attributes: Mapping[str, str]) -> None:
            if not roots:
                roots.append(name)
            if name == "workbookPr":
                self._from_1904 = attributes.get("date1904", "0") in ("1", "true")
            elif name == "sheet":
                kind, part = self._related.get(attribute(attributes, "id"), ("", ""))
                if kind == "worksheet":
                    is_hidden = attributes.get("state", "visible") != "visible"
                    sheets.append(Sheet(attributes.get("name", ""), part, is_hidden))

        with self._open(main) as stream:
            walk(stream, start)
        if roots[0] != "workbook" or not sheets:
            raise NotATable(path=self._path)
        self.sheets = tuple(sheets)

    def _part_of_kind(self, kind: str) -> str:
        return next((part for each, part in self._related.values() if each == kind), "")

    def _styles(self) -> Styles:
        return Styles(self._shared_strings(), self._shapes(), self._from_1904)

    def _shared_strings(self) -> list[str]:
        part = self._part_of_kind("sharedStrings")
        strings: list[str] = []
        texts: list[str] = []
        state = {"t": False, "rPh": False}

        def start(name: str, _: Mapping[str, str]) -> None:
            if name == "si":
                texts.clear()
            elif name in state:
                state[name] = True

        def end(name: str) -> None:
            if name == "si":
                strings.append(plain_string("".join(texts)))
            elif name in state:
                state[name] = False

        def text(written: str) -> None:
            # How a name is pronounced (rPh) is no part of it.
            if state["t"] and not state["rPh"]:
                texts.append(written)

        if part:
            with self._open(part) as stream:
                walk(stream, start, end, text)
        return strings

    def _shapes(self) -> list[Shape | None]:
        part = self._part_of_kind("styles")
        codes: dict[int, str] = {}
        used: list[int] = []
        is_cell_style = False

        def start(name: str, attributes: Mapping[str, str]) -> None:
            nonlocal is_cell_style
            if name == "numFmt":
                codes[int(attributes["numFmtId"])] = attributes["formatCode"]
            elif name == "cellXfs":
                is_cell_style = True
            elif name == "xf" and is_cell_style:
                used.append(int(attributes.get("numFmtId", 0)))

        def end(name: str) -> None:
            nonlocal is_cell_style
            if name == "cellXfs":
                is_cell_style = False

        if part:
            with self._open(part) as stream:
                walk(stream, start, end)
        return [shape_of(format_id, codes.get(format_id)) for format_id in used]
