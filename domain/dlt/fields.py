"""One JSON object of the input: each key read by itself, each fault noted with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from domain.dlt.messages import MESSAGES
from domain.partial_date import PartialDate
from domain.reasons import Finding

S = TypeVar("S", bound=StrEnum)
_YEARS = range(1900, 2200)


class InputRefused(ValueError):  # noqa: N818 - a refusal is an answer, not a failure
    """An input that can't be assessed, with every fault.

    Attributes:
        findings: each with its place in the file, such as "events[2].grades[1].from", and the reason.
    """

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep the faults; English sentences are the text of the exception."""
        self.findings = findings
        lines = (f"{finding.field}: {MESSAGES[finding.code].format(**finding.numbers)}" for finding in findings)
        super().__init__("\n".join(lines))


@dataclass
class Fields:
    """The keys of one object.

    Attributes:
        path: of the object, "" for the whole file.
        faults: shared by every object of the file.
    """

    raw: Mapping[str, object]
    path: str
    faults: list[Finding]
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    def place(self, key: str) -> str:
        """Path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, code: str, /, **numbers: object) -> None:
        """Note a fault at a key, or at the object itself."""
        self.faults.append(Finding(self.place(key) if key else self.path, code, numbers=numbers))

    def allow(self, *keys: str) -> None:
        """Note every other key."""
        for key in self.raw:
            if key in keys:
                continue
            near = get_close_matches(key, keys, n=1)
            if near:
                self.fault(key, "input_misspelt_key", key=key, nearest=near[0])
            else:
                self.fault(key, "input_unknown_key", key=key, allowed=", ".join(keys))

    def has(self, key: str, *, needed: bool = False) -> bool:
        """Whether the key is given and not null."""
        is_there = self.raw.get(key) is not None
        if needed and not is_there:
            self.fault(key, "input_missing", key=key)
        return is_there

    def _typed(self, key: str, kind: type | tuple[type, ...], wanted: str) -> bool:
        given = self.raw[key]
        if isinstance(given, kind) and not (isinstance(given, bool) and kind is not bool):
            return True
        self.fault(key, "input_type", given=shown(given), wanted=wanted)
        return False

    def text(self, key: str, *, needed: bool = False) -> str:
        """A text; "" where there is none."""
        if not self.has(key, needed=needed) or not self._typed(key, str, "text"):
            return ""
        return str(self.raw[key]).strip()

    def count(self, key: str, lowest: int, *, needed: bool = False) -> int | None:
        """A whole number."""
        if not self.has(key, needed=needed) or not self._typed(key, int, "a whole number"):
            return None
        given = self.raw[key]
        assert isinstance(given, int)
        if given < lowest:
            self.fault(key, "input_negative", given=given, lowest=lowest)
            return None
        return given

    def number(self, key: str) -> Decimal | None:
        """A number that isn't negative."""
        if not self.has(key) or not self._typed(key, (int, Decimal), "a number"):
            return None
        value = Decimal(str(self.raw[key]))
        if not value.is_finite() or value < 0:
            self.fault(key, "input_negative", given=value, lowest=0)
            return None
        return value

    def flag(self, key: str) -> bool | None:
        """True or false; None where it is not said."""
        return bool(self.raw[key]) if self.has(key) and self._typed(key, bool, "true or false") else None

    def date(self, key: str, *, needed: bool = False) -> PartialDate | None:
        """A date as far as it is known."""
        if not self.has(key, needed=needed) or not self._typed(key, str, "a date"):
            return None
        try:
            date = PartialDate.parse(str(self.raw[key]))
        except ValueError:
            date = None
        if date is not None and date.year in _YEARS:
            return date
        self.fault(key, "input_date", given=shown(self.raw[key]))
        return None

    def moment(self, key: str, *, needed: bool = False) -> datetime | None:
        """A date with its time at the site, as aware UTC; a time that names its own offset is taken as it is."""
        given = self.raw.get(key)
        if isinstance(given, str) and len(given) > len("2026-11-15T08:40"):
            try:
                moment = datetime.fromisoformat(given)
            except ValueError:
                self.fault(key, "input_date", given=shown(given))
                return None
            return moment.replace(tzinfo=moment.tzinfo or self.zone).astimezone(UTC)
        date = self.date(key, needed=needed)
        if date is not None and date.hour is None:
            self.fault(key, "input_moment", given=shown(given))
            return None
        return date.earliest(self.zone) if date else None

    def choice(self, key: str, terms: type[S], allowed: tuple[S, ...], *, needed: bool = False) -> S | None:
        """A term of a closed list, in small or capital letters."""
        text = self.text(key, needed=needed)
        if not text:
            return None
        for term in allowed:
            if term.value.casefold() == text.casefold():
                return terms(term)
        said = ", ".join(f'"{term.value}"' for term in allowed)
        self.fault(key, "input_not_listed", given=shown(text), allowed=said)
        return None

    def ids(self, key: str) -> tuple[str, ...] | None:
        """A list of record ids; None where it is not said."""
        if not self.has(key) or not self._typed(key, list, "a list of record ids"):
            return None
        given = self.raw[key]
        assert isinstance(given, list)
        for position, one in enumerate(given, 1):
            if not isinstance(one, str):
                self.fault(f"{key}[{position}]", "input_type", given=shown(one), wanted="a record id")
        return tuple(str(one) for one in given)

    def objects(self, key: str) -> "list[Fields]":
        """A list of objects; the first is number 1 in a place."""
        if not self.has(key) or not self._typed(key, list, "a list"):
            return []
        given = self.raw[key]
        assert isinstance(given, list)
        found = []
        for position, one in enumerate(given, 1):
            place = f"{self.place(key)}[{position}]"
            if isinstance(one, dict):
                found.append(Fields(one, place, self.faults, self.zone))
            else:
                self.faults.append(Finding(place, "input_type", numbers={"given": shown(one), "wanted": "an object"}))
        return found


def shown(raw: object) -> str:
    """A value as a message quotes it."""
    if isinstance(raw, bool) or raw is None:
        return {True: "true", False: "false", None: "null"}[raw]
    if isinstance(raw, dict | list):
        return "an object" if isinstance(raw, dict) else "a list"
    text = f'"{raw}"' if isinstance(raw, str) else str(raw)
    return text if len(text) <= 60 else text[:59] + "…"
