"""Checks on the term of an adverse event: one that the version has; for another, the nearest ones are named."""

from difflib import get_close_matches

from domain.ctcae.catalogue import VERSIONS, terms_of
from domain.ctcae.search import find_terms, plain_word, synonyms_of
from domain.reasons import Finding

MOST_NAMED = 3
_LIKENESS = 0.75


def check_term(term: str, version: str) -> list[Finding]:
    """What is wrong with a term.

    Raises:
        KeyError: there is no such version.
    """
    if not term.strip():
        return [Finding("term", "missing")]
    if term in terms_of(version):
        return []
    numbers: dict[str, object] = {"term": term.strip(), "version": version}
    nearest = nearest_terms(term, version)
    if nearest:
        numbers["nearest"] = "; ".join(nearest)
    other = next((one for one in VERSIONS if one != version and term in terms_of(one)), "")
    if other:
        code = "term_of_other_version_near" if nearest else "term_of_other_version"
        return [Finding("term", code, numbers=numbers | {"other_version": other})]
    return [Finding("term", "unknown_term_near" if nearest else "unknown_term", numbers=numbers)]


def nearest_terms(typed: str, version: str) -> tuple[str, ...]:
    """The likeliest terms of a version for what was typed, at most three: by name, by synonym, else by spelling.

    Raises:
        KeyError: there is no such version.
    """
    found = [term.name for term in find_terms(version, typed, MOST_NAMED)]
    if not found:
        by_word: dict[str, tuple[str, ...]] = {plain_word(name): (name,) for name in terms_of(version)}
        words = synonyms_of(version) | by_word
        likely = get_close_matches(plain_word(typed), words, MOST_NAMED, _LIKENESS)
        found = [name for word in likely for name in words[word]]
    return tuple(dict.fromkeys(found))[:MOST_NAMED]
