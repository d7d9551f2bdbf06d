"""What the overview's cards say, as values: who is in the window, and what each next outcome leads to."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.escalation.outlook import Outlook, OutlookRow, outlook_from
from domain.escalation.recommendation import Recommendation
from domain.escalation.status import PartStatus
from domain.escalation.waiting_list import Waiting, derive_waiting_list
from domain.evaluability import Assessment, treated_subjects
from domain.records import AdverseEvent
from domain.safety.emergence import is_treatment_emergent
from domain.screenings import Screening, ScreeningState, current_screening
from domain.study import Study
from domain.terms import Action, LevelState, Relationship
from ui.text import Words, tr
from ui.widgets.mark_paint import Mark
from ui.words.date import day_at, moment_at

MOST_IN_SCREENING, MOST_ON_A_LOW_PAGE = 6, 3


@dataclass(frozen=True)
class WindowRow:
    """A subject who is awaited.

    Attributes:
        line: below the title; ``line_short`` where it does not fit.
        until: at the right, until when.
        remains: below it; ``remains_short`` where the line needs the room.
    """

    subject_id: str
    mark: Mark
    title: str
    line: str
    line_short: str
    until: str
    remains: str
    remains_short: str


@dataclass(frozen=True)
class NextRow:
    """What follows if the outcomes fall so.

    Attributes:
        figure: how many further DLTs, or the mark's letter.
        chip: action of the chip.
    """

    figure: str
    title: str
    in_all: str
    chip: str
    line: str


def build_window_rows(status: PartStatus, words: Words) -> tuple[WindowRow, ...]:
    """The subjects in the window, who finishes first on top."""
    return tuple(_in_window(status, words, one) for one in status.in_window)


def build_screening_rows(status: PartStatus, words: Words) -> tuple[WindowRow, ...]:
    """Who was not dosed yet: slots held, the first to lapse on top; who waits for one, the longest first; screening."""
    study, today = status.study, status.study.cut_off.astimezone(status.study.zone).date()
    waiting = {one.subject_id: one for one in derive_waiting_list(study)}
    found: list[tuple[tuple[int, object], WindowRow]] = []
    for subject in study.subjects:
        subject_id = subject.subject_id
        if study.first_dose(subject_id) or study.leaving(subject_id):
            continue
        screening = current_screening(study, subject_id)
        lapses = _held_until(study, subject_id)
        if lapses is not None:
            found.append(((0, lapses), _reserved(study, words, subject_id, lapses)))
        elif subject_id in waiting:
            one = waiting[subject_id]
            found.append(((1, one.since), _waits(study, words, one)))
        elif screening.state is not ScreeningState.FAILED:
            is_over = screening.last_day < today
            found.append(
                ((3 if is_over else 2, screening.last_day), _in_screening(study, words, screening, subject_id))
            )
    return tuple(row for _, row in sorted(found, key=lambda one: (one[0], one[1].subject_id)))


def places_used(status: PartStatus) -> tuple[int, int] | None:
    """Places in the window that the group in question uses, of how many; None without a limit."""
    most, level = status.part.rules.spacing.most_in_window, status.recommendation.dose_level
    if most is None or level is None:
        return None
    return status.recommendation.tally(level).pending, most


def derive_outlook(status: PartStatus) -> Outlook | None:
    """What may follow at the level in question."""
    return outlook_from(
        status.part,
        treated_subjects(status.assessments),
        status.recommendation,
        with_optional=status.study.optional_is_open(status.part),
    )


def build_next_rows(status: PartStatus, outlook: Outlook) -> tuple[NextRow, ...]:
    """One row for each way the outcomes to come can fall; a subject who is not evaluable comes last."""
    known = status.recommendation.tally(outlook.dose_level).dlt
    rows = [_next_row(outlook.dose_level, row, known) for row in outlook.rows]
    if status.part.rules.replace_not_evaluable:
        line = tr("The slot opens again; counts stay.")
        rows.append(NextRow("X", tr("not evaluable"), tr("no outcome"), "replace", line))
    else:
        line = tr("Not replaced; the committee chooses.")
        rows.append(NextRow("X", tr("not evaluable"), tr("no outcome"), "choose", line))
    return tuple(rows)


def say_event(event: AdverseEvent) -> str:
    """An event in a few words: "Nausea grade 1, not related"."""
    related = {
        Relationship.NOT_RELATED: tr("not related"),
        Relationship.UNLIKELY: tr("unlikely related"),
        Relationship.POSSIBLE: tr("possibly related"),
        Relationship.PROBABLE: tr("probably related"),
        Relationship.DEFINITE: tr("related"),
        None: tr("relationship not said"),
    }[event.relation]
    return tr("{term} grade {grade}, {related}").format(term=event.term, grade=int(event.worst), related=related)


def _in_window(status: PartStatus, words: Words, one: Assessment) -> WindowRow:
    now, left = status.study.cut_off, one.days_left(status.study.cut_off)
    length = one.window_ends_at - one.first_dose_at
    gone = min(max((now - one.first_dose_at) / length, 0.0), 1.0) if length else 1.0
    moment = moment_at(one.window_ends_at, words, now)
    is_over = one.window_ends_at <= now
    day = tr("day {day}").format(day=one.study_day(now))
    days_left = tr("1 day left") if left == 1 else tr("{days} days left").format(days=left)
    remains = tr("verdict is due") if is_over else f"{day} · {days_left}"
    line, line_short = _latest_words(status, words, one)
    return WindowRow(
        subject_id=one.subject_id,
        mark=Mark(one.outcome.value, left, gone),
        title=one.subject_id,
        line=line,
        line_short=line_short,
        until=(tr("ended {moment}") if is_over else tr("until {moment}")).format(moment=moment),
        remains=remains,
        remains_short=remains if is_over else days_left,
    )


def _latest_words(status: PartStatus, words: Words, one: Assessment) -> tuple[str, str]:
    """What the subject has had: what the verdict waits for, else the worst and latest; and in short."""
    if one.awaited_events:
        event = one.awaited_events[0]
        said = tr("not yet known: {term}, grade {grade}").format(term=event.term, grade=int(event.worst))
        said = said if len(one.awaited_events) == 1 else f"{said} (+{len(one.awaited_events) - 1})"
        return said, tr("not yet known: {term}").format(term=event.term)
    if one.outcome.is_pending and one.reason.code != "outcome_in_window":
        return words.reason(one.reason), tr("not yet known")
    study = status.study
    events = [event for event in study.events_of(one.subject_id) if is_treatment_emergent(study, event)]
    if not events:
        return tr("No adverse event"), tr("No adverse event")
    worst = max(events, key=lambda event: (event.worst, event.onset.earliest(study.zone)))
    return say_event(worst), tr("{term} grade {grade}").format(term=worst.term, grade=int(worst.worst))


def _held_until(study: Study, subject_id: str) -> datetime | None:
    """When the subject's reservation lapses; None where none is held."""
    enrolment, part = study.enrolment(subject_id), study.part_of(subject_id)
    if enrolment is None or part is None:
        return None
    lapses = enrolment.enrolled_at + timedelta(days=part.rules.reservation_days)
    return lapses if study.cut_off < lapses else None


