"""Which slots are open: for enrolment into a level, and for the next dose there (SUB-1, SUB-2).

A slot answer looks forward: it can refuse what is about to happen. What has happened is recorded, with a reason.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.escalation.spacing import SpacingAnswer, assess_spacing
from domain.escalation.status import PartStatus
from domain.parts.cohorts import CohortStatus
from domain.parts.terms import BackfillPolicy
from domain.protocol.model import Spacing
from domain.reasons import Reason
from domain.records import Decision
from domain.terms import Action, CommitteeAction, LevelState, PartKind

_FINAL = (CommitteeAction.HOLD, CommitteeAction.STOP, CommitteeAction.MTD, CommitteeAction.MAD)
_GRANTING = (CommitteeAction.ENROL, CommitteeAction.EXPAND, CommitteeAction.STAY, CommitteeAction.DE_ESCALATE)
_DOSING = (Action.ENROL, Action.EXPAND, Action.ESCALATE, Action.DE_ESCALATE)


@dataclass(frozen=True)
class SlotAnswer:
    """Whether a subject may be enrolled into a level.

    Attributes:
        free: slots neither dosed nor reserved.
        reasons: why it is closed; or, when open, what the next dose has to wait for.
        until: when it opens; None where no date can be given.
        dose_from: earliest first dose; None where closed for good.
    """

    dose_level: int
    is_open: bool
    free: int
    reasons: tuple[Reason, ...] = ()
    until: datetime | None = None
    dose_from: datetime | None = None


def assess_slot(status: PartStatus, dose_level: int) -> SlotAnswer:
    """Whether a subject may be enrolled into a level at the study's cut-off, and if not why and until when."""

    def closed(code: str, until: datetime | None = None, **numbers: object) -> SlotAnswer:
        return SlotAnswer(dose_level, False, 0, (Reason(code, {"level": dose_level, **numbers}, "rules"),), until)

    study, part, recommendation = status.study, status.part, status.recommendation
    if not study.is_open(part.part_id) or not 1 <= dose_level <= len(part.levels):
        return SlotAnswer(dose_level, False, 0, (Reason("part_not_open", {"part": part.title}),))
    if part.kind is PartKind.EXPANSION:
        answers = [assess_cohort_slot(status, one) for one in status.cohorts if one.level.number == dose_level]
        return max(answers, key=lambda answer: answer.is_open, default=closed("slot_suspended", lower=0))
    if dose_level in status.closed_levels:
        return SlotAnswer(dose_level, False, 0, (status.closed_levels[dose_level],))
    tally = recommendation.tally(dose_level)
    if tally.state is LevelState.EXCEEDED:
        return closed("slot_exceeded", dlt=tally.dlt, evaluable=tally.evaluable)
    if tally.state is LevelState.SUSPENDED:
        return closed("slot_suspended", lower=recommendation.dose_level or 0)
    if tally.state is LevelState.OPTIONAL:
        return closed("slot_optional")
    last = latest_decision(status)
    if last is not None and last.action in _FINAL:
        return closed("slot_held", action=last.action.value, at=last.signed_at)
    wanted = granted_subjects(status, last, dose_level)
    if wanted == 0 and recommendation.action in _DOSING and recommendation.dose_level == dose_level:
        wanted = recommendation.subjects
        if needs_decision(status, dose_level):
            return closed("slot_needs_decision")
    if wanted == 0:
        if recommendation.action is Action.WAIT:
            ends = [one.verdict_at for one in status.in_window if one.subject_id in recommendation.awaited]
            known = [end for end in ends if end is not None]
            until = max(known, default=None) if len(known) == len(ends) else None
            return closed("slot_awaits", until, subjects=", ".join(recommendation.awaited))
        return closed("slot_not_asked", action=recommendation.action.value, other=recommendation.dose_level or 0)
    reserved = [one for one in study.reserved(part, dose_level) if not one.is_backfill]
    free = wanted - len(reserved)
    if free <= 0:
        lapse = min(one.enrolled_at for one in reserved) + timedelta(days=part.rules.reservation_days)
        return closed("slot_reserved", lapse, subjects=", ".join(one.subject_id for one in reserved))
    spacing = group_spacing(status, dose_level, study.cut_off, wanted=free)
    opens = spacing.earliest - timedelta(days=part.rules.reservation_days)
    reasons = tuple(reason for reason, _ in spacing.reasons[:1])
    if opens > study.cut_off:
        return SlotAnswer(dose_level, False, free, reasons, opens, spacing.earliest)
    return SlotAnswer(dose_level, True, free, reasons, None, spacing.earliest)


