"""One subject's history as the DLT rules read it: events with their grade steps, results, doses, interventions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.partial_date import PartialDate
from domain.protocol.model import DltWindow
from domain.terms import ActionTaken, InterventionKind, Relationship


@dataclass(frozen=True)
class GradeStep:
    """From when on an event or a laboratory value has a grade; 0 is within limits."""

    grade: int
    since: PartialDate


@dataclass(frozen=True)
class Event:
    """An adverse event with its grades over time.

    Attributes:
        steps: at least one, in order of time; the first is the onset.
        end: when it was over; None while it is ongoing.
        relationship: the strongest to any study drug; None while nobody has said.
        is_laboratory_only: what a person says of it; None where the term decides.
        is_recorded: false for laboratory values of a grade that no event has been recorded for.
    """

    record_id: str
    term: str
    steps: tuple[GradeStep, ...]
    end: PartialDate | None = None
    relationship: Relationship | None = None
    is_laboratory_only: bool | None = None
    is_admitted: bool = False
    action: ActionTaken | None = None
    is_recorded: bool = True

    @property
    def onset(self) -> PartialDate:
        """When it began."""
        return self.steps[0].since

    @cached_property
    def worst(self) -> int:
        """Its highest grade."""
        return max(step.grade for step in self.steps)


@dataclass(frozen=True)
class Result:
    """A laboratory result, graded by the version in force.

    Attributes:
        term: the CTCAE term that it grades, or "".
        grade: 0 within limits; None where it can't be graded.
        value: in the unit of ``uln``; both are needed only for multiples of the upper limit of normal.
    """

    record_id: str
    test: str
    at: PartialDate
    term: str = ""
    grade: int | None = None
    value: Decimal | None = None
    uln: Decimal | None = None


@dataclass(frozen=True)
class Dose:
    """The administration that begins a cycle.

    Attributes:
        delayed_for: ids of the events that delayed it; () where something else did; None where nobody has said.
    """

    cycle: int
    at: datetime
    is_given: bool = True
    delayed_for: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Intervention:
    """Something done for the subject.

    Attributes:
        treats: ids of the events that it treats; () for none of them; None where nobody has said.
    """

    record_id: str
    kind: InterventionKind
    at: PartialDate
    treats: tuple[str, ...] | None = None


@dataclass(frozen=True)
class History:
    """What is known of a subject at a cut-off.

    Attributes:
        zone: of the site.
        cut_off: aware UTC; nothing dated later is in the history.
        treatment_ended: the day on which study treatment was given up for good.
    """

    subject_id: str
    zone: ZoneInfo
    cut_off: datetime
    doses: tuple[Dose, ...]
    events: tuple[Event, ...] = ()
    results: tuple[Result, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    treatment_ended: PartialDate | None = None

    def first_day(self, moment: PartialDate) -> date:
        """The first day at the site that a date can mean."""
        return moment.earliest(self.zone).astimezone(self.zone).date()

    def last_day(self, moment: PartialDate) -> date:
        """The last day at the site that a date can mean."""
        return moment.latest(self.zone).astimezone(self.zone).date()

    @cached_property
    def today(self) -> date:
        """The day of the cut-off at the site."""
        return self.cut_off.astimezone(self.zone).date()

    @cached_property
    def given(self) -> tuple[Dose, ...]:
        """The doses given, first to last."""
        return in_order(self.doses)

    @cached_property
    def results_by_term(self) -> dict[str, tuple[Result, ...]]:
        """The graded results of each term in order of time."""
        found: dict[str, list[Result]] = {}
        for result in self.results:
            if result.term and result.grade is not None:
                found.setdefault(result.term, []).append(result)
        return {
            term: tuple(sorted(listed, key=lambda one: one.at.earliest(self.zone))) for term, listed in found.items()
        }

    @cached_property
    def all_events(self) -> tuple[Event, ...]:
        """The events, and the laboratory values of a grade that no event has been recorded for."""
        return (*self.events, *self._unrecorded())

    def events_from(self, grade: int) -> tuple[Event, ...]:
        """The events that reach a grade, by their steps or their results."""
        if grade not in self._by_grade:
            self._by_grade[grade] = tuple(event for event in self.all_events if self.worst_of(event) >= grade)
        return self._by_grade[grade]

    @cached_property
    def _by_grade(self) -> dict[int, tuple[Event, ...]]:
        return {}

    def results_of(self, event: Event) -> tuple[Result, ...]:
        """The graded results of an event's term from its onset to its end."""
        if event.term not in self.results_by_term:
            return ()
        if id(event) not in self._results:
            self._results[id(event)] = self._find_results(event)
        return self._results[id(event)]

    def worst_of(self, event: Event) -> int:
        """The highest grade of an event, by its steps or its results."""
        if event.term not in self.results_by_term:
            return event.worst
        return max([event.worst, *(one.grade or 0 for one in self.results_of(event))])

    @cached_property
    def _results(self) -> dict[int, tuple[Result, ...]]:
        # By identity: hashing an event with all its steps costs more than the search that it saves.
        return {}

    def _find_results(self, event: Event) -> tuple[Result, ...]:
        first = self.first_day(event.onset)
        last = self.last_day(event.end) if event.end else self.today
        listed = self.results_by_term[event.term]
        return tuple(one for one in listed if first <= self.last_day(one.at) and self.first_day(one.at) <= last)

    def _unrecorded(self) -> list[Event]:
        taken = {one.record_id for event in self.events for one in self.results_of(event)}
        found = []
        for term, listed in self.results_by_term.items():
            free = [one for one in listed if one.record_id not in taken]
            while free and not free[0].grade:
                free.pop(0)
            if free:
                steps = tuple(GradeStep(one.grade or 0, one.at) for one in free)
                found.append(Event(free[0].record_id, term, steps, is_recorded=False))
        return found


def window_of(history: History, window: DltWindow) -> tuple[datetime, datetime]:
    """Start and end of a subject's DLT window, aware UTC.

    Raises:
        ValueError: no dose has been given.
    """
    found = window_after(history.doses, window, history.zone)
    if found is None:
        raise ValueError("the DLT window starts with the first dose; none has been given")
    return found


def window_after(doses: Iterable[Dose], window: DltWindow, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """Start and end of the DLT window that doses begin, aware UTC; None before the first that was given.

    Args:
        doses: of one subject, in any order, whether given or not.
        window: of the part.
        zone: the site's.
    """
    given = in_order(doses)
    if not given:
        return None
    first = given[0]
    return first.at, window.closes_at(first.at, [dose.at for dose in given if dose.cycle > first.cycle], zone)


def in_order(doses: Iterable[Dose]) -> tuple[Dose, ...]:
    """The doses that were given, first to last."""
    return tuple(sorted((dose for dose in doses if dose.is_given), key=lambda dose: (dose.at, dose.cycle)))
