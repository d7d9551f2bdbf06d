"""What goes along with an open study: its backups, what this machine remembers of it, and the time until it locks."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from storage.backup.known_heads import HeadCheck, HeadRelation, KnownHeads, check_backups, check_known_head
from storage.drive import network_share_of
from storage.errors import StudyFileError
from ui.backups import Backups
from ui.idle import IdleWatch
from ui.session import Session
from ui.settings import Settings
from ui.sign_in import people_of
from ui.study_face import face_of, remember_face
from ui.text import tr
from ui.words.error import say_error
from ui.words.head import BACKUPS, PROFILE, say_head_check

if TYPE_CHECKING:
    from datetime import datetime


class Custody(QObject):
    """Begins when a study was opened and ends before it is closed. A demonstration is left alone.

    Signals:
        notice: (severity, title, text) for a banner.
        idle: it is time to lock.
    """

    notice = Signal(str, str, str)
    idle = Signal()

    def __init__(self, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        """Prepare it; ``start`` begins, once somebody listens."""
        super().__init__(parent)
        self._session, self._settings = session, settings
        self._heads = KnownHeads(settings.known_heads_file)
        self._is_kept = not session.study.record.is_demo
        self._is_sound = True
        self.signed_in_at: datetime | None = None
        self.backups = Backups(session, parent=self)
        self.backups.failed.connect(self._on_backup_failed)
        self.backups.made.connect(self.remember)
        self.watch = IdleWatch(settings.lock_after_minutes, parent=self)
        self.watch.idle.connect(self._on_idle)

    def start(self) -> None:
        """Compare with the heads known outside, warn of a network share, back up, and watch for idleness."""
        if not self._is_kept:
            return
        self._check_heads()
        self._check_drive()
        self.backups.start()
        if self._session.user_id:
            self.signed_in_at = self._session.clock()
            self.watch.start()
        self.remember()

    def end(self) -> None:
        """Finish the backup that is being made, and remember how far the study went."""
        self.watch.stop()
        self.backups.close()
        self.remember()

    def remember(self, *_about: object) -> None:
        """Keep the head, unless the file lacks something that was known, and the outside for the sign-in screen."""
        if not self._is_kept:
            return
        session = self._session
        if self._is_sound:
            try:
                self._heads.note(session.file.file_id, session.file.head, session.clock())
            except StudyFileError as error:
                self.notice.emit("warn", tr("This machine can't remember how far the study went."), str(error))
        if not session.user_id:
            return
        face = face_of(session.study, session.last_entry_at, people_of(session.file))
        if self.signed_in_at is not None:
            face = face.with_sign_in(session.user_id, self.signed_in_at.astimezone(session.study.zone))
        remember_face(self._settings, session.file.file_id, face)

    def head_checks(self) -> list[tuple[str, HeadCheck]]:
        """How the file stands to what this machine and the backups know of it: (whose knowledge, what was found)."""
        file = self._session.file
        return [
            (PROFILE, check_known_head(file, self._heads.of(file.file_id))),
            (BACKUPS, check_backups(file, self.backups.listed())),
        ]

    def _check_heads(self) -> None:
        for source, check in self.head_checks():
            if not check.is_sound:
                self._is_sound = False
                older = check.relation is HeadRelation.OLDER
                title = tr("This is an older copy.") if older else tr("This is another history of the study.")
                self.notice.emit("hard", title, say_head_check(check, source))
                return

    def _check_drive(self) -> None:
        path = self._session.file.path
        share = network_share_of(path)
        if share and not self._settings.was_warned(f"share {path}"):
            text = tr(
                "{folder} is on another computer ({kind}). Two windows there don't see each other's locks, and a "
                "broken connection can damage the file. Keep the study on a drive of this computer; its backups may "
                "lie on the share."
            )
            self.notice.emit(
                "warn", tr("The study lies on a network share."), text.format(folder=path.parent, kind=share)
            )

    def _on_backup_failed(self, error: object) -> None:
        if isinstance(error, StudyFileError):
            text = tr("The study itself is as it was saved. {why} Then choose Back up now.")
            self.notice.emit("warn", tr("No backup was made."), text.format(why=say_error(error)[1]))

    def _on_idle(self) -> None:
        self.remember()
        self.idle.emit()
