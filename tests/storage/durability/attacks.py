"""What somebody can do to a closed study with another program, protection off first and on again afterwards."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from domain.records import RECORD_KINDS
from storage.canonical import canonical_json
from storage.engine import open_connection
from storage.keys.data_key import DataKey
from storage.mapping import mapping_named
from storage.stream import hash_of_event, hash_of_payload

Row = dict[str, Any]


class OpenForAttack:
    """A study open in an SQLite tool; for an encrypted one the attacker has the key. Use as a context manager."""

    def __init__(self, path: Path, key: DataKey | None) -> None:
        self._db = open_connection(path, mode="rw", key=key)
        self._db.execute("PRAGMA foreign_keys=OFF")
        self._db.execute("PRAGMA ignore_check_constraints=ON")
        self._triggers = self._db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()

    def __enter__(self) -> "OpenForAttack":
        for name, _ in self._triggers:
            self._db.execute(f"DROP TRIGGER {name}")
        return self

    def __exit__(self, *_: object) -> None:
        for _, sql in self._triggers:
            self._db.execute(sql)
        self._db.close()

    def execute(self, statement: str, *values: object) -> None:
        """Any SQL."""
        self._db.execute(statement, list(values))

    def number_of(self, record_id: str, *, last: bool = False) -> int:
        """The event that made a record, or wrote it last."""
        function = "max" if last else "min"
        found = self._db.execute(f"SELECT {function}(sequence) FROM event WHERE record_id = ?", [record_id])
        return int(found.fetchone()[0])

    @property
    def end(self) -> int:
        """Number of the last event."""
        return int(self._db.execute("SELECT max(sequence) FROM event").fetchone()[0])

    def change_payload(self, sequence: int, change: Callable[[Row], None]) -> None:
        """Change what an event says was written, and the table with it; its hashes stay."""
        (text,) = self._db.execute("SELECT content FROM payload WHERE sequence = ?", [sequence]).fetchone()
        content = json.loads(text)
        change(content["after"])
        self.execute("UPDATE payload SET content = ? WHERE sequence = ?", canonical_json(content), sequence)
        ((kind, record_id),) = self._db.execute("SELECT kind, record_id FROM event WHERE sequence = ?", [sequence])
        mapping = mapping_named(kind)
        for name, value in content["after"].items():
            column = mapping.by_name[name].to_column(value)
            self.execute(f'UPDATE "{kind}" SET "{name}" = ? WHERE record_id = ?', column, record_id)

    def rehash(self, first: int, last: int) -> None:
        """Make the hashes of these events fit what they hold and the event before."""
        events = list(self._db.query("SELECT * FROM event ORDER BY sequence"))
        payloads = {row["sequence"]: row for row in self._db.query("SELECT * FROM payload")}
        for before, row in zip([None, *events], events, strict=False):
            if first <= row["sequence"] <= last:
                payload = payloads[row["sequence"]]
                row["payload_hash"] = hash_of_payload(payload["salt"], payload["content"])
                row["previous_hash"] = before["hash"] if before else row["previous_hash"]
                row["hash"] = hash_of_event(row)
                settings = ("payload_hash", "previous_hash", "hash")
                self.execute(
                    "UPDATE event SET payload_hash = ?, previous_hash = ?, hash = ? WHERE sequence = ?",
                    *(row[name] for name in settings),
                    row["sequence"],
                )

    def remove(self, sequence: int) -> None:
        """Take an event out, with its payload and the record that it made."""
        ((kind, record_id),) = self._db.execute("SELECT kind, record_id FROM event WHERE sequence = ?", [sequence])
        for table in ("event", "payload"):
            self.execute(f"DELETE FROM {table} WHERE sequence = ?", sequence)
        if kind in RECORD_KINDS:
            self.execute(f'DELETE FROM "{kind}" WHERE record_id = ?', record_id)

    def add_like_the_last(self) -> None:
        """Put in a subject as the last event did, under another id, with hashes that fit."""
        end = self.end
        (event,) = self._db.query("SELECT * FROM event WHERE sequence = ?", [end])
        (payload,) = self._db.query("SELECT * FROM payload WHERE sequence = ?", [end])
        (record,) = self._db.query("SELECT * FROM subject WHERE last_event = ?", [end])
        content = json.loads(payload["content"])
        new = {"record_id": "forged", "subject_id": "S-999"}
        content["after"] |= new
        event |= {"sequence": end + 1, "record_id": "forged", "previous_hash": event["hash"]}
        self._insert("event", event)
        self._insert("payload", payload | {"sequence": end + 1, "content": canonical_json(content)})
        self._insert("subject", record | new | {"last_event": end + 1})
        self.rehash(end + 1, end + 1)

    def _insert(self, table: str, row: Row) -> None:
        columns = ", ".join(f'"{name}"' for name in row)
        self.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' for _ in row)})", *row.values())

    def renumber(self, after: int) -> None:
        """Close the gap that a removed event left."""
        for sequence in range(after + 1, self.end + 1):
            self._move(sequence, sequence - 1)

    def exchange(self, one: int, other: int, *tables: str) -> None:
        """Exchange the numbers of two rows."""
        for table in tables:
            for old, new in ((one, -1), (other, one), (-1, other)):
                self.execute(f"UPDATE {table} SET sequence = ? WHERE sequence = ?", new, old)

    def _move(self, old: int, new: int) -> None:
        for table in ("event", "payload"):
            self.execute(f"UPDATE {table} SET sequence = ? WHERE sequence = ?", new, old)
        for kind in RECORD_KINDS:
            self.execute(f'UPDATE "{kind}" SET last_event = ? WHERE last_event = ?', new, old)
