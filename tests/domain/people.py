"""Small values for the tests of what people do to the records."""

import dataclasses
import typing
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from domain.partial_date import PartialDate
from domain.records import Enrolment, Record, Subject
from domain.terms import Sex

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
_PLAIN: dict[Any, Any] = {
    str: "x",
    int: 1,
    bool: False,
    Decimal: Decimal(1),
    date: date(2026, 3, 2),
    datetime: NOW,
    PartialDate: PartialDate.parse("2026-03-02"),
}


def plain_record(kind: type[Record], **items: object) -> Record:
    """A record of any kind: what has no default gets a plain value of its type."""
    hints = typing.get_type_hints(kind)
    values = {
        field.name: _value(hints[field.name])
        for field in dataclasses.fields(kind)
        if field.default is dataclasses.MISSING
    }
    return kind(**(values | items))


def replaced(record: Record, **items: object) -> Any:
    """The record with some fields changed."""
    return dataclasses.replace(record, **items)  # type: ignore[arg-type]


def by_kind(*records: Record) -> dict[str, tuple[Record, ...]]:
    """Records by kind, in the order given."""
    found: dict[str, tuple[Record, ...]] = {}
    for record in records:
        found[record.kind] = (*found.get(record.kind, ()), record)
    return found


def subject(number: int = 1, **items: Any) -> Subject:
    """Subject S-001 and so on."""
    given: dict[str, Any] = {
        "record_id": f"subject-{number}",
        "subject_id": f"S-{number:03}",
        "consent_date": date(2026, 2, 1),
        "sex": Sex.FEMALE,
        "birth_year": 1961,
        "tumour_type": "gastric",
    }
    return Subject(**(given | items))


def enrolment(number: int = 1, dose_level: int = 2) -> Enrolment:
    """Where that subject is enrolled."""
    return Enrolment(
        record_id=f"enrolment-{number}",
        subject_id=f"S-{number:03}",
        part_id="mono",
        dose_level=dose_level,
        enrolled_at=NOW,
    )


def _value(hint: Any) -> Any:
    if hint in _PLAIN:
        return _PLAIN[hint]
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        return ()
    if type(None) in arguments:
        return None
    if issubclass(hint, Enum):
        return next(iter(hint))
    raise TypeError(hint)
