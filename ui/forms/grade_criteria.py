"""What each grade of a CTCAE term asks for: the official text where it is loaded, else the numeric limits."""

import json
import re
from functools import lru_cache

from domain.ctcae.catalogue import terms_of
from domain.ctcae.limits import numeric_limits
from domain.records import GradeTexts
from domain.study import Study
from domain.terms import Grade

_POWER = re.compile(r"10\^(\d+)")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def criteria_of(study: Study, term: str) -> dict[Grade, str]:
    """The criterion of each grade of a term, as far as known; {} for a term that the version lacks."""
    version = study.protocol.ctcae
    listed = terms_of(version).get(term)
    if listed is None:
        return {}
    numeric = numeric_limits(version, term)
    said = {grade: _as_printed("; ".join(texts)) for grade, texts in numeric.items()}
    for record in study.entered.get(GradeTexts.kind, ()):
        if isinstance(record, GradeTexts) and record.version == version:
            official = _texts(record.content).get(term, {})
            said |= {Grade(int(grade)): text for grade, text in official.items() if text}
    return {grade: said[grade] for grade in sorted(said) if grade in listed.grades}


def _as_printed(text: str) -> str:
    """A unit such as 10^9/L as paper has it."""
    return _POWER.sub(lambda found: "× 10" + found[1].translate(_RAISED), text)


@lru_cache(maxsize=2)
def _texts(content: str) -> dict[str, dict[str, str]]:
    """The texts of a workbook; reading them is slow beside a key press, and a loaded workbook never changes."""
    texts: dict[str, dict[str, str]] = json.loads(content)
    return texts
