"""The cells of a lesion file: text to values, and what is wrong with a cell."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from domain.partial_date import PartialDate
from domain.response.terms import LesionKind, LesionStatus
from ui.command_line.csv_rows import CsvRow

COLUMNS = ("subject", "visit", "date", "lesion", "kind", "nodal", "mm", "status")
OPTIONAL = ("organ", "method")
BASELINE = "baseline"
_VISIT = re.compile(r"\d{1,6}(\.\d{1,3})?")
_LENGTH = re.compile(r"\d{1,4}(\.\d{0,6})?|\.\d{1,6}")
_NODAL = dict.fromkeys(("Y", "YES", "TRUE", "1"), True) | dict.fromkeys(("", "N", "NO", "FALSE", "0"), False)
_FITTING = {
    LesionKind.TARGET: {
        LesionStatus.MEASURED,
        LesionStatus.TOO_SMALL,
        LesionStatus.ABSENT,
        LesionStatus.NOT_EVALUABLE,
    },
    LesionKind.NON_TARGET: set(LesionStatus),
    LesionKind.NEW: set(LesionStatus),
}


class Fault(Exception):  # noqa: N818 - what a cell has wrong, caught by who reads the table
    """What is wrong with a cell."""


@dataclass(frozen=True)
class LesionRow:
    """One row of the file as values.

    Attributes:
        number: of the row.
        subject: who.
        visit: ``baseline`` or a number as text.
        on: date of the scan, None if it can't be read.
        lesion: which lesion.
        kind: target, non-target or new.
        is_nodal: a lymph node.
        tenths: length in tenths of a millimetre.
        status: what was found; not-evaluable where the row is refused.
        organ: organ, or "".
        method: method, or "".
        fault: why the row is refused, or "".
        doubt: what is doubtful, or "".
    """

    number: int
    subject: str
    visit: str
    on: date | None
    lesion: str
    kind: LesionKind
    is_nodal: bool
    tenths: int | None
    status: LesionStatus
    organ: str
    method: str
    fault: str = ""
    doubt: str = ""


def read_row(row: CsvRow) -> LesionRow:
    """The values of a row.

    A row whose finding can't be read stays, as not evaluable, so that no sum is taken without it.

    Raises:
        Fault: it can't even be said whose lesion it is.
    """
    if row.fault:
        raise Fault(row.fault)
    for column in ("subject", "visit", "lesion"):
        if not row.cell(column):
            raise Fault(f"column {column}: is empty")
    visit, kind = _visit(row.cell("visit")), _kind(row.cell("kind"))
    faults: list[str] = []
    on, status, tenths, doubt, is_nodal = None, LesionStatus.NOT_EVALUABLE, None, "", False
    try:
        on = read_date("date", row.cell("date"))
        if row.cell("nodal").upper() not in _NODAL:
            raise Fault(f'column nodal: "{row.cell("nodal")}" is neither yes nor no')
        is_nodal = _NODAL[row.cell("nodal").upper()]
        status, tenths, doubt = _finding(row, kind, is_nodal=is_nodal)
    except Fault as fault:
        faults.append(str(fault))
        status, tenths = LesionStatus.NOT_EVALUABLE, None
    return LesionRow(
        row.number,
        row.cell("subject"),
        visit,
        on,
        row.cell("lesion"),
        kind,
        is_nodal,
        tenths,
        status,
        row.cell("organ"),
        row.cell("method").upper(),
        "".join(faults),
        doubt,
    )


def read_date(column: str, text: str) -> date:
    """A full date.

    Raises:
        Fault: not a date, or its day is not known.
    """
    if not text:
        raise Fault(f"column {column}: is empty")
    try:
        partial = PartialDate.parse(text)
    except ValueError as error:
        raise Fault(f'column {column}: "{text}" is not a date; write it as 2026-11-15') from error
    if partial.month is None or partial.day is None:
        raise Fault(f'column {column}: "{text}" has no day; a full date is needed')
    return date(partial.year, partial.month, partial.day)


def _visit(text: str) -> str:
    if text.casefold() == BASELINE:
        return BASELINE
    if not _VISIT.fullmatch(text):
        raise Fault(f'column visit: "{text}" is neither "baseline" nor a number')
    number = Decimal(text)
    return str(int(number)) if number == int(number) else str(number.normalize())


def _kind(text: str) -> LesionKind:
    said = text.casefold().replace("_", "-").replace(" ", "-")
    said = "non-target" if said == "nontarget" else said
    try:
        return LesionKind(said)
    except ValueError as error:
        raise Fault(f'column kind: "{text}" is not {", ".join(LesionKind)}') from error


def _finding(row: CsvRow, kind: LesionKind, *, is_nodal: bool) -> tuple[LesionStatus, int | None, str]:
    said = row.cell("status").casefold().replace("_", "-").replace(" ", "-")
    try:
        status = LesionStatus(said)
    except ValueError as error:
        raise Fault(f'column status: "{row.cell("status")}" is not {", ".join(LesionStatus)}') from error
    tenths, doubt = _length(row.cell("mm"))
    if status not in _FITTING[kind]:
        raise Fault(f"column status: {status} does not fit a target lesion, which is measured")
    if status is LesionStatus.MEASURED and tenths is None:
        raise Fault("column mm: is empty, but the lesion is measured; enter the length, or not-evaluable")
    is_small_node = is_nodal and tenths is not None and tenths < 100
    if status is LesionStatus.ABSENT and tenths and not is_small_node:
        raise Fault(f"column mm: {tenths / 10:g} mm, but the lesion is absent; one of them is wrong")
    if status is LesionStatus.NOT_EVALUABLE and tenths is not None:
        return status, None, f"the lesion is not evaluable, so its {tenths / 10:g} mm are left out"
    return status, tenths, doubt


def _length(text: str) -> tuple[int | None, str]:
    if not text:
        return None, ""
    if re.fullmatch(r"[-\u2212]\s*[\d.,]+", text):
        raise Fault(f'column mm: "{text}" is negative')
    if re.fullmatch(r"\d+,\d+", text):
        raise Fault(f'column mm: "{text}" has a comma; write it with a point')
    if not _LENGTH.fullmatch(text):
        raise Fault(f'column mm: "{text}" is not a length in millimetres')
    exact = Decimal(text) * 10
    tenths = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    return tenths, "" if tenths == exact else f"{text} mm is taken as {tenths / 10:g} mm, to a tenth of a millimetre"
