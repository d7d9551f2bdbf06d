"""Dates of a file in whatever style it has: 2026-03-04, 2026/3/4 8:30, 4 Mar 2026, 04-MAR-2026, 04/03/2026, 4.3.2026.

Whether 03/04/2026 is of March or of April is decided for the whole column, by the dates that can be read in one way
only; where they say nothing, or contradict each other, such a date is refused.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from domain.partial_date import PartialDate
from domain.reasons import Reason

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(am|pm)?(?:Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NAMED = re.compile(r"(?:(\d{1,2})[-\s/]*)?([A-Za-z]{3,9})\.?[-\s/,]*(\d{4})")
_OFFSET = re.compile(r"\d(?:Z|[+-]\d{2}:?\d{2})$")


class DayMonth(StrEnum):
    """Which of two numbers before the year is the day."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


def _split(text: str) -> tuple[str, str]:
    """The date and the time in a cell."""
    text = unicodedata.normalize("NFKC", text).strip()
    match = re.fullmatch(r"(.*?\d)(?:T|,?\s+)(\d{1,2}:\d{2}.*)", text)
    return (match.group(1), match.group(2)) if match else (text, "")


def find_day_month(texts: Iterable[str]) -> frozenset[DayMonth]:
    """The styles that the dates of a column prove."""
    found = set()
    for text in texts:
        if match := _YEAR_LAST.fullmatch(_split(text)[0]):
            first, second = int(match.group(1)), int(match.group(2))
            if first > 12 >= second:
                found.add(DayMonth.DAY_FIRST)
            elif second > 12 >= first:
                found.add(DayMonth.MONTH_FIRST)
    return frozenset(found)


def read_date(text: str, time: str, styles: frozenset[DayMonth]) -> PartialDate | Reason:
    """The moment in a cell, with the time from a cell of its own if there is one, or why it can't be read.

    Args:
        text: of the date's cell; it may hold the time.
        time: of the time's cell, or "".
        styles: what the dates of the column prove.
    """
    day_text, inside = _split(text)
    clock = inside or unicodedata.normalize("NFKC", time).strip()
    refused = Reason("import_not_a_date", {"text": f"{text.strip()} {time.strip()}".strip()})
    if _OFFSET.search(clock):
        # The domain has the site's own time; a moment of another zone would move to another day unseen.
        return Reason("import_date_zone", {"text": f"{text.strip()} {time.strip()}".strip()})
    day = _read_day(day_text, styles)
    if isinstance(day, Reason):
        return day
    if day is None:
        return refused
    if not clock:
        return day
    match = _TIME.fullmatch(clock)
    if match is None or day.day is None:
        return refused
    hour, minute, half = int(match.group(1)), int(match.group(2)), (match.group(3) or "").casefold()
    if half and not 1 <= hour <= 12:
        return refused
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return PartialDate(day.year, day.month, day.day, hour, minute)
    except ValueError:
        return refused


def _read_day(text: str, styles: frozenset[DayMonth]) -> PartialDate | Reason | None:
    try:
        if match := _YEAR_FIRST.fullmatch(text):
            return PartialDate(*(int(part) if part else None for part in match.groups()))  # type: ignore[arg-type]
        if match := _NAMED.fullmatch(text):
            day, month, year = match.groups()
            return PartialDate.parse(f"{day or ''} {month} {year}")
        if match := _YEAR_LAST.fullmatch(text):
            first, second, year_number = (int(part) for part in match.groups())
            if first <= 12 and second <= 12 and first != second:
                if len(styles) != 1:
                    return Reason("import_date_ambiguous", {"text": text, **_both(first, second, year_number)})
                is_day_first = DayMonth.DAY_FIRST in styles
            else:
                is_day_first = first > 12
            month_number, day_number = (second, first) if is_day_first else (first, second)
            return PartialDate(year_number, month_number, day_number)
    except ValueError:
        pass
    return None


def _both(first: int, second: int, year: int) -> dict[str, object]:
    """The two days that a date can mean."""
    return {
        "one": PartialDate.of(datetime(year, second, first).date()),  # noqa: DTZ001 - only to name a day
        "other": PartialDate.of(datetime(year, first, second).date()),  # noqa: DTZ001
    }
