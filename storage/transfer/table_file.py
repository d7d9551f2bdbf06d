"""Table files for every import: delimited text and .xlsx workbooks, told apart by content and never by name."""

import hashlib
from pathlib import Path

from storage.transfer.raw_table import DEFAULT_LIMITS, Limits, RawRow, RawTable, RowFault, build_body, cleaned
from storage.transfer.table_errors import (
    EmptyTable,
    OldWorkbook,
    TableFileMissing,
    TableFileTooLarge,
    TableFileUnreadable,
    WorkbookLocked,
)
from storage.transfer.table_text import decode_text, find_delimiter, read_rows

__all__ = ["Limits", "RawRow", "RawTable", "RowFault", "list_sheets", "read_table"]

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def list_sheets(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> tuple[str, ...]:
    """The sheets of a workbook in its order; () for a text.

    Raises:
        TableFileError: the file can't be read.
    """
    data = _read(path, limits)
    if not data.startswith(_ZIP):
        return ()
    from storage.transfer.xlsx import Workbook

    return tuple(sheet.name for sheet in Workbook(data, path, limits).sheets)


def read_table(path: Path, *, sheet: str = "", header_row: int = 0, limits: Limits = DEFAULT_LIMITS) -> RawTable:
    """The table in a file.

    Args:
        path: of the file.
        sheet: of a workbook; by default its first visible one.
        header_row: number of the row that holds the names of the columns; 0: the first row with anything in it.
        limits: what is read at most.

    Raises:
        TableFileError: the file, or its table as a whole, can't be read. Single rows that can't are ``faults``.
    """
    data = _read(path, limits)
    encoding = delimiter = ""
    is_workbook = data.startswith(_ZIP)
    if is_workbook:
        from storage.transfer.xlsx import Workbook

        sheet, file_rows = Workbook(data, path, limits).read_sheet(sheet)
    else:
        sheet = ""
        text, encoding = decode_text(data, path)
        delimiter = find_delimiter(text)
        file_rows = read_rows(text, delimiter, path)
    body = build_body(
        cleaned(file_rows, path, limits),
        path,
        header_row=header_row,
        place=sheet or path.name,
        may_be_short=is_workbook,
    )
    return RawTable(
        file_name=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        sheet=sheet,
        header=body.header,
        header_row=body.header_row,
        rows=body.rows,
        faults=body.faults,
        encoding=encoding,
        delimiter=delimiter,
    )


def _read(path: Path, limits: Limits) -> bytes:
    try:
        # A pipe or a device would be waited for without end.
        if not path.is_file():
            raise TableFileMissing(path=path)
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except (OSError, ValueError) as error:
        raise TableFileUnreadable(path=path, detail=getattr(error, "strerror", None) or str(error)) from error
    if len(data) > limits.file_bytes:
        raise TableFileTooLarge(path=path, most=limits.file_bytes, what="bytes")
    if not data:
        raise EmptyTable(path=path, place=path.name)
    if data.startswith(_OLE):
        raise WorkbookLocked(path=path) if _LOCKED in data else OldWorkbook(path=path)
    return data
