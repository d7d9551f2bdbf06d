"""Checks on the grades of an adverse event: those that the term has, and the steps in time."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from itertools import pairwise

from domain.ctcae.catalogue import terms_of
from domain.reasons import Finding
from domain.records import AdverseEvent, GradeChange
from domain.terms import Grade


def check_grades(event: AdverseEvent, version: str, zone: tzinfo, *, now: datetime) -> list[Finding]:
    """What is wrong with the grades of an event.

    Args:
        event: as it would be.
        version: of CTCAE.
        zone: of the site.
        now: moment of entry, aware.
    """
    return [*_check_existing(event, version), *check_steps(event, zone, now=now)]


def _check_existing(event: AdverseEvent, version: str) -> Iterator[Finding]:
    term = terms_of(version).get(event.term)
    if term is None:
        return
    listed = ", ".join(str(int(grade)) for grade in term.grades)
    graded = [("grade", event.grade), *(("grade_changes", change.grade) for change in event.grade_changes)]
    for field, grade in dict.fromkeys(graded):
        if grade not in term.grades:
            yield Finding(field, "no_such_grade", numbers={"grade": int(grade), "grades": listed})


def check_steps(event: AdverseEvent, zone: tzinfo, *, now: datetime) -> list[Finding]:
    """What is wrong with the later grades of an event. Dates known in part object only where they prove it.

    Args:
        event: as it would be.
        zone: of the site.
        now: moment of entry, aware.
    """
    steps = (GradeChange(event.onset, event.grade), *event.grade_changes)
    return [
        Finding("grade_changes", code, numbers=numbers)
        for before, step in pairwise(steps)
        for code, numbers in _faults(event, before, step, zone, now)
    ]


def _faults(
    event: AdverseEvent, before: GradeChange, step: GradeChange, zone: tzinfo, now: datetime
) -> Iterator[tuple[str, dict[str, object]]]:
    earliest, latest = step.since.earliest(zone), step.since.latest(zone)
    numbers: dict[str, object] = {"grade": int(step.grade), "since": step.since}
    if earliest > now:
        yield "step_in_future", numbers
    if latest < event.onset.earliest(zone):
        yield "step_before_onset", numbers | {"onset": event.onset}
    elif latest < before.since.earliest(zone):
        yield "steps_out_of_order", numbers | {"before": before.since}
    elif _share_a_day(before, step):
        yield "steps_on_one_day", numbers | {"first": int(before.grade)}
    if event.end is not None and earliest > event.end.latest(zone):
        yield "step_after_end", numbers | {"end": event.end}
    if before.grade is Grade.FATAL:
        yield "step_after_death", numbers
    elif step.grade is before.grade:
        yield "step_same_grade", numbers


def _share_a_day(before: GradeChange, step: GradeChange) -> bool:
    """Whether two steps lie on one known day with nothing to tell which came first."""
    first, second = before.since, step.since
    if not first.is_full or (first.year, first.month, first.day) != (second.year, second.month, second.day):
        return False
    if first.hour is None or second.hour is None:
        return True
    return (first.hour, first.minute) >= (second.hour, second.minute or 0)
