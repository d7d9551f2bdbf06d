"""What a person makes of the assumptions of a protocol: each is confirmed, or changed (PRO-1)."""

import re
from collections.abc import Mapping
from copy import deepcopy
from enum import StrEnum
from typing import Any, cast

from domain.dlt.vocabulary import Clause, summary_of
from domain.protocol.clauses import read_clauses
from domain.protocol.model import Protocol
from domain.protocol.reader import ProtocolRefused, read_content
from domain.protocol.schema import NONE
from domain.protocol.values import shown
from domain.reasons import Finding

_STEP = re.compile(r"([^\[]+)(?:\[(\d+)\])?")
_CLAUSES = re.compile(r".*\.dlt\.clauses(\[\d+\])?")


def value_at(protocol: Protocol, path: str) -> object:
    """The value of an assumption as the file writes it: "stepwise", 24, "none"; a DLT definition as its summary.

    Raises:
        KeyError: the path leads to no open assumption.
    """
    marks = _marks(protocol.content, path) if path in protocol.assumptions else None
    if marks is None:
        raise KeyError(path)
    return _said(marks) if _CLAUSES.fullmatch(path) else marks["value"]


def change_assumptions(protocol: Protocol, values: Mapping[str, object], *, confirmed_by: str) -> Protocol:
    """The protocol with some assumptions confirmed (the same value) or changed (another).

    Args:
        protocol: stays as it is.
        values: by path of an assumption, as ``Protocol.assumptions`` lists them; None where there is no such number.
        confirmed_by: who answers for the values.

    Raises:
        ProtocolRefused: a path is no open assumption, or the protocol can't be run with the values.
    """
    content = deepcopy(dict(protocol.content))
    strange = [path for path in values if path not in protocol.assumptions]
    findings = [Finding(path, "protocol_not_an_assumption") for path in strange]
    for path in values:
        marks = None if path in strange else _marks(content, path)
        if marks is not None and _CLAUSES.fullmatch(path):
            findings += _answer_clauses(marks, path, values[path], confirmed_by)
        elif marks is not None:
            _answer(marks, _written(values[path]), confirmed_by)
    try:
        changed = read_content(content)
    except ProtocolRefused as refused:
        raise ProtocolRefused((*findings, *refused.findings)) from refused
    if findings:
        raise ProtocolRefused(tuple(findings))
    return changed


def _marks(content: Mapping[str, object], path: str) -> dict[str, Any] | None:
    """The inline table with the value and its marks."""
    steps = path.split(".")
    place: Any = content
    if steps[0] == "parts":
        place = next((part for part in place["parts"] if part["id"] == steps[1]), None)
        steps = steps[2:]
    for step in steps:
        match = _STEP.fullmatch(step)
        place = place.get(match[1]) if match and isinstance(place, dict) else None
        if match and match[2] and isinstance(place, dict):
            place = place.get("value")
        if match and match[2] and isinstance(place, list):
            place = place[int(match[2]) - 1]
    return place if isinstance(place, dict) else None


def _said(marks: Mapping[str, object]) -> str:
    """A definition, or one clause of it, in words."""
    read = read_clauses(marks.get("value", [marks]))
    return summary_of(cast("tuple[Clause, ...]", read.value))


def _answer_clauses(marks: dict[str, Any], path: str, value: object, confirmed_by: str) -> list[Finding]:
    """Confirm a definition by its summary, or put a list of clauses in its place."""
    before = _said(marks)
    if isinstance(value, str) and " ".join(value.split()) == before:
        marks["source"] = f"confirmed by {confirmed_by}: {marks.pop('assumed')}"
    elif isinstance(value, list) and "value" in marks:
        marks["value"], marks["source"] = value, f"changed by {confirmed_by} from: {marks.pop('assumed')}"
    else:
        return [Finding(path, "protocol_dlt_change_in_file")]
    return []


def _written(value: object) -> object:
    """A value as the file writes it."""
    if value is None:
        return NONE
    if isinstance(value, StrEnum):
        return value.value.lower()
    return list(value) if isinstance(value, tuple) else value


def _comparable(value: object) -> object:
    """Values that mean the same compare equal: a dose as text or as a number, a term in small or capital letters."""
    if isinstance(value, list):
        return [_comparable(one) for one in value]
    if isinstance(value, bool | dict):
        return value
    return str(value).casefold()


def _answer(marks: dict[str, Any], value: object, confirmed_by: str) -> None:
    before, assumed = marks["value"], marks.pop("assumed")
    if _comparable(value) == _comparable(before):
        marks["source"] = f"confirmed by {confirmed_by}: {assumed}"
    else:
        marks["source"] = f"changed from {shown(before)} by {confirmed_by}"
        marks["value"] = value
