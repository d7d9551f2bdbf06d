"""Digests of the official wording of each term, so that an edited text is noticed without our shipping the texts.

``wording.csv`` was made from the NCI's workbooks of 27 November 2017 (5.0) and of January 2026 (6.0, with the errata of
20 January 2026). The first edition of 6.0 (July 2025) differs from it in the terms that the errata name.
"""

import csv
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

_DIGITS = 12


def digest_of(parts: Sequence[str]) -> str:
    """A digest of the texts of the grades 1 to 5, the definition and the note of a term, in this order.

    A grade or note that does not exist is ""; white space does not count.
    """
    written = "\n".join(" ".join(part.split()) for part in parts)
    return hashlib.sha256(written.encode()).hexdigest()[:_DIGITS]


@lru_cache(maxsize=2)
def official_digests(version: str) -> dict[str, str]:
    """Digest of every term of a version; {} for a version that there is not."""
    text = resources.files("domain.ctcae").joinpath("wording.csv").read_text(encoding="utf-8")
    return {row["term"]: row["digest"] for row in csv.DictReader(text.splitlines()) if row["version"] == version}
