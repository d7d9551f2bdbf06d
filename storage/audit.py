"""The event stream: appending to it and reading it. Nothing here changes or removes an event."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from domain.records import RECORD_KINDS
from storage.canonical import Payload, canonical_json
from storage.mapping import mapping_named
from storage.migrations import SCHEMA_VERSION
from storage.person import Person
from storage.stream import (
    COLUMNS,
    Event,
    Head,
    Operation,
    event_of,
    genesis_hash,
    hash_of_event,
    hash_of_payload,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

_INSERT = f"INSERT INTO event ({', '.join(COLUMNS)}) VALUES ({', '.join('?' for _ in COLUMNS)})"


@dataclass(frozen=True)
class Circumstances:
    """What is the same for all events of one act: who, when, why, where, under which protocol version."""

    person: Person
    now: datetime
    reason: str
    through_query: str
    installation: str
    site_id: str
    zone: str
    protocol_version: str


@dataclass(frozen=True)
class FieldChange:
    """One field before and after; ``before`` is None for a new record. Values are those of the record's field."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class AuditEntry:
    """An event and what it changed, in the order of the record's fields.

    Attributes:
        is_readable: False where the payload was damaged or edited, so that the changes are not known.
        through_query: id of the query through which the change was made, or "".
    """

    event: Event
    changes: tuple[FieldChange, ...]
    is_readable: bool = True
    through_query: str = ""


@dataclass(frozen=True, kw_only=True)
class EventFilter:
    """Which events to list; an empty value doesn't filter.

    Attributes:
        record_ids: events of these records; None for all.
        since: events after this position.
        until: events up to this position.
        recorded_from: events recorded at this moment or later; aware.
        recorded_before: events recorded before this moment; aware.
    """

    kind: str = ""
    record_ids: frozenset[str] | None = None
    person: str = ""
    user_id: str = ""
    operation: Operation | None = None
    since: int = 0
    until: int | None = None
    recorded_from: datetime | None = None
    recorded_before: datetime | None = None


def head_of(db: "Database") -> Head:
    """The last event's number and hash; position 0 and the genesis hash for an empty stream."""
    row = db.execute("SELECT sequence, hash FROM event ORDER BY sequence DESC LIMIT 1").fetchone()
    if row is None:
        return Head(0, genesis_hash(file_id_of(db)))
    return Head(*row)


def file_id_of(db: "Database") -> str:
    """The study file's own random id."""
    return str(db.execute("SELECT file_id FROM study_file").fetchone()[0])


def append(
    db: "Database",
    circumstances: Circumstances,
    operation: Operation,
    kind: str,
    record_id: str,
    payload: Payload,
    *,
    salt: str,
) -> Head:
    """Write one event at the end of the stream; the caller holds the transaction.

    Args:
        db: the open study file.
        circumstances: who, when, why and where.
        operation: what was done.
        kind: record kind, or "system".
        record_id: the record, or the code of a system event.
        payload: {"after": fields} and, for a correction, {"before": fields}: the changed ones. Reason and query are
            added from the circumstances.
        salt: 32 random hexadecimal digits.

    Returns:
        The new head.
    """
    previous = head_of(db)
    content = canonical_json(_with_why(payload, circumstances))
    now = circumstances.now.astimezone(UTC)
    row: dict[str, Any] = {
        "sequence": previous.position + 1,
        "installation": circumstances.installation,
        "site_id": circumstances.site_id,
        "kind": kind,
        "record_id": record_id,
        "operation": operation.value,
        "user_id": circumstances.person.user_id,
        "person": circumstances.person.name,
        "role": circumstances.person.role,
        "recorded_at": now.isoformat(),
        "zone": circumstances.zone,
        "utc_offset": now.astimezone(ZoneInfo(circumstances.zone)).isoformat()[-6:],
        "clock_went_back": int(_clock_went_back(db, previous.position, now)),
        "protocol_version": circumstances.protocol_version,
        "payload_version": SCHEMA_VERSION,
        "payload_hash": hash_of_payload(salt, content),
        "previous_hash": previous.hash,
    }
    row["hash"] = hash_of_event(row)
    db.execute(_INSERT, [row[name] for name in COLUMNS])
    db.execute("INSERT INTO payload (sequence, salt, content) VALUES (?, ?, ?)", [row["sequence"], salt, content])
    return Head(row["sequence"], row["hash"])


