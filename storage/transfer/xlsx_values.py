"""What a number in a workbook's cell says: exact decimal text, or a date or time in ISO 8601.

A workbook stores a date as a number of days and tells it from other numbers only by the format of the cell.
Source: ECMA-376 part 1, 18.8.30 (numFmt, with the formats of Chinese that are implied by their number only), 18.17.4
(dates and times).
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Context, Decimal

# A spreadsheet keeps 15 significant digits; what follows is noise of the binary form.
_DIGITS = Context(prec=15)
_LARGEST = 308
_LITERAL = re.compile(r'"[^"]*"?|\\.|[_*].|\[(?![hms]+\])[^\]]*\]|AM/PM|A/P|上午/下午', re.IGNORECASE)
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_DAY = 86_400
_LAST_DAY = 2_958_465  # 31 December 9999
_NO_DAY = 60  # 29 February 1900: the count of days has it, the calendar has not. Nor has it a day 0


@dataclass(frozen=True)
class Shape:
    """What of a moment a cell's format shows."""

    has_time: bool = False
    is_month: bool = False
    is_elapsed: bool = False


_DATE, _TIME, _MONTH, _ELAPSED_TIME = Shape(), Shape(has_time=True), Shape(is_month=True), Shape(is_elapsed=True)
_IMPLIED = (
    dict.fromkeys((14, 15, 16, 28, 29, 30, 31, 51, 53, 54, 58), _DATE)
    | dict.fromkeys((18, 19, 20, 21, 22, 32, 33, 34, 35, 45, 47, 55, 56), _TIME)
    | dict.fromkeys((17, 27, 36, 50, 52, 57), _MONTH)
    | {46: _ELAPSED_TIME}
)


def shape_of(format_id: int, code: str | None) -> Shape | None:
    """What a number format shows of a moment; None: it shows a number.

    Args:
        format_id: its number.
        code: as the workbook defines it; None: implied by the number.
    """
    if code is None:
        return _IMPLIED.get(format_id)
    if _ELAPSED.search(code):
        return _ELAPSED_TIME
    # A format has up to four sections; the first is that of positive numbers.
    letters = _LITERAL.sub("", code).partition(";")[0].casefold()
    if "general" in letters or re.search(r"[#?]|e[+-]", letters):
        return None
    has_year, has_day, has_time = (
        ("y" in letters or "e" in letters),
        ("d" in letters or "aaa" in letters),
        bool(set("hs") & set(letters)),
    )
    if has_year and "m" in letters and not has_day and not has_time:
        return _MONTH
    if has_time:
        return _TIME
    return _DATE if has_year or has_day or "m" in letters else None


def number_text(stored: str) -> str:
    """A stored number as exact decimal text: "5.5", "0.0001".

    Raises:
        ValueError: it is no number.
    """
    if re.fullmatch(r"-?\d{1,32}", stored, re.ASCII):
        return stored
    number = _number(stored)
    return format(_DIGITS.plus(number).normalize(), "f") if number else "0"


def moment_text(stored: str, shape: Shape, *, from_1904: bool) -> str:
    """A stored number of days as ISO 8601, to the second: "2026-03-02", "2026-03-02T10:30", "10:30", "2026-03".

    A format that shows month and year only gives a month if the day is the first, which is what a spreadsheet makes of
    a typed "03/2026"; any other day was typed and is kept.

    Raises:
        ValueError: it is no day of the calendar.
    """
    days = _number(stored)
    if not 0 <= days <= _LAST_DAY + 1:
        raise ValueError("no day")
    seconds = int((days * _DAY).to_integral_value())
    if shape.is_elapsed or (seconds < _DAY and (shape.has_time or seconds)):
        return _clock(seconds)
    day, second = divmod(seconds, _DAY)
    if from_1904:
        origin = datetime(1904, 1, 1)  # noqa: DTZ001 - the time in a cell names no zone
    elif day in (0, _NO_DAY):
        raise ValueError("no day")
    else:
        origin = datetime(1899, 12, 31 if day < _NO_DAY else 30)  # noqa: DTZ001
    try:
        moment = origin + timedelta(days=day)
    except OverflowError as error:
        raise ValueError("no day") from error
    if second or shape.has_time:
        return f"{moment:%Y-%m-%d}T{_clock(second)}"
    return f"{moment:%Y-%m}" if shape.is_month and moment.day == 1 else f"{moment:%Y-%m-%d}"


def iso_text(stored: str, shape: Shape | None) -> str:
    """A moment that is stored as ISO 8601, as the strict form of the format allows.

    Raises:
        ValueError: it is none.
    """
    moment = datetime.fromisoformat(stored)
    second = moment.hour * 3600 + moment.minute * 60 + moment.second
    is_day = not second and not (shape and shape.has_time)
    return f"{moment:%Y-%m-%d}" if is_day else f"{moment:%Y-%m-%d}T{_clock(second)}"


def _number(stored: str) -> Decimal:
    try:
        number = Decimal(stored)
    except ArithmeticError as error:
        raise ValueError("no number") from error
    if not number.is_finite() or len(stored) > 400 or abs(number.adjusted()) > _LARGEST:
        raise ValueError("no number")
    return number


def _clock(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")
