"""Heads known outside the file: what this machine saw last of each study.

A chain can't show by itself that its end was cut off or that the whole file is an older copy. It shows when compared
with a head that somebody remembers: this store in the machine's profile, a backup, a printed footer.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from storage.act import SYSTEM
from storage.audit import EventFilter
from storage.backup.manifest import Backup
from storage.canonical import canonical_json
from storage.errors import error_of_os
from storage.stream import Head
from storage.study_file import StudyFile
from storage.whole_file import write_whole

FORMAT = "titrant-known-heads"
# Code of the event by which a restore is put on record; its details are ``Restored.details``.
RESTORED_CODE = "backup_restored"


@dataclass(frozen=True)
class KnownHead:
    """A head that was seen; ``seen_at`` is aware UTC, None where nobody wrote that down."""

    head: Head
    seen_at: datetime | None = None


class HeadRelation(StrEnum):
    """How a file stands to a head known outside it.

    RESTORED: what is missing was replaced by a backup, and that restore is an event of the stream.
    """

    SAME = "same"
    AHEAD = "ahead"
    OLDER = "older copy"
    DIVERGED = "another history"
    RESTORED = "restored"
    UNKNOWN = "no head known"


@dataclass(frozen=True)
class HeadCheck:
    """How a file stands to a known head.

    Attributes:
        head: the file's.
        known: what it was compared with; None for UNKNOWN.
    """

    relation: HeadRelation
    head: Head
    known: KnownHead | None = None

    @property
    def is_sound(self) -> bool:
        """Whether nothing that was known is missing; also where nothing was known."""
        return self.relation not in (HeadRelation.OLDER, HeadRelation.DIVERGED)

    @property
    def missing(self) -> int:
        """How many events, known once, are not in the file (an older copy)."""
        return max(0, self.known.head.position - self.head.position) if self.known else 0


class KnownHeads:
    """The store, a small JSON file. One that can't be read counts as empty: it is no proof, only a memory."""

    def __init__(self, path: Path) -> None:
        """Name the file; it and its folder need not be there yet."""
        self._path = path

    def of(self, file_id: str) -> KnownHead | None:
        """What was seen last of the study file with that id."""
        row = self._read().get(file_id)
        return _known_of(row) if row is not None else None

    def note(self, file_id: str, head: Head, now: datetime) -> None:
        """Remember a head in place of the one before; after ``check_known_head``, or a restore that a person chose.

        Raises:
            StudyFileError: the store can't be written.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise error_of_os(error, self._path) from error
        rows = self._read()
        rows[file_id] = {"position": head.position, "hash": head.hash, "seen_at": now.isoformat()}
        write_whole(self._path, (canonical_json({"format": FORMAT, "heads": rows}) + "\n").encode())

    def _read(self) -> dict[str, dict[str, object]]:
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
            if content["format"] != FORMAT:
                return {}
            return {str(key): dict(row) for key, row in content["heads"].items() if _known_of(row)}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}


def check_known_head(study: StudyFile, known: KnownHead | None) -> HeadCheck:
    """How an open study stands to a head known outside it."""
    head = study.head
    if known is None:
        return HeadCheck(HeadRelation.UNKNOWN, head)
    found = hash_at(study, known.head.position) if known.head.position else known.head.hash
    if found == known.head.hash:
        same = known.head.position == head.position
        return HeadCheck(HeadRelation.SAME if same else HeadRelation.AHEAD, head, known)
    if _was_replaced(study, known):
        return HeadCheck(HeadRelation.RESTORED, head, known)
    is_older = known.head.position > head.position
    return HeadCheck(HeadRelation.OLDER if is_older else HeadRelation.DIVERGED, head, known)


def check_backups(study: StudyFile, backups: Iterable[Backup]) -> HeadCheck:
    """How an open study stands to its backups: the first that it lacks something of, else the newest."""
    own = [backup for backup in backups if backup.file_id == study.file_id]
    checks = [check_known_head(study, KnownHead(backup.head, backup.made_at)) for backup in own]
    unsound = [check for check in checks if not check.is_sound]
    furthest = sorted(unsound or checks, key=lambda check: check.known.head.position if check.known else 0)
    return furthest[-1] if furthest else HeadCheck(HeadRelation.UNKNOWN, study.head)


def printed_head(study: StudyFile, position: int, start: str) -> KnownHead:
    """A head as a printed footer gives it: a position and the first digits of the hash."""
    found = hash_at(study, position)
    return KnownHead(Head(position, found if found.startswith(start.lower()) else start.lower()))


def hash_at(study: StudyFile, position: int) -> str:
    """Hash of the event with that number; "" if there is none."""
    entries = study.events(EventFilter(since=position - 1, until=position), limit=1)
    return entries[0].event.hash if entries else ""


def _was_replaced(study: StudyFile, known: KnownHead) -> bool:
    """Whether a restore that is on record took the known event away, after it was seen."""
    restores = study.events(EventFilter(kind=SYSTEM, record_ids=frozenset({RESTORED_CODE})), limit=-1)
    for restore in restores:
        values = {change.field: change.after for change in restore.changes}
        restored, replaced = values.get("position"), values.get("replaced_position")
        if known.seen_at is not None and known.seen_at > restore.event.recorded_at:
            continue
        if isinstance(restored, int) and restored < known.head.position <= (replaced or known.head.position):
            return True
    return False


def _known_of(row: dict[str, object]) -> KnownHead:
    seen_at = datetime.fromisoformat(str(row["seen_at"]))
    if seen_at.utcoffset() != timedelta(0):
        raise ValueError("not UTC")
    return KnownHead(Head(int(str(row["position"])), str(row["hash"])), seen_at)
