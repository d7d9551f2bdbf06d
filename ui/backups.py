"""Backups by themselves: when a study is opened, every half hour if it changed, and when somebody asks.

A copy is made and checked in a thread and through a reader of its own, so that nobody waits for it; its event is
written here, where the study is open.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal

from storage.act import SYSTEM
from storage.audit import EventFilter
from storage.backup.making import make_backup
from storage.backup.manifest import Backup, default_folder, delete_backup, list_backups
from storage.backup.thinning import superseded
from storage.errors import StudyFileError
from storage.keys.data_key import DataKey
from storage.study_file import StudyFile
from ui.session import Session
from ui.sign_in import BACKUP_MADE

EVERY = timedelta(minutes=30)
_FRESH = timedelta(hours=24)
_CLOSING_MS = 20_000


class Backups(QObject):
    """The backups of the open study.

    Signals:
        made: the Backup, on record by then.
        failed: the StudyFileError that stood in the way; the study itself is as it was.
    """

    made = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, folder: Path | None = None, parent: QObject | None = None) -> None:
        """Prepare them.

        Args:
            session: the open study.
            folder: where they go; beside the study unless given.
            parent: Qt owner.
        """
        super().__init__(parent)
        self._session = session
        self.folder = folder or default_folder(session.file.path)
        self._backed_up_to = 0
        self._runs = _Runs()
        self._runs.done.connect(self._on_done)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._is_busy = False
        self._is_closed = False
        self._timer = QTimer(self)
        self._timer.setInterval(int(EVERY.total_seconds() * 1000))
        self._timer.timeout.connect(self.make_if_changed)

    def start(self) -> None:
        """One now, unless the newest has all that was entered, then every half hour."""
        newest = next(iter(self.listed()), None)
        if newest is not None:
            self._backed_up_to = newest.head.position
        is_fresh = newest is not None and self._session.clock() - newest.made_at < _FRESH
        if not is_fresh or self.has_changed():
            self.make()
        self._timer.start()

    def listed(self) -> tuple[Backup, ...]:
        """Those of this study in the folder, newest first."""
        return list_backups(self.folder, self._session.file.file_id).backups

    def has_changed(self) -> bool:
        """Whether records were written since the last one; log-ins and the like can wait for the next."""
        file, since = self._session.file, self._backed_up_to
        everything = file.count_events(EventFilter(since=since))
        return everything > file.count_events(EventFilter(since=since, kind=SYSTEM))

    def make_if_changed(self) -> None:
        """The half hour is over."""
        if self.has_changed():
            self.make()

    def make(self) -> None:
        """Begin one; ``made`` or ``failed`` tells how it ended. Nothing is begun while one is being made."""
        if self._is_busy or self._is_closed:
            return
        self._is_busy = True
        file = self._session.file
        work = _Work(file.path, file.key, self.folder, self._session.clock)
        self._pool.start(_Run(work, self._runs))

    def make_here(self) -> Backup:
        """Make one at once, before something that can't be taken back: a migration, an import, a restore.

        Raises:
            StudyFileError: it could not be made.
        """
        self.wait()
        backup = make_backup(self._session.file, self.folder, self._session.clock())
        self._take_in(backup)
        return backup

    def wait(self) -> None:
        """Until the one being made is finished."""
        self._pool.waitForDone(_CLOSING_MS)

    def close(self) -> None:
        """The study is about to be closed: no more, and what is being made is finished first."""
        self._timer.stop()
        self._is_closed = True
        self.wait()

    def _on_done(self, result: object) -> None:
        self._is_busy = False
        if self._is_closed:
            return
        if isinstance(result, Backup):
            self._take_in(result)
        else:
            self.failed.emit(result)

    def _take_in(self, backup: Backup) -> None:
        """Put it on record, and let go of those that it makes superfluous."""
        self._backed_up_to = backup.head.position
        self._session.note(BACKUP_MADE, backup.details())
        try:
            for old in superseded(self.listed(), self._session.clock()):
                delete_backup(old)
        except StudyFileError as error:
            self.failed.emit(error)
        self.made.emit(backup)


class _Work:
    """What a thread needs: nothing of the open study, which belongs to another thread."""

    def __init__(self, path: Path, key: DataKey | None, folder: Path, clock: Callable[[], datetime]) -> None:
        self._path, self._key, self._folder, self._clock = path, key, folder, clock

    def do(self) -> object:
        try:
            with StudyFile.open(self._path, key=self._key, read_only=True) as file:
                return make_backup(file, self._folder, self._clock())
        except StudyFileError as error:
            return error


class _Runs(QObject):
    done = Signal(object)


class _Run(QRunnable):
    def __init__(self, work: _Work, runs: _Runs) -> None:
        super().__init__()
        self._work, self._runs = work, runs

    def run(self) -> None:
        self._runs.done.emit(self._work.do())
