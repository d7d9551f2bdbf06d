"""Tumour types are free texts: what two of them have in common, by the words that tell tumours apart."""

import re

# Words that are in the names of most tumours.
_COMMON = frozenset({"cancer", "carcinoma", "adenocarcinoma", "tumour", "tumor", "junction", "cell", "untreated"})


def shares_word(limit: str, given: str) -> bool:
    """Whether a tumour may be one that a limit means: "Gastric" of "Gastric or gastro-oesophageal junction cancer"."""
    return _is_same_text(limit, given) or bool(_words(limit) & _words(given))


def is_same_tumour(first: str, second: str) -> bool:
    """Whether two texts name the same tumour, such as "Gastric" and "gastric cancer"."""
    return _is_same_text(first, second) or (bool(_words(first)) and _words(first) == _words(second))


def _is_same_text(first: str, second: str) -> bool:
    return first.casefold().strip() == second.casefold().strip()


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 2} - _COMMON
