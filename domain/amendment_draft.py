"""Drafting an amendment: the protocol's content with one thing changed, as text of a file (PRO-4).

A content is never edited in place. Whether it can be run is the reader's to say, not decided here.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from domain.protocol.model import Part, Protocol
from domain.reasons import Finding

Content = dict[str, Any]
# Changed by verbs of their own, or in a protocol file.
_NOT_HERE = ("id", "version", "levels", "optional_levels", "title", "kind", "clauses", "levels_from")


@dataclass(frozen=True)
class AmendableValue:
    """A single value of a protocol that can be amended without a new file.

    Attributes:
        path: such as "parts.mono.rules.fill".
        value: as the content has it.
        choices: the values that can take its place; empty where any value of the type will do.
    """

    path: str
    value: object
    choices: tuple[object, ...] = ()


def amendable_values(protocol: Protocol) -> tuple[AmendableValue, ...]:
    """The single numbers, words and yes-or-no of a protocol, in file order."""
    found = []
    for path, origin in protocol.provenance.items():
        held = _holder(dict(protocol.content), path)
        if held is None or path.rpartition(".")[2] in _NOT_HERE:
            continue
        value = _value_of(held[0][held[1]])
        if isinstance(value, str | int | Decimal | bool):
            found.append(AmendableValue(path, value, origin.choices))
    return tuple(found)


def with_value(content: Mapping[str, Any], path: str, value: object, *, source: str) -> Content:
    """The content with another value at a path; where the value has a source of its own, that is said anew.

    Raises:
        KeyError: there is no such value.
    """
    own = deepcopy(dict(content))
    held = _holder(own, path)
    if held is None:
        raise KeyError(path)
    table, name = held
    before = table[name]
    if isinstance(before, dict) and "value" in before:
        marks = {mark: said for mark, said in before.items() if mark not in ("assumed", "source", "value")}
        table[name] = {"value": value, "source": source, **marks}
    else:
        table[name] = value
    return own


def with_level_opened(content: Mapping[str, Any], part_id: str) -> Content:
    """The content with the lowest optional level of a part planned like the others.

    Raises:
        KeyError: the part is not there, or has no optional level.
    """
    own = deepcopy(dict(content))
    part = _part_of(own, part_id)
    optional = sorted(_value_of(part.get("optional_levels", [])))
    if not optional:
        raise KeyError("optional_levels")
    _put(part, "optional_levels", optional[1:])
    if not optional[1:]:
        del part["optional_levels"]
    return own


def with_level_inserted(content: Mapping[str, Any], part_id: str, below: int, dose: Decimal) -> Content:
    """The content with a level put in above level ``below``; those above it move up by one.

    Whatever names a level of the part by its number (the start level, how many are accelerated, the optional ones)
    goes on naming the same doses.

    Raises:
        KeyError: the part is not there, or has no such level.
    """
    own = deepcopy(dict(content))
    part = _part_of(own, part_id)
    levels = list(_value_of(part.get("levels", [])))
    if not 1 <= below <= len(levels):
        raise KeyError(below)
    levels.insert(below, str(dose))
    _put(part, "levels", levels)
    if "optional_levels" in part:
        optional = [number + 1 if number > below else number for number in _value_of(part["optional_levels"])]
        _put(part, "optional_levels", optional)
    rules = part.get("rules", {})
    for name in ("start_level", "accelerated_levels"):
        if name in rules and (number := _value_of(rules[name])) > below:
            _put(rules, name, number + 1)
    return own


def check_inserted(part: Part, below: int, dose: Decimal) -> Finding | None:
    """Why a dose can't be put in above a level: it has to lie between its neighbours (ESC-7); None where it can.

    Args:
        part: as it is.
        below: number of the level below, 1-based; the top level has no neighbour above.
        dose: in the unit of the part.
    """
    if not 1 <= below <= len(part.levels):
        return Finding("below", "no_such_level", numbers={"levels": len(part.levels)})
    lower, upper = part.level(below), next(iter(part.levels[below:]), None)
    if lower.dose < dose and (upper is None or dose < upper.dose):
        return None
    numbers = {"dose": dose, "unit": lower.unit, "lower": below}
    if upper is None:
        return Finding("dose", "inserted_not_above", numbers=numbers)
    return Finding("dose", "inserted_not_between", numbers={**numbers, "next": upper.number})


def with_version(content: Mapping[str, Any], version: str) -> Content:
    """The content under another version's name."""
    own = deepcopy(dict(content))
    own["study"] = {**own.get("study", {}), "version": version}
    return own


def _value_of(held: Any) -> Any:  # noqa: ANN401 - a value as the file gives it
    return held["value"] if isinstance(held, dict) and "value" in held else held


def _put(part: Content, name: str, value: object) -> None:
    held = part.get(name)
    if isinstance(held, dict) and "value" in held:
        held["value"] = value
    else:
        part[name] = value


def _part_of(content: Content, part_id: str) -> Content:
    part = next((one for one in content.get("parts", ()) if one.get("id") == part_id), None)
    if part is None:
        raise KeyError(part_id)
    found: Content = part
    return found


def _holder(content: Content, path: str) -> tuple[Content, str] | None:
    """The table that holds a value and its name there; None where the path leads through a list or to nothing."""
    steps = path.split(".")
    place: Any = content
    if steps[0] == "parts" and len(steps) > 1:
        place = next((part for part in content.get("parts", ()) if part.get("id") == steps[1]), None)
        steps = steps[2:]
    for step in steps[:-1]:
        place = _value_of(place.get(step)) if isinstance(place, dict) else None
    if not steps or not isinstance(place, dict) or steps[-1] not in place:
        return None
    return place, steps[-1]
