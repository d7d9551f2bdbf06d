"""Numbers of a file as people and laboratories write them: decimal commas, thousands, "<5", arrows.

A number that can be read in two ways ("1,234") is decided by the others of the file, or refused.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.reasons import Reason

NO_VALUE = frozenset(
    (
        *("blq", "bql", "bloq", "lloq", "<lloq", "<loq", "nd", "n.d.", "notdone", "notdetected", "na", "n/a", "nr"),
        *("notreported", "hemolysed", "haemolysed", "hemolyzed", "clotted"),
        *("未做", "未查", "未检", "未检出", "低于检测限", "溶血", "凝血"),
    )
)
"""What a laboratory writes where there is no number. The text is kept as the comment of the result."""

_SIGNED = re.compile(r"(<=|>=|<|>)?(.*)")
_FLAGS = re.compile(r"(?:[↑↓*]+|(?<=[0-9 ])[HL]{1,2})$")
_GROUPED = re.compile(r"\d{1,3}(?:[ '\u00a0\u202f]\d{3})+(?=$|[.,])")
_MARKED = re.compile(r"-?[0-9.,]+")
_DIGITS = re.compile(r"[0-9]+")
_RANGE = re.compile(r"(.+?)(?:--+|[-~–—〜至]| to )(.+)")


class Mark(StrEnum):
    """Which mark divides the whole from its parts."""

    DOT = "."
    COMMA = ","


@dataclass(frozen=True)
class Number:
    """A number with its sign."""

    value: Decimal
    sign: str = ""


def plain_text(text: str) -> str:
    """A cell as it is read: half-width, "≤" as "<=", without the arrows and letters of a flag."""
    text = text.strip().replace("≤", "<=").replace("≥", ">=").replace("＜", "<").replace("＞", ">")
    text = unicodedata.normalize("NFKC", text).strip()
    return _FLAGS.sub("", text).strip()


def _digits(text: str) -> str:
    """The number in a cell without its sign and without thousands that are set apart by a space or an apostrophe."""
    match = _SIGNED.fullmatch(plain_text(text))
    number = (match.group(2) if match else "").strip().removeprefix("+")
    return re.sub(r"[ '\u00a0\u202f]", "", number) if _GROUPED.match(number) else number


def _mark_of(number: str) -> Mark | None:
    """The decimal mark that a number proves; None if it proves none."""
    if not _MARKED.fullmatch(number):
        return None
    dots, commas = number.count("."), number.count(",")
    if dots and commas:
        return Mark.DOT if number.rindex(".") > number.rindex(",") else Mark.COMMA
    if dots > 1 or commas > 1:
        return Mark.COMMA if dots else Mark.DOT
    if not dots and not commas:
        return None
    mark = Mark.DOT if dots else Mark.COMMA
    whole, _, parts = number.removeprefix("-").partition(mark.value)
    return None if len(parts) == 3 and 1 <= len(whole) <= 3 and whole != "0" else mark


def find_marks(texts: Iterable[str]) -> frozenset[Mark]:
    """The decimal marks that the numbers of a file prove."""
    return frozenset(mark for text in texts if (mark := _mark_of(_digits(text))) is not None)


def read_number(text: str, marks: frozenset[Mark]) -> Number | Reason:
    """The number in a cell, or why it can't be read.

    Args:
        text: of the cell.
        marks: what the other numbers of the file prove; an undecided number follows them if they agree. Where they say
            nothing, "1.234" is read as usual and "1,234" is refused.
    """
    match = _SIGNED.fullmatch(plain_text(text))
    number = _digits(text)
    is_negative, number = number.startswith("-"), number.removeprefix("-")
    mark = _mark_of(number)
    if mark is None and len(marks) == 1:
        mark = next(iter(marks))
    if mark is None and "," in number:
        return Reason("import_number_ambiguous", {"text": text.strip()})
    if mark is None and "." in number and marks:
        return Reason("import_number_ambiguous", {"text": text.strip()})
    mark = mark or Mark.DOT
    thousands = "," if mark is Mark.DOT else "."
    whole, _, parts = number.partition(mark.value)
    groups = whole.split(thousands)
    well_grouped = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    joined = "".join(groups)
    if not well_grouped or not _DIGITS.fullmatch(joined + parts):
        return Reason("import_not_a_number", {"text": text.strip()})
    value = Decimal(f"{joined or '0'}.{parts}" if parts else joined)
    return Number(-value if is_negative else value, (match.group(1) or "") if match else "")


def range_texts(text: str) -> tuple[str, str]:
    """The lower and the upper limit in a cell: "3.5-5.0", "3.5~5.0", "<40", ">60"; ("", "") for an empty one.

    Raises:
        ValueError: it is no range.
    """
    plain = plain_text(text).strip("()[] ")
    if not plain:
        return "", ""
    if plain[0] in "<>":
        number = plain.lstrip("<>= ")
        return ("", number) if plain[0] == "<" else (number, "")
    match = _RANGE.fullmatch(plain)
    if match is None:
        raise ValueError(text)
    return match.group(1).strip(), match.group(2).strip()
