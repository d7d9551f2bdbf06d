"""The study file: open it, ask it, write to it. The only way in and the only way out (design rule 2)."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from domain.records import (
    RECORD_KINDS,
    Account,
    Confirmation,
    Decision,
    Deviation,
    PartOpening,
    ProtocolVersion,
    Record,
    StudyRecord,
)
from storage.act import Act, Written, carry_out
from storage.audit import EventFilter, entries_of, head_of
from storage.canonical import Payload
from storage.changes import Changes
from storage.engine import copy_into, engine_errors
from storage.errors import Damaged, FileReplaced, ReadOnlyFile, StaleView
from storage.keys.data_key import DataKey
from storage.keys.new_keys import NewKeys
from storage.making import make_study
from storage.opening import BeforeMigration, Opened, ReadOnlyReason, open_study, open_unchanging
from storage.people_verbs import PeopleVerbs
from storage.person import Person
from storage.read_model import HeldRecords
from storage.redaction_verbs import RedactionVerbs
from storage.stream import Head
from storage.system_codes import check_details
from storage.trail_verbs import TrailVerbs

if TYPE_CHECKING:
    from sqlite_utils import Database


def random_id() -> str:
    """32 random hexadecimal digits: a record id, or a salt."""
    return uuid.uuid4().hex


class StudyFile(PeopleVerbs, RedactionVerbs, TrailVerbs):
    """One open study. Use it from the thread that opened it, and close it, or use it as a context manager.

    Every verb writes its records and their events in one transaction and returns ``Changes`` once they are on disk;
    when it raises, nothing was written. All verbs raise:

    - ``RecordRefused``: what the person can put right (field and code).
    - ``StudyFileError``: what the surroundings did: ReadOnlyFile, DiskFull, DiskFailed, FileLocked, FileReplaced,
      StaleView, Damaged.
    """

    def __init__(self, opened: Opened, *, installation: str | None, new_id: Callable[[], str]) -> None:
        """Take over an opened file; use ``create`` or ``open``."""
        self._opened = opened
        self._new_id = new_id
        self._held: HeldRecords | None = None
        with engine_errors(self.path):
            row = self._db.execute("SELECT file_id, installation FROM study_file").fetchone()
            if row is None:
                raise Damaged(path=self.path, detail="it does not say whose events it holds")
            self._file_id, own = row
            self._head = head_of(self._db)
        self._installation = installation or own

    @classmethod
    def create(
        cls,
        path: Path,
        study: StudyRecord,
        protocol: ProtocolVersion,
        confirmations: Iterable[Confirmation] = (),
        *,
        accounts: Iterable[Account] = (),
        person: Person,
        now: datetime,
        reason: str = "",
        installation: str | None = None,
        new_id: Callable[[], str] = random_id,
        key: NewKeys | None = None,
    ) -> Self:
        """Make a new study at ``path`` and open it. Until it is complete, nothing is at ``path``.

        Args:
            path: where; must not exist yet.
            study: which study this is.
            protocol: the version it starts under.
            confirmations: the person's answers to the protocol's assumptions.
            accounts: who may work on it, an administrator among them; none leaves the study open to whoever has it.
            person: who makes it; under one of the accounts, where there are any.
            now: aware UTC.
            reason: remark for the audit trail, or "".
            installation: id of this installation of Titrant; None makes one for this file.
            new_id: makes 32 random hexadecimal digits.
            key: encrypts the study and lets its first user in; None leaves it plain (the demonstration).

        Raises:
            StudyFileError: FileExists, MissingFile (no such folder), ReadOnlyFile, DiskFull, FileLocked.
            RecordRefused: a record can't be saved as it stands, or the password may not be used.
        """
        installation = installation or new_id()
        act = Act(person=person, now=now, reason=reason, created=(study, protocol, *confirmations, *accounts))
        part_name, file_id = new_id(), new_id()

        def fill(db: "Database") -> None:
            db.execute(
                "INSERT INTO study_file (only_row, file_id, installation, created_at) VALUES (1, ?, ?, ?)",
                [file_id, installation, now.isoformat()],
            )
            carry_out(db, act, installation=installation, expected=head_of(db), new_id=new_id)

        opened = make_study(
            path,
            fill,
            part_name,
            key=key.key if key else None,
            key_file=key.key_file(file_id) if key else None,
        )
        return cls(opened, installation=installation, new_id=new_id)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        installation: str | None = None,
        new_id: Callable[[], str] = random_id,
        key: DataKey | None = None,
        before_migration: BeforeMigration | None = None,
    ) -> Self:
        """Open an existing study; read only where another window has it or the file system doesn't let us write.

        Args:
            path: where it is.
            read_only: never write to it.
            installation: id of this installation of Titrant; None for the one that made the file.
            new_id: makes 32 random hexadecimal digits.
            key: of an encrypted study, from ``KeyStore.log_in`` or a recovery key.
            before_migration: called before an older file is brought to today's format (``backup_before_migration``).

        Raises:
            StudyFileError: MissingFile, AccessDenied, NotAStudyFile, NewerSchema, Damaged, UnreadableHere,
                DiskFailed; of an encrypted one KeyNeeded, MissingKeyFile, KeyDoesNotFit.
        """
        opened = open_study(path, read_only=read_only, key=key, before_migration=before_migration)
        try:
            return cls(opened, installation=installation, new_id=new_id)
        except BaseException:
            opened.close()
            raise

    @classmethod
    def open_backup(cls, path: Path, *, key: DataKey | None = None) -> Self:
        """Open for reading a study that nobody writes to; nothing is put beside it.

        Raises:
            StudyFileError: as ``open``.
        """
        opened = open_unchanging(path, key)
        try:
            return cls(opened, installation=None, new_id=random_id)
        except BaseException:
            opened.close()
            raise

    def close(self) -> None:
        """Close the file and let other windows write. A second call does nothing."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._opened.path

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be saved."""
        return self._opened.read_only_reason is not None

    @property
    def read_only_reason(self) -> ReadOnlyReason | None:
        """Why nothing can be saved; None where saving works."""
        return self._opened.read_only_reason

    @property
    def file_id(self) -> str:
        """The file's own random id; copies share it."""
        return str(self._file_id)

    @property
    def key(self) -> DataKey | None:
        """The key of an encrypted study."""
        return self._opened.key

    def copy_to(self, path: Path) -> None:
        """Write all that is saved at this moment, by whichever window, to a new file under the same key.

        Use ``storage.backup.make_backup``, which checks the copy too and takes the key file along.
        """
        with engine_errors(path):
            copy_into(self._db, path, self.key)

    @property
    def installation(self) -> str:
        """The installation that events written from here name."""
        return self._installation

    @property
    def head(self) -> Head:
        """End of the event stream as this window knows it."""
        return self._head

    @property
    def position(self) -> int:
        """Number of the last event."""
        return self._head.position

    def new_id(self) -> str:
        """A globally unique id for a new record."""
        return self._new_id()

    # Writing

    def save(
        self,
        record: Record,
        *,
        person: Person,
        now: datetime,
        reason: str = "",
        deviations: Sequence[Deviation] = (),
    ) -> Changes:
        """Save a new record, with the deviations that overriding a finding made; ``now`` is aware UTC."""
        return self.save_all((record, *deviations), person=person, now=now, reason=reason)

    def save_all(
        self,
        records: Sequence[Record],
        *,
        corrected: Sequence[Record] = (),
        person: Person,
        now: datetime,
        reason: str = "",
        seen: Mapping[str, int | None] | None = None,
    ) -> Changes:
        """Save several new records, and new values of known ones, as one act.

        A subject comes before the records that name it; corrections need a reason. ``seen`` is ``last_event`` of
        corrected records by id, as it was when they were shown: refused as stale if one was written since.
        """
        self._check_seen(seen or {})
        act = Act(person=person, now=now, reason=reason, created=tuple(records), corrected=tuple(corrected))
        return self._write(act)

    def correct(
        self,
        record: Record,
        *,
        person: Person,
        now: datetime,
        reason: str,
        seen: int | None = None,
        deviations: Sequence[Deviation] = (),
        through_query: str = "",
    ) -> Changes:
        """Replace a record by a new value under the same ``record_id``. The old value stays readable in the history.

        Args:
            record: the new value, whole.
            person: who.
            now: aware UTC.
            reason: why; not blank.
            seen: ``last_event`` of the record when the form was filled; refused as stale if it was written since.
            deviations: saved in the same act.
            through_query: id of the query that the correction follows from, or "".
        """
        self._check_seen({record.record_id: seen})
        return self._write(
            Act(
                person=person,
                now=now,
                reason=reason,
                created=tuple(deviations),
                corrected=(record,),
                through_query=through_query,
            )
        )

    def sign_decision(
        self,
        decision: Decision,
        *,
        person: Person,
        now: datetime,
        reason: str = "",
        deviations: Sequence[Deviation] = (),
    ) -> Changes:
        """Save a committee decision. Its ``position`` and ``head`` must be the file's: it is signed as it was seen.

        Where the study has accounts, the same act holds the person's ``Signature`` on it; further members of the
        committee add theirs with ``sign``. The same goes for a saved ``Adjudication``. ``save`` checks the same. A
        signed decision can't be corrected; the committee decides anew.
        """
        return self.save_all((decision, *deviations), person=person, now=now, reason=reason)

    def sign_opening(
        self,
        opening: PartOpening,
        *,
        person: Person,
        now: datetime,
        reason: str = "",
        deviations: Sequence[Deviation] = (),
    ) -> Changes:
        """Save the opening of a part, as ``sign_decision`` saves a decision: it is signed as it was seen.

        A signed opening can't be corrected; the part is opened again, and the last opening counts.
        """
        return self.save_all((opening, *deviations), person=person, now=now, reason=reason)

    def save_system_event(self, code: str, details: Payload, *, person: Person, now: datetime) -> Changes:
        """Put on record what is about no record: an export, a print, a log-in.

        Args:
            code: one of ``storage.system_codes.SYSTEM_CODES``.
            details: JSON values, as the code describes them.
            person: who.
            now: aware UTC.

        Raises:
            ValueError: there is no such code, or its details are others.
        """
        return self._write(Act(person=person, now=now, system=(code, check_details(code, details), details)))

    # Reading

    def records(self) -> dict[str, tuple[Record, ...]]:
        """All records by kind, in order of creation.

        Raises:
            Damaged: a table holds what no record can have; ``verify`` and ``records_at`` still work.
        """
        return self._records().records()

    def record(self, kind: str, record_id: str) -> Record | None:
        """One record, or None."""
        return self._records().get(kind, record_id)

    def last_event(self, record_id: str) -> int | None:
        """Number of the event that wrote the record last: hand it to ``correct`` as ``seen``."""
        return self._records().last_event(record_id)

    def record_ids_of(self, subject_id: str) -> frozenset[str]:
        """Ids of a subject's records, for an ``EventFilter``."""
        return self._records().of_subject(subject_id)

    def refresh(self) -> Changes | None:
        """Take in what another window saved since; None if nothing was."""
        before = self._records()
        known = self._head
        with engine_errors(self.path), self._db.atomic():
            head = head_of(self._db)
            if head == known:
                return None
            entries = entries_of(self._db, EventFilter(since=known.position))
            after = HeldRecords(self._db, self.path)
        self._held, self._head = after, head
        events = [entry.event for entry in entries if entry.event.kind in RECORD_KINDS]
        record_ids = frozenset(event.record_id for event in events)
        return Changes(
            kinds=frozenset(event.kind for event in events),
            record_ids=record_ids,
            subjects=before.subjects_of(record_ids) | after.subjects_of(record_ids),
            position=head.position,
        )

    @property
    def _db(self) -> "Database":
        return self._opened.db

    def _records(self) -> HeldRecords:
        if self._held is None:
            # Read in one transaction, so that the records are those of the head whatever another window writes.
            with engine_errors(self.path), self._db.atomic():
                self._held, self._head = HeldRecords(self._db, self.path), head_of(self._db)
        return self._held

    def _check_seen(self, seen: Mapping[str, int | None]) -> None:
        """Refuse a correction of a record that was written since it was shown.

        Raises:
            StaleView: by record id, the event that wrote it last is not the one that was seen.
        """
        for record_id, event in seen.items():
            current = self._records().last_event(record_id)
            if event is not None and current is not None and event != current:
                raise StaleView(seen=event, current=current)

    def _write(self, act: Act) -> Changes:
        if self.read_only_reason is not None:
            raise ReadOnlyFile(path=self.path, reason=self.read_only_reason)
        # Saving to a file that nobody can find again is no saving.
        if not self._opened.is_still_there():
            raise FileReplaced(path=self.path)
        held = self._records()
        with engine_errors(self.path):
            written: Written = carry_out(
                self._db,
                act,
                installation=self._installation,
                expected=self._head,
                new_id=self._new_id,
                view=held.records(),
            )
        held.put(written.records)
        self._head = written.head
        return written.changes
