"""The import of a laboratory's file of antibody results: by sample id, or by subject and date (PK-4)."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.checks.antibody import check_ada_result
from domain.exposure.import_antibodies import COLUMNS, read_antibodies
from domain.importing.rows import Outcome
from domain.records import AdaResult, PkSample
from storage.transfer.table_file import RawTable
from ui.models.sampled_lines import list_antibody_lines
from ui.screens.table_import import DryRun, TableImport, Taken
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

    def further_fields(self) -> Sequence[QWidget]:
        plan = self.session.part.pk
        name = tr("Antibodies against, in the whole file")
        self.drug = FormRow(name, LineEdit(name), tr("where it has no column that says it"))
        self.drug.set_value(plan.analytes[0] if plan else "")
        self.drug.value_changed.connect(self.try_again)
        return (self.drug,)

    def guess(self, header: Sequence[str]) -> dict[str, str]:
        return COLUMNS.guess(header, self.settings.mapping("antibodies"))

    def remember(self, mapping: Mapping[str, str]) -> None:
        self.settings.keep_mapping("antibodies", mapping)

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
        taken = [
            Taken(row.record, row.outcome is Outcome.NEW, row.doubts)
            for row in report.accepted
            if row.outcome is not Outcome.SAME
        ]
        return DryRun(report.mapping, list_antibody_lines(table, report, self.session.words), taken)
