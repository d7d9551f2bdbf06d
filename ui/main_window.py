"""The main window: menus from the action table, and one screen at a time: start, new study, sign-in, an open study."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from domain.access import Right
from storage.errors import StudyFileError
from storage.person import Person
from storage.study_file import StudyFile
from ui.actions import ACCOUNTS, ACTIONS, MENUS, ActionRow
from ui.custody import Custody
from ui.guarded_window import GuardedWindow
from ui.screens.part_menu import part_commands
from ui.screens.sign_in_screen import SignInScreen
from ui.screens.start_screen import StartScreen
from ui.screens.study_screen import StudyScreen
from ui.session import Session
from ui.settings import Settings
from ui.sign_in import (
    EXPORT_CSV,
    EXPORT_INSPECTION_COPY,
    accounts_of,
    must_change_password,
    put_log_out_on_record,
)
from ui.text import tr, utc_now
from ui.theme import apply_theme
from ui.widgets.palette_popup import Command, PalettePopup
from ui.widgets.shortcut_sheet import ShortcutSheet

SUFFIX = ".titrant"
MINUTE_MS = 60_000


def fitting_size(wanted: QSize, room: QSize) -> QSize:
    """The size of a new window: what is wanted, or what the screen leaves free; a scaled screen is a small one."""
    return wanted.boundedTo(room)


class MainWindow(GuardedWindow):
    """Owns the session of the open study. Every action of the table is a ``do_`` method here."""

    def __init__(self, settings: Settings) -> None:
        """Show the start screen."""
        super().__init__(settings)
        self.setWindowTitle("Titrant")
        self.setMinimumSize(1024, 640)
        self.resize(fitting_size(QSize(1440, 900), self.screen().availableGeometry().size()))
        self.entrance.opened.connect(self._on_opened)
        self.entrance.sign_in_wanted.connect(self._show_sign_in)
        self._start = StartScreen(settings)
        self._start.new_wanted.connect(self.do_new_study)
        self._start.open_wanted.connect(self.do_open_study)
        self._start.demo_wanted.connect(self.do_open_demo)
        self._start.recent_chosen.connect(self.open_path)
        self._screens.addWidget(self._start)
        self._actions = self._make_actions()
        self._palette = PalettePopup(parent=self)
        self._palette.chosen.connect(self._run_command)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self.do_refresh)
        self.enable_actions()

    # --- actions ---

    def _make_actions(self) -> dict[str, QAction]:
        menus = {key: self.menuBar().addMenu(tr(title)) for key, title in MENUS.items()}
        made = {}
        for row in ACTIONS:
            action = QAction(tr(row.title), self)
            if row.shortcut:
                action.setShortcut(QKeySequence(row.shortcut))
            action.triggered.connect(lambda _checked=False, row=row: self._do(row))
            menus[row.menu].addAction(action)
            made[row.id] = action
        return made

    def _do(self, row: ActionRow) -> None:
        if row.id.startswith("go_"):
            if screen := self._study_screen():
                screen.go_to(row.id.removeprefix("go_"))
            return
        getattr(self, f"do_{row.id}")()

    def do_choose_part(self) -> None:
        """Ctrl+P: the list of the study's parts."""
        if screen := self._study_screen():
            screen.show_part_menu()

    def _run_command(self, command: str) -> None:
        if command.startswith("part:"):
            if screen := self._study_screen():
                screen.choose_part(command.removeprefix("part:"))
            return
        if command.startswith("subject:"):
            if screen := self._study_screen():
                screen.open_subject(command.removeprefix("subject:"))
            return
        self._actions[command].trigger()

    def enable_actions(self) -> None:
        """Turn on what this person can do on this study at this moment."""
        if self.curtain is not None:
            self._palette.hide()
        for row in ACTIONS:
            self._actions[row.id].setEnabled(self._is_possible(row))

    def _is_possible(self, row: ActionRow) -> bool:
        """Whether an action can be done by this person on this study at this moment."""
        session = self.session
        if self.curtain is not None:
            return row.id == "quit"
        if row.id == "restore":
            return self.entrance.restorable is not None if session is None else session.may(Right.RESTORE)
        if session is None:
            return not row.needs_study
        if row.id in ("choose_part", "go_parts") and len(session.study.protocol.parts) < 2:
            return False
        has_user = bool(session.user_id)
        if row.user is not None and row.user is not has_user:
            return False
        return not (row.writes and session.is_read_only) and (row.right is None or session.may(row.right))

    def _commands(self) -> list[Command]:
        rows = [
            Command(row.id, tr(row.title), row.shortcut, tr(MENUS[row.menu]).replace("&", ""))
            for row in ACTIONS
            if self._actions[row.id].isEnabled()
        ]
        if self.session is not None:
            rows += part_commands(self.session)
            rows += [
                Command(f"subject:{subject.subject_id}", tr("Subject {id}").format(id=subject.subject_id))
                for subject in self.session.study.subjects
            ]
        return rows

    def do_find_or_do(self) -> None:
        """Ctrl+K."""
        self._palette.set_commands(self._commands())
        self._palette.open_over(self)

    def do_shortcuts(self) -> None:
        """F1."""
        ShortcutSheet([command for command in self._commands() if command.shortcut], self).exec()

    def do_about(self) -> None:
        """Version and licence."""
        from ui.dialogs.about import AboutDialog

        AboutDialog(self).exec()

    def do_quit(self) -> None:
        """Close the window; an unsaved form asks."""
        self.close()

    def do_light_theme(self) -> None:
        """Light colours."""
        self._use_theme("light")

    def do_dark_theme(self) -> None:
        """Dark colours."""
        self._use_theme("dark")

    def do_system_theme(self) -> None:
        """As the system has them."""
        self._use_theme("system")

    def _use_theme(self, name: str) -> None:
        self.settings.theme = name
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, name)  # type: ignore[arg-type]

    # --- studies ---

    def do_new_study(self) -> None:
        """Choose a protocol, confirm its assumptions, name the file."""
        if not self.may_leave():
            return
        from ui.screens.new_study_screen import NewStudyScreen

        screen = NewStudyScreen(self.settings)
        screen.created.connect(self.open_path)
        screen.cancelled.connect(self.show_start)
        self._close_session()
        self._show(screen)
        screen.step.take_focus()

    def do_open_study(self) -> None:
        """Choose a study file."""
        start = str(self.settings.recent[0].parent) if self.settings.recent else ""
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Open study"), start, tr("Titrant studies (*{suffix});;All files (*)").format(suffix=SUFFIX)
        )
        if name:
            self.open_path(Path(name))

    def do_open_demo(self) -> None:
        """Make and open the demonstration study that the person chooses."""
        from tempfile import mkdtemp

        from domain.protocol.reader import load_shipped
        from ui.demo import make_demo
        from ui.dialogs.demo import ask_demo

        chosen = ask_demo(self)
        if chosen is None:
            return
        path = Path(mkdtemp(prefix="titrant-demo-")) / f"{chosen.protocol_id}-demo{SUFFIX}"
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            protocol = load_shipped(chosen.protocol_id)
            make_demo(path, protocol, seed=chosen.seed, now=utc_now(), is_complete=True, stage=chosen.stage)
        except StudyFileError as error:
            self.show_error(error)
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open a study; what stands in the way is said in a banner, and what was open stays open."""
        if self.may_leave():
            self.entrance.open(Path(path))

    def _on_opened(self, session: Session) -> None:
        """Show a study that somebody may work on."""
        self._close_session()
        self.hide_banner()
        self.session = session
        session.refused.connect(self.show_error)
        screen = StudyScreen(session)
        screen.person_wanted.connect(self.do_choose_person)
        screen.lock_wanted.connect(self.do_lock)
        screen.cut_off_wanted.connect(self.do_choose_cut_off)
        screen.find_wanted.connect(self.do_find_or_do)
        self._show(screen)
        self.settings.remember(session.file.path)
        self.setWindowTitle(f"{session.study.record.study_id} \u2013 Titrant")
        self._minute.start()
        self.custody = Custody(session, self.settings, self)
        self.custody.notice.connect(self.show_notice)
        self.custody.idle.connect(self.do_lock)
        self.custody.start()
        self.enable_actions()
        if session.user_id:
            self._begin_work(screen)

    def _begin_work(self, screen: StudyScreen) -> None:
        """After a sign-in: the password is made the person's own, and the first administrator adds the others."""
        session = screen.session
        if not session.is_read_only and must_change_password(session.file, session.user_id):
            QTimer.singleShot(0, self, self._ask_first_password)
        if session.may(Right.MANAGE_ACCOUNTS) and len(accounts_of(session.file)) < 2:
            screen.go_to(ACCOUNTS.id)
            screen.page.add_record()

    def _show_sign_in(self, screen: SignInScreen) -> None:
        self._close_session()
        self.hide_banner()
        screen.other_wanted.connect(self.show_start)
        self._show(screen)
        screen.take_focus()

    def who_works(self, file: StudyFile) -> Person:
        """Who works: the last person on this machine, else whoever the dialog names."""
        name, role = self.settings.person
        record = file.records()["study"][0]
        if not name and getattr(record, "is_demo", False):
            return Person(tr("Demo user"), tr("coordinator"))
        if not name:
            from ui.dialogs.person import ask_person

            asked = ask_person(self, Person(tr("Unnamed"), tr("coordinator")))
            name, role = (asked.name, asked.role) if asked else (tr("Unnamed"), tr("coordinator"))
            if asked:
                self.settings.person = (name, role)
        return Person(name, role)

    def do_close_study(self) -> None:
        """Back to the start screen; an unsaved form asks."""
        if self.may_leave():
            self.show_start()

    def show_start(self) -> None:
        """Close what is open and show the start screen."""
        self._close_session()
        self._start.show_recent()
        self._show(self._start)

    def _show(self, screen: QWidget) -> None:
        if self._screens.indexOf(screen) < 0:
            self._screens.addWidget(screen)
        self._screens.setCurrentWidget(screen)
        for index in reversed(range(self._screens.count())):
            other = self._screens.widget(index)
            if other is not None and other is not screen and other is not self._start:
                self._screens.removeWidget(other)
                other.deleteLater()

    def _close_session(self) -> None:
        self._minute.stop()
        if self.session is not None:
            session, self.session = self.session, None
            session.refused.disconnect(self.show_error)
            put_log_out_on_record(session)
            if self.custody is not None:
                self.custody.end()
                self.custody = None
            session.file.close()
            self.setWindowTitle("Titrant")
            self.say_done("")
        self.raise_curtain()
        self.enable_actions()

    def _study_screen(self) -> StudyScreen | None:
        screen = self._screens.currentWidget()
        return screen if isinstance(screen, StudyScreen) else None

    # --- the open study ---

    def do_add_record(self) -> None:
        """Ctrl+N: add to the list that is shown."""
        if screen := self._study_screen():
            screen.page.add_record()

    def do_add_subject(self) -> None:
        """Add a subject from anywhere."""
        if screen := self._study_screen():
            screen.go_to("subjects")
            screen.page.add_record()

    def do_search(self) -> None:
        """Go to the search field of the list."""
        if screen := self._study_screen():
            screen.page.start_search()

    def do_refresh(self) -> None:
        """The clock has moved."""
        if self.session is not None and not self.has_unsaved():
            self.session.refresh()

    def do_choose_cut_off(self) -> None:
        """Look at the study at another data cut-off."""
        if self.session is not None:
            from ui.dialogs.cut_off import CutOffDialog

            CutOffDialog(self.session, self).exec()

    def do_choose_person(self) -> None:
        """Change who is working."""
        if self.session is None:
            return
        from ui.dialogs.person import ask_person

        if asked := ask_person(self, self.session.person):
            self.settings.person = (asked.name, asked.role)
            self.session.person = asked
            self.session.refresh()
            if screen := self._study_screen():
                screen.show_person()

    def do_load_workbook(self) -> None:
        """Load the full grade texts from the NCI's own workbook."""
        if self.session is not None:
            from ui.screens.load_workbook import LoadWorkbook

            LoadWorkbook(self.session, self).exec()

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
        screen = self._study_screen()
        if screen is None or not self.may_leave():
            return
        from ui.pages.pk_page import PkPage

        screen.go_to("pk")
        if isinstance(screen.page, PkPage) and not screen.page.start_import_of(tab):
            why = tr("A subject has to be in the study, and your role has to enter what the file holds.")
            self.show_notice("warn", tr("Nothing can be imported here."), why)

    def do_export_csv(self) -> None:
        """Write the records as CSV into a new folder."""
        if self.session is None:
            return
        from storage.transfer.csv_export import export_csv

        name = QFileDialog.getExistingDirectory(self, tr("Export into a new folder below"))
        if not name:
            return
        study = self.session.study
        folder = Path(name) / f"{study.record.study_id}-csv-{study.cut_off.astimezone(study.zone):%Y%m%d-%H%M}"
        try:
            written = export_csv(study.records, folder)
        except StudyFileError as error:
            self.show_error(error)
            return
        self.session.note(EXPORT_CSV, {"files": len(written), "folder": folder.name, "position": study.position})
        self.say_done(tr("{count} files written to {folder}").format(count=len(written), folder=folder))

    def do_lock_data(self) -> None:
        """Lock or unlock the subject that is shown, a level, or the study."""
        if self.session is not None:
            from ui.dialogs.data_lock import DataLockDialog
            from ui.words.lock import targets_of

            screen = self._study_screen()
            DataLockDialog(
                self.session, targets_of(self.session, screen.subject_id if screen else ""), parent=self
            ).exec()

    def do_amend(self) -> None:
        """Make another version of the protocol; what it would have changed is shown before it is signed."""
        if self.session is not None and self.may_leave():
            from ui.dialogs.amend import AmendDialog
            from ui.dialogs.sign_amendment import SignAmendmentDialog, unsigned_amendment

            waiting = unsigned_amendment(self.session)
            if waiting is not None:
                dialog = SignAmendmentDialog(self.session, waiting, self)
                dialog.exec()
                if not dialog.wants_another:
                    return
            AmendDialog(self.session, self).exec()

    def do_inspection_copy(self) -> None:
        """Write everything readable into a new folder."""
        if self.session is None:
            return
        from ui.inspection.make import make_inspection_copy, name_of_copy, say_made
        from ui.reports.output import ReportError

        name = QFileDialog.getExistingDirectory(self, tr("Make the inspection copy in a new folder below"))
        if not name:
            return
        session = self.session
        try:
            made = make_inspection_copy(
                session.file, Path(name) / name_of_copy(session.study), person=session.person, now=session.clock()
            )
        except StudyFileError as error:
            self.show_error(error)
            return
        except ReportError as error:
            self.show_notice("hard", tr("The inspection copy could not be made."), str(error))
            return
        session.note(EXPORT_INSPECTION_COPY, made.details())
        self.say_done(say_made(made))

    # --- leaving ---

    def has_unsaved(self) -> bool:
        """Whether a form on the screen holds what is not saved."""
        screen = self._screens.currentWidget()
        return bool(screen is not None and hasattr(screen, "has_unsaved") and screen.has_unsaved())

    def may_leave(self) -> bool:
        """Ask before a half-filled form is thrown away."""
        if not self.has_unsaved():
            return True
        from ui.dialogs.leave import ask_to_leave

        return ask_to_leave(self)

    def restore_place(self) -> None:
        """Take the size and place of the last time."""
        if (geometry := self.settings.geometry) is not None:
            self.restoreGeometry(geometry)

    def closeEvent(self, event: QCloseEvent) -> None:
        """An unsaved form asks; everything saved is in the file already."""
        if not self.may_leave():
            event.ignore()
            return
        self.settings.geometry = self.saveGeometry()
        self._close_session()
        event.accept()
