"""The rows of a file of concentrations after the dry run: what each would do, and why one can't be taken."""

from domain.importing.rows import ImportReport
from domain.records import Concentration
from storage.transfer.raw_table import RawTable
from ui.models.import_lines import list_lines
from ui.models.import_rows import ImportLine
from ui.models.lab_trend_of import say_unit
from ui.text import Words, say_number, tr


def list_concentration_lines(table: RawTable, report: ImportReport[Concentration], words: Words) -> list[ImportLine]:
    """Every row of a file: rows in = new + change + same + refused."""
    return list_lines(
        table,
        report,
        words,
        fields=("subject", "sample", "cycle", "hours", "value"),
        about=lambda one: " · ".join([one.subject_id, one.sample_id, one.analyte, say_result(one)]),
        differences=_differences,
    )


def say_result(one: Concentration) -> str:
    """A concentration as reported: "3.2 µg/mL", "BLQ (<0.1)", "NR"."""
    if one.value is not None:
        return f"{say_number(one.value)} {say_unit(one.unit)}".strip()
    if one.is_blq:
        return tr("BLQ (<{lloq})").format(lloq=say_number(one.lloq)) if one.lloq is not None else tr("BLQ")
    return one.flag


def _differences(before: Concentration, after: Concentration) -> tuple[str, ...]:
    """What differs from the recorded concentration, old and new."""
    found = []
    if say_result(before) != say_result(after):
        found.append(
            tr("result: {new}, recorded {old}").format(new=say_result(after) or "–", old=say_result(before) or "–")
        )
    if before.lloq != after.lloq:
        new, old = (say_number(one.lloq) if one.lloq is not None else "–" for one in (after, before))
        found.append(tr("LLOQ: {new}, recorded {old}").format(new=new, old=old))
    if before.is_reassay != after.is_reassay:
        found.append(tr("a re-assay") if after.is_reassay else tr("no re-assay any more"))
    return tuple(found)
