"""The import of a laboratory's file of antibody results: by sample id, or by subject and date (PK-4)."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.checks.antibody import check_ada_result
from domain.exposure.import_antibodies import COLUMNS, read_antibodies
from domain.importing.columns import ColumnNames
from domain.records import AdaResult, PkSample
from storage.transfer.table_file import RawTable
from ui.models.sampled_lines import list_antibody_lines
from ui.screens.dry_run import DryRun, dry_run_of
from ui.screens.table_import import TableImport
from ui.text import marked, tr
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit


class AntibodyImport(TableImport):
    """One result a row; a corrected file shows what differs from what is recorded."""

    heading: ClassVar[str] = "Import antibody results"
    about: ClassVar[str] = marked(
        "A CSV, TSV or XLSX file with one antibody result a row, found by its sample id, or by subject and date. "
        "Nothing is written before you have seen every row."
    )
    file_title: ClassVar[str] = "File of antibody results"
    fields: ClassVar[Mapping[str, str]] = {
        "sample": marked("Sample id"),
        "subject": marked("Subject"),
        "drug": marked("Antibodies against"),
        "date": marked("Sample date"),
        "time": marked("Sample time"),
        "cycle": marked("Cycle"),
        "visit": marked("Visit"),
        "result": marked("Result"),
        "titre": marked("Titre"),
        "neutralising": marked("Neutralising"),
        "comment": marked("Comment"),
    }
    columns: ClassVar[ColumnNames] = COLUMNS
    kept_as: ClassVar[str] = "antibodies"

    def further_fields(self) -> Sequence[QWidget]:
        plan = self.session.part.pk
        name = tr("Antibodies against, in the whole file")
        self.drug = FormRow(name, LineEdit(name), tr("where it has no column that says it"))
        self.drug.set_value(plan.analytes[0] if plan else "")
        self.drug.value_changed.connect(self.try_again)
        return (self.drug,)

    def read_rows(self, table: RawTable, mapping: Mapping[str, str]) -> DryRun:
        now = self.session.clock()
        study = self.session.study.at(now)
        report = read_antibodies(
            table.header,
            [(row.number, row.cells) for row in table.rows],
            samples=[one for one in study.entered.get(PkSample.kind, ()) if isinstance(one, PkSample)],
            subjects=[one.subject_id for one in study.subjects],
            existing=[one for one in study.entered.get(AdaResult.kind, ()) if isinstance(one, AdaResult)],
            zone=study.zone,
            check=lambda result: check_ada_result(study, result, now=now),
            drug=str(self.drug.value()),
            mapping=mapping,
        )
        return dry_run_of(report, list_antibody_lines(table, report, self.session.words))
