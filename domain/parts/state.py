"""Where each part of the study stands, and what it waits for (PRO-2)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.escalation.status import recommend_at
from domain.parts.cohorts import CohortStatus, assess_cohorts
from domain.parts.terms import PartPhase
from domain.protocol.model import DoseLevel, Part
from domain.reasons import Reason
from domain.records import Decision, GateCondition, PartOpening
from domain.study import Study
from domain.terms import CommitteeAction, LevelState, PartKind

_DECLARING = (CommitteeAction.MTD, CommitteeAction.MAD)


@dataclass(frozen=True)
class ConditionState:
    """A condition of a part's gate.

    Attributes:
        number: 1-based, in the order of the protocol.
        text: as the protocol says it.
        record: who found it met, and when; None while nobody has.
    """

    number: int
    text: str
    record: GateCondition | None

    @property
    def met_on(self) -> date | None:
        """The day on which it was met."""
        return self.record.met_on if self.record else None


@dataclass(frozen=True)
class PartState:
    """A part at the study's cut-off.

    Attributes:
        part: with its levels, once it is open.
        reasons: what it waits for, or why it is as it is; the first one says most.
        conditions: of its gate, in the order of the protocol.
        opening: the last one signed; None where it was not opened, or needs no opening.
    """

    part: Part
    phase: PartPhase
    reasons: tuple[Reason, ...]
    conditions: tuple[ConditionState, ...] = ()
    opening: PartOpening | None = None

    @property
    def can_be_opened(self) -> bool:
        """Whether it may be opened now, or opened again to add levels or cohorts."""
        return self.phase is PartPhase.READY or (self.phase is PartPhase.OPEN and self.opening is not None)


@dataclass(frozen=True)
class SelectableLevel:
    """A level of the source part that may, or may not, be chosen for a part.

    Attributes:
        level: as in the source part.
        reason: why it can be chosen, or why not.
    """

    level: DoseLevel
    can_be_chosen: bool
    reason: Reason


def derive_part_states(study: Study) -> tuple[PartState, ...]:
    """Every part of the protocol in its order, with what it waits for."""
    return tuple(derive_part_state(study, part) for part in study.protocol.parts)


def derive_part_state(study: Study, part: Part) -> PartState:
    """Where one part stands."""
    conditions = gate_of(study, part)
    opening = next(reversed(study.openings_of(part.part_id)), None)
    if not study.is_open(part.part_id):
        waiting = tuple(_waits_for(study, part, conditions))
        # That no levels are chosen is what opening it answers, so it holds nothing back.
        is_ready = all(one.code == "part_levels_open" for one in waiting)
        phase = PartPhase.READY if is_ready else PartPhase.WAITING
        return PartState(part, phase, (Reason("part_ready", {}), *waiting) if is_ready else waiting, conditions)
    ended = _why_closed(study, part)
    since = Reason("part_opened", {"at": opening.signed_at}) if opening else Reason("part_is_open", {})
    doubts = tuple(_undermined(study, opening, conditions)) if opening else ()
    phase = PartPhase.CLOSED if ended else PartPhase.OPEN
    return PartState(part, phase, (*ended, *doubts, since), conditions, opening)


def gate_of(study: Study, part: Part) -> tuple[ConditionState, ...]:
    """The conditions of a part's gate, each with its record."""
    dated = {one.number: one for one in study.gate_conditions_of(part.part_id)}
    return tuple(ConditionState(number, text, dated.get(number)) for number, text in enumerate(part.gate.conditions, 1))


def declared_level(study: Study, part: Part) -> Decision | None:
    """The committee's last declaration of MTD or MAD in a part; None without one, or where it went on since."""
    decisions = [one for one in study.decisions_of(part) if one.action is not CommitteeAction.HOLD]
    return decisions[-1] if decisions and decisions[-1].action in _DECLARING else None


