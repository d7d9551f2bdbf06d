"""The main window: menus from the action table, and one screen at a time: start, new study, or an open study."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from storage.errors import RecordRefused, StudyFileError
from storage.person import Person
from storage.study_file import StudyFile
from ui.actions import ACTIONS, MENUS, ActionRow
from ui.screens.start_screen import StartScreen
from ui.screens.study_screen import StudyScreen
from ui.session import Session
from ui.settings import Settings
from ui.text import tr
from ui.theme import SPACE_M, SPACE_S, apply_theme
from ui.widgets.banner import Banner
from ui.widgets.palette_popup import Command, PalettePopup
from ui.widgets.shortcut_sheet import ShortcutSheet

SUFFIX = ".titrant"
MINUTE_MS = 60_000


class MainWindow(QMainWindow):
    """Owns the session of the open study. Every action of the table is a ``do_`` method here."""

    def __init__(self, settings: Settings) -> None:
        """Show the start screen."""
        super().__init__()
        self.settings = settings
        self.session: Session | None = None
        self.setWindowTitle("Titrant")
        self.setMinimumSize(1024, 640)
        self.resize(1440, 900)
        self._banner = Banner("hard", "")
        self._banner_box = QWidget()
        banner_row = QVBoxLayout(self._banner_box)
        banner_row.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        banner_row.addWidget(self._banner)
        self._banner_box.hide()
        self._banner.action_triggered.connect(self._banner_box.hide)
        self._screens = QStackedWidget()
        self._start = StartScreen(settings)
        self._start.new_wanted.connect(self.do_new_study)
        self._start.open_wanted.connect(self.do_open_study)
        self._start.demo_wanted.connect(self.do_open_demo)
        self._start.recent_chosen.connect(self.open_path)
        self._screens.addWidget(self._start)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner_box)
        column.addWidget(self._screens, 1)
        self.setCentralWidget(body)
        self._actions = self._make_actions()
        self._palette = PalettePopup(parent=self)
        self._palette.chosen.connect(self._run_command)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self.do_refresh)
        self._enable_actions()

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

    def _run_command(self, command: str) -> None:
        if command.startswith("subject:"):
            if screen := self._study_screen():
                screen.open_subject(command.removeprefix("subject:"))
            return
        self._actions[command].trigger()

    def _enable_actions(self) -> None:
        is_open = self.session is not None
        can_write = self.session is not None and not self.session.is_read_only
        for row in ACTIONS:
            self._actions[row.id].setEnabled((is_open or not row.needs_study) and (can_write or not row.writes))

    def _commands(self) -> list[Command]:
        rows = [
            Command(row.id, tr(row.title), row.shortcut, tr(MENUS[row.menu]).replace("&", ""))
            for row in ACTIONS
            if self._actions[row.id].isEnabled()
        ]
        if self.session is not None:
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
        from ui.about_dialog import AboutDialog

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
        if not self._may_leave():
            return
        from ui.screens.new_study_screen import NewStudyScreen

        screen = NewStudyScreen(self.settings)
        screen.created.connect(self.open_path)
        screen.cancelled.connect(self._show_start)
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
        """Make and open a demonstration study."""
        from tempfile import mkdtemp

        from domain.protocol.reader import load_shipped
        from ui.demo import make_demo
        from ui.text import utc_now

        path = Path(mkdtemp(prefix="titrant-demo-")) / f"bat6026-demo{SUFFIX}"
        try:
            make_demo(path, load_shipped("bat6026"), seed=1, now=utc_now())
        except StudyFileError as error:
            self.show_error(error)
            return
        self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open a study; what stands in the way is said in a banner, and what was open stays open."""
        if not self._may_leave():
            return
        try:
            file = StudyFile.open(Path(path))
        except StudyFileError as error:
            self.show_error(error)
            return
        self._close_session()
        self._banner_box.hide()
        person = self._person_for(file)
        self.session = Session(file, person, parent=self)
        self.session.refused.connect(self.show_error)
        screen = StudyScreen(self.session)
        screen.person_wanted.connect(self.do_choose_person)
        screen.cut_off_wanted.connect(self.do_choose_cut_off)
        screen.find_wanted.connect(self.do_find_or_do)
        self._show(screen)
        self.settings.remember(Path(path))
        self.setWindowTitle(f"{self.session.study.record.study_id} \u2013 Titrant")
        self._minute.start()
        self._enable_actions()

    def _person_for(self, file: StudyFile) -> Person:
        """Who works: the last person on this machine, else whoever the dialog names."""
        name, role = self.settings.person
        record = file.records()["study"][0]
        if not name and getattr(record, "is_demo", False):
            return Person(tr("Demo user"), tr("coordinator"))
        if not name:
            from ui.person_dialog import ask_person

            asked = ask_person(self, Person(tr("Unnamed"), tr("coordinator")))
            name, role = (asked.name, asked.role) if asked else (tr("Unnamed"), tr("coordinator"))
            if asked:
                self.settings.person = (name, role)
        return Person(name, role)

    def do_close_study(self) -> None:
        """Back to the start screen; an unsaved form asks."""
        if self._may_leave():
            self._show_start()

    def _show_start(self) -> None:
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
            self.session.file.close()
            self.session = None
            self.setWindowTitle("Titrant")
        self._enable_actions()

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
        if self.session is not None and not self._has_unsaved():
            self.session.refresh()

    def do_choose_cut_off(self) -> None:
        """Look at the study at another data cut-off."""
        if self.session is not None:
            from ui.cut_off_dialog import CutOffDialog

            CutOffDialog(self.session, self).exec()

    def do_choose_person(self) -> None:
        """Change who is working."""
        if self.session is None:
            return
        from ui.person_dialog import ask_person

        if asked := ask_person(self, self.session.person):
            self.settings.person = (asked.name, asked.role)
            self.session.person = asked
            self.session.refresh()
            if screen := self._study_screen():
                screen.show_person()

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
        self.statusBar().showMessage(
            tr("{count} files written to {folder}").format(count=len(written), folder=folder), 15_000
        )

    # --- errors and leaving ---

    def show_error(self, error: StudyFileError | RecordRefused) -> None:
        """Say what the surroundings did to the file, what it means for the data and what to do."""
        from ui.error_words import say_error

        title, text = say_error(error)
        self._banner.show_message("hard", title, text, tr("Close"))
        self._banner_box.show()

    def _has_unsaved(self) -> bool:
        screen = self._screens.currentWidget()
        return bool(screen is not None and hasattr(screen, "has_unsaved") and screen.has_unsaved())

    def _may_leave(self) -> bool:
        """Ask before a half-filled form is thrown away."""
        if not self._has_unsaved():
            return True
        from ui.leave_dialog import ask_to_leave

        return ask_to_leave(self)

    def restore_place(self) -> None:
        """Take the size and place of the last time."""
        if (geometry := self.settings.geometry) is not None:
            self.restoreGeometry(geometry)

    def closeEvent(self, event: QCloseEvent) -> None:
        """An unsaved form asks; everything saved is in the file already."""
        if not self._may_leave():
            event.ignore()
            return
        self.settings.geometry = self.saveGeometry()
        self._close_session()
        event.accept()
