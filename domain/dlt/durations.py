"""How long an event or a laboratory value was at a grade or worse, in whole days at the site.

An event is at a grade from the step that brings it there to the step below, or to its end; that day is not counted
any more: from day 5 to a step below on day 12 are 7 days. A laboratory grade lasts from the first result at or above
it to the first later result below it: last seen on day 5 and below on day 13, it lasted at least 0 and at most 8 days.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from domain.dlt.answer import HOLDS, Answer, Verdict
from domain.dlt.history import Event, GradeStep, History
from domain.partial_date import PartialDate


@dataclass(frozen=True)
class Stretch:
    """A time at a grade or worse.

    Attributes:
        start: when the grade was reached.
        grade: the worst in it.
        below: when it was first below, or over; None where it has not been seen below.
        least: days that it lasted at least.
        most: days that it can have lasted; None where that is still open.
        is_measured: bounded by laboratory results, not by the steps of an event.
        last_at: of the last result at the grade.
    """

    start: PartialDate
    grade: int
    below: PartialDate | None
    least: int
    most: int | None
    is_measured: bool = False
    last_at: PartialDate | None = None


def stretches(history: History, event: Event, grade: int) -> tuple[Stretch, ...]:
    """Each time that an event was at a grade or worse; by results where they show the grade, else by its steps."""
    return _measured(history, event, grade) or _recorded(history, event, grade)


def interval(history: History, stretch: Stretch) -> tuple[date, date]:
    """The first and the last day on which it can have been at the grade."""
    last = history.last_day(stretch.below) if stretch.below else history.today
    return history.first_day(stretch.start), max(last, history.first_day(stretch.start))


def lasted(history: History, event: Event, stretch: Stretch, grade: int, days: int) -> Answer:
    """Whether a stretch at ``grade`` or worse lasted so many days or more."""
    if days <= 0:
        return HOLDS
    answer = _lasted(history, event, stretch, days)
    if answer.verdict is Verdict.NOT_MET and stretch.is_measured and event.is_recorded:
        # A single step tells the worst grade, not how long it lasted; steps that say when it fell are a claim.
        dated = {step.since for step in event.steps}
        told = (one.least for one in _recorded(history, event, grade) if one.below in dated)
        longest = max(told, default=0)
        if longest >= days:
            numbers: dict[str, Any] = {
                "record": event.record_id,
                "term": event.term,
                "least": longest,
                "most": stretch.most,
            }
            return Answer.not_yet("dlt_differs", event.record_id, days=days, **numbers)
    return answer


def _lasted(history: History, event: Event, stretch: Stretch, days: int) -> Answer:
    numbers: dict[str, Any] = {
        "record": event.record_id,
        "term": event.term,
        "grade": stretch.grade,
        "since": stretch.start,
        "below": stretch.below,
        "last": stretch.last_at,
        "least": stretch.least,
        "most": stretch.most,
        "days": days,
    }
    if stretch.least >= days:
        return Answer.met("dlt_lasted", event.record_id, **numbers)
    if stretch.most is not None and stretch.most < days:
        return Answer.not_met("dlt_shorter", event.record_id, **numbers)
    reached = history.last_day(stretch.start) + timedelta(days=days)
    known_on = reached if reached > history.today and stretch.most is None else None
    if stretch.is_measured:
        code = "dlt_between_results" if stretch.below else "dlt_result_awaited"
    else:
        code = "dlt_between_dates" if stretch.below else "dlt_ongoing"
    return Answer.not_yet(code, event.record_id, known_on=known_on, **numbers)


def _recorded(history: History, event: Event, grade: int) -> tuple[Stretch, ...]:
    """By the steps of an event. One that was not recorded has only results."""
    if not event.is_recorded:
        return ()
    end = event.end if event.end and event.end.earliest(history.zone) <= history.cut_off else None
    return tuple(_stretch(history, *run) for run in _runs(event.steps, grade, end))


def _measured(history: History, event: Event, grade: int) -> tuple[Stretch, ...]:
    results = history.results_of(event)
    steps = tuple(GradeStep(one.grade or 0, one.at) for one in results)
    return tuple(
        _stretch(history, *run, measured=True) for run in _runs(steps, grade, event.end if event.is_recorded else None)
    )


Run = tuple[list[GradeStep], PartialDate | None]


def _runs(steps: tuple[GradeStep, ...], grade: int, end: PartialDate | None) -> list[Run]:
    """Steps at a grade or worse that follow each other, with what came after."""
    found: list[Run] = []
    groups = [(key, list(group)) for key, group in groupby(steps, key=lambda step: step.grade >= grade)]
    for position, (is_at, run) in enumerate(groups):
        if is_at:
            after = groups[position + 1][1][0].since if position + 1 < len(groups) else end
            found.append((run, after))
    return found


def _stretch(history: History, run: list[GradeStep], below: PartialDate | None, *, measured: bool = False) -> Stretch:
    start, last = run[0].since, run[-1].since
    until = last if measured else below
    known_until = history.first_day(until) if until else history.today
    least = max(0, (known_until - history.last_day(start)).days)
    most = max(0, (history.last_day(below) - history.first_day(start)).days) if below else None
    if most is not None:
        least = min(least, most)
    worst = max(step.grade for step in run)
    return Stretch(start, worst, below, least, most, measured, last if measured else None)
