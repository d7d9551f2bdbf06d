"""What the Today page lists, as values: each row says what it is, until when, and whom it leads to (SUB-3, AE-7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.evaluability import assess_subject
from domain.records import Query
from domain.safety.clocks import Clock, ClockKind, ClockState, open_clocks
from domain.schedule.calendar import derive_calendars
from domain.schedule.due_visit import SOON_DAYS, DueVisit, VisitStatus
from domain.schedule.matrix import VisitMatrix, derive_matrix
from domain.schedule.today import Today, TodayItem, TodayKind, derive_today
from domain.study import Study
from domain.terms import QueryState
from ui.models.query_rows import list_queries
from ui.text import Words, say_date, tr
from ui.widgets.visit_paint import LOOKS, StatusLook
from ui.words.date import short_day
from ui.words.visit import VisitWords, say_left, say_window, status_word

AXIS_BEFORE, AXIS_AFTER = 6, 7
_WARN_HOURS = 4
_LISTED = (TodayKind.VISIT, TodayKind.SCREENING, TodayKind.RESERVATION, TodayKind.RECORD)


@dataclass(frozen=True)
class TodayRow:
    """A row of "Due today" or "This week".

    Attributes:
        line: below the title, its days and what is left.
        first, last, planned: of the window bar; None where there is no window.
        is_over: whether its window has closed.
        said: the whole row in words.
    """

    subject_id: str
    title: str
    line: str
    chip: str
    look: StatusLook
    first: date | None
    last: date | None
    planned: date | None
    is_over: bool
    said: str


@dataclass(frozen=True)
class HalfRow:
    """A row of a half card: a clock, a query, a window, an event to follow.

    Attributes:
        right: time left, or the next date.
        tone: "" as usual, "warn", or "hard".
        share: how much of a clock is gone, 0 to 1; None without a bar.
        event_id: of the adverse event that it leads to, or "".
        query: that it leads to, or None.
        said: the whole row in words.
        status: of a visit, drawn before the title; None for anything else.
    """

    subject_id: str
    title: str
    line: str
    right: str
    said: str
    tone: str = ""
    share: float | None = None
    event_id: str = ""
    query: Query | None = None
    status: VisitStatus | None = None


@dataclass(frozen=True)
class TodayView:
    """Everything that the page shows at one moment.

    Attributes:
        count: what is due, for the rail.
        calendars: of all subjects, by screening number.
        deadlines: what ends on a day and is no visit.
    """

    today: date
    count: int
    due: tuple[TodayRow, ...]
    week: tuple[TodayRow, ...]
    clocks: tuple[HalfRow, ...]
    queries: tuple[HalfRow, ...]
    windows: tuple[HalfRow, ...]
    events: tuple[HalfRow, ...]
    matrix: VisitMatrix
    calendars: dict[str, tuple[DueVisit, ...]]
    deadlines: tuple[TodayItem, ...]


def build_today(study: Study, words: Words) -> TodayView:
    """The page's content at the study's cut-off."""
    now = study.cut_off
    calendars = derive_calendars(study, now)
    today = derive_today(study, now, calendars=calendars)
    visit_words = VisitWords(study.protocol)
    due = {id(one) for one in today.due}
    listed = [one for one in today.items if one.kind in _LISTED]
    week_ends = today.day + timedelta(days=SOON_DAYS)
    return TodayView(
        today=today.day,
        count=today.count,
        due=_in_order(_row(one, today.day, words, visit_words) for one in listed if id(one) in due),
        week=_in_order(
            _row(one, today.day, words, visit_words)
            for one in listed
            if id(one) not in due and one.day is not None and one.day <= week_ends
        ),
        clocks=tuple(clock_row(one, now, words) for one in open_clocks(study)),
        queries=_query_rows(study, words, today.day),
        windows=_window_rows(study, today, words),
        events=tuple(_event_row(one, words, today.day) for one in today.deadlines if one.kind is TodayKind.FOLLOW_UP),
        matrix=derive_matrix(study, now, calendars=calendars),
        calendars=calendars,
        deadlines=today.deadlines,
    )


def _in_order(rows: Iterable[TodayRow]) -> tuple[TodayRow, ...]:
    """By what ends first; what is over already comes last."""
    return tuple(sorted(rows, key=lambda one: (one.is_over, one.last or date.min, one.subject_id, one.title)))


def _row(item: TodayItem, today: date, words: Words, visit_words: VisitWords) -> TodayRow:
    visit = item.visit
    if visit is not None:
        title, status = visit_words.name(visit.key), visit.status
        window, left = say_window(visit), say_left(visit, today)
        line = f"{window}, {left}" if left else window
        is_open_ahead = status is VisitStatus.DUE and visit.planned > today
        chip = tr("window open") if is_open_ahead else status_word(status)
        return TodayRow(
            item.subject_id,
            title,
            line,
            chip,
            LOOKS[status],
            visit.earliest,
            visit.latest,
            visit.planned,
            status is VisitStatus.OUT_OF_WINDOW,
            f"{item.subject_id}, {title}: {line}; {chip}",
        )
    title = {
        TodayKind.SCREENING: tr("First dose, or screening ends"),
        TodayKind.RESERVATION: tr("Reserved slot"),
        TodayKind.RECORD: tr("End of treatment"),
    }[item.kind]
    is_over = item.is_late and item.latest is not None
    status = VisitStatus.DUE if item.day is None or item.day <= today else VisitStatus.SOON
    status = VisitStatus.OVERDUE if item.is_late else status
    chip = tr("to record") if item.kind is TodayKind.RECORD else status_word(status)
    line = words.reason(item.reason)
    said = f"{item.subject_id}, {title}: {line}"
    last = item.latest
    return TodayRow(item.subject_id, title, line, chip, LOOKS[status], last, last, last, is_over, said)


def clock_row(clock: Clock, now: datetime, words: Words) -> HalfRow:
    """A clock of a serious event: the time left and the share that is gone."""
    event = clock.event
    title = tr("{term}, grade {grade}").format(term=event.term, grade=int(event.worst))
    if clock.due_at is None or event.aware_at is None:
        line = tr("say when the site became aware")
        said = f"{event.subject_id}, {title}: {words.reason(clock.reason)} {line}"
        return HalfRow(event.subject_id, title, line, tr("not started"), said, "hard", 1.0, event.record_id)
    left = clock.due_at - now
    kind = {
        ClockKind.INITIAL: tr("24 h"),
        ClockKind.SEVEN_DAYS: tr("7 days"),
        ClockKind.FIFTEEN_DAYS: tr("15 days"),
    }[clock.kind]
    aware, until = (moment.astimezone(words.zone) for moment in (event.aware_at, clock.due_at))
    line = tr("{kind}, until {day}").format(kind=kind, day=short_day(until.date()))
    if clock.kind is ClockKind.INITIAL:
        line = tr("aware {moment}").format(moment=f"{short_day(aware.date())} {aware:%H:%M}")
    tone = "hard" if clock.state is ClockState.OVERDUE else "warn" if left < timedelta(hours=_WARN_HOURS) else ""
    share = (now - event.aware_at) / (clock.due_at - event.aware_at)
    right = say_span(left) if left >= timedelta() else tr("{span} late").format(span=say_span(-left))
    due = words.moment(clock.due_at)
    said = tr("{subject}, {title}: report within {kind}, due {due}, {left} left").format(
        subject=event.subject_id, title=title, kind=kind, due=due, left=right
    )
    if left < timedelta():
        said = tr("{subject}, {title}: report within {kind} was due {due}, {late}").format(
            subject=event.subject_id, title=title, kind=kind, due=due, late=right
        )
    return HalfRow(event.subject_id, title, line, right, said, tone, min(max(share, 0.0), 1.0), event.record_id)


def say_span(span: timedelta) -> str:
    """A stretch of time as short as it may be said: "35 min", "19 h 20 min", "69 h", "11 d"."""
    minutes = int(span.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return tr("{minutes} min").format(minutes=rest)
    if hours < 24:
        return tr("{hours} h {minutes} min").format(hours=hours, minutes=rest)
    if hours < 96:
        return tr("{hours} h").format(hours=hours)
    return tr("{days} d").format(days=hours // 24)


def _query_rows(study: Study, words: Words, today: date) -> tuple[HalfRow, ...]:
    rows = []
    for one in list_queries(study.entered, words):
        if one.query.state is QueryState.CLOSED:
            continue
        opened = one.opened.astimezone(study.zone).date()
        days = (today - opened).days
        age = tr("today") if days <= 0 else tr("{days} d").format(days=days)
        title = f"{one.about}, {one.field}" if one.field else one.about
        answered = one.query.state is QueryState.ANSWERED
        line = (tr("answered, opened {day}") if answered else tr("opened {day}")).format(day=short_day(opened))
        said = f"{one.query.subject_id}, {title}: {line}. {one.last}"
        rows.append((opened, HalfRow(one.query.subject_id or "\u2013", title, line, age, said, query=one.query)))
    rows.sort(key=lambda one: (one[0], one[1].subject_id))
    return tuple(row for _, row in rows)


def _window_rows(study: Study, today: Today, words: Words) -> tuple[HalfRow, ...]:
    verdicts = today.of_kind(TodayKind.VERDICT)
    windows = sorted(today.of_kind(TodayKind.WINDOW), key=lambda one: (one.until or study.cut_off, one.subject_id))
    rows = [
        HalfRow(
            one.subject_id,
            tr("Verdict awaited"),
            words.reason(one.reason),
            tr("now"),
            tr("{subject}: verdict awaited. {reason}").format(subject=one.subject_id, reason=words.reason(one.reason)),
            "warn",
        )
        for one in verdicts
    ]
    rows += [_window_row(study, one, words) for one in windows]
    return tuple(rows)


def _window_row(study: Study, item: TodayItem, words: Words) -> HalfRow:
    assessment = assess_subject(study, item.subject_id)
    assert assessment is not None
    assert item.until is not None
    until = item.until.astimezone(words.zone)
    moment = f"{short_day(until.date())} {until:%H:%M}"
    left = max(item.until - study.cut_off, timedelta())
    right = say_span(left) if left < timedelta(days=1) else tr("{days} d").format(days=-(-left // timedelta(days=1)))
    if assessment.awaited_events:
        event = assessment.awaited_events[0]
        title = tr("{term}, grade {grade}").format(term=event.term, grade=int(event.worst))
        line = tr("known on {day}").format(day=say_date(until.date()))
    else:
        length = (assessment.window_ends_at - assessment.first_dose_at).days
        day = assessment.study_day(study.cut_off)
        # The card says that it is the window.
        title = tr("Day {day} of {length}").format(day=day, length=length)
        line = tr("until {moment}").format(moment=moment)
    said = tr("{subject}, DLT window: {title}, {line}").format(subject=item.subject_id, title=title, line=line)
    return HalfRow(item.subject_id, title, line, right, said)


def _event_row(item: TodayItem, words: Words, today: date) -> HalfRow:
    numbers = item.reason.numbers
    title = tr("{term}, grade {grade}").format(term=numbers["term"], grade=numbers["grade"])
    seen, day = numbers["seen"], item.day
    assert isinstance(seen, date)
    assert day is not None
    line = tr("last seen {day}").format(day=short_day(seen))
    right = tr("today") if day == today else short_day(day)
    when = tr("was due {day}") if item.is_late else tr("next look {day}")
    said = f"{item.subject_id}, {title}: {line}, {when.format(day=words.say(day))}"
    return HalfRow(item.subject_id, title, line, right, said, "warn" if item.is_late else "", event_id=item.about_id)


def rows_of_day(
    visits: Sequence[DueVisit], deadlines: Sequence[TodayItem], words: Words, visit_words: VisitWords, today: date
) -> tuple[HalfRow, ...]:
    """What falls on a day: deadlines first, then the visits done or planned on it."""
    rows = [_deadline_row(one, words) for one in deadlines]
    for visit in visits:
        title = visit_words.name(visit.key)
        word = status_word(visit.status)
        left = say_left(visit, today)
        line = word if visit.done_on is not None else f"{say_window(visit)}, {left}" if left else say_window(visit)
        said = f"{visit.subject_id}, {title}: {line}; {word}"
        rows.append(HalfRow(visit.subject_id, title, line, "", said, status=visit.status))
    return tuple(rows)


def _deadline_row(item: TodayItem, words: Words) -> HalfRow:
    title = deadline_title(item)
    line = words.reason(item.reason)
    right = f"{item.until.astimezone(words.zone):%H:%M}" if item.until is not None else ""
    tone = "hard" if item.is_late else ""
    event = item.about_id if item.kind in (TodayKind.CLOCK, TodayKind.FOLLOW_UP) else ""
    return HalfRow(item.subject_id, title, line, right, f"{item.subject_id}, {title}: {line}", tone, event_id=event)


def deadline_title(item: TodayItem) -> str:
    """What ends, in a few words."""
    return {
        TodayKind.CLOCK: tr("SAE report due"),
        TodayKind.WINDOW: tr("DLT window ends"),
        TodayKind.RESERVATION: tr("Slot lapses"),
        TodayKind.SCREENING: tr("Screening ends"),
        TodayKind.FOLLOW_UP: tr("Event to follow"),
    }[item.kind]
