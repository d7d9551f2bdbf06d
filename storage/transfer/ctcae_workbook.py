"""The NCI's own CTCAE workbook, from its file to the record that keeps its texts in the study (AE-1).

Reading writes nothing: the record is saved whole, by the one way in, or not at all.
"""

from pathlib import Path

from domain.ctcae.texts import TextsReading, content_of, find_columns, read_texts
from domain.reasons import Reason
from domain.records.laboratory import GradeTexts
from storage.canonical import canonical_json
from storage.transfer.raw_table import RawTable
from storage.transfer.table_errors import (
    CtcaeWorkbookDiffers,
    DuplicateColumn,
    EmptyTable,
    NotCtcaeWorkbook,
    OtherCtcaeVersion,
    UnnamedColumn,
)
from storage.transfer.table_file import list_sheets, read_table

# Where a person finds the workbook of either version.
WHERE_TO_GET_IT = "https://dctd.cancer.gov/research/ctep-trials/for-sites/adverse-events"
# Of the sheets of version 6.0 only this one has the list; "Tracked Changes" has the dropped terms too.
_PREFERRED = "clean copy"


def read_ctcae_workbook(
    path: Path, version: str, *, record_id: str, may_have_other_wording: bool = False
) -> GradeTexts:
    """The texts of the official workbook as a record, checked against our catalogue.

    Args:
        path: of the workbook.
        version: that the protocol pins: "5.0" or "6.0".
        record_id: of the record to be made.
        may_have_other_wording: take texts that differ from the editions that the catalogue knows, because a person
            says that the NCI has published a correction. Terms and grades must be the same all the same.

    Raises:
        TableFileError: NotCtcaeWorkbook, OtherCtcaeVersion, CtcaeWorkbookDiffers (with every difference), or what
            makes a file unreadable as a table.
    """
    table, reading = _best_sheet(path)
    if reading.version is None:
        raise NotCtcaeWorkbook(path=path)
    if reading.version != version:
        raise OtherCtcaeVersion(path=path, found=reading.version, wanted=version)
    unreadable = tuple(Reason("ctcae_row_unreadable", {"row": fault.number}) for fault in table.faults)
    about = {"path": path, "version": version, "sheet": table.sheet or table.file_name}
    if reading.texts is None or unreadable:
        raise CtcaeWorkbookDiffers((*unreadable, *reading.differences), is_wording_only=False, **about)
    if reading.other_wording and not may_have_other_wording:
        raise CtcaeWorkbookDiffers(reading.other_wording, is_wording_only=True, **about)
    return GradeTexts(
        record_id=record_id,
        version=version,
        file_name=table.file_name,
        file_hash=table.sha256,
        content=canonical_json(content_of(reading.texts)),
    )


def _best_sheet(path: Path) -> tuple[RawTable, TextsReading]:
    """The sheet that differs least; the one that is named as the list first, and no other if it is whole."""
    sheets = sorted(list_sheets(path), key=lambda name: _PREFERRED not in name.casefold()) or [""]
    best: tuple[RawTable, TextsReading] | None = None
    for sheet in sheets:
        try:
            table = read_table(path, sheet=sheet)
        except (EmptyTable, DuplicateColumn, UnnamedColumn):
            # A sheet of notes or of comparisons.
            continue
        if find_columns(table.header) is None:
            continue
        reading = read_texts(table.header, ((row.number, row.cells) for row in table.rows))
        if best is None or _distance(reading) < _distance(best[1]):
            best = table, reading
        if _PREFERRED in sheet.casefold() and reading.version is not None:
            break
    if best is None:
        raise NotCtcaeWorkbook(path=path)
    return best


def _distance(reading: TextsReading) -> tuple[bool, int]:
    return reading.version is None, len(reading.differences) + len(reading.other_wording)
