"""Records rebuilt from the event stream alone, up to any position."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from domain.records import RECORD_KINDS, Record
from storage.canonical import Payload
from storage.errors import Damaged
from storage.mapping import mapping_named
from storage.stream import Operation

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database


@dataclass
class Rebuilt:
    """What the stream says of each record.

    Attributes:
        payloads: kind -> record id -> all fields, in order of creation.
        last_events: (kind, record id) -> number of the event that wrote it last.
        unreadable: numbers of events whose payload can't be read or doesn't fit the events before.
    """

    payloads: dict[str, dict[str, Payload]] = field(default_factory=lambda: {kind: {} for kind in RECORD_KINDS})
    last_events: dict[tuple[str, str], int] = field(default_factory=dict)
    unreadable: list[int] = field(default_factory=list)

    def take(self, sequence: int, kind: str, record_id: str, operation: str, content: str | None) -> None:
        """Play one more event; ``content`` is that of its payload, None where it is missing."""
        if operation == Operation.SYSTEM:
            return
        try:
            _play_one(self, kind, record_id, operation, json.loads(content or ""))
        except (KeyError, ValueError, TypeError):
            self.unreadable.append(sequence)
        else:
            self.last_events[kind, record_id] = sequence


def rebuild(db: "Database", position: int | None = None) -> Rebuilt:
    """Play the stream up to ``position`` (inclusive; None for all of it)."""
    rows = db.execute(
        "SELECT sequence, kind, record_id, operation, content FROM event LEFT JOIN payload USING (sequence) "
        "WHERE ? IS NULL OR sequence <= ? ORDER BY sequence",
        [position, position],
    )
    return play(rows)


def play(rows: Iterable[tuple[int, str, str, str, str | None]]) -> Rebuilt:
    """Play events given as (sequence, kind, record id, operation, content of the payload)."""
    rebuilt = Rebuilt()
    for row in rows:
        rebuilt.take(*row)
    return rebuilt


def records_at(db: "Database", position: int, path: "Path") -> dict[str, tuple[Record, ...]]:
    """The records as entered up to a stream position, by kind, in order of creation.

    Raises:
        Damaged: an event up to there can't be read.
    """
    rebuilt = rebuild(db, position)
    if rebuilt.unreadable:
        raise Damaged(path=path, detail=f"event {rebuilt.unreadable[0]} can't be read")
    return {
        kind: tuple(map(mapping_named(kind).record_of, payloads.values()))
        for kind, payloads in rebuilt.payloads.items()
    }


def _play_one(rebuilt: Rebuilt, kind: str, record_id: str, operation: str, content: dict[str, Any]) -> None:
    held = rebuilt.payloads[kind]
    if operation == Operation.CREATE:
        if record_id in held:
            raise ValueError("made twice")
        held[record_id] = mapping_named(kind).complete(content["after"])
    else:
        before = {name: held[record_id][name] for name in content["after"]}
        if before != content["before"]:
            raise ValueError("corrects what was not there")
        held[record_id] = held[record_id] | content["after"]
