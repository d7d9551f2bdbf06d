"""What the DLT page lists, as values: verdicts by level, and the clauses of one subject."""

from dataclasses import dataclass
from datetime import date

from domain.dlt.answer import Verdict
from domain.dlt.assess import ClauseResult
from domain.dlt.of_study import history_of
from domain.dlt.strip import DurationStrip, derive_strip
from domain.escalation.status import PartStatus
from domain.evaluability import Assessment, is_inside
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.study import Study
from domain.terms import DltVerdict, Outcome, PartKind
from ui.models.subject_rows import mark_of
from ui.text import Words, capital, say_number, tr
from ui.widgets.mark_paint import Mark
from ui.words.date import day_at, near_day
from ui.words.dlt import TraceWords, say_named, say_origin, say_record, unit_of
from ui.words.part import say_cohort

MOST_SENTENCES = 3
_ORDER = (Verdict.MET, Verdict.NOT_YET, Verdict.NOT_MET)


@dataclass(frozen=True)
class Tag:
    """A verdict as a tag: its words, and how it looks by token."""

    text: str
    fill: str = ""
    line: str = "control"
    glyph: str = ""


@dataclass(frozen=True)
class VerdictRow:
    """A treated subject in the list.

    Attributes:
        line: below the number: until when, what made it, or that a person's verdict stands against the derived one.
        glyph: before the line, "" for none.
    """

    subject_id: str
    mark: Mark
    line: str
    tag: Tag
    glyph: str = ""

    @property
    def said(self) -> str:
        """The row for a screen reader."""
        return f"{self.subject_id}, {self.tag.text}, {self.line}"


@dataclass(frozen=True)
class VerdictGroup:
    """A level or cohort with its treated subjects, the one dosed last on top; ``short`` where the title has no room."""

    title: str
    short: str
    caption: str
    rows: tuple[VerdictRow, ...]


@dataclass(frozen=True)
class EventLink:
    """An adverse event that can be opened; laboratory values without an event have no ``record_id``."""

    record_id: str
    name: str


@dataclass(frozen=True)
class ClauseRow:
    """A clause with its evidence.

    Attributes:
        number: in the protocol file.
        evidence: one sentence each.
        when: at the right: known on a day, met, or not met so far.
        origin: where the clause comes from, in lines.
        strip: days at the grade, for a clause that needs days and is open or met; ``unit`` of its values.
    """

    number: int
    verdict: Verdict
    title: str
    evidence: tuple[str, ...]
    when: str
    origin: tuple[str, ...]
    events: tuple[EventLink, ...] = ()
    strip: DurationStrip | None = None
    unit: str = ""


@dataclass(frozen=True)
class EventNote:
    """An event that a list below the clauses names, with why."""

    link: EventLink
    grade: int
    line: str


# --- verdicts -----------------------------------------------------------------------------------


def tag_of(one: Assessment) -> Tag:
    """The verdict that counts."""
    is_said = one.is_overruled
    if one.outcome is Outcome.DLT:
        return Tag(tr("T DLT") if is_said or one.derived is None else tr("T met"), "purple", "text")
    if one.outcome.is_pending:
        return tag_of_verdict(Verdict.NOT_YET)
    if one.outcome in (Outcome.NOT_EVALUABLE, Outcome.NOT_EVALUABLE_MODERATE):
        return Tag(tr("X not evaluable"))
    return Tag(tr("no DLT") if is_said or one.derived is None else tr("not met"), glyph="minus")


def tag_of_verdict(verdict: Verdict) -> Tag:
    """A derived verdict."""
    return {
        Verdict.MET: Tag(tr("T met"), "purple", "text"),
        Verdict.NOT_YET: Tag(tr("not yet known"), "soft", "accent", "clock"),
        Verdict.NOT_MET: Tag(tr("not met"), glyph="minus"),
    }[verdict]


def tag_of_judged(verdict: DltVerdict) -> Tag:
    """A person's verdict."""
    return {
        DltVerdict.DLT: Tag(tr("T DLT"), "purple", "text"),
        DltVerdict.NOT_YET_KNOWN: Tag(tr("not yet known"), "soft", "accent", "clock"),
        DltVerdict.NO_DLT: Tag(tr("no DLT"), glyph="minus"),
    }[verdict]


