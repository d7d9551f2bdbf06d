"""What goes out of the Design page and comes into it: plots, tables, a decision table as design B, the appendix."""

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from domain.characteristics.exact import Scenario
from domain.characteristics.graph import TooManyStates
from domain.characteristics.table_design import read_design
from ui.design_sheet import Sheet
from ui.exports import save_export
from ui.pages.design_answers import MOST_STATES
from ui.plots.plot import Plot
from ui.plots.save_plot import PlotNotWrittenError, save_plot
from ui.reports.paper import Report
from ui.sentences import SENTENCES
from ui.session import Session
from ui.sign_in import EXPORT_FIGURE
from ui.text import tr


class DesignFiles(QObject):
    """Asks where to, writes and reads; what went wrong, or is to be checked, is told.

    Signals:
        told: severity, title and text of a banner.
        done: a file was written or read, and there is nothing to say.
        imported: a TableDesign was read.
    """

    told = Signal(str, str, str)
    done = Signal()
    imported = Signal(object)

    def __init__(self, session: Session, window: QWidget) -> None:
        """Serve a page.

        Args:
            session: whose study is exported.
            window: above which questions are asked.
        """
        super().__init__(window)
        self._session, self._window = session, window

    # --- out --------------------------------------------------------------------------------------

    def choose_plot_file(self, plot: Plot) -> None:
        """Ask where a plot goes, and write it."""
        path = self._ask_place(plot.title, tr("SVG (*.svg);;PNG (*.png);;CSV (*.csv)"), ".svg")
        if path is not None:
            self.save_plot(plot, path)

    def save_plot(self, plot: Plot, path: Path) -> bool:
        """Write a plot; tells why it could not be written."""
        try:
            save_plot(plot, path)
        except PlotNotWrittenError as error:
            self._refuse(str(error))
            return False
        ending = path.suffix.lstrip(".").upper()
        self._session.note(EXPORT_FIGURE, {"figure": plot.title, "file": path.name, "format": ending})
        self.done.emit()
        return True

    def choose_table_file(self, sheet: Sheet | None) -> None:
        """Ask where a table goes, and write it."""
        path = self._ask_place(sheet.title, tr("CSV (*.csv)"), ".csv") if sheet else None
        if sheet is not None and path is not None:
            self.save_table(sheet, path)

    def save_table(self, sheet: Sheet, path: Path) -> bool:
        """Write a table as CSV; tells why it could not be written."""
        why = save_export(self._session, path, sheet.as_text(",").encode("utf-8-sig"))
        if why:
            self._refuse(why)
            return False
        self.done.emit()
        return True

    def print_report(self, report: Report, document: str) -> None:
        """Ask for a printer, and print.

        Args:
            report: on paper.
            document: what the printer calls it.
        """
        # Loaded only here: it asks the system for its printers, which can take seconds.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from ui.reports.output import ReportError, print_report

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(document)
        dialog = QPrintDialog(printer, self._window)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return
        try:
            print_report(report, printer)
        except ReportError as error:
            self._refuse(str(error))

    # --- in ---------------------------------------------------------------------------------------

    def choose_table_to_import(self) -> None:
        """Ask for a decision table, and read it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, tr("Import decision table"), _documents(), tr("CSV (*.csv)")
        )
        if chosen:
            self.import_table(Path(chosen))

    def import_table(self, path: Path) -> bool:
        """Read a decision table; tells each fault with its row, and then nothing is imported."""
        try:
            content = path.read_bytes()
        except OSError as error:
            self.told.emit("hard", tr("{name} was not imported.").format(name=path.name), error.strerror or str(error))
            return False
        design, findings = read_design(content, path.name)
        said = [f"{finding.field}: {tr(SENTENCES[finding.code]).format(**finding.numbers)}" for finding in findings]
        if design is None:
            title = tr("{name} was not imported; {count} to put right.").format(name=path.name, count=len(said))
            self.told.emit("hard", title, "\n".join(said))
            return False
        try:
            # As many levels as the page can ever ask for.
            design.characteristics(Scenario((0.1,) * len(self._session.part.levels)), most_states=MOST_STATES)
        except TooManyStates as error:
            self.told.emit("hard", tr("{name} was not imported.").format(name=path.name), str(error))
            return False
        self.imported.emit(design)
        if said:
            self.told.emit("warn", tr("{name} was imported. Check:").format(name=path.name), "\n".join(said))
        else:
            self.done.emit()
        return True

    def _ask_place(self, title: str, kinds: str, ending: str) -> Path | None:
        name = f"{self._session.study.record.study_id} {title}".replace("/", "-").replace("=", "is") + ending
        chosen, kind = QFileDialog.getSaveFileName(
            self._window, tr("Save {title}").format(title=title), str(Path(_documents()) / name), kinds
        )
        if not chosen:
            return None
        path = Path(chosen)
        wanted = f".{kind.split('*.')[-1].rstrip(')')}" if "*." in kind else ending
        return path if path.suffix.lower() in (".svg", ".png", ".csv") else path.with_name(path.name + wanted)

    def _refuse(self, text: str) -> None:
        self.told.emit("hard", tr("The file was not saved."), text)


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
