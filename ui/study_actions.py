"""What is done with the open study as a whole: its cut-off, imports, exports, locks, amendments."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from storage.errors import StudyFileError
from ui.text import tr

if TYPE_CHECKING:
    from ui.guarded_window import GuardedWindow
    from ui.screens.study_screen import StudyScreen


class StudyActions:
    """Actions of the table that need an open study and only that; without one they do nothing.

    Each ``do_`` method is the action of that id.
    """

    def __init__(self, window: "GuardedWindow", screen: Callable[[], "StudyScreen | None"]) -> None:
        """Prepare them.

        Args:
            window: over which dialogs open; says what came of it.
            screen: gives the study that is shown.
        """
        self._window, self._screen = window, screen

    def do_choose_cut_off(self) -> None:
        """Look at the study at another data cut-off."""
        if screen := self._screen():
            from ui.dialogs.cut_off import CutOffDialog

            CutOffDialog(screen.session, self._window).exec()

    def do_load_workbook(self) -> None:
        """Load the full grade texts from the NCI's own workbook."""
        if screen := self._screen():
            from ui.dialogs.load_workbook import LoadWorkbook

            LoadWorkbook(screen.session, self._window).exec()

    def do_import_concentrations(self) -> None:
        """Import a laboratory's file of concentrations."""
        self._import_into("profiles")

    def do_import_antibodies(self) -> None:
        """Import a laboratory's file of antibody results."""
        self._import_into("antibodies")

    def do_import_biomarkers(self) -> None:
        """Import a laboratory's file of biomarker results."""
        self._import_into("biomarkers")

    def _import_into(self, tab: str) -> None:
        """Start an import on the page of pharmacokinetics."""
        screen = self._screen()
        if screen is None or not self._window.may_leave():
            return
        from ui.pages.pk_page import PkPage

        screen.go_to("pk")
        if isinstance(screen.page, PkPage) and not screen.page.start_import_of(tab):
            why = tr("A subject has to be in the study, and your role has to enter what the file holds.")
            self._window.show_notice("warn", tr("Nothing can be imported here."), why)

    def do_export_csv(self) -> None:
        """Write the records as CSV into a new folder."""
        screen = self._screen()
        if screen is None:
            return
        from storage.transfer.csv_export import export_csv
        from ui.sign_in import EXPORT_CSV

        name = QFileDialog.getExistingDirectory(self._window, tr("Export into a new folder below"))
        if not name:
            return
        study = screen.session.study
        folder = Path(name) / f"{study.record.study_id}-csv-{study.cut_off.astimezone(study.zone):%Y%m%d-%H%M}"
        try:
            with self._window.waiting(tr("Writing the records…")):
                written = export_csv(study.records, folder)
        except StudyFileError as error:
            self._window.show_error(error)
            return
        screen.session.note(EXPORT_CSV, {"files": len(written), "folder": folder.name, "position": study.position})
        self._window.say_done(tr("{count} files written to {folder}").format(count=len(written), folder=folder))

    def do_inspection_copy(self) -> None:
        """Write everything readable into a new folder."""
        screen = self._screen()
        if screen is None:
            return
        from ui.inspection.make import make_inspection_copy, name_of_copy, say_made
        from ui.reports.output import ReportError
        from ui.sign_in import EXPORT_INSPECTION_COPY

        name = QFileDialog.getExistingDirectory(self._window, tr("Make the inspection copy in a new folder below"))
        if not name:
            return
        session = screen.session
        folder = Path(name) / name_of_copy(session.study)
        try:
            with self._window.waiting(tr("Making the inspection copy…")):
                made = make_inspection_copy(session.file, folder, person=session.person, now=session.clock())
        except StudyFileError as error:
            self._window.show_error(error)
            return
        except ReportError as error:
            self._window.show_notice("hard", tr("The inspection copy could not be made."), str(error))
            return
        session.note(EXPORT_INSPECTION_COPY, made.details())
        self._window.say_done(say_made(made))

    def do_lock_data(self) -> None:
        """Lock or unlock the subject that is shown, a level, or the study."""
        if screen := self._screen():
            from ui.dialogs.data_lock import DataLockDialog
            from ui.words.lock import targets_of

            targets = targets_of(screen.session, screen.subject_id)
            DataLockDialog(screen.session, targets, parent=self._window).exec()

    def do_amend(self) -> None:
        """Make another version of the protocol; what it would have changed is shown before it is signed."""
        screen = self._screen()
        if screen is None or not self._window.may_leave():
            return
        from ui.dialogs.amend import AmendDialog
        from ui.dialogs.sign_amendment import SignAmendmentDialog, unsigned_amendment

        if (waiting := unsigned_amendment(screen.session)) is not None:
            dialog = SignAmendmentDialog(screen.session, waiting, self._window)
            dialog.exec()
            if not dialog.wants_another:
                return
        AmendDialog(screen.session, self._window).exec()
