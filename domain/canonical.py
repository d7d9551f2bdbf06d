"""Canonical JSON: one text for one value, so that it can be hashed and compared."""

import json


def canonical(value: object) -> str:
    """Canonical JSON: sorted keys, no blanks, UTF-8, floats as decimal strings."""
    return json.dumps(_exact(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _exact(value: object) -> object:
    match value:
        case float():
            return repr(value)
        case dict():
            return {key: _exact(one) for key, one in value.items()}
        case list() | tuple():
            return [_exact(one) for one in value]
        case _:
            return value
