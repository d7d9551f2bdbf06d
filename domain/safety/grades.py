"""Grades of an adverse event over time: its steps, the grade on a day, the days at a grade.

The onset is the first step; each later one begins when the grade changed. On the day of a change both grades stand.
"""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from domain.dlt.durations import Stretch, stretches
from domain.dlt.history import Event, GradeStep, History
from domain.partial_date import PartialDate
from domain.records import AdverseEvent, GradeChange
from domain.terms import Grade


@dataclass(frozen=True)
class DaysAtGrade:
    """How long an event was at a grade or worse, in whole days at the site.

    Attributes:
        stretches: each time that it was, first to last.
    """

    stretches: tuple[Stretch, ...]

    @property
    def least(self) -> int:
        """Days that it lasted at least, all times together."""
        return sum(one.least for one in self.stretches)

    @property
    def most(self) -> int | None:
        """Days that it can have lasted; None while that is still open."""
        known = [one.most for one in self.stretches if one.most is not None]
        return sum(known) if len(known) == len(self.stretches) else None


def steps_of(event: AdverseEvent, zone: tzinfo) -> tuple[GradeChange, ...]:
    """The steps of an event, normalised: the onset first, then the later ones by date; repeats of a grade left out."""
    if not event.grade_changes:
        return (GradeChange(event.onset, event.grade),)
    later = sorted(event.grade_changes, key=lambda step: (step.since.earliest(zone), step.since.latest(zone)))
    steps = [GradeChange(event.onset, event.grade)]
    for step in later:
        if step.grade is not steps[-1].grade:
            steps.append(step)
    return tuple(steps)


def grade_on(event: AdverseEvent, day: date, zone: tzinfo) -> Grade | None:
    """The worst grade that the event can have had on a day at the site; None where it can't have been there.

    The day of the end belongs to the event. Dates known in part are read on the side of safety (AE-8).
    """
    steps = steps_of(event, zone)
    found: list[Grade] = []
    for position, step in enumerate(steps):
        until = steps[position + 1].since if position + 1 < len(steps) else event.end
        begins = first_day(step.since, zone) <= day
        if begins and (until is None or day <= last_day(until, zone)):
            found.append(step.grade)
    if event.end is not None and day > last_day(event.end, zone):
        return None
    return max(found, default=None)


def last_grade(event: AdverseEvent, zone: tzinfo) -> Grade:
    """The grade after the latest step."""
    return steps_of(event, zone)[-1].grade


def days_at(event: AdverseEvent, grade: Grade, *, zone: ZoneInfo, cut_off: datetime) -> DaysAtGrade:
    """How long an event was at ``grade`` or worse, by its steps alone; counted as the DLT rules count it.

    Args:
        event: as known at the cut-off.
        grade: or worse.
        zone: of the site.
        cut_off: aware UTC; an open stretch has lasted up to it.
    """
    steps = tuple(GradeStep(int(step.grade), step.since) for step in steps_of(event, zone))
    history = History(event.subject_id, zone, cut_off, ())
    told = Event(event.record_id, event.term, steps, event.end)
    return DaysAtGrade(stretches(history, told, int(grade)))


def first_day(moment: PartialDate, zone: tzinfo) -> date:
    """The first day at the site that a date can mean."""
    return moment.earliest(zone).astimezone(zone).date()


def last_day(moment: PartialDate, zone: tzinfo) -> date:
    """The last day at the site that a date can mean."""
    return moment.latest(zone).astimezone(zone).date()
