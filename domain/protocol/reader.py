"""Reads a protocol from TOML, or from the JSON that a study file keeps. The format: ``docs/protocol-file.md``."""

import json
import re
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from functools import lru_cache
from importlib import resources

from domain.protocol.build import build_protocol
from domain.protocol.check import check_tables
from domain.protocol.file import read_tables
from domain.protocol.model import Protocol
from domain.protocol.refusal import ProtocolRefused as ProtocolRefused
from domain.protocol.tables import Reading
from domain.protocol.values import shown
from domain.reasons import Finding

_FOLDER = "domain.protocols"
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_TWICE = ("Cannot declare", "Cannot overwrite", "Cannot mutate", "Duplicate")


def read_protocol(text: str, *, name: str) -> Protocol:
    """The protocol in a TOML text.

    Args:
        text: of the file; a byte order mark is skipped, as Windows editors write one.
        name: short id of the file, such as "bat6026".

    Raises:
        ProtocolRefused: it can't be run; carries every fault.
    """
    text = text.removeprefix("\ufeff")
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise ProtocolRefused((_syntax_finding(str(error), text),)) from error
    return read_content(content, name=name)


def read_json(text: str) -> Protocol:
    """The protocol in a JSON text made by ``content_to_json``.

    Raises:
        ProtocolRefused: it can't be run; carries every fault.
    """
    try:
        content = json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise ProtocolRefused((_syntax(error.lineno, error.msg),)) from error
    except (ValueError, RecursionError) as error:
        raise ProtocolRefused((_syntax(1, str(error)),)) from error
    if not isinstance(content, dict):
        raise ProtocolRefused((Finding("", "protocol_type_table", numbers={"given": shown(content)}),))
    return read_content(content)


def read_content(content: Mapping[str, object], *, name: str = "") -> Protocol:
    """The protocol in an already parsed mapping.

    Args:
        content: as TOML or JSON give it; doses may be text.
        name: short id of the file; by default the one that the content carries.

    Raises:
        ProtocolRefused: it can't be run; carries every fault.
    """
    protocol_id = name or str(content.get("protocol_id", ""))
    own = {**deepcopy(dict(content)), "protocol_id": protocol_id}
    reading = Reading()
    tables = read_tables(own, reading)
    check_tables(tables, reading)
    if reading.findings:
        raise ProtocolRefused(tuple(reading.findings))
    return build_protocol(tables, reading.provenance, own, protocol_id)


def content_to_json(protocol: Protocol) -> str:
    """The protocol's content as canonical JSON: sorted keys, no blanks, doses as text exactly as written."""
    return json.dumps(protocol.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_decimal)


def shipped_protocols() -> tuple[str, ...]:
    """Ids of the protocols that come with Titrant."""
    names = (file.name for file in resources.files(_FOLDER).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@lru_cache(maxsize=16)
def load_shipped(protocol_id: str) -> Protocol:
    """A protocol that comes with Titrant.

    Raises:
        KeyError: none has that id.
    """
    if protocol_id not in shipped_protocols():
        raise KeyError(protocol_id)
    text = resources.files(_FOLDER).joinpath(f"{protocol_id}.toml").read_text(encoding="utf-8")
    return read_protocol(text, name=protocol_id)


def _decimal(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a protocol file")


def _syntax_finding(message: str, text: str) -> Finding:
    match = _PLACE.search(message)
    line = int(match[1]) if match and match[1] else text.count("\n") + 1
    detail = _PLACE.sub("", message)
    if detail.startswith(_TWICE):
        return Finding(f"line {line}", "protocol_twice", numbers={"line": line})
    return _syntax(line, detail)


def _syntax(line: int, detail: str) -> Finding:
    return Finding(f"line {line}", "protocol_syntax", numbers={"line": line, "detail": detail.rstrip(".")})
