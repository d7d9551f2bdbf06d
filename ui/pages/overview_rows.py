"""What the overview's cards say, as values: who is in the window, and what each next outcome leads to."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.escalation.outlook import Outlook, OutlookRow, outlook_from
from domain.escalation.recommendation import Recommendation
from domain.escalation.status import PartStatus
from domain.evaluability import Assessment, treated_subjects
from domain.records import AdverseEvent, Subject
from domain.safety.emergence import is_treatment_emergent
from domain.terms import Action, LevelState, Relationship
from ui.text import Words, tr
from ui.widgets.ladder.ladder_rows import short_day
from ui.widgets.paint import Mark

MOST_IN_SCREENING = 6


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
    """The subjects who consented and were not dosed, whose consent runs out first on top."""
    study = status.study
    waiting = []
    for subject in study.subjects:
        answer = study.eligibility(subject.subject_id)
        is_failure = answer is not None and not answer.is_eligible
        if not (is_failure or study.first_dose(subject.subject_id) or study.leaving(subject.subject_id)):
            waiting.append((_valid_until(status, subject), subject))
    waiting.sort(key=lambda one: (one[0] < study.cut_off.astimezone(study.zone).date(), one[0], one[1].subject_id))
    return tuple(_in_screening(status, words, subject, valid) for valid, subject in waiting)


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
    moment = f"{short_day(one.window_ends_at, words, now)} {one.window_ends_at.astimezone(words.zone):%H:%M}"
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


def _valid_until(status: PartStatus, subject: Subject) -> date:
    return subject.consent_date + timedelta(days=status.study.protocol.screening_days)


def _in_screening(status: PartStatus, words: Words, subject: Subject, valid: date) -> WindowRow:
    study = status.study
    enrolment, answer = study.enrolment(subject.subject_id), study.eligibility(subject.subject_id)
    title = tr("{subject} in screening").format(subject=subject.subject_id)
    if enrolment is not None:
        title = tr("{subject}, level {level}").format(subject=subject.subject_id, level=enrolment.dose_level)
    left = (valid - study.cut_off.astimezone(study.zone).date()).days
    if left < 0:
        until = tr("screening over")
    else:
        until = tr("1 day left") if left == 1 else tr("{days} days left").format(days=left)
    consent, day = (
        short_day(datetime.combine(one, time(12), study.zone), words, study.cut_off)
        for one in (subject.consent_date, valid)
    )
    state = tr("eligible") if answer is not None else tr("eligibility open")
    state = tr("enrolled") if enrolment is not None else state
    return WindowRow(
        subject_id=subject.subject_id,
        mark=Mark("+"),
        title=title,
        line=tr("Consent {consent}, valid to {day}").format(consent=consent, day=day),
        line_short=tr("Consent valid to {day}").format(day=day),
        until=until,
        remains=state,
        remains_short=state,
    )


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
            return tr("Level {level} is the highest dose given; no MTD.").format(**numbers)
        case Action.STOP:
            return tr("No dose level is tolerable.")
        case Action.WAIT:
            return tr("Level {level} is awaited.").format(**numbers)
        case _:
            return tr("No rule; the committee chooses.")
