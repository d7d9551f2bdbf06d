"""Canonical JSON: one text for one value, so that a hash of the text is a hash of the value."""

import hashlib
import json
from collections.abc import Mapping
from typing import TypeAlias

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"
Payload: TypeAlias = "dict[str, Json]"

# By far the most values; asked first, since hashing a large stream spends its time here.
_PLAIN = frozenset({str, int, bool, type(None)})
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical_json(value: object) -> str:
    """JSON with sorted keys, no white space and no escapes but the necessary ones.

    Decimals come as strings; there are no floats, since not every reader writes them alike.

    Raises:
        TypeError: the value holds a float or something that JSON doesn't know.
    """
    _refuse_floats(value)
    return _ENCODER.encode(value)


def sha256_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_floats(value: object) -> None:
    if type(value) in _PLAIN:
        return
    if isinstance(value, float):
        raise TypeError("canonical JSON has no floats; use Decimal")
    if isinstance(value, Mapping):
        for part in value.values():
            _refuse_floats(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_floats(part)
