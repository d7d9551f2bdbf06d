"""The import of a laboratory's file of biomarker results: by sample id, or by subject and date (PK-4)."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.checks.biomarker import check_biomarker_result
from domain.exposure.import_biomarkers import COLUMNS, read_biomarkers
from domain.importing.columns import ColumnNames
from domain.records import BiomarkerResult, PkSample
from storage.transfer.table_file import RawTable
from ui.models.sampled_lines import list_biomarker_lines
from ui.screens.dry_run import DryRun, dry_run_of
from ui.screens.table_import import TableImport
from ui.text import marked, tr
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit


class BiomarkerImport(TableImport):
    """One result a row; a corrected file shows what differs from what is recorded."""

    heading: ClassVar[str] = "Import biomarker results"
    about: ClassVar[str] = marked(
        "A CSV, TSV or XLSX file with one biomarker result a row, found by its sample id, or by subject and date. "
        "Nothing is written before you have seen every row."
    )
    file_title: ClassVar[str] = "File of biomarker results"
    fields: ClassVar[Mapping[str, str]] = {
        "sample": marked("Sample id"),
        "subject": marked("Subject"),
        "marker": marked("Marker"),
        "date": marked("Sample date"),
        "time": marked("Sample time"),
        "cycle": marked("Cycle"),
        "timepoint": marked("Time point"),
        "value": marked("Result"),
        "unit": marked("Unit"),
        "comment": marked("Comment"),
    }
    columns: ClassVar[ColumnNames] = COLUMNS
    kept_as: ClassVar[str] = "biomarkers"

    def further_fields(self) -> Sequence[QWidget]:
        self.marker = FormRow(
            tr("Marker of the file"), LineEdit(tr("Marker of the file")), tr("where it has no column of markers")
        )
        self.unit = FormRow(
            tr("Unit of the file"), LineEdit(tr("Unit of the file")), tr("where it has no column of units")
        )
        for row in (self.marker, self.unit):
            row.value_changed.connect(self.try_again)
        return self.marker, self.unit

    def read_rows(self, table: RawTable, mapping: Mapping[str, str]) -> DryRun:
        now = self.session.clock()
        study = self.session.study.at(now)
        report = read_biomarkers(
            table.header,
            [(row.number, row.cells) for row in table.rows],
            samples=[one for one in study.entered.get(PkSample.kind, ()) if isinstance(one, PkSample)],
            subjects=[one.subject_id for one in study.subjects],
            existing=[one for one in study.entered.get(BiomarkerResult.kind, ()) if isinstance(one, BiomarkerResult)],
            zone=study.zone,
            check=lambda result: check_biomarker_result(study, result, now=now),
            markers=plan.markers if (plan := self.session.part.pk) else (),
            marker=str(self.marker.value()),
            unit=str(self.unit.value()),
            mapping=mapping,
        )
        return dry_run_of(report, list_biomarker_lines(table, report, self.session.words))
