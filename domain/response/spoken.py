"""Reasons and findings of the engine with numbers as they are said: millimetres, lists with commas, visits by name."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from domain.reasons import Reason

_LENGTHS = frozenset({"mm", "nadir", "more", "least", "baseline", "before"})
_PLACES = frozenset({"visit", "by", "cr"})


def millimetres(tenths: int | None) -> Decimal | None:
    """A length in millimetres from tenths of one; exact."""
    return None if tenths is None else Decimal(tenths) / 10


def spoken(reason: Reason, visits: Sequence[str] = ()) -> Reason:
    """The reason as it is said.

    Args:
        reason: of the engine.
        visits: names of the visits, where the reason means places in a sequence of them.
    """
    by_place = visits if reason.code.startswith("response_") else ()
    return Reason(reason.code, spoken_numbers(reason.numbers, by_place), reason.source)


def spoken_numbers(numbers: Mapping[str, object], visits: Sequence[str] = ()) -> dict[str, object]:
    """The numbers of a reason or finding as they are said."""
    return {name: _spoken(name, value, visits) for name, value in numbers.items()}


def options(reasons: Sequence[Reason]) -> Reason | None:
    """The options of a method line as one reason, divided by semicolons; None without any."""
    return joined(reasons, code="response_options")


def joined(reasons: Sequence[Reason], visits: Sequence[str] = (), code: str = "response_reasons") -> Reason | None:
    """Several reasons as one, each a sentence; None without any.

    Args:
        reasons: of the engine, in order.
        visits: as of ``spoken``.
        code: that puts two after each other.
    """
    if not reasons:
        return None
    last = spoken(reasons[-1], visits)
    for reason in reversed(reasons[:-1]):
        last = Reason(code, {"this": spoken(reason, visits), "rest": last})
    return last


def _spoken(name: str, value: object, visits: Sequence[str]) -> object:
    match value:
        case bool() | date():
            return value
        case int() if visits and name in _PLACES:
            return visits[value - 1]
        case int() if name in _LENGTHS:
            return millimetres(value)
        case tuple():
            return (" or " if name == "events" else ", ").join(str(one) for one in value)
    return value
