"""The rows of a laboratory file after the dry run: what each would do, and why one can't be taken."""

from domain.importing.rows import ImportReport
from domain.records import LabResult
from storage.transfer.raw_table import RawTable
from ui.models.import_lines import list_lines, say_differences
from ui.models.import_rows import ImportLine
from ui.models.lab_trend_of import say_unit
from ui.text import Words, say_number, say_partial, tr


def list_lab_lines(table: RawTable, report: ImportReport[LabResult], words: Words) -> list[ImportLine]:
    """Every row of a file: rows in = new + change + same + refused."""
    names = {
        "value": tr("result"), "sign": tr("sign"), "unit": tr("unit"), "lln": tr("lower limit"),
        "uln": tr("upper limit"), "laboratory": tr("laboratory"), "visit": tr("visit"), "comment": tr("comment"),
    }  # fmt: skip
    return list_lines(
        table,
        report,
        words,
        fields=("subject", "test", "date", "value"),
        about=lambda one: " · ".join([one.subject_id, one.test, say_partial(one.taken_at), _value(one)]),
        differences=lambda before, after: say_differences(before, after, names, words),
    )


def _value(result: LabResult) -> str:
    value = result.comment if result.value is None else f"{result.sign}{say_number(result.value)}"
    return f"{value} {say_unit(result.unit)}".strip()
