"""What a signature or a verification is bound to: the content of a record as one text, and its hash.

A field that holds its default is left out, so that a field that a later version adds doesn't break what was signed
before. Kind and record id are part of the content: a signature put on another record doesn't fit it.
"""

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum

from domain.canonical import canonical
from domain.partial_date import PartialDate
from domain.records import Record

Records = Mapping[str, Sequence[Record]]

# All that was entered of a subject, as one; the id is that of the subject's own record.
CASEBOOK = "casebook"
# Said of records rather than entered of a subject.
SAID_OF_RECORDS = frozenset({"account", "signature", "query", "source_verification", "lock", "redaction"})
# Stands where personal data were taken out.
REDACTED = "[redacted]"


def content_of(record: Record) -> dict[str, object]:
    """Kind and fields of a record as JSON values, without the fields that hold their default."""
    return {"kind": record.kind, **_fields_of(record)}


def content_hash(records: Iterable[Record]) -> str:
    """SHA-256 over the canonical JSON of the contents, by kind and record id."""
    contents = [content_of(one) for one in sorted(records, key=lambda one: (one.kind, one.record_id))]
    return hashlib.sha256(canonical(contents).encode()).hexdigest()


def field_hash(record: Record, field: str) -> str:
    """SHA-256 over one field of a record; of the whole record where ``field`` is empty.

    Raises:
        KeyError: the record has no such field.
    """
    if not field:
        return content_hash([record])
    if field not in {each.name for each in dataclasses.fields(record)}:
        raise KeyError(field)
    named = {
        "kind": record.kind,
        "record_id": record.record_id,
        "field": field,
        "value": _plain(getattr(record, field)),
    }
    return hashlib.sha256(canonical(named).encode()).hexdigest()


def find_record(records: Records, kind: str, record_id: str) -> Record | None:
    """The record of that kind and id, or None."""
    return next((one for one in records.get(kind, ()) if one.record_id == record_id), None)


def covered(records: Records, kind: str, record_id: str) -> tuple[Record, ...]:
    """The records that a signature on (kind, id) covers: one, or all of the subject's; none where there are none."""
    if kind != CASEBOOK:
        one = find_record(records, kind, record_id)
        return (one,) if one else ()
    subject = find_record(records, "subject", record_id)
    if subject is None:
        return ()
    subject_id = subject_of(subject)
    return tuple(
        one
        for name, listed in records.items()
        if name not in SAID_OF_RECORDS
        for one in listed
        if subject_of(one) == subject_id
    )


def subject_of(record: Record) -> str:
    """The screening number that the record names, or ""."""
    return str(getattr(record, "subject_id", "") or "")


def differing_fields(before: Record, after: Record) -> tuple[str, ...]:
    """Names of the fields in which two states of a record differ, in the order of the record."""
    names = (each.name for each in dataclasses.fields(before))
    return tuple(name for name in names if _plain(getattr(before, name)) != _plain(getattr(after, name)))


def _fields_of(value: object) -> dict[str, object]:
    kept = {}
    for field in dataclasses.fields(value):  # type: ignore[arg-type]
        held = getattr(value, field.name)
        if field.default is MISSING or held != field.default:
            kept[field.name] = _plain(held)
    return kept


def _plain(value: object) -> object:
    match value:
        case PartialDate():
            return str(value)
        case Enum():
            return value.value
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(part) for part in value]
        case None | bool() | int() | str():
            return value
    return _fields_of(value)
