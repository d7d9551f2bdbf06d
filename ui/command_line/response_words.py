"""Reasons and findings of the response commands in words."""

from collections.abc import Sequence
from datetime import date

from domain.reasons import Finding, Reason
from domain.response.messages import MESSAGES

_LENGTHS = frozenset({"mm", "nadir", "more", "least"})
_PLACES = frozenset({"visit", "by", "cr"})


def say(answer: Reason | Finding, visits: Sequence[str] = ()) -> str:
    """The sentence.

    Args:
        answer: what to say.
        visits: names of the visits, where the answer speaks of places in a sequence.
    """
    is_sequence = answer.code.startswith("response_")
    said = {}
    for name, value in answer.numbers.items():
        if is_sequence and name in _PLACES and visits and isinstance(value, int):
            said[name] = visits[value - 1]
        else:
            said[name] = _say_value(name, value)
    return MESSAGES[answer.code].format(**said)


def millimetres(tenths: int | None) -> float | None:
    """A length in millimetres; one decimal is exact in print."""
    return None if tenths is None else tenths / 10


def _say_value(name: str, value: object) -> str:
    match value:
        case bool():
            return str(value)
        case int() if name in _LENGTHS or name == "baseline":
            return f"{value / 10:g}"
        case date():
            return value.isoformat()
        case tuple():
            return (" or " if name == "events" else ", ").join(str(one) for one in value)
    return str(value)
