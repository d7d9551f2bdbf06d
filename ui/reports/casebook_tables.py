"""The tables of a subject's casebook: records of a kind, their corrections, queries (REP-2)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from domain.partial_date import PartialDate
from domain.records import Query, Record, items_of
from domain.summaries.table import Cell, Column, Format, Table, cells
from storage.audit import AuditEntry
from storage.stream import Operation
from ui.reports.field_values import FieldValues, label_of
from ui.reports.words import tr
from ui.text import Words
from ui.words.sign_in import say_person

_NUMBER = Column("number", "No.", Format.NUMBER, 0.3)
_IDENTITY = frozenset({"record_id", "subject_id"})


class Numbered(Protocol):
    """A record's number within its kind."""

    def __call__(self, record_id: str, /) -> int:
        """From 1 in the order of the casebook."""
        ...


def fields_of(record: type[Record]) -> tuple[str, ...]:
    """The fields that a casebook shows: all but the record's own id and its subject's."""
    return tuple(name for name in items_of(record) if name not in _IDENTITY)


def tabulate_records(records: Sequence[Record], values: FieldValues) -> Table:
    """Records of one kind, a row each; columns that none fills are named in the note."""
    kind = type(records[0])
    said = [{name: values.say(name, getattr(one, name)) for name in fields_of(kind)} for one in records]
    filled = [name for name in fields_of(kind) if any(row[name] for row in said)]
    empty = [label_of(kind.kind, name) for name in fields_of(kind) if name not in filled]
    columns = (_NUMBER, *(Column(name, label_of(kind.kind, name), _format_of(records, name)) for name in filled))
    rows = tuple((Cell(number), *(Cell(row[name] or None) for name in filled)) for number, row in enumerate(said, 1))
    note = tr("Empty in all: {fields}.").format(fields=", ".join(empty)) if empty else None
    return Table(kind.kind, kind.title, columns, rows, note=note, row_ids=tuple(one.record_id for one in records))


def _format_of(records: Sequence[Record], field: str) -> Format:
    """Dates and numbers stand at the right and don't wrap."""
    held = [value for one in records if (value := getattr(one, field)) is not None]
    if all(isinstance(value, date | PartialDate) for value in held):
        return Format.MOMENT
    is_number = all(isinstance(value, int | Decimal) and not isinstance(value, bool) for value in held)
    return Format.NUMBER if is_number else Format.TEXT


def list_facts(record: Record, values: FieldValues) -> tuple[tuple[str, str], ...]:
    """Label and value of each field of one record."""
    return tuple(
        (label_of(record.kind, name), values.say(name, getattr(record, name))) for name in fields_of(type(record))
    )


def tabulate_corrections(
    kind: str, entries: Iterable[AuditEntry], number_of: Numbered, values: FieldValues, words: Words
) -> Table:
    """Each later change of a record's field: old, new, who, when, why; first values are no corrections."""
    columns = (
        _NUMBER,
        Column("field", "Field", weight=1.2),
        Column("before", "Before", weight=1.4),
        Column("after", "After", weight=1.4),
        Column("by", "By", weight=1.2),
        Column("at", "When", weight=1.1),
        Column("reason", "Reason", weight=1.6),
    )
    rows = []
    for entry in entries:
        if entry.event.operation is not Operation.CORRECT:
            continue
        event = entry.event
        common = (say_person(event.person, event.role), words.moment_with_offset(event.recorded_at), event.reason)
        number = number_of(event.record_id)
        if not entry.is_readable:
            rows.append(cells((number, tr("not readable: the event is damaged"), None, None, *common)))
        for change in entry.changes:
            old, new = values.say(change.field, change.before), values.say(change.field, change.after)
            rows.append(cells((number, label_of(kind, change.field), old or None, new or None, *common)))
    return Table("corrections", "Corrections", columns, tuple(rows))


def say_entries(entries: Iterable[AuditEntry], words: Words) -> str:
    """Who entered the records of a kind, and when: one phrase a person."""
    spans: dict[str, list[datetime]] = {}
    for entry in entries:
        if entry.event.operation is Operation.CREATE:
            spans.setdefault(say_person(entry.event.person, entry.event.role), []).append(entry.event.recorded_at)
    said = []
    for who, moments in spans.items():
        first, last = words.moment_with_offset(min(moments)), words.moment_with_offset(max(moments))
        text = tr("{who}, {first}") if first == last else tr("{who}, {first} to {last}")
        said.append(text.format(who=who, first=first, last=last))
    return tr("Entered by {people}.").format(people="; ".join(said)) if said else ""


def tabulate_queries(queries: Iterable[Query], values: FieldValues, words: Words) -> Table:
    """Every message of every query, in order; what the query is on stands with its first message."""
    columns = (
        Column("about", "On", weight=1.4),
        Column("field", "Field"),
        Column("state", "State", weight=0.7),
        Column("by", "By", weight=1.2),
        Column("at", "When", weight=1.1),
        Column("text", "Text", weight=2.2),
    )
    rows = []
    for query in queries:
        field = label_of(query.about_kind, query.field) if query.field else None
        about = (values.say("about_id", query.about_id), field)
        for place, message in enumerate(query.messages):
            who = say_person(message.name, message.role)
            first = about if place == 0 else (None, None)
            said = (*first, message.state, who, words.moment_with_offset(message.at), message.text)
            rows.append(tuple(Cell(value, indent=1 if place and at == 0 else 0) for at, value in enumerate(said)))
    return Table("queries", "Queries", columns, tuple(rows))