def list_selectable(study: Study, part: Part) -> tuple[SelectableLevel, ...]:
    """The levels of the part that decides a part's levels, each with whether it may be chosen now.

    Of a part that has its own levels and only waits for its gate: those.
    """
    source = source_of(study, part)
    _, answer = recommend_at(study, source, with_departures=False)
    declared = declared_level(study, source) if source is not part else None
    found = []
    for level in source.levels:
        tally = answer.tally(level.number)
        numbers: dict[str, object] = {
            "dose": level.dose,
            "unit": level.unit,
            "part": source.title,
            "dlt": tally.dlt,
            "evaluable": tally.evaluable,
        }
        if source is part:
            reason, can = Reason("level_own", numbers), True
        elif tally.state is LevelState.EXCEEDED:
            reason, can = Reason("level_source_exceeded", numbers), False
        elif tally.state is LevelState.SUSPENDED:
            reason, can = Reason("level_source_suspended", numbers), False
        elif declared is not None and level.number > declared.dose_level:
            ceiling = source.level(declared.dose_level)
            above = {"ceiling": ceiling.dose, "action": declared.action.value}
            reason, can = Reason("level_above_declared", {**numbers, **above}), False
        elif tally.state is LevelState.OPEN or (declared is None and tally.state is not LevelState.CLEARED):
            # Open again: a late DLT has asked for more subjects there, whatever was declared.
            reason, can = Reason("level_not_cleared", numbers), False
        else:
            reason, can = Reason("level_can_be_chosen", numbers), True
        found.append(SelectableLevel(level, can, reason))
    return tuple(found)


def source_of(study: Study, part: Part) -> Part:
    """The part whose levels are chosen from: the one that the protocol names, else the part itself."""
    return study.protocol.part(part.levels_from) if part.levels_from else part


def doses_to_choose(study: Study, part: Part) -> tuple[Decimal, ...]:
    """The doses that may be chosen now."""
    return tuple(one.level.dose for one in list_selectable(study, part) if one.can_be_chosen)


def _waits_for(study: Study, part: Part, conditions: tuple[ConditionState, ...]) -> list[Reason]:
    found = []
    source = source_of(study, part)
    if source is not part:
        if not study.is_open(source.part_id):
            found.append(Reason("part_source_not_open", {"part": source.title}))
        elif part.gate.needs_declared and declared_level(study, source) is None:
            found.append(Reason("part_source_undecided", {"part": source.title}, "gate.needs_declared"))
        elif not doses_to_choose(study, part):
            found.append(Reason("part_source_no_level", {"part": source.title}))
    found += [
        Reason("part_condition_open", {"number": one.number, "condition": one.text}, "gate.conditions")
        for one in conditions
        if one.record is None
    ]
    if not part.levels or part.kind is PartKind.EXPANSION:
        found.append(Reason("part_levels_open", {}))
    return found


def _why_closed(study: Study, part: Part) -> tuple[Reason, ...]:
    decisions = study.decisions_of(part)
    last = decisions[-1] if decisions else None
    if last is not None and last.action is CommitteeAction.STOP:
        return (Reason("part_stopped", {"at": last.signed_at}),)
    declared = declared_level(study, part)
    if declared is not None:
        numbers = {"action": declared.action.value, "level": declared.dose_level, "at": declared.signed_at}
        return (Reason("part_declared", numbers),)
    if part.kind is PartKind.EXPANSION:
        cohorts = _cohorts(study, part)
        if cohorts and all(one.is_full for one in cohorts):
            return (Reason("part_full", {"cohorts": len(cohorts)}),)
    return ()


def _cohorts(study: Study, part: Part) -> tuple[CohortStatus, ...]:
    assessments, _ = recommend_at(study, part)
    return assess_cohorts(study, part, assessments, {})


def _undermined(study: Study, opening: PartOpening, conditions: tuple[ConditionState, ...]) -> list[Reason]:
    """What a later correction takes from under an opening."""
    day = opening.signed_at.astimezone(study.zone).date()
    return [
        Reason("part_opened_too_soon", {"number": one.number, "condition": one.text}, "gate.conditions")
        for one in conditions
        if one.record is None or one.record.met_on > day
    ]
