"""What a restore would change, before it does."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from domain.records import RECORD_KINDS, Record
from storage.backup.checking import checked
from storage.backup.known_heads import hash_at
from storage.backup.manifest import check_hash, read_backup
from storage.errors import DamagedBackup, StudyFileError
from storage.keys.data_key import DataKey
from storage.keys.key_file import key_file_of
from storage.keys.key_store import KeyStore
from storage.stream import Head
from storage.study_file import StudyFile


class Relation(StrEnum):
    """How a backup stands to the present file."""

    SAME = "same"
    OLDER = "older"
    NEWER = "newer"
    DIVERGED = "another history"
    OTHER_STUDY = "another study"
    NO_PRESENT = "no present file"
    PRESENT_UNREADABLE = "present file can't be read"


class Effect(StrEnum):
    """What a restore would do to a record."""

    REMOVED = "removed"
    BROUGHT_BACK = "brought back"
    CHANGED = "changed"


@dataclass(frozen=True)
class RecordEffect:
    """One record that differs."""

    kind: str
    record_id: str
    effect: Effect


@dataclass(frozen=True, kw_only=True)
class RestorePreview:
    """What differs between a backup and the present file.

    Attributes:
        backup_head: end of the backup's stream.
        present_head: end of the present one's; None where there is none or it can't be read.
        common: number of the last event that both have; 0 for none.
        records: the records that differ.
        is_hash_known: False for a file without a manifest: only its chain was checked.
        key_files_differ: passwords, users or failed log-ins differ; those of the backup would hold.
    """

    file_id: str
    relation: Relation
    backup_head: Head
    present_head: Head | None = None
    common: int = 0
    records: tuple[RecordEffect, ...] = ()
    is_hash_known: bool = True
    key_files_differ: bool = False

    @property
    def events_lost(self) -> int:
        """How many events of the present file the backup doesn't have."""
        return self.present_head.position - self.common if self.present_head else 0

    @property
    def events_gained(self) -> int:
        """How many events of the backup the present file doesn't have."""
        return self.backup_head.position - self.common


def preview_restore(backup: Path, present: Path, *, key: DataKey | None = None) -> RestorePreview:
    """Check a backup, and compare it with the study that it would take the place of.

    Args:
        backup: the study file in the backup.
        present: where it would be restored to; need not exist.
        key: of an encrypted one.

    Raises:
        DamagedBackup: it is not as it was made, or its chain is broken.
        StudyFileError: the backup can't be opened; as ``StudyFile.open``.
    """
    manifest = read_backup(backup)
    if manifest is not None:
        check_hash(manifest)
    found = checked(backup, key)
    if found.problems:
        first = found.problems[0]
        raise DamagedBackup(path=backup, detail=f"event {first.sequence or '-'}: {first.code}")
    _check_key_file(backup, found.file_id, key)
    if manifest is not None and (manifest.file_id, manifest.head) != (found.file_id, found.head):
        raise DamagedBackup(path=backup, detail="its description is of another file")
    plain = RestorePreview(
        file_id=found.file_id,
        relation=Relation.NO_PRESENT,
        backup_head=found.head,
        is_hash_known=manifest is not None,
        key_files_differ=_content(key_file_of(backup)) != _content(key_file_of(present)),
    )
    if not present.exists():
        return plain
    try:
        with (
            StudyFile.open_backup(backup, key=key) as old,
            StudyFile.open(present, read_only=True, key=key) as new,
        ):
            return _compared(plain, old, new)
    except StudyFileError:
        return _unreadable(plain, present)


def _check_key_file(backup: Path, file_id: str, key: DataKey | None) -> None:
    if key is None or not key_file_of(backup).exists():
        return
    try:
        file = KeyStore(backup, is_backup=True).read()
    except StudyFileError as error:
        raise DamagedBackup(path=backup, detail="its key file can't be read") from error
    if file.file_id != file_id or not file.fits(key) or not file.is_sealed_by(key):
        raise DamagedBackup(path=backup, detail="its key file was changed or belongs to another study")


def _compared(plain: RestorePreview, old: StudyFile, new: StudyFile) -> RestorePreview:
    common = _last_common(old, new) if old.file_id == new.file_id else 0
    if old.file_id != new.file_id:
        relation = Relation.OTHER_STUDY
    elif common == old.position:
        relation = Relation.SAME if common == new.position else Relation.OLDER
    else:
        relation = Relation.NEWER if common == new.position else Relation.DIVERGED
    effects = () if relation in (Relation.SAME, Relation.OTHER_STUDY) else _effects(old, new)
    return RestorePreview(
        **vars(plain) | {"relation": relation, "present_head": new.head, "common": common, "records": effects}
    )


def _unreadable(plain: RestorePreview, present: Path) -> RestorePreview:
    """The present file can't be opened with this key: its key file may say whose it is, or it is not encrypted."""
    found = _id_of_plain(present) or _id_in_key_file(present)
    is_other = found not in ("", plain.file_id)
    relation = Relation.OTHER_STUDY if is_other else Relation.PRESENT_UNREADABLE
    return RestorePreview(**vars(plain) | {"relation": relation})


def _id_in_key_file(path: Path) -> str:
    try:
        return KeyStore(path).read().file_id
    except StudyFileError:
        return ""


def _id_of_plain(path: Path) -> str:
    try:
        with StudyFile.open(path, read_only=True) as study:
            return study.file_id
    except StudyFileError:
        return ""


def _last_common(old: StudyFile, new: StudyFile) -> int:
    """Each hash covers the one before, so from where two streams part they never meet again: search by halves."""
    low, high = 0, min(old.position, new.position)
    while low < high:
        middle = (low + high + 1) // 2
        if hash_at(old, middle) == hash_at(new, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _effects(old: StudyFile, new: StudyFile) -> tuple[RecordEffect, ...]:
    before, after = new.records_at(new.position), old.records_at(old.position)
    effects = []
    for kind in RECORD_KINDS:
        present, restored = _by_id(before[kind]), _by_id(after[kind])
        for record_id in present | restored:
            if present.get(record_id) != restored.get(record_id):
                effect = Effect.CHANGED
                if record_id not in restored:
                    effect = Effect.REMOVED
                elif record_id not in present:
                    effect = Effect.BROUGHT_BACK
                effects.append(RecordEffect(kind, record_id, effect))
    return tuple(effects)


def _by_id(records: tuple[Record, ...]) -> dict[str, Record]:
    return {record.record_id: record for record in records}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
