"""The verbs of the study file for what is said of records: signatures, queries, source verification, locks."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from domain.content import Records, field_hash, subject_of
from domain.locking import lock_on
from domain.queries import new_query, with_message
from domain.records import (
    RECORD_KINDS,
    Deviation,
    Lock,
    ProtocolVersion,
    Query,
    QueryMessage,
    Record,
    Signature,
    SourceVerification,
)
from domain.signing import SignatureState, signature_state
from domain.terms import LockScope, QueryState, SignatureMeaning
from storage.act import Act
from storage.audit import AuditEntry
from storage.changes import Changes
from storage.engine import engine_errors
from storage.errors import RecordRefused
from storage.person import Person
from storage.signatures import Signing, records_then

if TYPE_CHECKING:
    from sqlite_utils import Database


class OpenFile(ABC):
    """What the verbs need of an open study file."""

    @property
    @abstractmethod
    def path(self) -> Path:
        """Where the file is."""

    @property
    @abstractmethod
    def position(self) -> int:
        """Number of the last event."""

    @property
    @abstractmethod
    def _db(self) -> "Database": ...

    @abstractmethod
    def new_id(self) -> str:
        """A globally unique id for a new record."""

    @abstractmethod
    def records(self) -> dict[str, tuple[Record, ...]]:
        """All records by kind."""

    @abstractmethod
    def record(self, kind: str, record_id: str) -> Record | None:
        """One record, or None."""

    @abstractmethod
    def history(self, kind: str, record_id: str, field: str = "") -> tuple[AuditEntry, ...]:
        """First and later values of a record."""

    @abstractmethod
    def save(
        self,
        record: Record,
        *,
        person: Person,
        now: datetime,
        reason: str = "",
        deviations: Sequence[Deviation] = (),
    ) -> Changes:
        """Save a new record."""

    @abstractmethod
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
        """Replace a record by a new value."""

    @abstractmethod
    def _write(self, act: Act) -> Changes: ...


class PeopleVerbs(OpenFile):
    """Verbs of ``StudyFile``."""

    # Signatures

    def sign(self, kind: str, record_id: str, meaning: SignatureMeaning, *, person: Person, now: datetime) -> Changes:
        """Sign a record as it is; the caller has asked for the password again.

        Args:
            kind: of the record, or ``domain.content.CASEBOOK`` for all of a subject's under the subject's own record.
            record_id: the record.
            meaning: what the signature says.
            person: with a ``user_id``.
            now: aware UTC.
        """
        return self._write(Act(person=person, now=now, signings=(Signing(kind, record_id, meaning),)))

    def signature_state(self, signature: Signature) -> SignatureState:
        """Whether a signature stands; if not, what changed since it was given."""

        def then() -> Records:
            with engine_errors(self.path):
                return records_then(self._db, signature)

        return signature_state(self.records(), then, signature)

    def amend(self, version: ProtocolVersion, *, is_signed: bool, person: Person, now: datetime) -> Changes:
        """Save a further protocol version, and the person's approval of it in the same act.

        Args:
            version: with its date and reason; records and decisions before it keep theirs.
            is_signed: whether the person approves it, having given the password again.
            person: who.
            now: aware UTC.
        """
        signing = Signing(version.kind, version.record_id, SignatureMeaning.APPROVAL)
        return self._write(
            Act(
                person=person,
                now=now,
                reason=version.reason,
                created=(version,),
                signings=(signing,) if is_signed else (),
            )
        )

    # Queries, source verification, locks

    def open_query(self, kind: str, record_id: str, field: str, text: str, *, person: Person, now: datetime) -> Changes:
        """Ask about a field of a record, or about the record where ``field`` is empty."""
        about = self._about(kind, record_id)
        message = _message(QueryState.OPEN, text, person, now)
        return self.save(new_query(about, field, message, record_id=self.new_id()), person=person, now=now)

    def answer_query(self, query_id: str, text: str, *, person: Person, now: datetime) -> Changes:
        """Answer an open query."""
        return self._say(query_id, QueryState.ANSWERED, text, person, now)

    def close_query(self, query_id: str, text: str, *, person: Person, now: datetime) -> Changes:
        """Close an answered query, saying why it is settled."""
        return self._say(query_id, QueryState.CLOSED, text, person, now)

    def reopen_query(self, query_id: str, text: str, *, person: Person, now: datetime) -> Changes:
        """Open an answered or closed query again."""
        return self._say(query_id, QueryState.OPEN, text, person, now)

    def changes_through(self, query_id: str) -> tuple[AuditEntry, ...]:
        """The corrections that were made through a query, oldest first."""
        query = self._query(query_id)
        entries = self.history(query.about_kind, query.about_id)
        return tuple(entry for entry in entries if entry.through_query == query_id)

    def verify_source(self, kind: str, record_id: str, field: str, *, person: Person, now: datetime) -> Changes:
        """Put on record that a field, or the whole form where ``field`` is empty, agrees with its source."""
        about = self._about(kind, record_id)
        try:
            content = field_hash(about, field)
        except KeyError:
            named = {"kind": kind, "record_id": record_id, "field": "field"}
            raise RecordRefused("about_unknown_field", **named, named=field) from None
        verification = SourceVerification(
            record_id=self.new_id(),
            subject_id=subject_of(about),
            about_kind=kind,
            about_id=record_id,
            field=field,
            content_hash=content,
            verified_user=person.user_id,
            verified_by=person.name,
            verified_at=now,
        )
        return self.save(verification, person=person, now=now)

    def withdraw_verification(self, verification_id: str, *, reason: str, person: Person, now: datetime) -> Changes:
        """Take a verification back that was a mistake."""
        held = self.record(SourceVerification.kind, verification_id)
        if not isinstance(held, SourceVerification):
            raise RecordRefused("unknown_record", kind=SourceVerification.kind, record_id=verification_id)
        return self.correct(replace(held, is_withdrawn=True), reason=reason, person=person, now=now)

    def lock(self, scope: LockScope, target: str, *, reason: str, person: Person, now: datetime) -> Changes:
        """Let nobody change a form, subject, level or the study for now.

        Args:
            scope: how much.
            target: record id, screening number, ``domain.locking.level_target``, or "" for the study.
            reason: why; whoever is refused reads it.
            person: who.
            now: aware UTC.
        """
        return self._turn_lock(scope, target, reason, person, now, is_locked=True)

    def unlock(self, scope: LockScope, target: str, *, reason: str, person: Person, now: datetime) -> Changes:
        """Take a lock off; the signatures given under it, or before it, fall."""
        return self._turn_lock(scope, target, reason, person, now, is_locked=False)

    def lock_on(self, record: Record) -> Lock | None:
        """The lock that forbids writing a record; None where it may be written."""
        return lock_on(self.records(), record)

    def _about(self, kind: str, record_id: str) -> Record:
        held = self.record(kind, record_id) if kind in RECORD_KINDS else None
        if held is None:
            raise RecordRefused("unknown_record", kind=kind, record_id=record_id, field="record_id")
        return held

    def _query(self, query_id: str) -> Query:
        held = self.record(Query.kind, query_id)
        if not isinstance(held, Query):
            raise RecordRefused("query_unknown", kind=Query.kind, record_id=query_id)
        return held

    def _say(self, query_id: str, state: QueryState, text: str, person: Person, now: datetime) -> Changes:
        said = with_message(self._query(query_id), _message(state, text, person, now))
        return self.correct(said, reason=text, person=person, now=now)

    def _turn_lock(
        self, scope: LockScope, target: str, reason: str, person: Person, now: datetime, *, is_locked: bool
    ) -> Changes:
        locks = (one for one in self.records()[Lock.kind] if isinstance(one, Lock))
        held = next((one for one in locks if (one.scope, one.target) == (scope, target)), None)
        if held is not None and held.is_locked == is_locked:
            code = "locked_already" if is_locked else "not_locked"
            raise RecordRefused(code, kind=Lock.kind, record_id=held.record_id, scope=scope.value, target=target)
        before = held.unlocked_position if held else 0
        lock = Lock(
            record_id=held.record_id if held else self.new_id(),
            scope=scope,
            target=target,
            is_locked=is_locked,
            reason=reason.strip(),
            changed_by=person.name,
            changed_role=person.role,
            changed_at=now,
            unlocked_position=before if is_locked else self.position,
        )
        if held is None:
            return self.save(lock, person=person, now=now, reason=reason)
        return self.correct(lock, person=person, now=now, reason=reason)


def _message(state: QueryState, text: str, person: Person, now: datetime) -> QueryMessage:
    return QueryMessage(at=now, user=person.user_id, name=person.name, role=person.role, text=text.strip(), state=state)
