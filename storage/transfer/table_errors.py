"""Why a table file (CSV, TSV, XLSX) can't be read; nothing of it has been imported then."""

# ruff: noqa: N818 - the names say what is the matter; that they are errors shows where they are raised

from typing import TYPE_CHECKING, ClassVar

from storage.errors import StudyFileError

if TYPE_CHECKING:
    from domain.reasons import Reason


class TableFileError(StudyFileError):
    """A table file can't be read. Its sentence ends with what to do."""

    code: ClassVar[str] = "table_file"
    sentence: ClassVar[str] = "{path} can't be read as a table. Nothing was imported; choose another file."


class TableFileMissing(TableFileError):
    """Nothing is at that path, or no file. Numbers: path."""

    code = "table_file_missing"
    sentence = "There is no file at {path}. It may have been moved or renamed, or its drive is not connected."


class TableFileUnreadable(TableFileError):
    """The operating system refused it. Numbers: path, detail."""

    code = "table_file_unreadable"
    sentence = "{path} can't be opened ({detail}). Nothing was imported; check the drive and your permissions."


class TableFileTooLarge(TableFileError):
    """More than an import may hold. Numbers: path, most, what (bytes, unpacked bytes, rows, columns or cells)."""

    code = "table_file_too_large"
    sentence = (
        "{path} holds more than {most:,} {what}, the most that one import reads. Nothing was imported; split the file."
    )


class NotATable(TableFileError):
    """Neither delimited text nor an .xlsx workbook. Numbers: path."""

    code = "not_a_table"
    sentence = (
        "{path} is neither a text table (CSV, TSV) nor an Excel workbook (.xlsx). Nothing was imported; save the "
        "table as .xlsx or as CSV and choose that file."
    )


class UnknownEncoding(TableFileError):
    """Its bytes are no text in a known encoding. Numbers: path, line, encoding (the one it came nearest to)."""

    code = "unknown_encoding"
    sentence = (
        "{path} is no whole text: line {line} can't be read as {encoding}. The file may be cut off or of another "
        "encoding. Nothing was imported; save it again as “CSV UTF-8” or as .xlsx."
    )


class BrokenQuotes(TableFileError):
    """A quotation mark is not closed, or closed in the middle of a cell. Numbers: path, row, line."""

    code = "broken_quotes"
    sentence = (
        "{path}: the quotation marks in row {row} (up to line {line}) do not match, so where its cells end can't be "
        "known. Nothing was imported; mend that row or save the table as .xlsx."
    )


class EmptyTable(TableFileError):
    """No row with anything in it. Numbers: path, place (the sheet's name or the file's)."""

    code = "empty_table"
    sentence = "{path} has nothing in it ({place}). Nothing was imported; choose another file or sheet."


class NoHeaderRow(TableFileError):
    """The row that was named as header is empty or beyond the end. Numbers: path, row."""

    code = "no_header_row"
    sentence = "{path} has no column names in row {row}. Nothing was imported; name the row that holds them."


class DuplicateColumn(TableFileError):
    """Two columns have one name. Numbers: path, name, first, second (column letters)."""

    code = "duplicate_column"
    sentence = (
        "{path}: the columns {first} and {second} are both named “{name}”. Nothing was imported; rename one of them."
    )


class UnnamedColumn(TableFileError):
    """A column with values has no name. Numbers: path, column (letter), row."""

    code = "unnamed_column"
    sentence = (
        "{path}: column {column} has a value in row {row} but no name in the header. Nothing was imported; name the "
        "column or empty it."
    )


class HeaderFault(TableFileError):
    """A cell of the header can't be read. Numbers: path, cell."""

    code = "header_fault"
    sentence = (
        "{path}: the column name in cell {cell} is a formula without a stored result, or can't be read. Nothing was "
        "imported; write the name as text."
    )


class OldWorkbook(TableFileError):
    """The Excel format before 2007, or another program's file of that container. Numbers: path."""

    code = "old_workbook"
    sentence = (
        "{path} is in the old Excel format (.xls) or another older format. Nothing was imported; open it and save it "
        "as .xlsx."
    )


class WorkbookLocked(TableFileError):
    """Protected by a password for opening. Numbers: path."""

    code = "workbook_locked"
    sentence = (
        "{path} is protected by a password. Nothing was imported; open it in Excel, remove the password and save a "
        "copy."
    )


class WorkbookDamaged(TableFileError):
    """The container or a part of it is broken. Numbers: path, detail."""

    code = "workbook_damaged"
    sentence = (
        "{path} is damaged or cut off ({detail}). Nothing was imported; fetch the file again, or open it in Excel and "
        "save a copy."
    )


class NoSuchSheet(TableFileError):
    """The workbook has no such sheet. Numbers: path, sheet, sheets."""

    code = "no_such_sheet"
    sentence = "{path} has no sheet “{sheet}”. Nothing was imported; its sheets are: {sheets}."


class NotCtcaeWorkbook(TableFileError):
    """No sheet has the columns or the terms of the CTCAE. Numbers: path."""

    code = "not_ctcae_workbook"
    sentence = (
        "{path} is not a CTCAE workbook of the NCI: no sheet holds its terms with the grades 1 to 5 and the "
        "definitions. Nothing was loaded; fetch the workbook from the NCI's CTCAE page again."
    )


class OtherCtcaeVersion(TableFileError):
    """A workbook of another version than the protocol's. Numbers: path, found, wanted."""

    code = "other_ctcae_version"
    sentence = (
        "{path} holds CTCAE {found}, but this study's protocol pins version {wanted}; versions are never mixed. "
        "Nothing was loaded; choose the workbook of version {wanted}."
    )


class CtcaeWorkbookDiffers(TableFileError):
    """The right version, but not the official content. Numbers: path, version, sheet, count, is_wording_only.

    Attributes:
        reasons: every difference, with row and column; sentences in ``domain/ctcae/messages.py``.
    """

    code = "ctcae_workbook_differs"
    sentence = (
        "{path} (sheet {sheet}) differs from the CTCAE {version} of the NCI in {count} places; it may be damaged, cut "
        "off or edited. Nothing was loaded; fetch the workbook from the NCI's CTCAE page again."
    )

    def __init__(self, reasons: "tuple[Reason, ...]", **numbers: object) -> None:
        self.reasons = reasons
        super().__init__(count=len(reasons), **numbers)
