"""The import of a laboratory's file of concentrations: by sample id, or by subject, cycle and nominal time (PK-1)."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from domain.exposure.columns import COLUMNS
from domain.exposure.importing import read_concentrations
from domain.importing.columns import ColumnNames
from domain.records import Concentration, PkSample
from storage.transfer.table_file import RawTable
from ui.models.concentration_lines import list_concentration_lines
from ui.screens.dry_run import DryRun, dry_run_of
from ui.screens.table_import import TableImport
from ui.text import marked, tr
from ui.widgets.combo_box import ComboBox
from ui.widgets.form_row import FormRow
from ui.widgets.line_edit import LineEdit
from ui.widgets.options import Option

_BY_NAME = ""
_NAMED = 5


class ConcentrationImport(TableImport):
    """One concentration a row; a corrected file shows what differs from the one before."""

    heading: ClassVar[str] = "Import concentrations"
    about: ClassVar[str] = marked(
        "A CSV, TSV or XLSX file with one concentration a row, found by its sample id, or by subject, cycle and "
        "nominal time. Nothing is written before you have seen every row."
    )
    file_title: ClassVar[str] = "File of concentrations"
    fields: ClassVar[Mapping[str, str]] = {
        "sample": marked("Sample id"),
        "subject": marked("Subject"),
        "cycle": marked("Cycle"),
        "hours": marked("Nominal time"),
        "analyte": marked("Analyte"),
        "value": marked("Concentration"),
        "unit": marked("Unit"),
        "lloq": marked("LLOQ"),
        "reassay": marked("Re-assay"),
        "comment": marked("Comment"),
    }
    columns: ClassVar[ColumnNames] = COLUMNS
    kept_as: ClassVar[str] = "concentrations"

    def further_fields(self) -> Sequence[QWidget]:
        plan = self.session.part.pk
        self.unit = FormRow(
            tr("Unit of the file"), LineEdit(tr("Unit of the file")), tr("where it has no column of units")
        )
        self.unit.set_value(plan.unit if plan else "")
        self.replaces = FormRow(tr("Corrects"), ComboBox([], tr("Corrects")), tr("an earlier file under another name"))
        for row in (self.unit, self.replaces):
            row.value_changed.connect(self.try_again)
        self._offer_sources()
        return self.unit, self.replaces

    def read_rows(self, table: RawTable, mapping: Mapping[str, str]) -> DryRun:
        study = self.session.study.at(self.session.clock())
        samples = [one for one in study.entered.get(PkSample.kind, ()) if isinstance(one, PkSample)]
        report = read_concentrations(
            table.header,
            [(row.number, row.cells) for row in table.rows],
            samples=samples,
            subjects=[one.subject_id for one in study.subjects],
            existing=self._existing(),
            source=table.file_name,
            mapping=mapping,
            unit=str(self.unit.value()),
            replaces=str(self.replaces.value() or ""),
        )
        lines = list_concentration_lines(table, report, self.session.words)
        return dry_run_of(report, lines, _say_gone(report.gone))

    def _existing(self) -> list[Concentration]:
        listed = self.session.study.entered.get(Concentration.kind, ())
        return [one for one in listed if isinstance(one, Concentration)]

    def _offer_sources(self) -> None:
        control = self.replaces.control
        assert isinstance(control, ComboBox)
        sources = sorted({one.source for one in self._existing() if one.source})
        control.set_options([Option(_BY_NAME, tr("the file of the same name")), *(Option(one, one) for one in sources)])
        control.set_value(_BY_NAME)
        self.replaces.setVisible(bool(sources))


def _say_gone(gone: Sequence[Concentration]) -> tuple[str, ...]:
    """What an earlier version of the file held and this one does not: it stays, a person has to look."""
    if not gone:
        return ()
    named = ", ".join(one.sample_id for one in gone[:_NAMED]) + ("…" if len(gone) > _NAMED else "")
    said = tr("{number} recorded from the earlier file and not in this one: {samples}. They stay as they are.")
    return (said.format(number=len(gone), samples=named),)
