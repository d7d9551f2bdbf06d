"""What guards an open study, as actions of the window: lock, sign-out, password, backup, restore, verify."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from storage.errors import RecordRefused, StudyFileError
from storage.person import Person
from ui.settings import Settings
from ui.text import tr, utc_now
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.banner import Banner
from ui.words.error import say_error

if TYPE_CHECKING:
    from storage.keys.data_key import DataKey
    from storage.keys.log_in import LogIn
    from storage.study_file import StudyFile
    from ui.custody import Custody
    from ui.entrance import Entrance
    from ui.screens.lock_screen import LockScreen
    from ui.screens.sign_in_screen import SignInScreen
    from ui.session import Session


class GuardedWindow(QMainWindow):
    """A window that shows one thing at a time below a banner, and can cover it.

    Attributes:
        session: of the open study, or None.
        custody: what goes along with it.
        curtain: the lock, while it covers everything.
    """

    def __init__(self, settings: Settings) -> None:
        """Build the banner, the place for screens and the line at the foot."""
        super().__init__()
        self.settings = settings
        self.session: Session | None = None
        self.custody: Custody | None = None
        self.curtain: LockScreen | None = None
        self._entrance: Entrance | None = None
        self._banner = Banner("hard", "")
        self._banner_box = QWidget()
        banner_row = QVBoxLayout(self._banner_box)
        banner_row.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        banner_row.addWidget(self._banner)
        self._banner_box.hide()
        self._banner.action_triggered.connect(self._show_next_notice)
        self._notices: list[tuple[str, str, str]] = []
        self._screens = QStackedWidget()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner_box)
        column.addWidget(self._screens, 1)
        # What lies below the lock is covered, never taken apart.
        self._covers = QStackedWidget()
        self._covers.addWidget(body)
        self.setCentralWidget(self._covers)
        self._done = self.statusBar()
        self._done.hide()
        self._done.messageChanged.connect(lambda text: self._done.setVisible(bool(text)))

    @property
    def entrance(self) -> "Entrance":
        """The way into a study, made when one is first opened: most of the program is loaded with it."""
        if self._entrance is None:
            from ui.entrance import Entrance

            self._entrance = Entrance(self.settings, self.who_works, self.waiting, self)
            self._entrance.refused.connect(self.show_error)
            self._entrance.opened.connect(self.show_session)
            self._entrance.sign_in_wanted.connect(self.show_sign_in)
        return self._entrance

    @property
    def restorable(self) -> "tuple[Path, DataKey | None] | None":
        """Path and key of the study that could not be opened and may be replaced by a backup, or None."""
        return self._entrance.restorable if self._entrance is not None else None

    # What the window that shows the screens has to say and do.

    def who_works(self, file: "StudyFile") -> Person:
        """The person on a study that asks for no password."""
        raise NotImplementedError

    def show_session(self, session: "Session") -> None:
        """Show a study that somebody may work on."""
        raise NotImplementedError

    def show_sign_in(self, screen: "SignInScreen") -> None:
        """Show the sign-in of an encrypted study."""
        raise NotImplementedError

    def open_path(self, path: Path) -> None:
        """Open a study."""
        raise NotImplementedError

    def show_start(self) -> None:
        """Close the study and show the start."""
        raise NotImplementedError

    def enable_actions(self) -> None:
        """What can be done has changed."""
        raise NotImplementedError

    def has_unsaved(self) -> bool:
        """Whether a form is half filled."""
        raise NotImplementedError

    def may_leave(self) -> bool:
        """Ask before a half-filled form is thrown away."""
        raise NotImplementedError

    # --- lock and sign-out ---

    def do_lock(self) -> None:
        """Cover the window until the same person gives their password again; what is half filled stays."""
        session = self.session
        if session is None or not session.user_id or self.curtain is not None:
            return
        from ui.screens.lock_screen import LockScreen
        from ui.sign_in import SCREEN_LOCKED

        for window in QApplication.topLevelWidgets():
            # A question that is open shows data too; leaving it unanswered changes nothing.
            if isinstance(window, QDialog) and window.isVisible():
                window.reject()
        session.note(SCREEN_LOCKED, {})
        if self.custody is not None:
            self.custody.remember()
        signed_in_at = self.custody.signed_in_at if self.custody is not None else None
        self.curtain = LockScreen(session, has_unsaved=self.has_unsaved(), signed_in_at=signed_in_at)
        self.curtain.unlocked.connect(self._on_unlocked)
        self.curtain.sign_out_wanted.connect(self.do_sign_out)
        self._covers.addWidget(self.curtain)
        self._covers.setCurrentWidget(self.curtain)
        self.menuBar().hide()
        self.say_done("")
        self.enable_actions()
        self.curtain.take_focus()

    def _on_unlocked(self, log_in: "LogIn") -> None:
        """The right password; the account may have ended meanwhile, and a file that is gone is said below."""
        session, curtain = self.session, self.curtain
        if session is None or curtain is None:
            return
        from ui.sign_in import SCREEN_UNLOCKED, put_on_record, refusal_of
        from ui.words.sign_in import say_finding

        now = session.clock()
        try:
            session.file.refresh()
            if finding := refusal_of(session.file, session.user_id, now):
                curtain.refuse(tr("Not unlocked."), say_finding(finding))
                return
            put_on_record(session.file, log_in, SCREEN_UNLOCKED, session.person, now)
        except (StudyFileError, RecordRefused) as error:
            self.show_error(error)
        self.raise_curtain()
        self.enable_actions()
        # Half-filled forms keep what was typed; what is signed has to name the last event.
        session.refresh()

    def raise_curtain(self) -> None:
        """Take the lock away."""
        if self.curtain is not None:
            self._covers.removeWidget(self.curtain)
            self.curtain.hide()
            self.curtain.deleteLater()
            self.curtain = None
            self.menuBar().show()
            if (page := self._screens.currentWidget()) is not None:
                page.setFocus()

    def do_sign_out(self) -> None:
        """Close the study and show its sign-in; an unsaved form asks."""
        if self.session is not None and self.session.user_id and self.may_leave():
            self.entrance.ask(self.session.file.path)

    def do_change_password(self) -> None:
        """The person's own."""
        if self.session is not None and self.session.user_id:
            from ui.dialogs.password import ask_new_password

            ask_new_password(self.session, is_first=False, parent=self)

    def _ask_first_password(self) -> None:
        """Whoever was given a password makes it their own, or signs out."""
        from ui.dialogs.password import ask_new_password

        session = self.session
        if session is None or self.curtain is not None:
            return
        if not ask_new_password(session, is_first=True, parent=self) and session is self.session:
            self.do_sign_out()

    def do_choose_lock_time(self) -> None:
        """After how long without a touch the study locks."""
        from ui.dialogs.idle import IdleDialog

        if IdleDialog(self.settings, self).exec() and self.custody is not None:
            self.custody.watch.minutes = self.settings.lock_after_minutes

    def do_back_up(self) -> None:
        """Make a backup now."""
        if self.custody is None or self.session is None:
            return
        backups = self.custody.backups
        try:
            with self.waiting(tr("Making a backup, and checking it by opening it…")):
                made = backups.make_here()
        except StudyFileError as error:
            self.show_error(error)
            return
        text = tr("Backed up to {path}, and checked by opening it.").format(path=made.path)
        self.say_done(text)

    def do_verify_study(self) -> None:
        """Every event, every record, and what is known of the file outside it."""
        if self.session is not None and self.custody is not None:
            from ui.dialogs.verify import VerifyDialog

            with self.waiting(tr("Checking every event and every record…")):
                dialog = VerifyDialog(self.session, self.custody.head_checks(), self)
            dialog.exec()

    def do_restore(self) -> None:
        """Put a backup in the place of the open study, or of the one that could not be opened."""
        from storage.backup.manifest import default_folder
        from ui.dialogs.restore import RestoreDialog

        if self.session is not None:
            target, key, zone = self.session.file.path, self.session.file.key, self.session.study.zone
            if not self.may_leave():
                return
        elif self.restorable is not None:
            (target, key), zone = self.restorable, None
        else:
            return
        dialog = RestoreDialog(target, default_folder(target), key=key, zone=zone, parent=self)
        if dialog.exec() and dialog.chosen is not None:
            self.restore(dialog.chosen, target, key)

    def restore(self, backup: Path, target: Path, key: "DataKey | None") -> None:
        """Restore a backup that was chosen, put it on record, and open the study anew."""
        from storage.backup.restoring import restore_backup
        from ui.sign_in import put_restore_on_record

        session = self.session
        person = session.person if session is not None else Person(tr("Unnamed"), "")
        self.show_start()
        try:
            with self.waiting(tr("Restoring the backup…")):
                done = restore_backup(backup, target, utc_now(), key=key)
                put_restore_on_record(done, person, key, self.settings.known_heads_file)
        except (StudyFileError, RecordRefused) as error:
            self.show_error(error)
            return
        self.entrance.restorable = None
        self.open_path(target)
        kept = done.kept_aside.name if done.kept_aside is not None else ""
        text = tr("The study that was there is kept as {name}.").format(name=kept) if kept else ""
        self.show_notice("warn", tr("The backup was restored."), text)

    # --- banners ---

    def show_error(self, error: StudyFileError | RecordRefused) -> None:
        """Say what the surroundings did to the file, what it means for the data and what to do."""
        self.show_notice("hard", *say_error(error))
        self.enable_actions()

    def show_notice(self, severity: str, title: str, text: str) -> None:
        """Say something above the screen; one after the other, what stops work first."""
        notice = (severity, title, text)
        if severity == "hard":
            self._notices.insert(0, notice)
        else:
            self._notices.append(notice)
        self._show_notice()

    def _show_notice(self) -> None:
        self._banner_box.setVisible(bool(self._notices))
        if self._notices:
            more = len(self._notices) > 1
            self._banner.show_message(*self._notices[0], tr("Next") if more else tr("Close"))

    def _show_next_notice(self) -> None:
        del self._notices[:1]
        self._show_notice()

    def hide_banner(self) -> None:
        """Nothing is to be said any more."""
        self._notices.clear()
        self._banner_box.hide()

    @contextmanager
    def waiting(self, text: str) -> Iterator[None]:
        """While something is done that may take its time: the busy cursor, and at the foot what is being done."""
        self._done.showMessage(text)
        self._done.show()
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        try:
            yield
        finally:
            QApplication.restoreOverrideCursor()
            self.say_done("")

    def say_done(self, text: str) -> None:
        """A line at the foot of the window for a while; without one, the foot is not there."""
        self._done.showMessage(text, 15_000)
        self._done.setVisible(bool(text))
