"""The tables that today's record kinds call for.

Migrations make the tables; this says what they must have made. A test compares the two, so a new field without its
migration doesn't pass.
"""

from collections.abc import Iterable
from dataclasses import MISSING

from domain.records import Record
from storage.mapping import FieldMapping, RecordMapping, mapping_of


def schema_of(kinds: Iterable[type[Record]]) -> dict[str, str]:
    """SQL of the tables and indexes of the record kinds, by name; subject first, since others refer to it."""
    statements: dict[str, str] = {}
    for kind in sorted(kinds, key=lambda each: each.kind != "subject"):
        mapping = mapping_of(kind)
        statements[mapping.name] = _table(mapping)
        statements |= _indexes(mapping)
    return statements


def columns_of(mapping: RecordMapping) -> dict[str, str]:
    """Column definitions of a table by column name, ``last_event`` second so that new fields can be appended."""
    columns = {field.name: _column(field) for field in mapping.fields}
    return {
        "record_id": columns.pop("record_id"),
        "last_event": "INTEGER NOT NULL REFERENCES event(sequence)",
        **columns,
    }


def _table(mapping: RecordMapping) -> str:
    lines = ",\n".join(f'    "{name}" {definition}' for name, definition in columns_of(mapping).items())
    return f'CREATE TABLE "{mapping.name}" (\n{lines}\n) STRICT'


def _column(field: FieldMapping) -> str:
    codec = field.codec
    parts = [codec.column]
    if field.name == "record_id":
        return "TEXT NOT NULL PRIMARY KEY"
    if not codec.is_optional and not field.empty_is_null:
        parts.append("NOT NULL")
    if field.default is not MISSING and field.default is not None and not field.empty_is_null:
        parts.append(f"DEFAULT {_literal(field.to_column(field.default))}")
    if codec.terms:
        parts.append(f'CHECK ("{field.name}" IN ({_lines_of([_literal(term) for term in codec.terms])}))')
    elif codec.is_json:
        parts.append(f'CHECK (json_valid("{field.name}"))')
    if field.is_reference:
        parts.append("REFERENCES subject(subject_id)")
    return " ".join(parts)


def _indexes(mapping: RecordMapping) -> dict[str, str]:
    indexes = {}
    unique_by = mapping.kind.unique_by or ()
    if unique_by:
        name = f"{mapping.name}_{'_'.join(unique_by)}"
        columns = ", ".join(f'"{field}"' for field in unique_by)
        indexes[name] = f'CREATE UNIQUE INDEX "{name}" ON "{mapping.name}" ({columns})'
    if "subject_id" in mapping.by_name and unique_by[:1] != ("subject_id",):
        name = f"{mapping.name}_subject_id"
        indexes[name] = f'CREATE INDEX "{name}" ON "{mapping.name}" ("subject_id")'
    return indexes


def _lines_of(terms: list[str]) -> str:
    lines = [""]
    for term in terms:
        if len(lines[-1]) + len(term) > 64:
            lines.append("")
        lines[-1] += term + ", "
    first, *others = [line.rstrip() for line in lines]
    whole = first if not others else "\n        ".join(["", first, *others])
    return whole.removesuffix(",")


def _literal(value: str | int | None) -> str:
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
