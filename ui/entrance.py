"""The way into a study: from a path to a session of somebody who may work on it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from storage.backup.making import backup_before_migration
from storage.backup.manifest import default_folder
from storage.errors import RecordRefused, StudyFileError
from storage.keys.data_key import DataKey
from storage.keys.log_in import LogIn
from storage.person import Person
from storage.study_file import StudyFile
from ui.screens.sign_in_screen import SignInScreen
from ui.session import Session
from ui.settings import Settings
from ui.sign_in import LOG_IN, person_of, put_on_record, refusal_of
from ui.text import tr, utc_now
from ui.words.error import say_error
from ui.words.sign_in import say_finding

_LOCKED = ("key_needed", "missing_key_file")
_RESTORABLE = ("damaged", "key_does_not_fit", "missing_file")


class Entrance(QObject):
    """Opens studies. What can't be opened changes nothing that is open.

    Signals:
        opened: a Session; the log-in, if there was one, is on record.
        sign_in_wanted: a SignInScreen to be shown.
        refused: the StudyFileError or RecordRefused in the way.

    Attributes:
        restorable: (path, key) of the last study that could not be opened and may be replaced by a backup, or None.
    """

    opened = Signal(object)
    sign_in_wanted = Signal(object)
    refused = Signal(object)

    def __init__(
        self,
        settings: Settings,
        who_works: Callable[[StudyFile], Person],
        waiting: Callable[[str], AbstractContextManager[None]],
        parent: QObject | None = None,
    ) -> None:
        """Prepare it.

        Args:
            settings: of this machine.
            who_works: names the person on a study that asks for no password.
            waiting: says what is being done while it is.
            parent: Qt owner.
        """
        super().__init__(parent)
        self._settings, self._who_works, self._waiting = settings, who_works, waiting
        self.restorable: tuple[Path, DataKey | None] | None = None

    def open(self, path: Path) -> None:
        """Open a study, or ask for a password first."""
        try:
            file = self._file(path, None)
        except StudyFileError as error:
            if error.code in _LOCKED:
                self.ask(path)
                return
            self._refuse(error, path, None)
            return
        self.opened.emit(Session(file, self._who_works(file), parent=self.parent()))

    def ask(self, path: Path) -> None:
        """Show the sign-in of an encrypted study."""
        screen = SignInScreen(path, self._settings)
        screen.signed_in.connect(lambda log_in, with_key: self._enter(screen, log_in, with_recovery_key=with_key))
        self.sign_in_wanted.emit(screen)

    def _enter(self, screen: SignInScreen, log_in: LogIn, *, with_recovery_key: bool) -> None:
        """Open the study for somebody who gave a right password, unless their account says no."""
        try:
            file = self._file(screen.path, log_in.key)
        except StudyFileError as error:
            screen.refuse(*say_error(error))
            self._refuse(error, screen.path, log_in.key)
            return
        now = utc_now()
        try:
            if finding := refusal_of(file, log_in.user_id, now):
                file.close()
                screen.refuse(tr("Not signed in."), say_finding(finding))
                return
            person = person_of(file, log_in.user_id)
            put_on_record(file, log_in, LOG_IN, person, now, with_recovery_key=with_recovery_key)
        except (StudyFileError, RecordRefused) as error:
            file.close()
            screen.refuse(*say_error(error))
            return
        session = Session(file, person, parent=self.parent())
        session.user_id = log_in.user_id
        self.opened.emit(session)

    def _file(self, path: Path, key: DataKey | None) -> StudyFile:
        with self._waiting(tr("Opening {study}…").format(study=path.stem)):
            before = backup_before_migration(path, default_folder(path), utc_now())
            return StudyFile.open(path, key=key, before_migration=before)

    def _refuse(self, error: StudyFileError, path: Path, key: DataKey | None) -> None:
        self.restorable = (path, key) if error.code in _RESTORABLE else None
        self.refused.emit(error)
