"""The rungs of the ladder in words: from a part's status to what each row shows."""

from dataclasses import dataclass
from datetime import timedelta

from domain.escalation.slots import SlotAnswer, assess_slot
from domain.escalation.status import PartStatus
from domain.reasons import Reason
from domain.summaries.ladder import Rung, derive_ladder
from domain.terms import Action, LevelState
from ui.text import Words, say_number, tr
from ui.widgets.mark_paint import Mark, mark_words
from ui.words.date import day_at

_MOST_SLOTS = 3


@dataclass(frozen=True)
class RowMark:
    """A mark on a rung.

    Attributes:
        label: what stands below it: the subject's id, or from when a slot opens.
        subject_id: whom a click opens; empty for a slot that nobody holds.
        words: the mark in words, for tooltip and screen reader.
    """

    mark: Mark
    label: str
    subject_id: str
    words: str


@dataclass(frozen=True)
class LadderRow:
    """A rung.

    Attributes:
        state: one or two words.
        line: the date or condition below them.
        node: state of the spine's node (``ui/widgets/rung_paint.py``).
        ground: "current", "exceeded", "optional" or "".
        explanation: the state in a whole sentence.
    """

    level: int
    dose: str
    unit: str
    mode: str
    marks: tuple[RowMark, ...]
    evaluable: int
    treated: int
    dlt: int
    state: str
    line: str
    node: str
    ground: str
    explanation: str

    @property
    def is_quiet(self) -> bool:
        """Nobody was dosed here and nobody may be."""
        return self.node in ("closed", "optional") and not self.treated

    @property
    def words(self) -> str:
        """The whole rung in words, for tooltip and screen reader."""
        said = tr("Level {level}, {dose} {unit}, {mode}").format(
            level=self.level, dose=self.dose, unit=self.unit, mode=self.mode
        )
        if self.treated:
            said += tr("; {evaluable} evaluable of {treated} treated, {dlt} DLT").format(
                evaluable=self.evaluable, treated=self.treated, dlt=self.dlt
            )
        return f"{said}. {self.explanation}"


def build_rows(status: PartStatus, words: Words) -> tuple[LadderRow, ...]:
    """The rows of the part, highest dose first."""
    return tuple(_row(status, words, rung) for rung in derive_ladder(status))


def _row(status: PartStatus, words: Words, rung: Rung) -> LadderRow:
    level, tally = rung.level, rung.tally
    slot = assess_slot(status, level.number)
    state, line = _state(status, words, rung, slot)
    mode = words.reason(rung.mode)
    return LadderRow(
        level=level.number,
        dose=say_number(level.dose),
        unit=level.unit,
        mode=tr("{mode}, optional").format(mode=mode) if level.is_optional else mode,
        marks=(*_subject_marks(rung), *_held_marks(status, words, level.number), *_free_marks(status, words, slot)),
        evaluable=tally.evaluable,
        treated=tally.treated,
        dlt=tally.dlt,
        state=state,
        line=line,
        node=_node(status, rung),
        ground=_ground(status, rung),
        explanation=_explanation(words, rung, slot, state, line),
    )


def _subject_marks(rung: Rung) -> list[RowMark]:
    found = []
    for one in rung.marks:
        if one.state == "+":
            continue
        mark = Mark(one.state, one.days_left, one.gone)  # type: ignore[arg-type]
        found.append(RowMark(mark, one.subject_id, one.subject_id, f"{one.subject_id}: {mark_words(mark)}"))
    return found


def _held_marks(status: PartStatus, words: Words, level: int) -> list[RowMark]:
    lapse = timedelta(days=status.part.rules.reservation_days)
    found = []
    for held in status.study.reserved(status.part, level):
        until = words.reason(Reason("subject_reserved", {"until": held.enrolled_at + lapse}))
        found.append(RowMark(Mark("+"), held.subject_id, held.subject_id, f"{held.subject_id}: {until}"))
    return found


def _free_marks(status: PartStatus, words: Words, slot: SlotAnswer) -> list[RowMark]:
    now = status.study.cut_off
    is_later = slot.dose_from is not None and slot.dose_from > now
    said = tr("open slot")
    if slot.dose_from is not None and is_later:
        said = tr("slot, first dose not before {moment}").format(moment=words.moment(slot.dose_from))
    found = []
    for number in range(min(slot.free, _MOST_SLOTS)):
        label = day_at(slot.dose_from, words, now) if slot.dose_from and is_later and not number else ""
        found.append(RowMark(Mark("+"), label, "", said if not number else tr("slot, after the one before it")))
    return found


