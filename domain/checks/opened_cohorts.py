"""Checks on the cohorts that an opening of an expansion part names: against the plan, each other, and other parts."""

from collections.abc import Iterator

from domain.parts.opening import planned_cohort
from domain.parts.tumour_words import is_same_tumour
from domain.protocol.model import ExpansionCohort, Part
from domain.reasons import Finding
from domain.records import OpenedCohort, PartOpening
from domain.study import Study
from domain.terms import Severity


def check_opened_cohorts(study: Study, planned: Part, opening: PartOpening) -> list[Finding]:
    """What forbids the cohorts, and what asks for a reason.

    Args:
        study: as entered now, with the other parts' openings.
        planned: the expansion part as its file says it.
        opening: as it would be.
    """
    findings: list[Finding] = []
    for number, one in enumerate(opening.cohorts, 1):
        cohort = planned_cohort(planned, one.planned)
        if cohort is None:
            numbers: dict[str, object] = {"given": one.planned, "count": len(planned.cohorts)}
            findings.append(Finding("cohorts", "opening_unknown_cohort", numbers=numbers))
            continue
        earlier = [each.planned for each in opening.cohorts[: number - 1]]
        if one.planned in earlier and not cohort.may_repeat:
            findings.append(Finding("cohorts", "opening_cohort_twice", numbers=_about(number, cohort)))
        findings += _check_limits(number, cohort, one)
        findings += _check_size(number, cohort, one)
    if planned.different_tumours:
        findings += _check_tumours(planned, opening)
    named = {one.planned for one in opening.cohorts}
    for number, cohort in enumerate(planned.cohorts, 1):
        if opening.cohorts and number not in named and not cohort.is_optional:
            left = {"title": cohort.title}
            findings.append(Finding("cohorts", "opening_cohort_left", Severity.SOFT, left))
    return [*findings, *_check_most(study, opening)]


def _about(number: int, cohort: ExpansionCohort) -> dict[str, object]:
    return {"cohort": number, "title": cohort.title}


def _check_limits(number: int, cohort: ExpansionCohort, one: OpenedCohort) -> Iterator[Finding]:
    """Tumour type and marker are the protocol's where it states them."""
    about = _about(number, cohort)
    for given, stated in ((one.tumour, cohort.tumour), (one.marker, cohort.marker)):
        if given and stated and given != stated:
            yield Finding("cohorts", "opening_limit_stated", numbers={**about, "stated": stated})
    if cohort.chooses_tumour and not (one.tumour or cohort.tumour).strip():
        yield Finding("cohorts", "opening_needs_tumour", numbers=about)


def _check_size(number: int, cohort: ExpansionCohort, one: OpenedCohort) -> Iterator[Finding]:
    """A total is the protocol's; a least number may be chosen larger, never smaller."""
    if one.size is None:
        return
    about, least = _about(number, cohort), max(1, cohort.at_least or 1, cohort.with_pk or 1)
    if cohort.in_total is not None:
        yield Finding("cohorts", "opening_size_stated", numbers={**about, "size": cohort.in_total})
    elif one.size < least:
        yield Finding("cohorts", "opening_size_small", numbers={**about, "least": least})


def _check_tumours(planned: Part, opening: PartOpening) -> Iterator[Finding]:
    """Where the cohorts are of different tumours: whether two look like the same one."""
    seen: list[tuple[int, str]] = []
    for number, one in enumerate(opening.cohorts, 1):
        cohort = planned_cohort(planned, one.planned)
        tumour = one.tumour or (cohort.tumour if cohort else "")
        same = next((other for other, before in seen if is_same_tumour(before, tumour)), None)
        if tumour.strip() and same is not None:
            numbers = {"cohort": number, "other": same, "tumour": tumour}
            yield Finding("cohorts", "opening_same_tumour", Severity.SOFT, numbers)
        seen.append((number, tumour))


def _check_most(study: Study, opening: PartOpening) -> Iterator[Finding]:
    """How many cohorts there would be over the parts that share a limit, whichever of them states it."""
    for part in study.as_planned.parts:
        together = (part.part_id, *part.most_cohorts_with)
        if part.most_cohorts is None or opening.part_id not in together:
            continue
        others = {part_id: _opened_in(study, part_id) for part_id in together if part_id != opening.part_id}
        count = len(opening.cohorts) + sum(others.values())
        if opening.cohorts and count > part.most_cohorts:
            titles = ", ".join(study.as_planned.part(part_id).title for part_id, opened in others.items() if opened)
            numbers = {"count": count, "most": part.most_cohorts, "parts": titles}
            code = "opening_many_over_parts" if titles else "opening_many_cohorts"
            yield Finding("cohorts", code, Severity.SOFT, numbers)


def _opened_in(study: Study, part_id: str) -> int:
    """Cohorts of a part as it was last opened."""
    openings = study.openings_of(part_id)
    return len(openings[-1].cohorts) if openings else 0
