"""What a backup says of itself, and the backups of a folder."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from storage.canonical import Payload, canonical_json
from storage.errors import DamagedBackup, error_of_os
from storage.keys.key_file import key_file_of
from storage.stream import Head

FORMAT = "titrant-backup"
_END = "-backup.json"


@dataclass(frozen=True, kw_only=True)
class Backup:
    """One backup.

    Attributes:
        path: the study in it.
        file_id: of the study that it is a copy of.
        made_at: aware UTC.
        head: end of its event stream.
        sha256: of the study in it.
        key_file_sha256: of its companion; "" for a study that is not encrypted, or whose companion was missing.
        problems: how many things ``verify`` had to say about it; it was like that when it was copied.
    """

    path: Path
    file_id: str
    made_at: datetime
    head: Head
    size: int
    sha256: str
    key_file_sha256: str = ""
    problems: int = 0

    def details(self) -> Payload:
        """What the event about it says."""
        return {
            "file_id": self.file_id,
            "made_at": self.made_at.isoformat(),
            "position": self.head.position,
            "head": self.head.hash,
            "size": self.size,
            "sha256": self.sha256,
            "key_file_sha256": self.key_file_sha256,
            "problems": self.problems,
        }

    def text(self) -> str:
        """The manifest as it is written."""
        return canonical_json({"format": FORMAT, "version": 1, "name": self.path.name} | self.details()) + "\n"


def manifest_of(path: Path) -> Path:
    """Where the manifest of the backup at that path lies."""
    return path.with_name(path.name + _END)


def name_of_backup(study: Path, made_at: datetime, head: Head) -> str:
    """File name: study, time (UTC), position and first digits of the head."""
    return f"{study.stem}_{made_at:%Y%m%dT%H%M%SZ}_{head.position:06}_{head.hash[:8]}.titrant"


def default_folder(study: Path) -> Path:
    """The folder for backups unless another is chosen: beside the study. Better is another drive."""
    return study.resolve().with_name(f"{study.stem}-backups")


def read_backup(path: Path) -> Backup | None:
    """What the manifest of the backup at ``path`` says; None if it has none.

    Raises:
        DamagedBackup: the manifest can't be read.
    """
    try:
        values: dict[str, Any] = json.loads(manifest_of(path).read_text(encoding="utf-8"))
        made_at = datetime.fromisoformat(values["made_at"])
        if values["format"] != FORMAT or made_at.utcoffset() != timedelta(0):
            raise ValueError("not a manifest of ours")
        return Backup(
            path=path,
            file_id=str(values["file_id"]),
            made_at=made_at,
            head=Head(int(values["position"]), str(values["head"])),
            size=int(values["size"]),
            sha256=str(values["sha256"]),
            key_file_sha256=str(values["key_file_sha256"]),
            problems=int(values["problems"]),
        )
    except FileNotFoundError:
        return None
    except OSError as error:
        raise error_of_os(error, path) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedBackup(path=path, detail="its description can't be read") from error


@dataclass(frozen=True)
class Listing:
    """The backups of a folder.

    Attributes:
        backups: newest first.
        unreadable: those whose manifest can't be read.
    """

    backups: tuple[Backup, ...]
    unreadable: tuple[Path, ...]


def list_backups(folder: Path, file_id: str = "") -> Listing:
    """The backups in a folder, of one study where its id is given; none where there is no such folder."""
    backups, unreadable = [], []
    for manifest in sorted(folder.glob(f"*{_END}")):
        path = manifest.with_name(manifest.name.removesuffix(_END))
        try:
            backup = read_backup(path)
        except DamagedBackup:
            unreadable.append(path)
            continue
        if backup is not None and file_id in ("", backup.file_id):
            backups.append(backup)
    backups.sort(key=lambda backup: (backup.made_at, backup.head.position), reverse=True)
    return Listing(tuple(backups), tuple(unreadable))


def check_hash(backup: Backup) -> None:
    """Whether the study in a backup is byte for byte the one that was written.

    The key file is not held against its hash: who opens a backup to look at it logs in there, which is noted in it.

    Raises:
        DamagedBackup: it is missing, changed or can't be read, or its key file is missing.
    """
    try:
        found = sha256_of_file(backup.path)
    except OSError as error:
        raise DamagedBackup(path=backup.path, detail=f"it can't be read: {error.strerror}") from error
    if found != backup.sha256:
        raise DamagedBackup(path=backup.path, detail="it was changed after it was made")
    if backup.key_file_sha256 and not key_file_of(backup.path).exists():
        raise DamagedBackup(path=backup.path, detail="its key file is missing")


def sha256_of_file(path: Path) -> str:
    """SHA-256 of a file's bytes, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def delete_backup(backup: Backup) -> None:
    """Delete the files of a backup, its manifest first, so that half of one is never listed."""
    try:
        for path in (manifest_of(backup.path), backup.path, key_file_of(backup.path)):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise error_of_os(error, backup.path) from error