def _node(status: PartStatus, rung: Rung) -> str:
    if rung.declared is not None and rung.declared.code.startswith("rung_mtd"):
        return "mtd"
    if rung.declared is not None:
        return "cleared"
    return "current" if rung.tally.state is LevelState.OPEN else rung.tally.state.value


def _ground(status: PartStatus, rung: Rung) -> str:
    state = rung.tally.state
    if state is LevelState.EXCEEDED:
        return "exceeded"
    chosen = status.recommendation.action is Action.CHOOSE and rung.is_current
    if state is LevelState.OPEN or chosen:
        return "current"
    return "optional" if state is LevelState.OPTIONAL else ""


def _state(status: PartStatus, words: Words, rung: Rung, slot: SlotAnswer) -> tuple[str, str]:
    """State of a level and the date or condition below it."""
    if rung.declared is not None:
        name = tr("MTD") if "mtd" in rung.declared.code else tr("MAD")
        at = rung.declared.numbers.get("at")
        return name, tr("signed {day}").format(day=words.say(at)) if at else tr("not yet signed")
    match rung.tally.state:
        case LevelState.CLEARED:
            return tr("Cleared"), _cleared_on(status, words, rung.level.number)
        case LevelState.EXCEEDED:
            return tr("Exceeded"), tr("closed for good")
        case LevelState.SUSPENDED:
            chosen = status.recommendation.action is Action.CHOOSE and rung.is_current
            return tr("Suspended"), tr("committee chooses") if chosen else tr("lower level decides")
        case LevelState.OPTIONAL:
            return tr("Optional"), tr("needs a decision")
        case LevelState.OPEN:
            return _open_state(status, rung), _open_line(status, words, slot)
        case _:
            return tr("Closed"), _closed_line(status, words, rung.level.number)


def _open_state(status: PartStatus, rung: Rung) -> str:
    answer, rules = status.recommendation, status.part.rules
    if answer.action is Action.WAIT:
        return tr("Waiting")
    reach = rung.tally.evaluable + rung.tally.pending + answer.subjects
    if rung.tally.treated and reach > rules.cohort_size:
        return tr("Filling to six") if reach == 6 else tr("Filling to {count}").format(count=reach)
    return tr("Open")


def _open_line(status: PartStatus, words: Words, slot: SlotAnswer) -> str:
    now = status.study.cut_off
    match slot.reasons[0].code if slot.reasons and not slot.is_open else "":
        case "slot_needs_decision":
            return tr("needs a decision")
        case "slot_held":
            return tr("held by decision")
        case "slot_reserved":
            return tr("places reserved")
        case "slot_awaits":
            if slot.until is None or slot.until <= now:
                return tr("for a verdict")
            return tr("until {day}").format(day=day_at(slot.until, words, now))
    if slot.dose_from is not None and slot.dose_from > now:
        return tr("slot from {day}").format(day=day_at(slot.dose_from, words, now))
    ready = status.recommendation.open_now
    if ready is not None and 0 < ready < slot.free:
        return tr("{count} slots, {ready} now").format(count=slot.free, ready=ready)
    return tr("1 slot open") if slot.free == 1 else tr("{count} slots open").format(count=slot.free)


def _cleared_on(status: PartStatus, words: Words, level: int) -> str:
    """The day when the last subject of the level finished."""
    ends = [one.window_ends_at for one in status.at_level(level) if one.outcome.is_evaluable]
    return words.day(min(max(ends), status.study.cut_off)) if ends else ""


def _closed_line(status: PartStatus, words: Words, level: int) -> str:
    for block in status.recommendation.blocks:
        if block.what.code == "blocked_level" and block.what.numbers.get("level") == level and block.until:
            return tr("from {day}").format(day=day_at(block.until, words, status.study.cut_off))
    return ""


def _explanation(words: Words, rung: Rung, slot: SlotAnswer, state: str, line: str) -> str:
    if rung.declared is not None:
        return words.reason(rung.declared)
    refusals = (LevelState.EXCEEDED, LevelState.SUSPENDED, LevelState.OPTIONAL, LevelState.OPEN)
    said = f"{state}, {line}." if line else f"{state}."
    if rung.tally.state in refusals and slot.reasons:
        return f"{said} {words.reason(slot.reasons[0])}"
    return said