def assess_cohort_slot(status: PartStatus, cohort: CohortStatus) -> SlotAnswer:
    """Whether a subject may be enrolled into a cohort of an expansion part, and if not why."""
    level = cohort.level.number

    def closed(reason: Reason, until: datetime | None = None) -> SlotAnswer:
        return SlotAnswer(level, False, 0, (reason,), until)

    numbers: dict[str, object] = {"level": level, "cohort": cohort.number, "title": cohort.cohort.title}
    last = latest_decision(status)
    if cohort.closed is not None:
        return closed(cohort.closed)
    if status.signals:
        names = ", ".join(one.subject_id for one in status.signals)
        return closed(Reason("slot_signal", {**numbers, "subject": names}))
    if last is not None and last.action in _FINAL:
        return closed(Reason("slot_held", {**numbers, "action": last.action.value, "at": last.signed_at}))
    if cohort.is_stopped:
        counts = {"dlt": len(cohort.dlt), "evaluable": cohort.evaluable}
        return closed(Reason("cohort_stopped", {**numbers, **counts}, "stopping"))
    if cohort.is_full:
        counts = {"counted": cohort.counted, "size": cohort.cohort.size or 0}
        return closed(Reason("cohort_is_full", {**numbers, **counts}, "cohorts"))
    now = status.study.cut_off
    if cohort.left is not None and cohort.left <= 0:
        held = (status.study.enrolment(subject_id) for subject_id in cohort.reserved)
        lapse = min(one.enrolled_at for one in held if one) + timedelta(days=status.part.rules.reservation_days)
        return closed(Reason("slot_reserved", {**numbers, "subjects": ", ".join(cohort.reserved)}), lapse)
    return SlotAnswer(level, True, 1 if cohort.left is None else cohort.left, (), None, now)


def assess_backfill_slot(status: PartStatus, dose_level: int) -> SlotAnswer:
    """Whether a subject may be added at a cleared level below the current one, and if not why."""
    part, recommendation = status.part, status.recommendation

    def closed(code: str, **numbers: object) -> SlotAnswer:
        reason = Reason(code, {"level": dose_level, **numbers}, "rules.backfill")
        return SlotAnswer(dose_level, False, 0, (reason,))

    if part.rules.backfill is BackfillPolicy.NONE or part.kind is PartKind.EXPANSION:
        return closed("backfill_not_foreseen")
    if not status.study.is_open(part.part_id) or not 1 <= dose_level <= len(part.levels):
        return SlotAnswer(dose_level, False, 0, (Reason("part_not_open", {"part": part.title}),))
    if dose_level in status.closed_levels:
        return SlotAnswer(dose_level, False, 0, (status.closed_levels[dose_level],))
    tally, last = recommendation.tally(dose_level), latest_decision(status)
    if last is not None and last.action in _FINAL:
        return closed("slot_held", action=last.action.value, at=last.signed_at)
    if tally.state is not LevelState.CLEARED:
        return closed("backfill_not_cleared", state=tally.state.value)
    if tally.evaluable < part.rules.cohort_size:
        return closed("backfill_too_few", evaluable=tally.evaluable, need=part.rules.cohort_size)
    current = max((one.dose_level for one in status.assessments if not one.is_backfill), default=0)
    if dose_level >= current:
        return closed("backfill_not_below", current=current)
    if alarm := next((one for one in recommendation.reasons if one.code == "backfill_would_turn"), None):
        return SlotAnswer(dose_level, False, 0, (alarm,))
    spacing = group_spacing(status, dose_level, status.study.cut_off)
    reasons = tuple(reason for reason, _ in spacing.reasons[:1])
    return SlotAnswer(dose_level, True, 1, reasons, None, spacing.earliest)


def latest_decision(status: PartStatus) -> Decision | None:
    """The committee's last word on the part."""
    decisions = status.study.decisions_of(status.part)
    return decisions[-1] if decisions else None


def granted_subjects(status: PartStatus, last: Decision | None, dose_level: int) -> int:
    """Subjects that a cautious decision still grants at a level, beyond what the count rule lacks there."""
    if last is None or last.action not in _GRANTING or last.dose_level != dose_level:
        return 0
    if status.recommendation.action is Action.WAIT and status.recommendation.dose_level == dose_level:
        return 0
    replaces = status.part.rules.replace_not_evaluable
    since = sum(
        one.first_dose_at > last.signed_at
        and not one.is_backfill
        and (one.outcome.is_evaluable or one.outcome.is_pending or not replaces)
        for one in status.at_level(dose_level)
    )
    return max(0, last.subjects - since)


def needs_decision(status: PartStatus, dose_level: int) -> bool:
    """Whether the level opens only by a signed decision: a level above the start that nobody was dosed at (ESC-8).

    Only the committee's last word counts: a decision to stay or to go down takes an earlier escalation back.
    """
    if dose_level <= status.part.rules.start_level or status.recommendation.tally(dose_level).treated:
        return False
    last = latest_decision(status)
    return last is None or last.dose_level != dose_level or last.action in _FINAL


def group_spacing(status: PartStatus, dose_level: int, now: datetime, *, wanted: int = 1) -> SpacingAnswer:
    """When the next subject of a level's dose group may be dosed; expansion cohorts are no dose groups."""
    group = status.at_level(dose_level)
    is_group = status.part.kind is PartKind.ESCALATION
    return assess_spacing(
        status.part.rules.spacing if is_group else Spacing(),
        [one.first_dose_at for one in group if one.first_dose_at <= now],
        [one.window_ends_at for one in group if one.first_dose_at <= now and one.outcome.is_pending],
        now=now,
        window=timedelta(days=status.part.window.days),
        wanted=wanted,
    )
