"""Events that are likely the same one recorded twice, and the copy that "same as above" starts from."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import tzinfo

from domain.ctcae.catalogue import VERSIONS
from domain.ctcae.search import plain_word
from domain.dlt.concepts import concepts_of
from domain.partial_date import PartialDate
from domain.records import AdverseEvent
from domain.terms import AeOutcome


def find_duplicates(event: AdverseEvent, others: Iterable[AdverseEvent], zone: tzinfo) -> tuple[AdverseEvent, ...]:
    """Other events of the same subject, term or concept that can have gone on at the same time.

    Terms are the same if they differ in case or spelling only, or are the names that two CTCAE versions give to one
    thing. Dates known in part overlap unless they prove otherwise; events that touch on one day overlap.
    """
    names = same_terms(event.term)
    return tuple(
        other
        for other in others
        if other.record_id != event.record_id
        and other.subject_id == event.subject_id
        and plain_word(other.term) in names
        and _overlap(event, other, zone)
    )


def same_terms(term: str) -> frozenset[str]:
    """Names of the same thing in any CTCAE version, as plain words; the term itself among them.

    Only a concept that is one term in each version unites two names: "bleeding" is a kind of event, not an event.
    """
    names = {plain_word(term)}
    for concept in concepts_of(VERSIONS[0]):
        united = [concepts_of(version).get(concept, frozenset()) for version in VERSIONS]
        words = {plain_word(name) for terms in united for name in terms}
        if all(len(terms) == 1 for terms in united) and plain_word(term) in words:
            names |= words
    return frozenset(names)


def copy_for_next(event: AdverseEvent, *, record_id: str, onset: PartialDate) -> AdverseEvent:
    """A new event with what is likely the same as before.

    Kept: subject, term, words, grade at onset, what is said of the drugs, and the judgements that follow the term.
    Not kept: later grades, end, outcome, seriousness, admission, narrative, and the result that it came from.
    """
    return replace(
        event,
        record_id=record_id,
        onset=onset,
        grade_changes=(),
        end=None,
        seriousness=(),
        aware_at=None,
        admitted_on=None,
        discharged_on=None,
        outcome=AeOutcome.UNKNOWN,
        narrative="",
        result_id="",
    )


def _overlap(one: AdverseEvent, other: AdverseEvent, zone: tzinfo) -> bool:
    return _reaches(one, other, zone) and _reaches(other, one, zone)


def _reaches(one: AdverseEvent, other: AdverseEvent, zone: tzinfo) -> bool:
    """Whether the first can still have gone on when the other began."""
    return one.end is None or one.end.latest(zone) >= other.onset.earliest(zone)
