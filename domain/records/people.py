"""What people do to the records beside entering them: accounts, signatures, queries, verification, locks, redaction."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from domain.records.item import Record, item
from domain.terms import LockScope, QueryState, RedactionState, Role, SignatureMeaning


@dataclass(frozen=True, kw_only=True)
class Account(Record):
    """Who may work on the study, as what, and from when to when. Deactivated, never deleted; the user id stays."""

    kind: ClassVar[str] = "account"
    title: ClassVar[str] = "Account"
    unique_by: ClassVar[tuple[str, ...] | None] = ("user_id",)

    user_id: str = item("User id", hint="never given to another person", is_key=True)
    full_name: str = item("Name", hint="as printed beside a signature")
    role: Role = item("Role")
    active_from: date = item("Delegated from")
    active_to: date | None = item("Delegated until", hint="the last day; empty: no end", default=None)
    is_active: bool = item("Active", default=True)


@dataclass(frozen=True, kw_only=True)
class Signature(Record):
    """An electronic signature on one record as it was, or on all records of a subject (a casebook).

    ``position`` and ``head`` are those of the event just before the signature's own: it stands for what was there then.
    """

    kind: ClassVar[str] = "signature"
    title: ClassVar[str] = "Signature"

    subject_id: str = item("Subject", cdisc="SUBJID", default="")
    about_kind: str = item("About", hint='kind of the record, or "casebook"', is_key=True)
    about_id: str = item("About record", is_key=True)
    meaning: SignatureMeaning = item("Meaning")
    content_hash: str = item("Hash of what was signed")
    position: int = item("Stream position")
    head: str = item("Chain head")
    signed_user: str = item("User id")
    signed_by: str = item("Signed by")
    signed_role: Role = item("Role")
    signed_at: datetime = item("Signed")


@dataclass(frozen=True)
class QueryMessage:
    """One thing said in a query, and the state that it brought the query to."""

    at: datetime
    user: str
    name: str
    role: str
    text: str
    state: QueryState


@dataclass(frozen=True, kw_only=True)
class Query(Record):
    """A question about a field or a form, with all that was said."""

    kind: ClassVar[str] = "query"
    title: ClassVar[str] = "Query"

    subject_id: str = item("Subject", cdisc="SUBJID", is_key=True, default="")
    about_kind: str = item("About", is_key=True)
    about_id: str = item("About record", is_key=True)
    field: str = item("Field", hint="empty: the form as a whole", default="")
    state: QueryState = item("State", default=QueryState.OPEN)
    messages: tuple[QueryMessage, ...] = item("Messages")


@dataclass(frozen=True, kw_only=True)
class SourceVerification(Record):
    """A field, or a whole form, compared with its source document; it holds while the content is the same (TRU-6)."""

    kind: ClassVar[str] = "source_verification"
    title: ClassVar[str] = "Source verification"

    subject_id: str = item("Subject", cdisc="SUBJID", is_key=True, default="")
    about_kind: str = item("About", is_key=True)
    about_id: str = item("About record", is_key=True)
    field: str = item("Field", hint="empty: the form as a whole", default="")
    content_hash: str = item("Hash of what was verified")
    verified_user: str = item("User id", default="")
    verified_by: str = item("Verified by")
    verified_at: datetime = item("Verified")
    is_withdrawn: bool = item("Withdrawn", hint="by the person, as a mistake", default=False)


@dataclass(frozen=True, kw_only=True)
class Lock(Record):
    """A form, subject, dose level or study that nobody changes for now; one record a target, locked and unlocked."""

    kind: ClassVar[str] = "lock"
    title: ClassVar[str] = "Lock"
    unique_by: ClassVar[tuple[str, ...] | None] = ("scope", "target")

    scope: LockScope = item("Scope", is_key=True)
    target: str = item("What", hint="record id, screening number, part/level, or empty for the study", is_key=True)
    is_locked: bool = item("Locked")
    reason: str = item("Reason")
    changed_by: str = item("By")
    changed_role: str = item("Role", default="")
    changed_at: datetime = item("At")
    unlocked_position: int = item("Unlocked at stream position", hint="0: never was", default=0)


@dataclass(frozen=True)
class RedactedEvent:
    """An event whose payload was redacted.

    Attributes:
        sequence: number of the event.
        fields: paths inside the record that hold the marker now.
        content_hash: SHA-256 of the new salt and content; the event's own ``payload_hash`` stays what it was.
    """

    sequence: int
    fields: tuple[str, ...]
    content_hash: str


@dataclass(frozen=True, kw_only=True)
class Redaction(Record):
    """Personal data typed by mistake, taken out by two people (TRU-5, statement 7)."""

    kind: ClassVar[str] = "redaction"
    title: ClassVar[str] = "Redaction"

    about_kind: str = item("About", is_key=True)
    about_id: str = item("About record", is_key=True)
    fields: tuple[str, ...] = item("Fields")
    events: tuple[int, ...] = item("Events", hint="those that wrote what is to go")
    reason: str = item("Reason", hint="without the data itself")
    state: RedactionState = item("State", default=RedactionState.REQUESTED)
    requested_user: str = item("User id", default="")
    requested_by: str = item("Requested by")
    requested_at: datetime = item("Requested")
    decided_user: str = item("User id of the second person", default="")
    decided_by: str = item("Decided by", default="")
    decided_at: datetime | None = item("Decided", default=None)
    results: tuple[RedactedEvent, ...] = item("Redacted events", default=())
