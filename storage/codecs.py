"""How one value is written and read: value <-> canonical JSON <-> column, from the field's type alone."""

# ruff: noqa: ANN401 - a value here has the type of whichever field it belongs to

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any

from domain.partial_date import PartialDate
from storage.canonical import canonical_json

_LARGEST = 2**63 - 1


class UnfitError(Exception):
    """A value that can't be written in this field. ``code`` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Codec:
    """Ways between a value, its JSON and its column. None is handled by whoever calls.

    Attributes:
        column: SQL type, "TEXT" or "INTEGER".
        encode: value -> JSON value; raises ``UnfitError``.
        decode: JSON value -> value; raises ValueError, KeyError or ArithmeticError where the text is not one.
        to_column: JSON value -> what SQLite binds.
        from_column: the way back.
        terms: JSON values of a closed list; empty where the field is open.
        is_json: the column holds JSON.
        is_optional: None is allowed.
    """

    column: str
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any] = _same
    to_column: Callable[[Any], Any] = _same
    from_column: Callable[[Any], Any] = _same
    terms: tuple[str | int, ...] = ()
    is_json: bool = False
    is_optional: bool = False

    @property
    def is_as_in_column(self) -> bool:
        """Whether the column holds the value itself."""
        return self.decode is _same and self.from_column is _same

    @functools.cached_property
    def read(self) -> Callable[[Any], Any]:
        """Column -> value; errors as of ``decode``."""
        decode, from_column = self.decode, self.from_column
        if from_column is _same:
            return decode
        # The same few lists come again and again in ten thousand rows, and what they become is immutable.
        return functools.lru_cache(maxsize=1024)(lambda column: decode(from_column(column)))


@functools.cache
def codec_of(annotation: Any) -> Codec:
    """The codec of a field's type.

    Raises:
        TypeError: records don't use such a type (float: use Decimal).
    """
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        inner = [part for part in typing.get_args(annotation) if part is not types.NoneType]
        if len(inner) == 1 and len(typing.get_args(annotation)) == 2:
            return dataclasses.replace(codec_of(inner[0]), is_optional=True)
    if isinstance(annotation, type) and issubclass(annotation, StrEnum | IntEnum):
        return _enum_codec(annotation)
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        return _dataclass_codec(annotation)
    if typing.get_origin(annotation) is tuple and typing.get_args(annotation)[1:] == (Ellipsis,):
        return _tuple_codec(codec_of(typing.get_args(annotation)[0]))
    raise TypeError(f"no codec for {annotation}")


def check_text(value: object) -> str:
    """The text, if it can be kept and handed on as it is.

    Raises:
        UnfitError: not a plain str; or it holds NUL, which other tools cut at, or half of a surrogate pair.
    """
    if type(value) is not str:
        raise UnfitError("wrong_type")
    if "\0" in value:
        raise UnfitError("not_text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise UnfitError("not_text") from None
    return value


def _integer(value: object) -> int:
    # A bool or an IntEnum would come back as a plain int.
    if type(value) is not int:
        raise UnfitError("wrong_type")
    if abs(value) > _LARGEST:
        raise UnfitError("out_of_range")
    return value


def _exactly(kind: type, write: Callable[[Any], str]) -> Callable[[Any], str]:
    def encode(value: object) -> str:
        if type(value) is not kind:
            raise UnfitError("wrong_type")
        return write(value)

    return encode


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise UnfitError("not_a_number")
    if abs(value.adjusted()) > 100:
        raise UnfitError("out_of_range")
    # Digits as entered: 1.50 stays 1.50.
    return format(value, "f")


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise UnfitError("no_time_zone")
    try:
        return value.astimezone(UTC).isoformat()
    except OverflowError:
        raise UnfitError("out_of_range") from None


def _boolean(value: object) -> bool:
    if value is True or value is False:
        return value
    raise UnfitError("wrong_type")


def _enum_codec(terms: type[StrEnum] | type[IntEnum]) -> Codec:
    members = {member.value: member for member in terms}

    def encode(value: Any) -> str | int:
        if type(value) is not terms:
            raise UnfitError("not_a_term")
        plain: str | int = value.value
        return plain

    column = "TEXT" if issubclass(terms, StrEnum) else "INTEGER"
    return Codec(column, encode, members.__getitem__, terms=tuple(members))


def _tuple_codec(inner: Codec) -> Codec:
    def encode(value: object) -> list[Any]:
        if type(value) is not tuple:
            raise UnfitError("wrong_type")
        return [encode_optional(inner, part) for part in value]

    def decode(parts: list[Any]) -> tuple[Any, ...]:
        return tuple(part if part is None else inner.decode(part) for part in parts)

    return Codec("TEXT", encode, decode, canonical_json, json.loads, is_json=True)


def _dataclass_codec(kind: type) -> Codec:
    hints = typing.get_type_hints(kind)
    codecs = {f.name: codec_of(hints[f.name]) for f in dataclasses.fields(kind)}

    def encode(value: object) -> dict[str, Any]:
        if type(value) is not kind:
            raise UnfitError("wrong_type")
        return {name: encode_optional(codec, getattr(value, name)) for name, codec in codecs.items()}

    def decode(parts: dict[str, Any]) -> Any:
        return kind(**{name: part if part is None else codecs[name].decode(part) for name, part in parts.items()})

    return Codec("TEXT", encode, decode, canonical_json, json.loads, is_json=True)


def encode_optional(codec: Codec, value: object) -> Any:
    """JSON of a value that may be None.

    Raises:
        UnfitError: None where a value is needed, or a value that the codec refuses.
    """
    if value is not None:
        return codec.encode(value)
    if not codec.is_optional:
        raise UnfitError("missing")
    return None


# The same few dates and amounts come again and again in ten thousand rows; both types are immutable.
_partial_date = functools.lru_cache(maxsize=8192)(PartialDate.parse)

_PLAIN: dict[Any, Codec] = {
    str: Codec("TEXT", check_text),
    int: Codec("INTEGER", _integer),
    bool: Codec("INTEGER", _boolean, to_column=int, from_column=bool, terms=(0, 1)),
    Decimal: Codec("TEXT", _exactly(Decimal, _decimal), Decimal),
    date: Codec("TEXT", _exactly(date, date.isoformat), date.fromisoformat),
    datetime: Codec("TEXT", _exactly(datetime, _moment), datetime.fromisoformat),
    PartialDate: Codec("TEXT", _exactly(PartialDate, str), _partial_date),
}
