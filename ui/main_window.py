"""The main window: one screen at a time (start, new study, sign-in, an open study), and who does which action."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from domain.terms import Right
from storage.errors import StudyFileError
from storage.person import Person
from ui.action_menus import ActionMenus
from ui.actions import ACCOUNTS
from ui.guarded_window import GuardedWindow
from ui.screens.start_screen import StartScreen
from ui.settings import Settings
from ui.study_actions import StudyActions
from ui.text import tr, utc_now
from ui.theme import apply_theme
from ui.widgets.palette_popup import Command, PalettePopup
from ui.widgets.shortcut_sheet import ShortcutSheet

if TYPE_CHECKING:
    from storage.study_file import StudyFile
    from ui.screens.sign_in_screen import SignInScreen
    from ui.screens.study_screen import StudyScreen
    from ui.session import Session

SUFFIX = ".titrant"
MINUTE_MS = 60_000

# What a window manager draws around a window, as large as the common ones do.
_FRAME = QSize(16, 40)


def fitting_size(wanted: QSize, room: QSize) -> QSize:
    """The size of a new window: what is wanted, or what the screen leaves free; a scaled screen is a small one."""
    return wanted.boundedTo(room)


def leaves_room_for_frame(size: QSize, room: QSize) -> bool:
    """Whether a window's title bar and edges fit beside it; else its foot would lie below the screen."""
    return size.width() + _FRAME.width() <= room.width() and size.height() + _FRAME.height() <= room.height()


class MainWindow(GuardedWindow):
    """Owns the session of the open study. Every action of the table is a ``do_`` method here."""

    def __init__(self, settings: Settings) -> None:
        """Show the start screen."""
        super().__init__(settings)
        self.setWindowTitle("Titrant")
        self.setMinimumSize(1024, 640)
        self.resize(fitting_size(QSize(1440, 900), self.screen().availableGeometry().size()))
        self._start = StartScreen(settings)
        self._start.new_wanted.connect(self.do_new_study)
        self._start.open_wanted.connect(self.do_open_study)
        self._start.demo_wanted.connect(self.do_open_demo)
        self._start.recent_chosen.connect(self.open_path)
        self._screens.addWidget(self._start)
        self._study_actions = StudyActions(self, self._study_screen)
        self._menus = ActionMenus(self.menuBar(), self.do, self)
        self._palette = PalettePopup(parent=self)
        self._palette.chosen.connect(self._run_command)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self.do_refresh)
        self.enable_actions()

    # --- actions ---

    def do(self, action_id: str) -> None:
        """Do an action of the table: go to a section, or what the window or the open study does under its name."""
        if action_id.startswith("go_"):
            if screen := self._study_screen():
                screen.go_to(action_id.removeprefix("go_"))
            return
        doer = self._study_actions if hasattr(StudyActions, f"do_{action_id}") else self
        getattr(doer, f"do_{action_id}")()

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
        self._menus.actions[command].trigger()

    def enable_actions(self) -> None:
        """Turn on what this person can do on this study at this moment."""
        is_covered = self.curtain is not None
        if is_covered:
            self._palette.hide()
        self._menus.enable(self.session, is_covered=is_covered, can_restore=self.restorable is not None)

    def _commands(self) -> list[Command]:
        return self._menus.commands(self.session)

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
        from ui.dialogs.progress import ProgressDialog

        chosen = ask_demo(self)
        if chosen is None:
            return
        path = Path(mkdtemp(prefix="titrant-demo-")) / f"{chosen.protocol_id}-demo{SUFFIX}"
        about = tr("What a site would have entered over months is entered act by act.")
        try:
            with ProgressDialog(tr("Making the demonstration"), about, self) as progress:
                make_demo(
                    path,
                    load_shipped(chosen.protocol_id),
                    seed=chosen.seed,
                    now=utc_now(),
                    is_complete=True,
                    stage=chosen.stage,
                    progress=progress.show_step,
                )
        except StudyFileError as error:
            self.show_error(error)
            return
        self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Open a study; what stands in the way is said in a banner, and what was open stays open."""
        if self.may_leave():
            self.entrance.open(Path(path))

    def show_session(self, session: "Session") -> None:
        """Show a study that somebody may work on."""
        from ui.custody import Custody
        from ui.screens.study_screen import StudyScreen

        self._close_session()
        self.hide_banner()
        self.session = session
        session.refused.connect(self.show_error)
        screen = StudyScreen(session)
        screen.person_wanted.connect(self.do_choose_person)
        screen.lock_wanted.connect(self.do_lock)
        screen.cut_off_wanted.connect(self._study_actions.do_choose_cut_off)
        screen.find_wanted.connect(self.do_find_or_do)
        self._show(screen)
        screen.take_focus()
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

    def _begin_work(self, screen: "StudyScreen") -> None:
        """After a sign-in: the password is made the person's own, and the first administrator adds the others."""
        from ui.sign_in import accounts_of, must_change_password

        session = screen.session
        if not session.is_read_only and must_change_password(session.file, session.user_id):
            QTimer.singleShot(0, self, self._ask_first_password)
        if session.may(Right.MANAGE_ACCOUNTS) and len(accounts_of(session.file)) < 2:
            screen.go_to(ACCOUNTS.id)
            screen.page.add_record()

    def show_sign_in(self, screen: "SignInScreen") -> None:
        """Show the sign-in of an encrypted study."""
        self._close_session()
        self.hide_banner()
        screen.other_wanted.connect(self.show_start)
        self._show(screen)
        screen.take_focus()

    def who_works(self, file: "StudyFile") -> Person:
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
            from ui.sign_in import put_log_out_on_record

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

    def _study_screen(self) -> "StudyScreen | None":
        if self.session is None:
            return None
        from ui.screens.study_screen import StudyScreen

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
        """Take the size and place of the last time; the first time fill a screen that is no larger than the window."""
        if (geometry := self.settings.geometry) is not None:
            self.restoreGeometry(geometry)
        elif not leaves_room_for_frame(self.size(), self.screen().availableGeometry().size()):
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def closeEvent(self, event: QCloseEvent) -> None:
        """An unsaved form asks; everything saved is in the file already."""
        if not self.may_leave():
            event.ignore()
            return
        self.settings.geometry = self.saveGeometry()
        self._close_session()
        event.accept()
