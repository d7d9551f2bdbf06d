"""The parts of an .xlsx workbook as streams of XML events, which keeps the memory small whatever a part holds."""

import posixpath
from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

_CHUNK = 1 << 16
Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def local(name: str) -> str:
    """A name without the prefix of its namespace: writers choose prefixes freely, and two sets of namespaces exist."""
    return name.rpartition(":")[2]


def walk(stream: IO[bytes], start: Start, end: End | None = None, text: Text | None = None) -> None:
    """Call back for each element of a part; names come without prefix.

    Raises:
        expat.ExpatError: the part is not well-formed.
        ValueError: it has a document type, which the format forbids: entities could grow without bound.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(local(name), attributes)
    if end is not None:
        ended = end
        parser.EndElementHandler = lambda name: ended(local(name))
    if text is not None:
        parser.CharacterDataHandler = text

    def refuse(*_: object) -> None:
        raise ValueError("document type in a part")

    parser.StartDoctypeDeclHandler = refuse
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def attribute(attributes: Mapping[str, str], name: str) -> str:
    """The value of an attribute by its name without prefix, or ""."""
    return next((value for key, value in attributes.items() if local(key) == name), "")


def relations(stream: IO[bytes], folder: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: id -> (last word of the type, path in the container)."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

    walk(stream, start)
    return found
