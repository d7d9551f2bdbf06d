"""The tables: how a record is written to its row and read back, and the copy of all records kept in memory."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from domain.records import RECORD_KINDS, Record
from storage.canonical import Payload
from storage.errors import Damaged
from storage.mapping import RecordMapping, Row, mapping_named, mapping_of

if TYPE_CHECKING:
    from sqlite_utils import Database


def read_row(db: "Database", mapping: RecordMapping, record_id: str) -> tuple[Payload, int] | None:
    """Payload of the record as its table has it and the event that wrote it last; None if it is not there."""
    cursor = db.execute(f'SELECT * FROM "{mapping.name}" WHERE record_id = ?', [record_id])
    values = cursor.fetchone()
    if values is None:
        return None
    row: Row = dict(zip((column[0] for column in cursor.description), values, strict=True))
    return mapping.payload_of_row(row), int(row["last_event"] or 0)


def write_row(db: "Database", mapping: RecordMapping, payload: Payload, last_event: int, *, is_new: bool) -> None:
    """Write a whole payload to the table; the caller holds the transaction."""
    row = mapping.row_of(payload) | {"last_event": last_event}
    if is_new:
        columns = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _ in row)
        db.execute(f'INSERT INTO "{mapping.name}" ({columns}) VALUES ({marks})', list(row.values()))
    else:
        settings = ", ".join(f'"{name}" = ?' for name in row)
        db.execute(f'UPDATE "{mapping.name}" SET {settings} WHERE record_id = ?', [*row.values(), payload["record_id"]])


class HeldRecords:
    """All records of a study file in memory, in order of creation; kept up by each verb, never a second truth."""

    def __init__(self, db: "Database", path: Path) -> None:
        """Read every table.

        Raises:
            Damaged: a row holds what no record can have.
        """
        self._held: dict[str, dict[str, Record]] = {}
        self._last_events: dict[str, int] = {}
        self._tuples: dict[str, tuple[Record, ...]] = {}
        for kind in RECORD_KINDS:
            self._held[kind] = self._read(db, mapping_named(kind), path)

    def records(self) -> dict[str, tuple[Record, ...]]:
        """Kind -> records. The tuples are shared, the dictionary is the caller's."""
        for kind, held in self._held.items():
            if kind not in self._tuples:
                self._tuples[kind] = tuple(held.values())
        return dict(self._tuples)

    def get(self, kind: str, record_id: str) -> Record | None:
        """The record, or None."""
        return self._held[kind].get(record_id)

    def last_event(self, record_id: str) -> int | None:
        """Number of the event that wrote the record last; None if there is no such record."""
        return self._last_events.get(record_id)

    def of_subject(self, subject_id: str) -> frozenset[str]:
        """Ids of the subject's records, of every kind."""
        return frozenset(
            record_id
            for held in self._held.values()
            for record_id, record in held.items()
            if getattr(record, "subject_id", None) == subject_id
        )

    def subjects_of(self, record_ids: frozenset[str]) -> frozenset[str]:
        """Screening numbers that these records name."""
        return subjects_in(record for held in self._held.values() for key, record in held.items() if key in record_ids)

    def put(self, written: Iterable[tuple[Record, int]]) -> None:
        """Take over what was committed: records with the event that wrote each."""
        for record, last_event in written:
            self._held[record.kind][record.record_id] = record
            self._last_events[record.record_id] = last_event
            self._tuples.pop(record.kind, None)

    def _read(self, db: "Database", mapping: RecordMapping, path: Path) -> dict[str, Record]:
        names = [field.name for field in mapping.fields]
        columns = ", ".join(f'"{name}"' for name in names)
        held = {}
        for *values, last_event in db.execute(f'SELECT {columns}, last_event FROM "{mapping.name}" ORDER BY rowid'):
            row: Row = dict(zip(names, values, strict=True))
            try:
                record = mapping.record_of_row(row)
            except (KeyError, ValueError, ArithmeticError, TypeError) as error:
                raise Damaged(path=path, detail=f"{mapping.name} {row['record_id']} can't be read") from error
            held[record.record_id] = record
            self._last_events[record.record_id] = last_event
        return held


def subjects_in(records: Iterable[Record]) -> frozenset[str]:
    """Screening numbers that the records name."""
    named = (
        getattr(record, "subject_id", "") for record in records if "subject_id" in mapping_of(type(record)).by_name
    )
    return frozenset(subject for subject in named if subject)
