"""Putting a backup in the place of the present study, which is kept aside; study and key file as one."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from storage.backup.manifest import sha256_of_file
from storage.backup.preview import Relation, RestorePreview, preview_restore
from storage.canonical import Payload
from storage.errors import DamagedBackup, FileExists, FileLocked, OtherStudy, error_of_os
from storage.keys.data_key import DataKey
from storage.keys.key_file import key_file_of
from storage.lock import WriterLock
from storage.opening import take_saves_in
from storage.whole_file import copy_whole, link_or_copy, sync_folder, write_whole


@dataclass(frozen=True)
class Restored:
    """What was done.

    Attributes:
        path: the restored study.
        kept_aside: the study that was there before, with its key file beside it; None if there was none.
        preview: what differed.
    """

    path: Path
    kept_aside: Path | None
    preview: RestorePreview

    def details(self) -> Payload:
        """What the event about it says; the caller saves it as "backup_restored"."""
        present = self.preview.present_head
        return {
            "position": self.preview.backup_head.position,
            "head": self.preview.backup_head.hash,
            "replaced_position": present.position if present else None,
            "replaced_head": present.hash if present else None,
            "events_lost": self.preview.events_lost,
            "kept_aside": self.kept_aside.name if self.kept_aside else None,
        }


def restore_backup(backup: Path, target: Path, now: datetime, *, key: DataKey | None = None) -> Restored:
    """Put a copy of a backup at ``target``. At every instant a whole study is there, the old one or the new one.

    Args:
        backup: the study file in the backup; it stays.
        target: where; a study that is there is kept aside under a name of its own.
        now: aware UTC.
        key: of an encrypted study.

    Raises:
        StudyFileError: DamagedBackup, OtherStudy, FileLocked (the study is open for writing), DiskFull, ReadOnlyFile,
            FileExists; the study at ``target`` is as it was.
    """
    if now.utcoffset() != timedelta(0):
        raise ValueError("now is aware UTC")
    backup, target = backup.resolve(), target.resolve()
    if backup == target:
        raise FileExists(path=target)
    try:
        lock = WriterLock.take(target)
    except OSError as error:
        raise error_of_os(error, target) from error
    if lock is None:
        raise FileLocked(path=target)
    try:
        preview = preview_restore(backup, target, key=key)
        if preview.relation is Relation.OTHER_STUDY:
            raise OtherStudy(path=backup, present=target)
        is_readable = preview.relation is not Relation.PRESENT_UNREADABLE
        return Restored(target, _exchange(backup, target, now, key, is_readable=is_readable), preview)
    except OSError as error:
        raise error_of_os(error, target) from error
    finally:
        lock.release()


def _exchange(backup: Path, target: Path, now: datetime, key: DataKey | None, *, is_readable: bool) -> Path | None:
    unfinished = target.with_name(f".{target.name}.restoring")
    parts = (unfinished, key_file_of(unfinished))
    for part in parts:
        part.unlink(missing_ok=True)
    try:
        copy_whole(backup, unfinished)
        if sha256_of_file(unfinished) != sha256_of_file(backup):
            raise DamagedBackup(path=backup, detail="it reads differently each time")
        has_keys = key_file_of(backup).exists()
        if has_keys:
            copy_whole(key_file_of(backup), key_file_of(unfinished))
        if is_readable and target.exists():
            take_saves_in(target, key)
        aside = _keep_aside(target, now) if target.exists() else None
        old_keys = key_file_of(target).read_bytes() if key_file_of(target).exists() else None
        if has_keys:
            key_file_of(unfinished).replace(key_file_of(target))
        try:
            unfinished.replace(target)
        except OSError:
            # Both or neither: the key file goes back to where its study is.
            if has_keys and old_keys is not None:
                write_whole(key_file_of(target), old_keys)
            elif has_keys:
                key_file_of(target).unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
        return aside
    finally:
        for part in parts:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _keep_aside(target: Path, now: datetime) -> Path:
    """Give the present study a second name; what lies in its write-ahead file goes along and not into the new one."""
    aside = target.with_name(f"{target.stem}_before_restore_{now:%Y%m%dT%H%M%SZ}{target.suffix}")
    if aside.exists():
        raise FileExists(path=aside)
    link_or_copy(target, aside)
    if key_file_of(target).exists():
        link_or_copy(key_file_of(target), key_file_of(aside))
    log = target.with_name(target.name + "-wal")
    if log.exists() and log.stat().st_size:
        # Of a damaged study, which stays as it is; read into the restored one it would do harm.
        link_or_copy(log, aside.with_name(aside.name + "-wal"))
    log.unlink(missing_ok=True)
    target.with_name(target.name + "-shm").unlink(missing_ok=True)
    sync_folder(target.parent)
    return aside