def list_verdicts(status: PartStatus, words: Words) -> tuple[VerdictGroup, ...]:
    """The treated subjects by level, or by cohort of an expansion; highest level and last dosed first."""
    if status.part.kind is PartKind.EXPANSION:
        return _by_cohort(status, words)
    groups = []
    for tally in reversed(status.recommendation.tallies):
        treated = status.at_level(tally.dose_level)
        if not treated:
            continue
        level = status.part.level(tally.dose_level)
        title = tr("Level {number}, {dose} {unit}").format(
            number=level.number, dose=say_number(level.dose), unit=level.unit
        )
        short = tr("Level {number}").format(number=level.number)
        groups.append(_group(status, words, title, short, treated, (tally.dlt, tally.evaluable)))
    return tuple(groups)


def _by_cohort(status: PartStatus, words: Words) -> tuple[VerdictGroup, ...]:
    """The subjects of an expansion by cohort; last those of whom it is unclear to which they belong."""
    groups, left = [], {one.subject_id: one for one in status.assessments}
    for cohort in status.cohorts:
        treated = tuple(left.pop(subject_id) for subject_id in cohort.treated if subject_id in left)
        if treated:
            title, short = say_cohort(status.part, cohort.number), tr("Cohort {number}").format(number=cohort.number)
            groups.append(_group(status, words, title, short, treated, (len(cohort.dlt), cohort.evaluable)))
    if left:
        others = tuple(left.values())
        counts = (
            sum(one.outcome is Outcome.DLT for one in others),
            sum(one.outcome.is_evaluable for one in others),
        )
        groups.append(_group(status, words, tr("Cohort not said"), tr("No cohort"), others, counts))
    return tuple(groups)


def _group(
    status: PartStatus, words: Words, title: str, short: str, treated: tuple[Assessment, ...], counts: tuple[int, int]
) -> VerdictGroup:
    """A group, headed by its DLTs and its evaluable subjects."""
    dlts, evaluable = counts
    count = tr("1 DLT") if dlts == 1 else tr("{count} DLTs").format(count=dlts)
    caption = tr("{count} in {evaluable} evaluable").format(count=count, evaluable=evaluable)
    rows = tuple(_verdict_row(status, words, one) for one in reversed(treated))
    return VerdictGroup(title, short, caption, rows)


def _verdict_row(status: PartStatus, words: Words, one: Assessment) -> VerdictRow:
    mark = mark_of(one, status.study.cut_off)
    assert mark is not None
    line, glyph = _when(status.study, words, one), ""
    if one.standing is not None:
        person, glyph = one.standing.adjudication.signed_by, "pencil"
        if one.is_reopened:
            line, glyph = tr("judge again"), "triangle"
        elif one.is_overruled:
            line = tr("overruled by {person}").format(person=person)
        else:
            line = tr("signed by {person}").format(person=person)
    return VerdictRow(one.subject_id, mark, line, tag_of(one), glyph)


def _when(study: Study, words: Words, one: Assessment) -> str:
    if one.dlt_events:
        worst = max(one.dlt_events, key=lambda event: event.worst)
        return tr("{term}, grade {grade}").format(term=worst.term, grade=int(worst.worst))
    if one.outcome.is_pending and one.verdict_at is None:
        return tr("a value or a person decides")
    if one.outcome.is_pending:
        return tr("until {day}").format(day=day_at(one.verdict_at or one.window_ends_at, words, study.cut_off))
    leaving = study.leaving(one.subject_id)
    if one.reason.code == "outcome_left" and leaving is not None:
        return tr("left {day}").format(day=day_at(leaving.left_at, words, study.cut_off))
    if one.reason.code == "outcome_dose":
        return tr("{percent} % of the dose").format(percent=one.reason.numbers["percent"])
    return tr("finished {day}").format(day=day_at(one.window_ends_at, words, study.cut_off))


# --- clauses ------------------------------------------------------------------------------------


def list_clauses(study: Study, part: Part, one: Assessment, words: Words) -> tuple[ClauseRow, ...]:
    """The clauses that apply: met, not yet known by date, not met; each in the order of the protocol."""
    if one.derived is None:
        return ()
    is_open = study.cut_off < one.window_ends_at
    rows = [_clause_row(study, part, one, result, words, is_open=is_open) for result in one.derived.clauses]
    order = {result.number: (_ORDER.index(result.verdict), _due(result)) for result in one.derived.clauses}
    return tuple(sorted(rows, key=lambda row: (*order[row.number], row.number)))


def _due(result: ClauseResult) -> date:
    return result.answer.known_on or date.max


