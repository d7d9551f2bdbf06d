"""Where a text lies in a payload: "comment", "messages.0.text", "#reason"."""

from typing import Any

from domain.content import REDACTED

# The reason for change that was typed with an event, which lies beside the record's fields in its payload.
REASON = "#reason"


def _steps(path: str) -> list[str]:
    return ["reason"] if path == REASON else path.split(".")


def text_at(value: object, path: str) -> str:
    """The text at a path such as "messages.0.text"; "" where there is none, or it is redacted already."""
    for step in _steps(path):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return ""
    return value if isinstance(value, str) and value != REDACTED else ""


def replace_text(side: dict[str, Any] | list[Any], path: str, texts: set[str]) -> bool:
    """Redact the text at a path if it is one of these; whether it was."""
    if text_at(side, path) not in texts:
        return False
    *steps, last = _steps(path)
    for step in steps:
        side = side[int(step)] if isinstance(side, list) else side[step]
    if isinstance(side, list):
        side[int(last)] = REDACTED
    else:
        side[last] = REDACTED
    return True
