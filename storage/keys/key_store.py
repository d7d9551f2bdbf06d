"""The verbs on a study's key file: log in, change a password, let somebody in, take somebody out.

Each reads the file, changes it and writes it whole, alone among all windows. Times are arguments, aware UTC.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from storage.errors import (
    AccessDenied,
    FileExists,
    FileLocked,
    KeyDoesNotFit,
    KeyFileDamaged,
    LockedOut,
    MissingKeyFile,
    ReadOnlyFile,
    RecordRefused,
    WrongPassword,
    error_of_os,
)
from storage.keys.data_key import DataKey
from storage.keys.failed_log_ins import (
    FREE_TRIES,
    FailedLogIn,
    FailureKind,
    locked_until,
    with_failure,
    wrong_passwords,
)
from storage.keys.key_file import KeyFile, key_file_of
from storage.keys.log_in import LogIn, problems_of
from storage.keys.new_keys import NewKeys, check_password
from storage.keys.wrapping import Argon2Cost, FormerPassword, remember_password, unwrap, wrap
from storage.lock import WriterLock
from storage.whole_file import write_whole

_TRIES, _PAUSE = 100, 0.02
REMEMBERED = 5


class KeyStore:
    """The key file of the study at a path."""

    def __init__(self, study: Path, *, cost: Argon2Cost | None = None, is_backup: bool = False) -> None:
        """Name the study.

        Args:
            study: where the study file is; the key file need not be there yet.
            cost: of passwords set from now on; None for the recommended one.
            is_backup: it stays as it is, so nothing is noted in it.
        """
        self._study = study.resolve()
        self.path = key_file_of(self._study)
        self._cost = cost or Argon2Cost()
        self._is_backup = is_backup

    def read(self) -> KeyFile:
        """The key file as it is.

        Raises:
            StudyFileError: MissingKeyFile, KeyFileDamaged, AccessDenied, DiskFailed.
        """
        try:
            return KeyFile.read(self.path.read_text(encoding="utf-8"), self.path)
        except FileNotFoundError as error:
            raise MissingKeyFile(path=self._study, key_file=self.path.name) from error
        except PermissionError as error:
            raise AccessDenied(path=self.path) from error
        except UnicodeDecodeError as error:
            raise KeyFileDamaged(path=self.path) from error
        except OSError as error:
            raise error_of_os(error, self.path) from error

    def log_in(self, user_id: str, password: str, now: datetime) -> LogIn:
        """The data key, for the right password.

        Raises:
            StudyFileError: WrongPassword (also for an unknown user), LockedOut, MissingKeyFile, KeyFileDamaged.
        """
        _check_clock(now)
        failure: FailureKind
        with self._writing() as save:
            before = self.read()
            until = locked_until(before.failures, user_id, before.cleared.get(user_id, 0))
            slot = before.slot_of(user_id)
            if until is not None and now < until:
                key, failure = None, FailureKind.LOCKED_OUT
            elif slot is None:
                key, failure = None, FailureKind.UNKNOWN_USER
            else:
                key, failure = unwrap(slot, file_id=before.file_id, password=password), FailureKind.WRONG_PASSWORD
            if key is None:
                failures = with_failure(before.failures, before.file_id, user_id, now, failure)
                save(replace(before, failures=failures))
                raise _refusal(failure, failures, user_id, before.cleared.get(user_id, 0), until)
            problems = problems_of(before, key)
            after = before.with_cleared(user_id)
            # A seal that doesn't fit stays so until somebody has put that on record (``mark_reported``).
            is_noted = save(after if problems else after.sealed(key))
        return LogIn(user_id=user_id, key=key, unreported=before.unreported, problems=problems, is_noted=is_noted)

    def mark_reported(self, key: DataKey, through: int) -> None:
        """Failures up to that number, and the problems of the log-in, are in the stream now."""
        self._change(key, lambda file: replace(file, reported_through=max(file.reported_through, through)))

    def change_password(self, user_id: str, old: str, new: str, now: datetime) -> None:
        """The user's own change; counts as a log-in if the old one is wrong.

        Raises:
            StudyFileError: as ``log_in``.
            RecordRefused: the new password may not be used, or is the old one, or one of those before it.
        """
        key = self.log_in(user_id, old, now).key
        if new == old:
            raise RecordRefused("password_same", kind="account", record_id=user_id, field="password")
        check_password(new, user_id)
        self._refuse_used(user_id, new)
        self._put_slot(key, user_id, new, (remember_password(old, self._cost),))

    def set_password(self, key: DataKey, user_id: str, password: str) -> None:
        """Let a user in, or give them a new password (lost password): whoever holds the data key can.

        Also ends a lock-out.

        Raises:
            RecordRefused: the password may not be used, or the user had it before.
            StudyFileError: KeyDoesNotFit, MissingKeyFile, ReadOnlyFile.
        """
        check_password(password, user_id)
        self._refuse_used(user_id, password)
        self._put_slot(key, user_id, password, ())

    def _refuse_used(self, user_id: str, password: str) -> None:
        slot = self.read().slot_of(user_id)
        if slot is not None and any(one.is_of(password) for one in slot.former):
            raise RecordRefused(
                "password_used", kind="account", record_id=user_id, field="password", remembered=REMEMBERED
            )

    def _put_slot(self, key: DataKey, user_id: str, password: str, given_up: tuple[FormerPassword, ...]) -> None:
        slot = wrap(key, file_id=self.read().file_id, user_id=user_id, password=password, cost=self._cost)

        def put(file: KeyFile) -> KeyFile:
            before = file.slot_of(user_id)
            former = (*given_up, *(before.former if before else ()))[:REMEMBERED]
            return file.with_slot(replace(slot, former=former))

        self._change(key, put)

    def remove(self, key: DataKey, user_id: str) -> None:
        """Take a user's slot out: they can't log in any more.

        Raises:
            RecordRefused: nobody could log in any more, or there is no such slot.
        """

        def without(file: KeyFile) -> KeyFile:
            if file.slot_of(user_id) is None:
                raise RecordRefused("unknown_user", kind="account", record_id=user_id, field="user_id")
            if len(file.slots) == 1:
                raise RecordRefused("last_user", kind="account", record_id=user_id, field="user_id")
            return file.without_slot(user_id)

        self._change(key, without)

    def unlock(self, key: DataKey, user_id: str) -> None:
        """End a lock-out before its time."""
        self._change(key, lambda file: file.with_cleared(user_id))

    def make_anew(self, key: DataKey, file_id: str, user_id: str, password: str) -> None:
        """A key file for a study whose own was lost or damaged: opened by its recovery key, one user to start with.

        A damaged one is kept aside under a name that ends in ``.damaged``.

        Raises:
            FileExists: a readable key file is there; ``set_password`` is for that.
            RecordRefused: the password may not be used.
        """
        text = NewKeys(user_id=user_id, password=password, key=key, cost=self._cost).key_file(file_id).text()
        with self._writing():
            try:
                self.read()
            except KeyFileDamaged:
                try:
                    self.path.replace(self.path.with_name(self.path.name + ".damaged"))
                except OSError as error:
                    raise error_of_os(error, self.path) from error
            except MissingKeyFile:
                pass
            else:
                raise FileExists(path=self.path)
            write_whole(self.path, text.encode())

    def _change(self, key: DataKey, change: Callable[[KeyFile], KeyFile]) -> None:
        with self._writing() as save:
            before = self.read()
            if not before.fits(key):
                raise KeyDoesNotFit(path=self._study)
            if not save(change(before).sealed(key)):
                raise ReadOnlyFile(path=self.path, reason="file system")

    @contextmanager
    def _writing(self) -> Iterator[Callable[[KeyFile], bool]]:
        """Gives what writes the file, telling whether it could; meanwhile no other window writes."""
        lock = None if self._is_backup else self._lock()

        def save(file: KeyFile) -> bool:
            if lock is None:
                return False
            try:
                write_whole(self.path, file.text().encode())
            except ReadOnlyFile:
                return False
            return True

        try:
            yield save
        finally:
            if lock is not None:
                lock.release()

    def _lock(self) -> WriterLock | None:
        """The right to write; None where the folder doesn't let anybody write."""
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(_PAUSE)
            try:
                lock = WriterLock.take(self.path)
            except OSError:
                return None
            if lock is not None:
                return lock
        raise FileLocked(path=self.path)


def _check_clock(now: datetime) -> None:
    if now.utcoffset() != timedelta(0):
        raise ValueError("now is aware UTC")


def _refusal(
    failure: FailureKind,
    failures: tuple[FailedLogIn, ...],
    user_id: str,
    cleared_through: int,
    until: datetime | None,
) -> WrongPassword | LockedOut:
    if failure is FailureKind.LOCKED_OUT:
        return LockedOut(user_id=user_id, until=until)
    until = locked_until(failures, user_id, cleared_through)
    if failure is FailureKind.WRONG_PASSWORD and until is not None:
        return LockedOut(user_id=user_id, until=until)
    return WrongPassword(left=FREE_TRIES - len(wrong_passwords(failures, user_id, cleared_through)))
