"""How a new study comes to be: made complete beside its place, then moved there in one step."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from storage.engine import engine_errors, make_durable, open_connection
from storage.errors import FileExists, FileLocked, error_of_os
from storage.keys.key_file import KeyFile, key_file_of
from storage.lock import WriterLock
from storage.migrations import migrate
from storage.opening import Opened, open_locked
from storage.whole_file import sync_folder, write_whole

if TYPE_CHECKING:
    from sqlite_utils import Database

    from storage.keys.data_key import DataKey


def make_study(
    path: Path,
    fill: Callable[["Database"], None],
    part_name: str,
    *,
    key: "DataKey | None" = None,
    key_file: KeyFile | None = None,
) -> Opened:
    """Make a new study beside its final place, complete, then move it there in one step and open it.

    Args:
        path: where the study shall be.
        fill: writes the first records into the new, empty study.
        part_name: random text for the name of the unfinished file.
        key: encrypts the study; None leaves it plain.
        key_file: companion of an encrypted study, in its place before the study is.

    Raises:
        StudyFileError: FileExists, MissingFile (no such folder), ReadOnlyFile, DiskFull, FileLocked.
    """
    path = path.resolve()
    try:
        lock = WriterLock.take(path)
    except OSError as error:
        raise error_of_os(error, path) from error
    if lock is None:
        raise FileLocked(path=path)
    unfinished = path.with_name(f".{path.name}.{part_name}.part")
    companion = unfinished_companion = key_file_of(unfinished)
    try:
        # A write-ahead file left from a study that was deleted would be read into the new one.
        if any(path.with_name(path.name + end).exists() for end in ("", "-wal", "-journal")):
            raise FileExists(path=path)
        # The only way into a study that lies somewhere else now.
        if key_file_of(path).exists():
            raise FileExists(path=key_file_of(path))
        with engine_errors(path):
            db = open_connection(unfinished, mode="rwc", key=key)
            try:
                make_durable(db)
                migrate(db, path)
                fill(db)
            finally:
                db.close()
        if key_file is not None:
            write_whole(unfinished_companion, key_file.text().encode())
            _publish(unfinished_companion, key_file_of(path))
            companion = key_file_of(path)
        _publish(unfinished, path)
    except BaseException as error:
        leftovers = [unfinished.with_name(unfinished.name + end) for end in ("", "-wal", "-shm")]
        for leftover in (*leftovers, companion):
            with suppress(OSError):
                leftover.unlink()
        lock.release()
        if isinstance(error, OSError):
            raise error_of_os(error, path) from error
        raise
    return open_locked(path, lock, key=key)


def _publish(unfinished: Path, path: Path) -> None:
    try:
        # Unlike a rename, a link never replaces what is there.
        os.link(unfinished, path)
        unfinished.unlink()
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks (FAT) have no links; we hold the lock, and Windows' rename doesn't replace either.
        if path.exists():
            raise FileExists(path=path) from None
        unfinished.rename(path)
    sync_folder(path.parent)
