"""Events and how they are chained.

Each event's ``hash`` is SHA-256 over the canonical JSON of all its other columns, among them the previous event's hash
and the hash of its payload. The payload's hash covers a random salt before the content, so that the content can't be
guessed from the hash, and the content can be redacted one day while the chain still holds. The first event chains from
a value made of the study file's own random id: a stream can't be moved into another file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from storage.canonical import canonical_json, sha256_of

FORMAT = "titrant-study"


class Operation(StrEnum):
    """What an event did."""

    CREATE = "create"
    CORRECT = "correct"
    SYSTEM = "system"


@dataclass(frozen=True)
class Head:
    """The end of a chain: number of the last event and its hash (64 hexadecimal digits)."""

    position: int
    hash: str


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event of the stream, as its columns say.

    Attributes:
        sequence: 1-based, without gaps.
        installation: the installation of Titrant that wrote it.
        kind: record kind; "system" for an event that is about no record.
        record_id: the record, or the code of a system event.
        recorded_at: when it was written, UTC.
        zone: the site's time zone, IANA name.
        utc_offset: the zone's offset at that moment, as "+08:00".
        clock_went_back: the clock showed an earlier time than at the previous event.
        protocol_version: the version in force at the site.
        payload_version: version of the file format in which the payload is written.
        reason: why; it lies in the payload, so that it can be redacted.
        user_id: of the person's account; "" while the study has no accounts.
        payload_hash: SHA-256 of salt and content, as they were written.
    """

    sequence: int
    installation: str
    site_id: str
    kind: str
    record_id: str
    operation: Operation
    user_id: str
    person: str
    role: str
    recorded_at: datetime
    zone: str
    utc_offset: str
    clock_went_back: bool
    protocol_version: str
    payload_version: int
    payload_hash: str
    previous_hash: str
    hash: str
    reason: str = ""


# Columns of the event table, in the order of the table.
COLUMNS = tuple(name for name in Event.__dataclass_fields__ if name != "reason")


def event_of(row: Mapping[str, Any], reason: str = "") -> Event:
    """The event that a row of the table holds, with the reason that its payload gives.

    Raises:
        ValueError: the row is not one that Titrant wrote.
    """
    values = {name: row[name] for name in COLUMNS}
    values["operation"] = Operation(values["operation"])
    values["recorded_at"] = datetime.fromisoformat(values["recorded_at"])
    values["clock_went_back"] = bool(values["clock_went_back"])
    return Event(**values, reason=reason)


def genesis_hash(file_id: str) -> str:
    """What the first event of the file with that id chains from."""
    return sha256_of(canonical_json({"file_id": file_id, "format": FORMAT}))


def hash_of_event(row: Mapping[str, Any]) -> str:
    """Hash of an event's columns, all but ``hash`` itself."""
    return sha256_of(canonical_json({name: row[name] for name in COLUMNS if name != "hash"}))


def hash_of_payload(salt: str, content: str) -> str:
    """Hash of a payload: salt (32 hexadecimal digits) and content (canonical JSON), one after the other."""
    return sha256_of(salt + content)
