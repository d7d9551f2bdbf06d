"""The rows of a file of antibody or biomarker results after the dry run."""

from domain.importing.rows import ImportReport
from domain.records import AdaResult, BiomarkerResult
from storage.transfer.raw_table import RawTable
from ui.models.import_lines import list_lines, say_differences
from ui.models.import_rows import ImportLine
from ui.models.lab_trend_of import say_unit
from ui.text import Words, say_number, say_partial, term, tr


def list_antibody_lines(table: RawTable, report: ImportReport[AdaResult], words: Words) -> list[ImportLine]:
    """Every row of a file: rows in = new + change + same + refused."""
    names = {
        "taken_at": tr("sample taken"), "cycle": tr("cycle"), "visit": tr("visit"), "result": tr("result"),
        "titre": tr("titre"), "neutralising": tr("neutralising"), "sample_id": tr("sample"), "comment": tr("comment"),
    }  # fmt: skip
    return list_lines(
        table,
        report,
        words,
        fields=("sample", "subject", "date", "result", "titre"),
        about=lambda one: " · ".join([one.subject_id, say_partial(one.taken_at), one.drug, say_antibodies(one)]),
        differences=lambda before, after: say_differences(before, after, names, words),
    )


def say_antibodies(one: AdaResult) -> str:
    """A result in words: "positive, titre 1:80"."""
    titre = tr("titre 1:{titre}").format(titre=say_number(one.titre)) if one.titre is not None else ""
    return ", ".join(part for part in (term(one.result), titre) if part)


def list_biomarker_lines(table: RawTable, report: ImportReport[BiomarkerResult], words: Words) -> list[ImportLine]:
    """Every row of a file: rows in = new + change + same + refused."""
    names = {
        "taken_at": tr("sample taken"), "cycle": tr("cycle"), "timepoint": tr("time point"), "value": tr("result"),
        "sign": tr("sign"), "unit": tr("unit"), "sample_id": tr("sample"), "comment": tr("comment"),
    }  # fmt: skip
    return list_lines(
        table,
        report,
        words,
        fields=("sample", "subject", "marker", "date", "value"),
        about=lambda one: " · ".join([one.subject_id, say_partial(one.taken_at), one.marker, say_marker(one)]),
        differences=lambda before, after: say_differences(before, after, names, words),
    )


def say_marker(one: BiomarkerResult) -> str:
    """A result in words: "<4.1 pg/mL"; what stands in its place where there is no number."""
    if one.value is None:
        return one.comment
    return f"{one.sign}{say_number(one.value)} {say_unit(one.unit)}".strip()
