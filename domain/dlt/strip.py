"""How long an event was at its grade, day by day: what the picture of a clause that needs days is drawn from."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.dlt.answer import Answer, Verdict
from domain.dlt.durations import Stretch, lasted, stretches
from domain.dlt.history import Event, History
from domain.dlt.vocabulary import Clause

DAYS_BEFORE = 3
MOST_DAYS = 21
_ORDER = (Verdict.MET, Verdict.NOT_YET, Verdict.NOT_MET)


@dataclass(frozen=True)
class StripDay:
    """One day at the site.

    Attributes:
        number: study day; the first dose is on day 1, the day before it is -1.
        grade: on that day, the worst where it has several; None before anything is known, and for days to come.
        result_id: of the result behind the grade, "" on a day without one: such a day carries the last grade.
        value: of that result.
        is_to_come: after the cut-off.
    """

    day: date
    number: int
    grade: int | None
    result_id: str = ""
    value: Decimal | None = None
    is_to_come: bool = False


@dataclass(frozen=True)
class DurationStrip:
    """The days around an event's time at a clause's grade.

    Attributes:
        record_id: of the event, or of the first result where no event has been recorded.
        starts_on: the first day at the grade.
        least: days that it lasted at least, so far.
        most: days that it can have lasted; None where that is still open.
        needed: days that the clause asks for.
        answer_on: the day of the answer; None where no date can be given, or it has been given.
    """

    record_id: str
    term: str
    days: tuple[StripDay, ...]
    starts_on: date
    least: int
    most: int | None
    needed: int
    answer_on: date | None


def derive_strip(history: History, version: str, clause: Clause, records: tuple[str, ...]) -> DurationStrip | None:
    """The strip of a clause that needs days, for the event that decides it.

    Args:
        history: of one subject, at its cut-off, with a first dose.
        version: of CTCAE.
        clause: with its days, or with an exception up to some days.
        records: that the clause's answer rests on.

    Returns:
        None where no event is at the grade, or the clause needs no days.
    """
    found = [
        (lasted(history, event, stretch, clause.min_grade, needed), event, stretch, needed)
        for event in history.all_events
        if event.record_id in records and (needed := _needed(history, version, clause, event))
        for stretch in stretches(history, event, clause.min_grade)
    ]
    if not found:
        return None
    answer, event, stretch, needed = min(found, key=lambda one: _ORDER.index(one[0].verdict))
    return _strip(history, event, stretch, needed, answer)


def _needed(history: History, version: str, clause: Clause, event: Event) -> int:
    """Days that make the event count: the clause's, or one more than an exception forgives."""
    forgiven = [
        one.resolves_within_days + 1
        for one in clause.exclusions
        if one.resolves_within_days is not None
        and event.term in one.selection.names(version)
        and history.worst_of(event) <= one.max_grade
    ]
    return max([clause.days, *forgiven])


def _strip(history: History, event: Event, stretch: Stretch, needed: int, answer: Answer) -> DurationStrip:
    start = history.first_day(stretch.start)
    first_dose = history.given[0].at.astimezone(history.zone).date()
    until = max(start + timedelta(days=needed), history.last_day(stretch.below or stretch.start))
    first = max(min(start, first_dose), start - timedelta(days=DAYS_BEFORE))
    last = min(until, first + timedelta(days=MOST_DAYS - 1))
    days = tuple(
        _day_of(history, event, first + timedelta(days=offset), first_dose) for offset in range((last - first).days + 1)
    )
    return DurationStrip(
        record_id=event.record_id,
        term=event.term,
        days=days,
        starts_on=start,
        least=stretch.least,
        most=stretch.most,
        needed=needed,
        answer_on=answer.known_on,
    )


def _day_of(history: History, event: Event, day: date, first_dose: date) -> StripDay:
    offset = (day - first_dose).days
    number = offset + 1 if offset >= 0 else offset
    if day > history.today:
        return StripDay(day, number, None, is_to_come=True)
    listed = [one for one in history.results_by_term.get(event.term, ()) if history.first_day(one.at) <= day]
    today = [one for one in listed if history.first_day(one.at) == day]
    if today:
        worst = max(today, key=lambda one: one.grade or 0)
        return StripDay(day, number, worst.grade, worst.record_id, worst.value)
    if listed:
        return StripDay(day, number, listed[-1].grade)
    return StripDay(day, number, _recorded_grade(history, event, day))


def _recorded_grade(history: History, event: Event, day: date) -> int | None:
    """By the steps of the event, 0 before its onset and from its end on; results without an event have no steps."""
    if not event.is_recorded:
        return None
    if event.end is not None and history.last_day(event.end) <= day:
        return 0
    reached = [step.grade for step in event.steps if history.first_day(step.since) <= day]
    return reached[-1] if reached else 0
