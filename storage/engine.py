"""The SQLite engine of the study file: the one that the sqlcipher3 wheel carries, driven through sqlite-utils.

The system's own SQLite may be one of those (3.7.0 to 3.51.2) that can corrupt a WAL file with two connections.
Both packages are imported on first use: together they take longer than showing a window.
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from storage.errors import Damaged, DiskFailed, DiskFull, FileLocked, NotAStudyFile, ReadOnlyFile, StudyFileError

if TYPE_CHECKING:
    import sqlite3
    from types import ModuleType

    from sqlite_utils import Database

    from storage.keys.data_key import DataKey

OLDEST_SQLITE = (3, 51, 3)
BUSY_TIMEOUT_MS = 2000
_CHECKPOINT_PAGES = 1000
# The driver's errors of a copy carry no code, only SQLite's text for it.
_CODES = {
    "database is locked": 5,
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
    "file is not a database": 26,
}


@cache
def driver() -> "ModuleType":
    """The DB-API module of sqlcipher3, put where sqlite-utils looks for one.

    Raises:
        RuntimeError: the engine is too old, or sqlite-utils was imported before and uses another one.
    """
    module: ModuleType = importlib.import_module("sqlcipher3.dbapi2")
    if module.sqlite_version_info < OLDEST_SQLITE:
        raise RuntimeError(f"SQLite {module.sqlite_version} can corrupt a study file; 3.51.3 or later is needed")
    sys.modules["pysqlite3"] = sys.modules["pysqlite3.dbapi2"] = module
    if importlib.import_module("sqlite_utils.utils").sqlite3 != module:
        raise RuntimeError("sqlite_utils was imported before storage.engine and uses another SQLite")
    return module


def open_connection(path: Path, *, mode: str, immutable: bool = False, key: "DataKey | None" = None) -> "Database":
    """Open an existing or new database file; touches no pragma that would write to it.

    Args:
        path: absolute path.
        mode: "ro", "rw" or "rwc", as in SQLite's URI.
        immutable: the file can't change while open (a medium without write permission).
        key: of an encrypted file; a new file is encrypted with it. None for a file that is not encrypted.

    Raises:
        sqlcipher3 errors: see ``engine_errors``.
    """
    connect = driver().connect
    uri = f"{path.as_uri()}?mode={mode}{'&immutable=1' if immutable else ''}"
    # Autocommit in the driver: every transaction of ours is begun and ended by its own statement.
    db = _database(connect(uri, uri=True, isolation_level=None))
    _unlock(db, key)
    db.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    db.execute("PRAGMA foreign_keys=ON")
    db.execute("PRAGMA trusted_schema=OFF")
    db.execute("PRAGMA cell_size_check=ON")
    db.execute("PRAGMA secure_delete=ON")
    if mode == "ro":
        db.execute("PRAGMA query_only=ON")
    return db


def open_memory(key: "DataKey | None" = None) -> "Database":
    """An empty database in memory; an encrypted file can only be copied into one with a key."""
    db = _database(driver().connect(":memory:", isolation_level=None))
    _unlock(db, key)
    return db


def copy_into(db: "Database", path: Path, key: "DataKey | None") -> None:
    """Copy an open database, as its last commit left it, to a new file under the same key; one file, on the disk.

    Everything is copied in one step, within one read transaction: what other connections write meanwhile is not in it.
    """
    copy = open_connection(path, mode="rwc", key=key)
    try:
        db.conn.backup(copy.conn)
    finally:
        copy.close()


def page_problem(db: "Database", *, is_encrypted: bool) -> str:
    """What is wrong with the structure of a database, every page read, or ""."""
    if is_encrypted and (found := db.execute("PRAGMA cipher_integrity_check").fetchone()):
        return str(found[0])
    answer = pragma(db, "integrity_check(1)")
    return "" if answer == "ok" else " ".join(str(answer).split())


def make_durable(db: "Database") -> None:
    """Settings under which an acknowledged save survives a power cut: WAL, a sync at each commit."""
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    # macOS: a plain fsync leaves data in the drive's cache. No effect elsewhere.
    db.execute("PRAGMA fullfsync=ON")
    db.execute("PRAGMA checkpoint_fullfsync=ON")
    db.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")


def pragma(db: "Database", name: str) -> str | int:
    """Value of a pragma: a number or a word."""
    value: str | int = db.execute(f"PRAGMA {name}").fetchone()[0]
    return value


@contextmanager
def one_transaction(db: "Database") -> Iterator[None]:
    """Everything inside is written, or nothing is.

    The write lock is taken at once (``db.atomic()`` begins deferred), so what is read inside can't change before it
    is written; ``db.atomic()`` may be used inside, as a savepoint.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.commit()
    except BaseException:
        db.rollback()
        raise


@contextmanager
def engine_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the surroundings into a ``StudyFileError``; a bug passes as it is."""
    try:
        yield
    except driver().Error as error:
        meaning = meaning_of(error, path)
        if meaning is None:
            raise
        raise meaning from error
    except UnicodeDecodeError as error:
        # The driver's, of a damaged text in the schema.
        raise Damaged(path=path, detail="a text in it can't be read") from error


def meaning_of(error: Exception, path: Path) -> StudyFileError | None:
    """What an error of the engine says about the file at ``path``; None if it is none of the surroundings' doing."""
    if str(error).startswith("Could not decode to UTF-8"):
        return Damaged(path=path, detail="a text in it can't be read")
    code = getattr(error, "sqlite_errorcode", 0) or _CODES.get(str(error), 0)
    match code & 0xFF:
        case 5 | 6:
            return FileLocked(path=path)
        case 8:
            return ReadOnlyFile(path=path, reason="file system")
        case 10 | 14:
            return DiskFailed(path=path, detail=str(error))
        case 11:
            return Damaged(path=path, detail=str(error))
        case 13:
            return DiskFull(path=path)
        case 26:
            return NotAStudyFile(path=path)
    return None


def _unlock(db: "Database", key: "DataKey | None") -> None:
    if key is None:
        return
    # SQLCipher writes each failure to the console besides raising it.
    db.execute("PRAGMA cipher_log_level = NONE")
    for statement in key.pragmas():
        db.execute(statement)


def _database(connection: "sqlite3.Connection") -> "Database":
    from sqlite_utils import Database

    # Plugins of other programs in the same environment have no business in a study file.
    return Database(connection, execute_plugins=False)
