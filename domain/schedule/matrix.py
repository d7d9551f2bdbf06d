"""Calendars side by side: subjects down and visits across, the days of a month, and one subject's own schedule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from domain.schedule.calendar import derive_calendar, derive_calendars
from domain.schedule.completeness import derive_unexplained
from domain.schedule.due_visit import DueVisit, VisitStatus
from domain.schedule.plan import END_OF_TREATMENT, IMAGING, Anchor, Assessment, visit_key
from domain.study import Study

_AHEAD = (VisitStatus.LATER, VisitStatus.NOT_APPLICABLE)


@dataclass(frozen=True)
class VisitMatrix:
    """One row a subject, one column a visit.

    Attributes:
        columns: keys of the visits, in the order of a subject's life.
        rows: by screening number; a visit that the subject has not is absent. One that was done in its window
            although assessments are missing stands there as done in part.
        missing: by screening number and visit that was done, the assessments that are missing without a reason.
    """

    columns: tuple[str, ...]
    rows: Mapping[str, Mapping[str, DueVisit]]
    missing: Mapping[str, Mapping[str, tuple[Assessment, ...]]] = field(default_factory=dict)

    @property
    def reached(self) -> tuple[str, ...]:
        """The columns that somebody has come to, or comes to next; those still ahead of everybody are left out."""
        found: set[str] = set()
        for row in self.rows.values():
            found.update(key for key, visit in row.items() if visit.status not in _AHEAD)
            later = [visit for visit in row.values() if visit.status is VisitStatus.LATER]
            if later:
                found.add(min(later, key=lambda one: one.planned).key)
        return tuple(key for key in self.columns if key in found)


def derive_matrix(
    study: Study,
    now: datetime,
    *,
    subject_ids: Iterable[str] | None = None,
    calendars: Mapping[str, tuple[DueVisit, ...]] | None = None,
) -> VisitMatrix:
    """Every visit of every subject.

    Args:
        study: at its cut-off.
        now: aware.
        subject_ids: whose; of all subjects by default.
        calendars: of the same moment, where they are known already.
    """
    calendars = derive_calendars(study, now) if calendars is None else calendars
    wanted = list(calendars) if subject_ids is None else [one for one in subject_ids if one in calendars]
    missing = {one: found for one in wanted if (found := _missing(study, one, calendars[one]))}
    rows = {
        subject_id: {visit.key: _with_gaps(visit, missing.get(subject_id, {})) for visit in calendars[subject_id]}
        for subject_id in wanted
    }
    keys = {(visit.code, visit.number) for row in rows.values() for visit in row.values()}
    order = _order(study)
    unknown = (len(order), False, 0)

    def place(key: tuple[str, int]) -> tuple[int, int, int, str]:
        code, number = key
        at, is_in_cycle, day = order.get(code, unknown)
        # Visits inside cycles go cycle by cycle; any other goes through its repeats before the next one.
        return (at, number, day, code) if is_in_cycle else (at, day, number, code)

    return VisitMatrix(tuple(visit_key(*key) for key in sorted(keys, key=place)), rows, missing)


def with_gaps(study: Study, subject_id: str, visits: Iterable[DueVisit]) -> tuple[DueVisit, ...]:
    """A subject's visits as the matrix has them: one that was done although assessments are missing is done in part."""
    listed = tuple(visits)
    missing = _missing(study, subject_id, listed)
    return tuple(_with_gaps(one, missing) for one in listed)


def _missing(study: Study, subject_id: str, visits: Iterable[DueVisit]) -> Mapping[str, tuple[Assessment, ...]]:
    return derive_unexplained(study, subject_id, tuple(one.key for one in visits if one.done_on is not None))


def _with_gaps(visit: DueVisit, missing: Mapping[str, tuple[Assessment, ...]]) -> DueVisit:
    if visit.status is not VisitStatus.DONE or visit.key not in missing:
        return visit
    return replace(visit, status=VisitStatus.DONE_PARTLY)


def _order(study: Study) -> dict[str, tuple[int, bool, int]]:
    """Place of each visit by the plans of the parts, whether it lies inside cycles, and its day there.

    Scans stand before the visits after the last dose; visits inside cycles share the place of the first of them.
    """
    rules = {rule.code: rule for part in study.protocol.parts if part.visits for rule in part.visits.visits}
    codes = list(rules)
    after = next((place for place, code in enumerate(codes) if code == END_OF_TREATMENT), len(codes))
    codes.insert(after, IMAGING)
    cycles = {code: rule.days for code, rule in rules.items() if rule.anchor is Anchor.CYCLE}
    first = min((codes.index(code) for code in cycles), default=0)
    return {
        code: (first, True, cycles[code]) if code in cycles else (place, False, 0) for place, code in enumerate(codes)
    }


def derive_month(study: Study, year: int, month: int, now: datetime) -> dict[date, tuple[DueVisit, ...]]:
    """The visits of all subjects by day: where they were done, else where they are planned.

    Returns:
        Every day of the month, those without visits too.
    """
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return visits_by_day(derive_calendars(study, now), first, following - timedelta(days=1))


def visits_by_day(
    calendars: Mapping[str, tuple[DueVisit, ...]], first: date, last: date
) -> dict[date, tuple[DueVisit, ...]]:
    """The visits of calendars by day, every day from the first to the last, both included."""
    days: dict[date, list[DueVisit]] = {first + timedelta(days=offset): [] for offset in range((last - first).days + 1)}
    for visits in calendars.values():
        for visit in visits:
            day = visit.done_on or visit.planned
            if day in days and visit.status is not VisitStatus.NOT_APPLICABLE:
                days[day].append(visit)
    return {day: tuple(sorted(found, key=lambda one: (one.subject_id, one.key))) for day, found in days.items()}


@dataclass(frozen=True)
class CalendarRow:
    """A row of a subject's printed calendar.

    Attributes:
        day: of the visit.
        earliest: first day on which it can be.
        latest: last day.
        week: from the first dose, from 0; None before it.
        is_provisional: whether the days rest on doses still to be given.
    """

    day: date
    visit: str
    earliest: date
    latest: date
    week: int | None
    is_provisional: bool


def derive_subject_calendar(study: Study, subject_id: str, now: datetime) -> tuple[CalendarRow, ...]:
    """The visits to come of one subject, as handed out on paper: without names, with a number only."""
    first = study.first_dose(subject_id)
    start = first.started_at.astimezone(study.zone).date() if first else None
    rows = []
    for visit in derive_calendar(study, subject_id, now):
        if visit.done_on is not None or visit.status in (VisitStatus.MISSED, VisitStatus.NOT_APPLICABLE):
            continue
        week = (visit.planned - start).days // 7 if start is not None else None
        rows.append(CalendarRow(visit.planned, visit.key, visit.earliest, visit.latest, week, visit.is_projected))
    return tuple(rows)
