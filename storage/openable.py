"""Whether there is a study at a path that we can open, found out before anything is put beside it; and if not, why."""

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from storage.engine import driver, meaning_of, open_connection, pragma
from storage.errors import (
    AccessDenied,
    Damaged,
    KeyDoesNotFit,
    KeyNeeded,
    MissingKeyFile,
    NewerSchema,
    NotAStudyFile,
    StudyFileError,
    UnreadableHere,
    error_of_os,
)
from storage.keys.data_key import DataKey
from storage.keys.key_file import key_file_of
from storage.migrations import APPLICATION_ID, SCHEMA_VERSION, check_tables, schema_version

if TYPE_CHECKING:
    from sqlite_utils import Database


_ENCRYPTED_PAGE = 4096


def check_path(path: Path) -> None:
    """Refuse what is no file, or none that we may read.

    Raises:
        StudyFileError: MissingFile, AccessDenied, NotAStudyFile and the like.
    """
    try:
        is_file = stat.S_ISREG(path.stat().st_mode)
    except PermissionError as error:
        raise AccessDenied(path=path) from error
    except OSError as error:
        raise error_of_os(error, path) from error
    if not is_file:
        raise NotAStudyFile(path=path)
    if not os.access(path, os.R_OK, effective_ids=os.access in os.supports_effective_ids):
        raise AccessDenied(path=path)


def check_readable(path: Path, key: DataKey | None) -> None:
    """Refuse what the key does not open, or another program made.

    Raises:
        StudyFileError: KeyNeeded, MissingKeyFile, KeyDoesNotFit, NotAStudyFile.
    """
    if _has_saves_beside(path):
        # A power cut may have torn the first page on its way out of the write-ahead file, which has it whole.
        return
    try:
        _check_mark(path, key)
    except driver().Error as error:
        if isinstance(meaning_of(error, path), NotAStudyFile):
            raise unreadable(path, key) from error
        raise


def unreadable(path: Path, key: DataKey | None) -> StudyFileError:
    """What a file is that SQLite can't read: encrypted, or no study at all; nothing in it tells the two apart."""
    if key is not None:
        return KeyDoesNotFit(path=path)
    companion = key_file_of(path)
    if companion.exists():
        return KeyNeeded(path=path)
    size = path.stat().st_size
    if path.suffix == ".titrant" and size and not size % _ENCRYPTED_PAGE:
        return MissingKeyFile(path=path, key_file=companion.name)
    return NotAStudyFile(path=path)


def _check_mark(path: Path, key: DataKey | None) -> None:
    """Refuse another program's file before SQLite puts its write-ahead files beside it, or recovers those there."""
    db = open_connection(path, mode="ro", immutable=True, key=key)
    try:
        mark = pragma(db, "application_id")
    except driver().Error as error:
        # Anything else than "not a database" may come of another window's writing at this moment.
        if isinstance(meaning_of(error, path), NotAStudyFile):
            raise
        return
    finally:
        db.close()
    if mark != APPLICATION_ID:
        raise NotAStudyFile(path=path)


def open_immutable(path: Path, key: DataKey | None) -> "Database":
    """A connection that puts nothing beside the file.

    Raises:
        UnreadableHere: saves lie beside it that such a connection would not see.
    """
    if _has_saves_beside(path):
        raise UnreadableHere(path=path)
    return open_connection(path, mode="ro", immutable=True, key=key)


def _has_saves_beside(path: Path) -> bool:
    log = log_of(path)
    return log.exists() and log.stat().st_size > 0


def log_of(path: Path) -> Path:
    """Where SQLite's write-ahead file of a study lies."""
    return path.with_name(path.name + "-wal")


def check_identity(db: "Database", path: Path) -> None:
    """Refuse what is not a study of this or an earlier version.

    Raises:
        NotAStudyFile, NewerSchema, Damaged: as they say.
    """
    try:
        _check_identity(db, path)
    except driver().Error as error:
        if meaning_of(error, path) is not None:
            raise
        # Nothing is wrong with what was asked, so it is the file: "unsupported file format".
        raise Damaged(path=path, detail=str(error)) from error


def _check_identity(db: "Database", path: Path) -> None:
    if pragma(db, "application_id") != APPLICATION_ID:
        raise NotAStudyFile(path=path)
    if (version := schema_version(db)) > SCHEMA_VERSION:
        raise NewerSchema(path=path, version=version, known=SCHEMA_VERSION)
    if version < 1:
        # The mark and the version are written together.
        raise Damaged(path=path, detail=f"file format {version}")
    if (answer := pragma(db, "quick_check(1)")) != "ok":
        raise Damaged(path=path, detail=answer)
    if version == SCHEMA_VERSION:
        check_tables(db, path)
