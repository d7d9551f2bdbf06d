"""What the site must do today and in the days to come, from every source of obligations in one list (SUB-3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial

from domain.evaluability import assess_subject
from domain.queries import open_queries
from domain.reasons import Reason
from domain.safety.clocks import ClockState, open_clocks
from domain.safety.follow_up import FollowUpState, follow_ups_of
from domain.schedule.calendar import derive_calendars
from domain.schedule.due_visit import SOON_DAYS, DueVisit, VisitStatus
from domain.schedule.life import Life, day_of, derive_life
from domain.schedule.plan import SCREENING
from domain.study import Study


class TodayKind(StrEnum):
    """What kind of obligation it is, the most urgent first where two fall on one day."""

    CLOCK = "clock"
    VERDICT = "verdict"
    VISIT = "visit"
    WINDOW = "window"
    RESERVATION = "reservation"
    SCREENING = "screening"
    FOLLOW_UP = "follow-up"
    RECORD = "record"
    QUERY = "query"


@dataclass(frozen=True)
class TodayItem:
    """One thing to do, or to know.

    Attributes:
        day: on which it falls at the site; days past are days on which it was due. None: it waits for a person.
        until: the moment at which it is too late or over, where the hour matters.
        latest: the last day of its window, where it has one.
        is_late: due before today, or past its moment.
        reason: what it is.
        about_id: record that it is about, or "".
        visit: of the calendar, or None.
    """

    kind: TodayKind
    subject_id: str
    day: date | None
    reason: Reason
    until: datetime | None = None
    latest: date | None = None
    is_late: bool = False
    about_id: str = ""
    visit: DueVisit | None = None


@dataclass(frozen=True)
class Today:
    """The list of a day.

    Attributes:
        day: at the site.
        items: late ones first, then by day; what waits for a person stands on top.
        deadlines: what ends or falls due on a day and is no visit, however far ahead, by ``deadline_of``.
    """

    day: date
    items: tuple[TodayItem, ...]
    deadlines: tuple[TodayItem, ...] = ()

    @property
    def due(self) -> tuple[TodayItem, ...]:
        """What is to be done today, or is late."""
        return tuple(one for one in self.items if one.day is None or one.day <= self.day or one.is_late)

    @property
    def this_week(self) -> tuple[TodayItem, ...]:
        """What falls into the next seven days."""
        done = set(map(id, self.due))
        return tuple(one for one in self.items if id(one) not in done)

    @property
    def count(self) -> int:
        """How much waits today: everything due or late but queries, which have a count of their own."""
        return sum(one.kind is not TodayKind.QUERY for one in self.due)

    def of_kind(self, kind: TodayKind) -> tuple[TodayItem, ...]:
        """The items of one kind."""
        return tuple(one for one in self.items if one.kind is kind)


def derive_today(study: Study, now: datetime, *, calendars: Mapping[str, tuple[DueVisit, ...]] | None = None) -> Today:
    """What the site must do today and within a week.

    Args:
        study: at its cut-off, which is usually ``now``.
        now: aware; the calendar day at the site counts.
        calendars: of the same moment, where they are known already.
    """
    today = day_of(now, study.zone)
    calendars = derive_calendars(study, now) if calendars is None else calendars
    lives = {one.subject_id: derive_life(study, one.subject_id) for one in study.subjects}
    last = today + timedelta(days=SOON_DAYS)
    others = [
        *_clocks(study, now),
        *_windows(study, today),
        *_reservations(study, now, today),
        *_screening(study, lives, today),
        *_follow_ups(study),
    ]
    items = [
        *_visits(study, calendars, today),
        *(one for one in others if one.kind is not TodayKind.FOLLOW_UP or one.day is None or one.day <= last),
        *_missing_ends(study, lives, today),
        *_queries(study),
    ]
    order = list(TodayKind)
    items.sort(
        key=lambda one: (
            one.day is not None,
            not one.is_late,
            one.day or today,
            order.index(one.kind),
            one.until is None,
            one.until or now,
            one.subject_id,
        )
    )
    dated = [one for one in others if deadline_of(one) is not None]
    dated.sort(key=lambda one: (deadline_of(one) or today, order.index(one.kind), one.subject_id))
    return Today(today, tuple(items), tuple(dated))


def deadline_of(item: TodayItem) -> date | None:
    """The day on which an item ends; None where it waits for a person."""
    return item.latest or item.day


def _clocks(study: Study, now: datetime) -> Iterator[TodayItem]:
    for clock in open_clocks(study):
        numbers = {"term": clock.event.term, "clock": clock.kind.value}
        is_late = clock.state is ClockState.OVERDUE
        code = "today_clock_not_started" if clock.due_at is None else "today_clock"
        day = day_of(clock.due_at, study.zone) if clock.due_at is not None else None
        yield TodayItem(
            TodayKind.CLOCK,
            clock.event.subject_id,
            # A running clock is today's business, whichever day it ends.
            min(day, day_of(now, study.zone)) if day is not None else None,
            Reason(code, numbers),
            clock.due_at,
            day,
            is_late,
            clock.event.record_id,
        )


_VISIT_CODES = {
    VisitStatus.DUE: "today_visit_due",
    VisitStatus.OVERDUE: "today_visit_overdue",
    VisitStatus.OUT_OF_WINDOW: "today_visit_out",
    VisitStatus.SOON: "today_visit_soon",
}


def _visits(study: Study, calendars: Mapping[str, tuple[DueVisit, ...]], today: date) -> Iterator[TodayItem]:
    for subject_id, visits in calendars.items():
        derive = partial(_visits_of, subject_id, visits, today)
        entered = study.entered_for(subject_id)
        yield from derive() if entered is None else entered.kept(("today", today), visits, derive)


def _visits_of(subject_id: str, visits: tuple[DueVisit, ...], today: date) -> tuple[TodayItem, ...]:
    found = []
    last = today + timedelta(days=SOON_DAYS)
    for visit in visits:
        code = _VISIT_CODES.get(visit.status)
        if code is None or visit.code == SCREENING or visit.is_projected or visit.planned > last:
            continue
        is_late = visit.status in (VisitStatus.OVERDUE, VisitStatus.OUT_OF_WINDOW)
        reason = Reason(code, {"visit": visit.key, "planned": visit.planned, "latest": visit.latest})
        found.append(
            TodayItem(TodayKind.VISIT, subject_id, visit.planned, reason, None, visit.latest, is_late, "", visit)
        )
    return tuple(found)


def _windows(study: Study, today: date) -> Iterator[TodayItem]:
    """Who is in the DLT window, until when; and whose verdict waits for a person."""
    for subject in study.subjects:
        one = assess_subject(study, subject.subject_id)
        if one is None or not one.outcome.is_pending:
            continue
        if one.is_reopened or one.verdict_at is None:
            yield TodayItem(TodayKind.VERDICT, one.subject_id, None, one.reason, about_id=subject.record_id)
        elif study.leaving(one.subject_id) is None:
            day = day_of(one.verdict_at, study.zone)
            code = "today_window_ends" if day <= today + timedelta(days=SOON_DAYS) else "today_in_window"
            reason = Reason(code, {"day": one.study_day(study.cut_off), "until": one.verdict_at})
            yield TodayItem(TodayKind.WINDOW, one.subject_id, day, reason, one.verdict_at, about_id=subject.record_id)


def _reservations(study: Study, now: datetime, today: date) -> Iterator[TodayItem]:
    for part in study.protocol.parts:
        lapse = timedelta(days=part.rules.reservation_days)
        for level in part.levels:
            for enrolment in study.reserved(part, level.number):
                until = enrolment.enrolled_at + lapse
                reason = Reason("today_reservation", {"level": level.number, "until": until})
                day = day_of(until, study.zone)
                yield TodayItem(
                    TodayKind.RESERVATION,
                    enrolment.subject_id,
                    day,
                    reason,
                    until,
                    day,
                    until < now,
                    enrolment.record_id,
                )


def _screening(study: Study, lives: dict[str, Life], today: date) -> Iterator[TodayItem]:
    """The countdown from consent to the first dose."""
    for subject in study.subjects:
        life = lives[subject.subject_id]
        if life.first_dose is not None or life.ends:
            continue
        last = life.consent + timedelta(days=study.protocol.screening_days)
        left = (last - today).days
        code = "today_screened" if life.is_eligible else "today_screening"
        code = "today_screening_over" if left < 0 else code
        reason = Reason(code, {"days": abs(left), "until": last})
        yield TodayItem(TodayKind.SCREENING, subject.subject_id, last, reason, None, last, left < 0, subject.record_id)


def _follow_ups(study: Study) -> Iterator[TodayItem]:
    for subject in study.subjects:
        for one in follow_ups_of(study, subject.subject_id):
            if one.next_on is None:
                continue
            reason = Reason("today_follow_up", {"term": one.event.term, "grade": int(one.grade), "seen": one.seen_on})
            is_late = one.state is FollowUpState.OVERDUE
            yield TodayItem(
                TodayKind.FOLLOW_UP,
                subject.subject_id,
                one.next_on,
                reason,
                is_late=is_late,
                about_id=one.event.record_id,
            )


def _missing_ends(study: Study, lives: dict[str, Life], today: date) -> Iterator[TodayItem]:
    """Treatment that is over by what is recorded, without a record of its end."""
    for subject in study.subjects:
        life = lives[subject.subject_id]
        if not life.is_treated:
            continue
        most = life.part.max_cycles
        code = ""
        if life.new_therapy is not None and life.new_therapy <= today:
            code = "today_end_new_therapy"
        elif most is not None and max(life.doses, default=0) >= most and _is_cycle_over(life, today):
            code = "today_end_all_cycles"
        if code:
            numbers = {"at": life.new_therapy or life.last_dose, "cycles": most}
            yield TodayItem(
                TodayKind.RECORD, subject.subject_id, None, Reason(code, numbers), about_id=subject.record_id
            )


def _is_cycle_over(life: Life, today: date) -> bool:
    return life.last_dose is not None and today >= life.last_dose + timedelta(days=life.part.cycle_days)


def _queries(study: Study) -> Iterator[TodayItem]:
    counts: dict[str, int] = {}
    for query in open_queries(study.entered):
        counts[query.subject_id] = counts.get(query.subject_id, 0) + 1
    for subject_id, number in sorted(counts.items()):
        yield TodayItem(TodayKind.QUERY, subject_id, None, Reason("today_queries", {"number": number}))