def _reserved(study: Study, words: Words, subject_id: str, lapses: datetime) -> WindowRow:
    enrolment, now = study.enrolment(subject_id), study.cut_off
    moment = moment_at(lapses, words, now)
    hours = (lapses - now) // timedelta(hours=1)
    left = tr("{days} days left").format(days=hours // 24) if hours >= 48 else tr("{hours} h left").format(hours=hours)
    return WindowRow(
        subject_id=subject_id,
        mark=Mark("+"),
        title=subject_id,
        line=tr("Slot reserved at level {level}").format(level=enrolment.dose_level if enrolment else ""),
        line_short=tr("Level {level} reserved").format(level=enrolment.dose_level if enrolment else ""),
        until=tr("lapses {moment}").format(moment=moment),
        remains=left,
        remains_short=left,
    )


def _waits(study: Study, words: Words, one: Waiting) -> WindowRow:
    since, until = (_short(study, words, day) for day in (one.since, one.until))
    enrolment = study.enrolment(one.subject_id)
    lapsed = tr("Reservation lapsed; waits for a slot") if enrolment is not None else ""
    left = _days_left(one.days_left)
    return WindowRow(
        subject_id=one.subject_id,
        mark=Mark("+"),
        title=tr("{subject} waits").format(subject=one.subject_id),
        line=lapsed or tr("Eligible since {day}, no slot yet").format(day=since),
        line_short=tr("Eligible since {day}").format(day=since),
        until=tr("screening to {day}").format(day=until),
        remains=left,
        remains_short=left,
    )


def _in_screening(study: Study, words: Words, screening: Screening, subject_id: str) -> WindowRow:
    left = (screening.last_day - study.cut_off.astimezone(study.zone).date()).days
    start, day = (_short(study, words, one) for one in (screening.started_on, screening.last_day))
    again = screening.number > 1
    line = tr("Screened again {start}, valid to {day}") if again else tr("Consent {start}, valid to {day}")
    short = tr("Valid to {day}") if again else tr("Consent valid to {day}")
    state = tr("eligible") if screening.state is ScreeningState.ELIGIBLE else tr("eligibility open")
    return WindowRow(
        subject_id=subject_id,
        mark=Mark("+"),
        title=tr("{subject} in screening").format(subject=subject_id),
        line=line.format(start=start, day=day),
        line_short=short.format(day=day),
        until=tr("screening over") if left < 0 else _days_left(left),
        remains=state,
        remains_short=state,
    )


def _days_left(days: int) -> str:
    if days < 0:
        return tr("screening over")
    return tr("1 day left") if days == 1 else tr("{days} days left").format(days=days)


def _short(study: Study, words: Words, day: date) -> str:
    return day_at(datetime.combine(day, time(12), study.zone), words, study.cut_off)


def _next_row(level: int, row: OutlookRow, known: int) -> NextRow:
    tally = row.then.tally(level)
    if row.is_or_more:
        figure, in_all = f"{row.further_dlts}+", tr("{dlt}+ in all").format(dlt=known + row.further_dlts)
    else:
        figure = str(row.further_dlts)
        in_all = tr("{dlt} of {evaluable} in all").format(dlt=tally.dlt, evaluable=tally.evaluable)
    if row.assumes_no_moderate:
        in_all = tr("no moderate toxicity")
    title = tr("more DLT") if known else tr("DLT")
    is_exceeded = tally.state is LevelState.EXCEEDED
    chip = "exceeded" if is_exceeded else row.then.action.value.replace("-", "_")
    return NextRow(figure, title, in_all, chip, _consequence(level, row.then, is_exceeded=is_exceeded))


def _consequence(level: int, then: Recommendation, *, is_exceeded: bool) -> str:
    """What the rules then ask for, in one line."""
    closes = tr("Level {level} closes.").format(level=level) + " " if is_exceeded else ""
    return closes + _asked(level, then, is_exceeded=is_exceeded)


def _asked(level: int, then: Recommendation, *, is_exceeded: bool) -> str:
    numbers = {"level": then.dose_level, "count": then.subjects}
    match then.action:
        case Action.ESCALATE:
            if then.subjects == 1:
                return tr("Committee decides; 1 subject at level {level}.").format(**numbers)
            return tr("Committee decides; {count} subjects at level {level}.").format(**numbers)
        case Action.ENROL | Action.EXPAND | Action.DE_ESCALATE if then.dose_level is not None:
            tally = then.tally(then.dose_level)
            held = tally.evaluable + tally.pending
            return tr("Level {level} goes from {held} to {reach}.").format(
                **numbers, held=held, reach=held + then.subjects
            )
        case Action.MTD:
            return tr("Level {level} is the MTD.").format(**numbers)
        case Action.MAD:
            return tr("Level {level} is the MAD; there is no MTD.").format(**numbers)
        case Action.STOP:
            return tr("No dose level is tolerable.")
        case Action.WAIT:
            return tr("Level {level} is awaited.").format(**numbers)
        case _:
            return tr("No rule; the committee chooses.")
