"""From a path to an open study file: what the file is, and whether it may be written to.

The file is looked at through SQLite alone. Opening it as plain bytes and closing it again would drop the locks that
another window of this process holds on it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from storage.engine import driver, engine_errors, make_durable, meaning_of, open_connection, open_memory
from storage.errors import DiskFailed, NotAStudyFile, ReadOnlyFile
from storage.keys.data_key import DataKey
from storage.lock import WriterLock
from storage.migrations import APPLICATION_ID, SCHEMA_VERSION, migrate, schema_version
from storage.openable import check_identity, check_path, check_readable, log_of, open_immutable, unreadable

if TYPE_CHECKING:
    from sqlite_utils import Database


# Does what has to be done before an older file is brought to today's format, and gets it open: makes a backup.
BeforeMigration = Callable[["Database", "DataKey | None"], None]


class ReadOnlyReason(StrEnum):
    """Why a study is open for reading only."""

    ASKED = "asked for"
    ANOTHER_WINDOW = "another window"
    FILE_SYSTEM = "file system"


@dataclass
class Opened:
    """An open file.

    Attributes:
        lock: the right to write; None where the file is read only.
        read_only_reason: None where the file may be written to.
        inode: (device, file number), by which a file that was replaced underneath is noticed.
        key: of an encrypted file.
        log_inode: of the write-ahead file; None where nothing is written. What is written to one that another program
            took away would be lost in a crash.
    """

    db: "Database"
    path: Path
    lock: WriterLock | None
    read_only_reason: ReadOnlyReason | None
    inode: tuple[int, int]
    key: DataKey | None = None
    log_inode: tuple[int, int] | None = None

    def is_still_there(self) -> bool:
        """Whether the path still leads to the file that is open, and its write-ahead file is the one written to."""
        log_is_there = self.log_inode in (None, (0, 0)) or _inode(log_of(self.path)) == self.log_inode
        return _inode(self.path) == self.inode and log_is_there

    def close(self) -> None:
        """Close the file: the last writer moves everything into the one file."""
        try:
            # SQLite moves the write-ahead file in by itself when the last connection closes; if another window still
            # reads, this makes the single file as complete as it can be.
            if self.read_only_reason is None:
                # A full disk here loses nothing: the write-ahead file stays and is read at the next opening.
                with suppress(driver().Error):
                    self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self.db.close()
            if self.lock is not None:
                self.lock.release()


def open_study(
    path: Path, *, read_only: bool, key: DataKey | None = None, before_migration: BeforeMigration | None = None
) -> Opened:
    """Open an existing study, for writing where that is possible.

    Raises:
        StudyFileError: MissingFile, AccessDenied, NotAStudyFile, NewerSchema, Damaged, UnreadableHere, DiskFailed;
            of an encrypted one KeyNeeded, MissingKeyFile, KeyDoesNotFit.
    """
    path = path.resolve()
    check_path(path)
    reader = _open_reader(path, key)
    lock, reason = (None, ReadOnlyReason.ASKED) if read_only else _right_to_write(path)
    if lock is not None:
        reader.close()
        return open_locked(path, lock, key=key, before_migration=before_migration)
    try:
        if schema_version(reader) < SCHEMA_VERSION:
            reader = _migrated_copy(reader, path, key)
        return Opened(reader, path, None, reason, _inode(path), key)
    except BaseException:
        reader.close()
        raise


def open_unchanging(path: Path, key: DataKey | None = None) -> Opened:
    """Open for reading a file that nobody writes to, such as a backup; nothing is put beside it.

    Raises:
        StudyFileError: as ``open_study``.
    """
    path = path.resolve()
    check_path(path)
    with engine_errors(path):
        check_readable(path, key)
        db = open_immutable(path, key)
        try:
            check_identity(db, path)
            if schema_version(db) < SCHEMA_VERSION:
                db = _migrated_copy(db, path, key)
            return Opened(db, path, None, ReadOnlyReason.ASKED, _inode(path), key)
        except BaseException:
            db.close()
            raise


def open_locked(
    path: Path,
    lock: WriterLock,
    *,
    key: DataKey | None = None,
    before_migration: BeforeMigration | None = None,
) -> Opened:
    """Open for writing an existing study whose lock is held; for reading if the file turns out to be protected."""
    try:
        with engine_errors(path):
            db = open_connection(path, mode="rw", key=key)
            try:
                # The only sure answer to whether the file can be written to: a change, never committed.
                db.execute("BEGIN IMMEDIATE")
                db.execute(f"PRAGMA application_id={APPLICATION_ID}")
                db.rollback()
                make_durable(db)
                if before_migration is not None and schema_version(db) < SCHEMA_VERSION:
                    before_migration(db, key)
                migrate(db, path)
                return Opened(db, path, lock, None, _inode(path), key, _inode(log_of(path)))
            except BaseException:
                db.close()
                raise
    except ReadOnlyFile:
        lock.release()
        return Opened(_open_reader(path, key), path, None, ReadOnlyReason.FILE_SYSTEM, _inode(path), key)
    except BaseException:
        lock.release()
        raise


def _right_to_write(path: Path) -> tuple[WriterLock | None, ReadOnlyReason]:
    try:
        lock = WriterLock.take(path)
    except OSError:
        return None, ReadOnlyReason.FILE_SYSTEM
    return lock, ReadOnlyReason.ANOTHER_WINDOW


def _open_reader(path: Path, key: DataKey | None) -> "Database":
    """A read-only connection to what is certainly a Titrant study of a version that we know."""
    with engine_errors(path):
        check_readable(path, key)
        db = open_connection(path, mode="ro", key=key)
        try:
            try:
                check_identity(db, path)
            except driver().Error as error:
                meaning = meaning_of(error, path)
                if isinstance(meaning, NotAStudyFile):
                    raise unreadable(path, key) from error
                if not isinstance(meaning, DiskFailed | ReadOnlyFile):
                    raise
                # SQLite can't place its index of the write-ahead file in a folder without write permission.
                db.close()
                db = open_immutable(path, key)
                check_identity(db, path)
        except BaseException:
            db.close()
            raise
    return db


def _migrated_copy(reader: "Database", path: Path, key: DataKey | None) -> "Database":
    """An older study that can't be written to, brought to today's format in memory."""
    copy = open_memory(key)
    reader.conn.backup(copy.conn)
    reader.close()
    migrate(copy, path)
    copy.execute("PRAGMA query_only=ON")
    return copy


def _inode(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_dev, status.st_ino)


def take_saves_in(path: Path, key: DataKey | None) -> None:
    """Move what lies in the write-ahead file of a closed study into the study, where that can be done."""
    with suppress(driver().Error):
        db = open_connection(path, mode="rw", key=key)
        try:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            db.close()
