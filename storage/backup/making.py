"""Making a backup: copied in one read transaction while the study is in use, then opened and checked."""

import hashlib
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from storage.backup.checking import checked
from storage.backup.manifest import Backup, manifest_of, name_of_backup, sha256_of_file
from storage.engine import copy_into, engine_errors
from storage.errors import Damaged, DamagedBackup, FileExists, error_of_os
from storage.keys.data_key import DataKey
from storage.keys.key_file import key_file_of
from storage.study_file import StudyFile
from storage.whole_file import sync_folder, write_whole

if TYPE_CHECKING:
    from sqlite_utils import Database

    from storage.opening import BeforeMigration


def make_backup(study: StudyFile, folder: Path, now: datetime) -> Backup:
    """Back up a study, whoever writes to it meanwhile: under its own key, with its key file, checked by opening it.

    The caller puts it on record: ``study.save_system_event("backup_made", backup.details(), ...)``.

    Args:
        study: open, for reading or writing.
        folder: made if it is not there.
        now: aware UTC.

    Raises:
        StudyFileError: Damaged (the study itself is), DiskFull, ReadOnlyFile, MissingFile, FileExists, DiskFailed.
            Nothing is left behind.
    """
    return _make(study.copy_to, study.path, study.key, folder, now)


def backup_before_migration(path: Path, folder: Path, now: datetime) -> "BeforeMigration":
    """For ``StudyFile.open``: backs up a study of an older format as it is, before it is brought to today's."""
    resolved = path.resolve()

    def back_up(db: "Database", key: DataKey | None) -> None:
        def copy(target: Path) -> None:
            with engine_errors(target):
                copy_into(db, target, key)

        _make(copy, resolved, key, folder, now)

    return back_up


def _make(copy: Callable[[Path], None], study: Path, key: DataKey | None, folder: Path, now: datetime) -> Backup:
    if now.utcoffset() != timedelta(0):
        raise ValueError("now is aware UTC")
    unfinished = folder.resolve() / f".{uuid.uuid4().hex}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            copy(unfinished)
            found = checked(unfinished, key)
        except (Damaged, DamagedBackup) as error:
            # What was copied is damaged because the study is.
            raise Damaged(path=study, detail=error.numbers["detail"]) from error
        path = folder.resolve() / name_of_backup(study, now, found.head)
        if path.exists():
            raise FileExists(path=path)
        keys = _key_file_content(study) if key is not None else b""
        backup = Backup(
            path=path,
            file_id=found.file_id,
            made_at=now,
            head=found.head,
            size=unfinished.stat().st_size,
            sha256=sha256_of_file(unfinished),
            key_file_sha256=hashlib.sha256(keys).hexdigest() if keys else "",
            problems=len(found.problems),
        )
        if keys:
            write_whole(key_file_of(path), keys)
        unfinished.rename(path)
        sync_folder(path.parent)
        write_whole(manifest_of(path), backup.text().encode())
    except OSError as error:
        raise error_of_os(error, folder) from error
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                unfinished.with_name(unfinished.name + end).unlink()
    return backup


def _key_file_content(study: Path) -> bytes:
    try:
        return key_file_of(study).read_bytes()
    except FileNotFoundError:
        # The recovery key opens the backup as it opens the study.
        return b""
