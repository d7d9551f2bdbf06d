"""Values of any record field on paper: whole, however long, with linked records by their names."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum

from domain.laboratory.catalogue import lab_tests
from domain.records import RECORD_KINDS, items_of
from ui.reports.standing import say_head
from ui.reports.words import tr
from ui.text import Words
from ui.words.visit import VisitWords

# What the program works out and stores beside what people enter: on paper by its first digits, on blank forms not.
HASHES = frozenset({"head", "evidence_hash", "content_hash", "file_hash"})


class FieldValues:
    """Says values for one study; ids of records that it knows become their names."""

    def __init__(self, words: Words, names: Mapping[str, str]) -> None:
        """Keep the context.

        Args:
            words: of the study.
            names: record id to the record's name.
        """
        self._words, self._names = words, names
        protocol = words.protocol
        self._visits = VisitWords(protocol) if protocol is not None else None
        self._parts = {one.part_id: one.title for one in protocol.parts} if protocol is not None else {}

    def say(self, field: str, value: object) -> str:
        """A field's value; nothing, and an empty list, is the empty string."""
        if field in HASHES and isinstance(value, str):
            return say_head(value)
        if isinstance(value, str) and (named := self._named(field, value)):
            return named
        return self._say(value)

    def _named(self, field: str, value: str) -> str:
        """What a key of the protocol or of the laboratory's tests is called; "" for any other text."""
        match field:
            case "visit" if self._visits is not None and self._visits.knows(value):
                return self._visits.name(value)
            case "part_id":
                return self._parts.get(value, "")
            case "test" if value in lab_tests():
                return lab_tests()[value].name
        return ""

    def _say(self, value: object) -> str:
        if isinstance(value, tuple):
            return "; ".join(self._say(one) for one in value)
        if isinstance(value, str) and value in self._names:
            return self._names[value]
        if dataclasses.is_dataclass(value) and not hasattr(type(value), "parse") and not hasattr(value, "code"):
            parts = (self._say(getattr(value, field.name)) for field in dataclasses.fields(value))
            return ", ".join(part for part in parts if part)
        if isinstance(value, IntEnum):
            return str(int(value))
        if isinstance(value, datetime):
            return self._words.moment_with_offset(value)
        return self._words.say(value)


def label_of(kind: str, field: str) -> str:
    """A field's label with its unit: "Weight, kg"."""
    items = items_of(RECORD_KINDS[kind]) if kind in RECORD_KINDS else {}
    if field not in items:
        return field.replace("_", " ").capitalize()
    item = items[field]
    return f"{tr(item.label)}, {item.unit}" if item.unit else tr(item.label)
