"""Calendars side by side: subjects down and visits across, the days of a month, and one subject's own schedule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.schedule.calendar import derive_calendar, derive_calendars
from domain.schedule.due_visit import DueVisit, VisitStatus
from domain.schedule.plan import IMAGING, visit_key
from domain.study import Study


@dataclass(frozen=True)
class VisitMatrix:
    """One row a subject, one column a visit.

    Attributes:
        columns: keys of the visits, in the order of a subject's life.
        rows: by screening number; a visit that the subject has not is absent.
    """

    columns: tuple[str, ...]
    rows: Mapping[str, Mapping[str, DueVisit]]


def derive_matrix(study: Study, now: datetime, *, subject_ids: Iterable[str] | None = None) -> VisitMatrix:
    """Every visit of every subject.

    Args:
        study: at its cut-off.
        now: aware.
        subject_ids: whose; of all subjects by default.
    """
    calendars = derive_calendars(study, now)
    wanted = list(calendars) if subject_ids is None else [one for one in subject_ids if one in calendars]
    rows = {subject_id: {visit.key: visit for visit in calendars[subject_id]} for subject_id in wanted}
    keys = {(visit.code, visit.number) for row in rows.values() for visit in row.values()}
    order = _order(study)
    later = len(order)
    columns = sorted(keys, key=lambda one: (order.get(one[0], later), one[0], one[1]))
    return VisitMatrix(tuple(visit_key(code, number) for code, number in columns), rows)


def _order(study: Study) -> dict[str, int]:
    """Place of each visit, by the plans of the parts; scans stand before the visits after the last dose."""
    codes: list[str] = []
    for part in study.protocol.parts:
        codes += [rule.code for rule in part.visits.visits if rule.code not in codes] if part.visits else []
    after = next((place for place, code in enumerate(codes) if code == "end_of_treatment"), len(codes))
    codes.insert(after, IMAGING)
    return {code: place for place, code in enumerate(codes)}


def derive_month(study: Study, year: int, month: int, now: datetime) -> dict[date, tuple[DueVisit, ...]]:
    """The visits of all subjects by day: where they were done, else where they are planned.

    Returns:
        Every day of the month, those without visits too.
    """
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    days: dict[date, list[DueVisit]] = {
        first + timedelta(days=offset): [] for offset in range((following - first).days)
    }
    for visits in derive_calendars(study, now).values():
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