def entries_of(
    db: "Database", wanted: EventFilter, *, limit: int = -1, offset: int = 0, newest_first: bool = False
) -> tuple[AuditEntry, ...]:
    """The events that pass the filter, with what each changed."""
    where, arguments = _where(wanted)
    order = "DESC" if newest_first else "ASC"
    # The page is found first, so that the payloads of skipped rows are never read.
    rows = db.query(
        "SELECT event.*, payload.content FROM event LEFT JOIN payload USING (sequence) WHERE sequence IN "
        f"(SELECT sequence FROM event {where} ORDER BY sequence {order} LIMIT ? OFFSET ?) ORDER BY sequence {order}",
        [*arguments, limit, offset],
    )
    return tuple(_entry_of(row) for row in rows)


def count_of(db: "Database", wanted: EventFilter) -> int:
    """How many events pass the filter."""
    where, arguments = _where(wanted)
    return int(db.execute(f"SELECT count(*) FROM event {where}", arguments).fetchone()[0])


def raw_events_of(db: "Database") -> tuple[dict[str, str | int | None], ...]:
    """Every event as it lies in the file, first to last, with salt and content; None where a payload is missing."""
    rows = db.query("SELECT event.*, salt, content FROM event LEFT JOIN payload USING (sequence) ORDER BY sequence")
    return tuple(dict(row) for row in rows)


def people_of(db: "Database") -> tuple[str, ...]:
    """Names of everybody who wrote an event, in order of the alphabet."""
    return tuple(row[0] for row in db.execute("SELECT DISTINCT person FROM event ORDER BY person").fetchall())


def _with_why(payload: Payload, circumstances: Circumstances) -> Payload:
    """The payload with what a person typed about it, which so can be redacted like any other text."""
    whole = dict(payload)
    if circumstances.reason:
        whole["reason"] = circumstances.reason
    if circumstances.through_query:
        whole["through_query"] = circumstances.through_query
    return whole


def _entry_of(row: dict[str, Any]) -> AuditEntry:
    content = row["content"] or ""
    try:
        payload = json.loads(content)
        reason, query = str(payload.get("reason", "")), str(payload.get("through_query", ""))
        changes = changes_of(row["kind"], content)
    except (ValueError, KeyError, ArithmeticError, AttributeError, TypeError):
        return AuditEntry(event_of(row), (), is_readable=False)
    return AuditEntry(event_of(row, reason), changes, through_query=query)


def changes_of(kind: str, content: str) -> tuple[FieldChange, ...]:
    """What the payload of an event says was changed; a system event's fields are JSON values."""
    payload = json.loads(content)
    before, after = payload.get("before", {}), payload.get("after", {})
    if kind not in RECORD_KINDS:
        return tuple(FieldChange(name, before.get(name), after[name]) for name in sorted(after))
    mapping = mapping_named(kind)
    return tuple(
        FieldChange(name, mapping.decode(name, before.get(name)), mapping.decode(name, after[name]))
        for name in mapping.by_name
        if name in after
    )


def _clock_went_back(db: "Database", position: int, now: datetime) -> bool:
    row = db.execute("SELECT recorded_at FROM event WHERE sequence = ?", [position]).fetchone()
    return row is not None and now < datetime.fromisoformat(row[0])


def _where(wanted: EventFilter) -> tuple[str, list[Any]]:
    conditions: list[tuple[str, list[Any]]] = [("sequence > ?", [wanted.since])]
    if wanted.kind:
        conditions.append(("kind = ?", [wanted.kind]))
    if wanted.record_ids is not None:
        identifiers = json.dumps(sorted(wanted.record_ids))
        conditions.append(("record_id IN (SELECT value FROM json_each(?))", [identifiers]))
    if wanted.person:
        conditions.append(("person = ?", [wanted.person]))
    if wanted.user_id:
        conditions.append(("user_id = ?", [wanted.user_id]))
    if wanted.operation is not None:
        conditions.append(("operation = ?", [wanted.operation.value]))
    if wanted.until is not None:
        conditions.append(("sequence <= ?", [wanted.until]))
    # Every moment is stored in UTC and in one form, so that the order of the texts is that of the moments.
    if wanted.recorded_from is not None:
        conditions.append(("recorded_at >= ?", [wanted.recorded_from.astimezone(UTC).isoformat()]))
    if wanted.recorded_before is not None:
        conditions.append(("recorded_at < ?", [wanted.recorded_before.astimezone(UTC).isoformat()]))
    clause = "WHERE " + " AND ".join(condition for condition, _ in conditions)
    return clause, [argument for _, arguments in conditions for argument in arguments]
