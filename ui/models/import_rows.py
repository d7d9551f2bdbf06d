"""The rows of a laboratory file after the dry run: what each would do, and why one can't be taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject

from domain.laboratory.import_report import AcceptedRow, ImportReport, Outcome
from domain.reasons import Finding
from storage.transfer.raw_table import RawTable
from ui.models.lab_trend_of import say_unit
from ui.models.rows_model import RowsModel, Shown
from ui.text import Words, say_number, say_partial, tr
from ui.widgets.table import CellPainter, tag_cell


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGE = "change"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class ImportLine:
    """A row as it is shown.

    Attributes:
        number: of the row in the file.
        about: subject, test, sample and value, as far as they could be read.
        said: why it is refused, what is doubtful, or what it changes; each a sentence.
    """

    number: int
    fate: Fate
    about: str
    said: tuple[str, ...]


def list_import_lines(table: RawTable, report: ImportReport, words: Words) -> list[ImportLine]:
    """Every row of a file: rows in = new + change + same + refused."""
    lines = [ImportLine(fault.number, Fate.REFUSED, "", (words.reason(fault.reason),)) for fault in table.faults]
    cells = {row.number: row.cells for row in table.rows}
    lines += [
        ImportLine(row.number, Fate.REFUSED, _raw(table, cells.get(row.number, ()), report), _say(row.findings, words))
        for row in report.refused
    ]
    lines += [_accepted(row, words) for row in report.accepted]
    return sorted(lines, key=lambda line: line.number)


def _accepted(row: AcceptedRow, words: Words) -> ImportLine:
    result = row.result
    about = " · ".join([result.subject_id, result.test, say_partial(result.taken_at), _value(row)])
    said = _say(row.doubts, words)
    if row.outcome is Outcome.CHANGE and row.before is not None:
        said = (*_differences(row, words), *said)
    return ImportLine(row.number, Fate(row.outcome.value), about, said)


def _value(row: AcceptedRow) -> str:
    result = row.result
    value = result.comment if result.value is None else f"{result.sign}{say_number(result.value)}"
    return f"{value} {say_unit(result.unit)}".strip()


def _differences(row: AcceptedRow, words: Words) -> tuple[str, ...]:
    """What differs from the recorded result, old and new."""
    before, after = row.before, row.result
    found = []
    for field, name in (
        ("value", tr("result")), ("sign", tr("sign")), ("unit", tr("unit")), ("lln", tr("lower limit")),
        ("uln", tr("upper limit")), ("laboratory", tr("laboratory")), ("visit", tr("visit")),
        ("comment", tr("comment")),
    ):  # fmt: skip
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            found.append(
                tr("{field}: {new}, recorded {old}").format(
                    field=name, new=words.say(new) or "–", old=words.say(old) or "–"
                )
            )
    return tuple(found)


def _say(findings: Sequence[Finding], words: Words) -> tuple[str, ...]:
    return tuple(say_unit(words.finding(one)) for one in findings)


def _raw(table: RawTable, cells: Sequence[str], report: ImportReport) -> str:
    """What stands in the row, by the columns that were read."""
    names = [report.mapping[field] for field in ("subject", "test", "date", "value") if field in report.mapping]
    held = [cells[table.header.index(name)] for name in names if table.header.index(name) < len(cells)]
    return " · ".join(one for one in held if one)


def fate_words(fate: Fate) -> str:
    """What becomes of a row, in a word."""
    return {
        Fate.NEW: tr("new"),
        Fate.CHANGE: tr("changed"),
        Fate.SAME: tr("same"),
        Fate.REFUSED: tr("refused"),
    }[fate]


def _fate_cell(line: ImportLine) -> CellPainter | None:
    match line.fate:
        case Fate.REFUSED:
            return tag_cell(fate_words(line.fate), fill="hard", line="hardline")
        case Fate.NEW:
            return tag_cell(fate_words(line.fate), fill="soft", line="accent")
        case Fate.CHANGE:
            return tag_cell(fate_words(line.fate), fill="warn", line="warnline")
        case _:
            return tag_cell(fate_words(line.fate), line="edge")


class ImportModel(RowsModel[ImportLine]):
    """Rows of a file after the dry run."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        columns: list[Shown[ImportLine]] = [
            Shown("row", tr("Row"), lambda line: str(line.number), lambda line: line.number, is_right=True),
            Shown(
                "fate", tr("Outcome"), lambda line: fate_words(line.fate), lambda line: line.fate, painter=_fate_cell
            ),
            Shown("about", tr("What it says"), lambda line: line.about, lambda line: line.about),
            Shown(
                "said",
                tr("Why, or what is new"),
                lambda line: " ".join(line.said),
                lambda line: " ".join(line.said),
                token=lambda line: "hardline" if line.fate is Fate.REFUSED else "text2",
                tooltip=lambda line: "\n".join(line.said),
            ),
        ]
        super().__init__(columns, lambda line: str(line.number), parent)
