"""The import of a laboratory file of results: what its columns hold and how its rows are read."""

from collections.abc import Mapping
from typing import ClassVar

from domain.importing.columns import ColumnNames
from domain.importing.rows import ImportReport
from domain.laboratory.columns import COLUMNS
from domain.laboratory.importing import read_results
from domain.records import LabResult
from storage.transfer.table_file import RawTable
from ui.models.lab_lines import list_lab_lines
from ui.screens.dry_run import DryRun, dry_run_of
from ui.screens.table_import import TableImport
from ui.text import marked


class LabImport(TableImport):
    """One result a row: subject, test, sample date, value, unit."""

    heading: ClassVar[str] = "Import laboratory results"
    about: ClassVar[str] = marked(
        "A CSV, TSV or XLSX file with one result a row. Nothing is written before you have seen every row."
    )
    file_title: ClassVar[str] = "Laboratory file"
    fields: ClassVar[Mapping[str, str]] = {
        "subject": marked("Subject"),
        "test": marked("Test"),
        "date": marked("Sample date"),
        "time": marked("Sample time"),
        "value": marked("Result"),
        "unit": marked("Unit"),
        "lln": marked("Lower limit"),
        "uln": marked("Upper limit"),
        "range": marked("Range, in one column"),
        "laboratory": marked("Laboratory"),
        "visit": marked("Visit"),
        "comment": marked("Comment"),
    }
    columns: ClassVar[ColumnNames] = COLUMNS
    kept_as: ClassVar[str] = "laboratory"
    report: ImportReport[LabResult] | None = None

    def read_rows(self, table: RawTable, mapping: Mapping[str, str]) -> DryRun:
        now = self.session.clock()
        study = self.session.study.at(now)
        existing = [one for one in study.entered.get(LabResult.kind, ()) if isinstance(one, LabResult)]
        self.report = None
        self.report = report = read_results(
            table.header,
            [(row.number, row.cells) for row in table.rows],
            subjects=[one.subject_id for one in study.subjects],
            existing=existing,
            zone=study.zone,
            now=now,
            mapping=mapping,
        )
        return dry_run_of(report, list_lab_lines(table, report, self.session.words))
