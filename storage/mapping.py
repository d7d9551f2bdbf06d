"""A record and its two written forms: the payload of the event stream, and the row of the table.

Both follow from the dataclass alone (design rule 1): a new field needs one line there and its migration.
"""

# ruff: noqa: ANN401 - a value here has the type of whichever field it belongs to

import dataclasses
import functools
import typing
from collections.abc import Callable
from dataclasses import MISSING, dataclass
from typing import Any, TypeAlias

from domain.records import RECORD_KINDS, Record
from storage.canonical import Payload
from storage.codecs import Codec, UnfitError, codec_of, encode_optional
from storage.errors import RecordRefused

Row: TypeAlias = dict[str, str | int | None]


@dataclass(frozen=True)
class FieldMapping:
    """One field.

    Attributes:
        default: JSON value that stands for a field which an older event doesn't have; ``MISSING`` if there is none.
        is_reference: names a subject of this file.
        empty_is_null: an empty reference is stored as NULL, since a foreign key has no other word for "none".
    """

    name: str
    codec: Codec
    default: Any
    is_reference: bool
    empty_is_null: bool

    def to_column(self, json: Any) -> str | int | None:
        """Column value of a JSON value."""
        if json is None or (self.empty_is_null and json == ""):
            return None
        value: str | int = self.codec.to_column(json)
        return value

    @property
    def is_as_in_column(self) -> bool:
        """Whether the column holds the record's value itself."""
        return self.codec.is_as_in_column and not self.empty_is_null

    def from_column(self, value: str | int | None) -> Any:
        """JSON value of a column value."""
        return self.if_null if value is None else self.codec.from_column(value)

    @property
    def if_null(self) -> str | None:
        """What NULL stands for."""
        return "" if self.empty_is_null else None


@dataclass(frozen=True)
class RecordMapping:
    """One record kind: its fields in the order of the dataclass."""

    kind: type[Record]
    fields: tuple[FieldMapping, ...]

    @property
    def name(self) -> str:
        """Name of the kind and of its table."""
        return self.kind.kind

    @functools.cached_property
    def by_name(self) -> dict[str, FieldMapping]:
        """The fields by name."""
        return {field.name: field for field in self.fields}

    def payload_of(self, record: Record) -> Payload:
        """All fields as JSON values.

        Raises:
            RecordRefused: a value has the wrong type, is not a term of the codelist or can't be written.
        """
        payload: Payload = {}
        for field in self.fields:
            try:
                payload[field.name] = encode_optional(field.codec, getattr(record, field.name))
            except UnfitError as unfit:
                raise RecordRefused(
                    unfit.code, kind=self.name, record_id=str(record.record_id), field=field.name
                ) from None
        if not payload["record_id"]:
            raise RecordRefused("missing", kind=self.name, field="record_id")
        return payload

    def complete(self, payload: Payload) -> Payload:
        """The payload with the defaults of fields that its writer's version didn't have.

        Raises:
            KeyError: it has a field that is not known, or lacks one that has no default.
        """
        if unknown := payload.keys() - self.by_name.keys():
            raise KeyError(f"{self.name} has no {', '.join(sorted(unknown))}")
        whole = {field.name: payload.get(field.name, field.default) for field in self.fields}
        if missing := [name for name, value in whole.items() if value is MISSING]:
            raise KeyError(f"{self.name} needs {', '.join(missing)}")
        return whole

    def record_of(self, payload: Payload) -> Record:
        """The record that a payload describes.

        Raises:
            KeyError, ValueError, ArithmeticError: the payload is not one of this kind.
        """
        whole = self.complete(payload)
        decode = self.decode
        return self.kind(**{name: decode(name, json) for name, json in whole.items()})

    def decode(self, field: str, json: Any) -> Any:
        """Value of one field from its JSON."""
        return None if json is None else self.by_name[field].codec.decode(json)

    def row_of(self, payload: Payload) -> Row:
        """Columns of a whole payload, without ``last_event``."""
        return {field.name: field.to_column(payload[field.name]) for field in self.fields}

    def payload_of_row(self, row: Row) -> Payload:
        """The payload that the columns of a row hold."""
        return {field.name: field.from_column(row[field.name]) for field in self.fields}

    def record_of_row(self, row: Row) -> Record:
        """The record that a row holds, which has all its columns and no other; errors as in ``record_of``."""
        values: dict[str, Any] = dict(row)
        for name, read, if_null in self._read_from_column:
            column = values[name]
            values[name] = if_null if column is None else read(column)
        return self.kind(**values)

    @functools.cached_property
    def _read_from_column(self) -> tuple[tuple[str, Callable[[Any], Any], str | None], ...]:
        """The fields whose values are not in the column as they are: how to read them, and what NULL stands for."""
        fields = (field for field in self.fields if not field.is_as_in_column)
        return tuple((field.name, field.codec.read, field.if_null) for field in fields)


_MAPPINGS: dict[type[Record], RecordMapping] = {}


def mapping_of(kind: type[Record]) -> RecordMapping:
    """The mapping of a record kind.

    Raises:
        TypeError: a field has a type that can't be stored.
    """
    if kind not in _MAPPINGS:
        hints = typing.get_type_hints(kind)
        fields = tuple(_field_mapping(kind, field, hints) for field in dataclasses.fields(kind))
        _MAPPINGS[kind] = RecordMapping(kind, fields)
    return _MAPPINGS[kind]


def mapping_named(kind: str) -> RecordMapping:
    """The mapping of the kind of that name.

    Raises:
        KeyError: there is no such kind.
    """
    return mapping_of(RECORD_KINDS[kind])


def _field_mapping(kind: type[Record], field: "dataclasses.Field[Any]", hints: dict[str, Any]) -> FieldMapping:
    codec = codec_of(hints[field.name])
    default = MISSING if field.default is MISSING else encode_optional(codec, field.default)
    is_reference = field.name == "subject_id" and kind.kind != "subject"
    return FieldMapping(field.name, codec, default, is_reference, is_reference and default == "")
