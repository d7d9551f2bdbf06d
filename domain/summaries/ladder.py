"""The dose ladder as a value: every level with its subjects, counts and state. Highest level first."""

from dataclasses import dataclass
from datetime import datetime

from domain.escalation.rule import first_cohort, is_accelerated
from domain.escalation.slots import assess_slot
from domain.escalation.status import PartStatus
from domain.escalation.tallies import Tally, count_outcomes
from domain.evaluability import Assessment
from domain.protocol.model import DoseLevel
from domain.reasons import Reason
from domain.terms import Action, CommitteeAction, LevelState


@dataclass(frozen=True)
class LadderMark:
    """A subject on a rung, or an open slot.

    Attributes:
        state: letter of the trial notation, or "+" for an open slot.
        subject_id: empty for a slot that nobody holds.
        days_left: whole or begun days until the window ends, while in the window.
        gone: share of the window that has passed, 0 to 1.
        opens_at: from when the next subject may be dosed; only on the first free slot, None where it is open now.
    """

    state: str
    subject_id: str = ""
    days_left: int | None = None
    gone: float = 0.0
    opens_at: datetime | None = None


@dataclass(frozen=True)
class Rung:
    """A level of the ladder.

    Attributes:
        mode: how the level is filled.
        is_current: the level that the recommendation speaks of.
        declared: that the level is the MTD or the MAD, signed or by the rule; None otherwise.
    """

    level: DoseLevel
    mode: Reason
    tally: Tally
    marks: tuple[LadderMark, ...]
    is_current: bool = False
    declared: Reason | None = None


def derive_ladder(status: PartStatus) -> tuple[Rung, ...]:
    """The rungs of the part, highest dose first; closed and optional levels are rungs too."""
    current = status.recommendation.dose_level or 0
    rungs = [
        Rung(
            level,
            _mode(status, level.number),
            status.recommendation.tally(level.number),
            (*_subject_marks(status, level.number), *_slot_marks(status, level.number)),
            is_current=level.number == current,
            declared=_declared(status, level.number),
        )
        for level in status.part.levels
    ]
    return tuple(reversed(rungs))


def _mode(status: PartStatus, level: int) -> Reason:
    rules = status.part.rules
    counts = [count_outcomes(one.outcome for one in status.at_level(rung.number)) for rung in status.part.levels]
    if first_cohort(rules, counts, level) > 1:
        return Reason("mode_standard", {}, "rules.cohort_size")
    if is_accelerated(rules, counts, level):
        return Reason("mode_accelerated", {}, "rules.accelerated_levels")
    return Reason("mode_accelerated_then", {}, "rules.accelerated_levels")


def _subject_marks(status: PartStatus, level: int) -> list[LadderMark]:
    return [mark_of(status, one) for one in status.at_level(level)]


def mark_of(status: PartStatus, one: Assessment) -> LadderMark:
    """The mark of a treated subject."""
    if not one.outcome.is_pending:
        return LadderMark(one.outcome.value, one.subject_id)
    length = one.window_ends_at - one.first_dose_at
    gone = (status.study.cut_off - one.first_dose_at) / length if length else 1.0
    left = one.days_left(status.study.cut_off)
    return LadderMark(one.outcome.value, one.subject_id, left, min(max(gone, 0.0), 1.0))


def _slot_marks(status: PartStatus, level: int) -> list[LadderMark]:
    """Places held by subjects not yet dosed, then the free ones, as enrolment would find them."""
    slot = assess_slot(status, level)
    held = [LadderMark("+", enrolment.subject_id) for enrolment in status.study.reserved(status.part, level)]
    waits = slot.dose_from is not None and slot.dose_from > status.study.cut_off
    opens = slot.dose_from if waits else None
    free = [LadderMark("+", opens_at=opens if number == 0 else None) for number in range(slot.free)]
    return held + free


def _declared(status: PartStatus, level: int) -> Reason | None:
    """MTD or MAD: signed, else by the rule; never on a level that the rules have taken back."""
    if status.recommendation.tally(level).state in (LevelState.EXCEEDED, LevelState.SUSPENDED):
        return None
    for action, name in ((CommitteeAction.MTD, "mtd"), (CommitteeAction.MAD, "mad")):
        signed = [d for d in status.study.decisions_of(status.part) if d.action is action]
        if signed and signed[-1].dose_level == level:
            at = signed[-1].signed_at.astimezone(status.study.zone).date()
            return Reason(f"rung_{name}_signed", {"at": at})
    answer = status.recommendation
    if answer.dose_level == level and answer.action in (Action.MTD, Action.MAD):
        return Reason(f"rung_{answer.action.value}_rule")
    return None
