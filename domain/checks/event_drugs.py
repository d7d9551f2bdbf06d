"""Checks on what is said of an adverse event and each study drug."""

from collections.abc import Iterator

from domain.reasons import Finding
from domain.records import AdverseEvent
from domain.terms import Grade, Severity


def check_drugs(event: AdverseEvent, drug: str, further: tuple[str, ...]) -> list[Finding]:
    """What is wrong or doubtful with the drugs of an event and their relationships.

    That nobody has judged a relationship yet may be recorded; from grade 3 on it is asked for, since it counts as
    related until somebody says otherwise (AE-8).

    Args:
        event: as it would be.
        drug: the study drug.
        further: the other drugs of the subject's part.
    """
    return [*_check_named(event, drug, further), *_check_judged(event, drug, further)]


def _check_named(event: AdverseEvent, drug: str, further: tuple[str, ...]) -> Iterator[Finding]:
    known = {name.casefold() for name in further}
    seen: set[str] = set()
    for one in event.other_drugs:
        given = one.drug.strip()
        name = given.casefold()
        if not name:
            yield Finding("other_drugs", "missing")
        elif name == drug.casefold():
            yield Finding("other_drugs", "drug_is_study_drug", numbers={"drug": drug})
        elif name in seen:
            yield Finding("other_drugs", "drug_twice", numbers={"drug": given})
        elif name not in known and further:
            yield Finding("other_drugs", "drug_not_in_part", numbers={"drug": given, "drugs": ", ".join(further)})
        elif name not in known:
            yield Finding("other_drugs", "no_other_drug", numbers={"drug": given, "study_drug": drug})
        seen.add(name)


def _check_judged(event: AdverseEvent, drug: str, further: tuple[str, ...]) -> Iterator[Finding]:
    if event.worst < Grade.SEVERE:
        return
    judged = {one.drug.strip().casefold() for one in event.other_drugs if one.relationship is not None}
    numbers = {"grade": int(event.worst)}
    if event.relationship is None:
        yield Finding("relationship", "relationship_missing", Severity.SOFT, numbers | {"drug": drug})
    for name in further:
        if name.casefold() not in judged:
            yield Finding("other_drugs", "relationship_missing", Severity.SOFT, numbers | {"drug": name})
