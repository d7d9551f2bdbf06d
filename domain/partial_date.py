"""Dates as far as they are known: 2026, Nov 2026, 15 Nov 2026, 15 Nov 2026 08:40.

A partial date is local to the site. It spans a stretch of time; ``earliest`` and ``latest`` are its ends, so that a
rule can decide on the side of safety (requirement AE-8). Its text form is ISO 8601, as SDTM's ``--DTC`` variables.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2}))?)?)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TYPED = re.compile(r"(?:(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?\s+)?(\d{4})(?:[ ,T]+(\d{1,2}):(\d{2}))?")


@dataclass(frozen=True)
class PartialDate:
    """A date whose month, day or time may be unknown; a smaller part is known only if the larger ones are."""

    year: int
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None

    def __post_init__(self) -> None:
        """Check the parts.

        Raises:
            ValueError: a part is out of range, or known although a larger one is not.
        """
        parts = (self.month, self.day, self.hour)
        known = [part is not None for part in parts]
        if known != sorted(known, reverse=True) or (self.hour is None) != (self.minute is None):
            raise ValueError("a smaller part of a date is known only if the larger ones are")
        datetime(self.year, self.month or 1, self.day or 1, self.hour or 0, self.minute or 0, tzinfo=UTC)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read ISO 8601 or what people type: "2026-11-15", "15 Nov 2026", "Nov 2026", "15 nov 2026 08:40".

        Raises:
            ValueError: not a date. "12/01/2026" is refused: nobody can tell its month.
        """
        text = text.strip()
        if match := _ISO.fullmatch(text.replace(" ", "T") if text[:4].isdigit() else text):
            return cls(*(int(part) if part else None for part in match.groups()))  # type: ignore[arg-type]
        if match := _TYPED.fullmatch(text):
            day, month, year, hour, minute = match.groups()
            number = None
            if month:
                names = [i for i, name in enumerate(_MONTHS, 1) if name == month[:3].lower()]
                if not names:
                    raise ValueError(f"not a month: {month}")
                number = names[0]
            return cls(
                int(year), number, int(day) if day else None, int(hour) if hour else None, int(minute) if hour else None
            )
        raise ValueError(f"not a date: {text}")

    @classmethod
    def of(cls, moment: date | datetime) -> "PartialDate":
        """The full date of a day, or the date and time of a moment (in the zone that the moment carries)."""
        if isinstance(moment, datetime):
            return cls(moment.year, moment.month, moment.day, moment.hour, moment.minute)
        return cls(moment.year, moment.month, moment.day)

    @property
    def is_full(self) -> bool:
        """Whether the day is known."""
        return self.day is not None

    def __str__(self) -> str:
        """ISO 8601 as far as known."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        if self.hour is not None:
            text += f"T{self.hour:02d}:{self.minute:02d}"
        return text

    @lru_cache(maxsize=16384)  # noqa: B019 - few dates, asked for often; a value holds nothing else alive
    def earliest(self, zone: tzinfo) -> datetime:
        """The first moment it can mean, as aware UTC."""
        moment = datetime(self.year, self.month or 1, self.day or 1, self.hour or 0, self.minute or 0, tzinfo=zone)
        return moment.astimezone(UTC)

    @lru_cache(maxsize=16384)  # noqa: B019
    def latest(self, zone: tzinfo) -> datetime:
        """The last moment it can mean, as aware UTC; a known time means that minute."""
        if self.hour is not None:
            return self.earliest(zone)
        if self.day is not None:
            following = date(self.year, self.month or 1, self.day) + timedelta(days=1)
        elif self.month is not None:
            following = date(self.year + self.month // 12, self.month % 12 + 1, 1)
        else:
            following = date(self.year + 1, 1, 1)
        end = datetime(following.year, following.month, following.day, tzinfo=zone)
        return end.astimezone(UTC) - timedelta(microseconds=1)
