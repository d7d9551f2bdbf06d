"""From which result on a biomarker selects a subject for a cohort: a number with its unit, or the laboratory's word."""

import re
from dataclasses import dataclass
from decimal import Decimal

EXAMPLE = '"40 %" or "positive"'
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(\S.*)?")
_WORD = re.compile(r"[^\W\d_][\w +-]*")
_NEGATED = ("not ", "non-", "non ", "no ")


@dataclass(frozen=True)
class MarkerLimit:
    """What a result has to reach, or to say.

    Attributes:
        value: smallest number that will do; None where a word is asked for.
        unit: of the number; "" where any unit will do.
        word: in which the laboratory reports it, in small letters; "" where a number is asked for.
    """

    value: Decimal | None = None
    unit: str = ""
    word: str = ""

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit}".strip() if self.value is not None else self.word

    def is_met(self, value: Decimal | None, *, sign: str = "", unit: str = "", comment: str = "") -> bool:
        """Whether a result meets it; a result in another unit doesn't, because nothing says what it means.

        Args:
            value: of the result; None where the laboratory gave words only.
            sign: "<" or ">" where the value is a bound of what the method measures.
            unit: of the value.
            comment: where results in words stand.
        """
        if self.value is None:
            return self._is_said(comment)
        if value is None or not self._is_of_unit(unit):
            return False
        return value >= self.value and not sign.startswith("<")

    def _is_of_unit(self, unit: str) -> bool:
        """A unit may say more than the limit does: "% of tumour cells"."""
        given, wanted = (" ".join(text.casefold().split()) for text in (unit, self.unit))
        return not wanted or given == wanted or given.startswith(f"{wanted} ")

    def _is_said(self, comment: str) -> bool:
        said = " ".join(comment.casefold().split())
        at = [match.start() for match in re.finditer(rf"\b{re.escape(self.word)}\b", said)]
        return bool(at) and not any(said[:start].endswith(_NEGATED) for start in at)


def read_marker_limit(text: str) -> MarkerLimit | None:
    """A limit from "40 %" or "positive"; None where the text is neither."""
    given = text.strip()
    if match := _NUMBER.fullmatch(given):
        return MarkerLimit(Decimal(match[1]), match[2] or "")
    return MarkerLimit(word=given.casefold()) if _WORD.fullmatch(given) else None