def _clause_row(
    study: Study, part: Part, one: Assessment, result: ClauseResult, words: Words, *, is_open: bool
) -> ClauseRow:
    trace = TraceWords(study, one.subject_id, words)
    said = tuple(dict.fromkeys(trace.say(reason) for reason in _telling(result.answer.reasons)))
    if len(said) > MOST_SENTENCES and result.verdict is Verdict.NOT_MET:
        more = tr("And {count} more of the kind.").format(count=len(said) - MOST_SENTENCES)
        said = (*said[:MOST_SENTENCES], more)
    strip = None
    if result.verdict is not Verdict.NOT_MET:
        history = history_of(study, one.subject_id)
        strip = derive_strip(history, study.protocol.ctcae, result.clause, result.answer.records)
    measured = {day.result_id for day in strip.days if day.value is not None} if strip else set()
    return ClauseRow(
        number=result.number,
        verdict=result.verdict,
        title=result.clause.title,
        evidence=said,
        when=_say_when(result, study, is_open=is_open),
        origin=say_origin(study.protocol.source_of(part, f"dlt.clauses[{result.number}]")),
        events=_links(study, one.subject_id, result.answer.records),
        strip=strip,
        unit=unit_of(study, one.subject_id, measured),
    )


def _telling(reasons: tuple[Reason, ...]) -> list[Reason]:
    """The reasons without "grade 4 since" where another one says the same and for how long."""
    timed = {reason.numbers.get("record") for reason in reasons if "least" in reason.numbers}
    return [one for one in reasons if one.code != "dlt_at_grade" or one.numbers.get("record") not in timed]


def _say_when(result: ClauseResult, study: Study, *, is_open: bool) -> str:
    known_on = result.answer.known_on
    if result.verdict is Verdict.MET:
        return tr("met")
    if result.verdict is Verdict.NOT_MET:
        return tr("not met so far") if is_open else tr("not met")
    if known_on is None:
        return tr("a value or a person decides")
    return tr("known on {day}").format(day=near_day(known_on, study.cut_off.astimezone(study.zone).date()))


def _links(study: Study, subject_id: str, records: tuple[str, ...]) -> tuple[EventLink, ...]:
    events = {event.record_id for event in study.events_of(subject_id)}
    return tuple(
        EventLink(record, name)
        for record in records
        if record in events and (name := say_record(study, subject_id, record)) is not None
    )


def list_inapplicable(study: Study, part: Part) -> tuple[ClauseRow, ...]:
    """The clauses that do not apply under the protocol's readings."""
    if part.dlt is None:
        return ()
    applicable = {number for number, _ in part.dlt.applicable}
    return tuple(
        ClauseRow(
            number=number,
            verdict=Verdict.NOT_MET,
            title=clause.title,
            evidence=(tr("Does not apply as the protocol is read here: see the assumptions of the definition."),),
            when="",
            origin=say_origin(study.protocol.source_of(part, f"dlt.clauses[{number}]")),
        )
        for number, clause in enumerate(part.dlt.clauses, 1)
        if number not in applicable
    )


def list_outside(study: Study, one: Assessment, words: Words) -> tuple[EventNote, ...]:
    """The events that meet the definition, or may, but for the window (AE-6)."""
    if one.derived is None:
        return ()
    trace = TraceWords(study, one.subject_id, words)
    found: dict[str, EventNote] = {}
    for outside in one.derived.outside:
        event = outside.event
        may = tr("may meet") if outside.answer.verdict is Verdict.NOT_YET else tr("meets")
        line = tr("{may} clause {number}: {title}").format(may=may, number=outside.number, title=outside.clause.title)
        link = EventLink(event.record_id if event.is_recorded else "", say_named(event.term, event.onset))
        awaited = [trace.say(reason) for reason in outside.answer.reasons if reason.code.endswith("awaited")]
        found.setdefault(event.record_id, EventNote(link, event.worst, " ".join([capital(line) + ".", *awaited])))
    return tuple(found.values())


def list_waiting(study: Study, one: Assessment) -> tuple[EventNote, ...]:
    """Where the protocol has no definition: the events inside the window, which a person judges."""
    inside = [
        event
        for event in study.events_of(one.subject_id)
        if is_inside(event, one.first_dose_at, one.window_ends_at, study)
    ]
    awaited = {event.record_id for event in one.awaited_events}
    return tuple(
        EventNote(
            EventLink(event.record_id, say_named(event.term, event.onset)),
            int(event.worst),
            tr("waits for a person's verdict") if event.record_id in awaited else tr("judged by a person"),
        )
        for event in sorted(inside, key=lambda event: -event.worst)
    )
