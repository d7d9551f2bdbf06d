"""What a laboratory writes in the column of concentrations: a number, BLQ in many spellings, or why there is none."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from domain.importing.number_column import Mark, Number, read_number
from domain.reasons import Reason

_BLQ = frozenset(
    (
        *("blq", "bql", "bloq", "blloq", "lloq", "<lloq", "<loq", "<bloq", "belowlloq", "belowloq", "notdetected"),
        *("belowlimitofquantification", "belowthelimitofquantification", "belowlimitofquantitation"),
        *("belowthelimitofquantitation", "belowquantificationlimit", "belowquantifiable", "undetectable"),
        *("低于定量下限", "低于定量限", "低于检测限", "未检出"),
    )
)
_NO_RESULT = frozenset(
    (
        *("nr", "ns", "na", "n/a", "qns", "is", "nosample", "noresult", "notreported", "notdone", "notanalysed"),
        *("notanalyzed", "notreportable", "insufficientvolume", "insufficientsample", "insufficient", "sampleempty"),
        *("haemolysed", "hemolysed", "hemolyzed", "clotted", "lost", "broken", "missing"),
        *("未检", "未做", "无样本", "溶血"),
    )
)
_UNSURE = frozenset(("nd", "n.d.", "-", "--", ".", "0*", "*"))
_ABOVE = frozenset(("aloq", "alq", "aql", "uloq", ">uloq", "abovequantificationlimit", "高于定量上限"))
_WITH_LIMIT = re.compile(r"([^()\[\]]*?)\s*[(\[]\s*(?:<|lloq\s*[=:]?)?\s*([\d.,]+)[^)\]]*[)\]]", re.IGNORECASE)


@dataclass(frozen=True)
class ReadResult:
    """What a cell says.

    Attributes:
        value: the number; None without one.
        is_blq: below the limit of quantification.
        lloq: the limit, where the cell names it: "<0.05", "BLQ (<0.05)".
        flag: what stood in the place of a result, as written.
    """

    value: Decimal | None = None
    is_blq: bool = False
    lloq: Decimal | None = None
    flag: str = ""


def read_result_cell(text: str, marks: frozenset[Mark]) -> ReadResult | Reason:
    """What a cell says, or why it can't be read.

    Args:
        text: of the cell.
        marks: the decimal marks that the other numbers of the file prove.
    """
    word = _word(text)
    if word in _BLQ:
        return ReadResult(is_blq=True)
    if word in _NO_RESULT:
        return ReadResult(flag=text.strip())
    if word in _UNSURE:
        return Reason("import_result_unsure", {"text": text.strip()})
    if word in _ABOVE:
        return Reason("import_above_limit", {"text": text.strip()})
    limited = _WITH_LIMIT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if limited and _word(limited.group(1)) in _BLQ:
        limit = read_number(limited.group(2), marks)
        if isinstance(limit, Number):
            return ReadResult(is_blq=True, lloq=limit.value)
    number = read_number(text, marks)
    if isinstance(number, Reason):
        return number
    if number.sign.startswith(">"):
        return Reason("import_above_limit", {"text": text.strip()})
    if number.value < 0:
        return Reason("import_concentration_negative", {"text": text.strip()})
    if number.sign:
        if number.value == 0:
            return Reason("import_not_a_number", {"text": text.strip()})
        return ReadResult(is_blq=True, lloq=number.value)
    return ReadResult(value=number.value)


def number_texts(text: str) -> list[str]:
    """The parts of a cell that can prove the decimal mark of the file."""
    limited = _WITH_LIMIT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return [limited.group(2)] if limited else [text]


def _word(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip().casefold().replace("≤", "<")
    return re.sub(r"[\s_]+", "", plain).rstrip("!") if plain not in _UNSURE else plain


def read_nominal_hours(text: str) -> Decimal | Reason:
    """A nominal time in hours: "Predose", "0", "24 h", "D8" is refused.

    The end of an infusion is refused too: its nominal time is a number of hours in the plan.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if re.fullmatch(r"pre[\s-]*dose|before dose|给药前|0\s*h?\s*\(?pre[\s-]*dose\)?", plain):
        return Decimal(0)
    match = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*(h|hr|hrs|hours?|小时|min|minutes?|分钟|d|days?|天)?", plain)
    if match is None:
        return Reason("import_not_hours", {"text": text.strip()})
    number = Decimal(match.group(1).replace(",", "."))
    unit = match.group(2) or "h"
    if unit.startswith(("min", "分")):
        return (number / 60).normalize() + 0
    if unit.startswith(("d", "天")):
        return number * 24
    return number
