"""What the committee can decide on a recommendation, and what stands in the way (ESC-8).

The safe decision can be signed at any time; escalation never before every verdict is in; a decision bolder than the
recommendation (a higher level, more subjects, or earlier) takes an amendment of the protocol.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.canonical import canonical
from domain.escalation.plain import evidence_hash, plain_recommendation
from domain.escalation.status import PartStatus
from domain.reasons import Finding
from domain.records import Attendee, Decision
from domain.terms import Action, CommitteeAction, LevelState, PartKind, Severity


class Stance(StrEnum):
    """How a choice stands to the recommendation."""

    FOLLOWS = "follows"
    MORE_CAUTIOUS = "more cautious"
    NOT_READY = "not ready"
    BOLDER = "bolder"


@dataclass(frozen=True)
class Choice:
    """One thing that the committee may decide.

    Attributes:
        dose_level: the level it is about.
        subjects: how many it opens slots for.
        stance: how it stands to the recommendation; NOT_READY and BOLDER cannot be signed.
    """

    action: CommitteeAction
    dose_level: int
    subjects: int
    stance: Stance

    @property
    def can_be_signed(self) -> bool:
        """Whether the rules let it be signed now."""
        return self.stance in (Stance.FOLLOWS, Stance.MORE_CAUTIOUS)


def list_choices(status: PartStatus) -> tuple[Choice, ...]:
    """What the committee may decide now: the recommended act first, then the more cautious, then the bolder."""
    recommendation, part = status.recommendation, status.part
    if part.kind is PartKind.EXPANSION:
        return _expansion_choices(status)
    level = status.level_in_question
    choices: list[Choice] = []
    if recommendation.action in (
        Action.ENROL,
        Action.EXPAND,
        Action.ESCALATE,
        Action.DE_ESCALATE,
        Action.MTD,
        Action.MAD,
        Action.STOP,
    ):
        followed = CommitteeAction(recommendation.action.value)
        choices.append(
            Choice(
                followed,
                recommendation.dose_level or level,
                recommendation.subjects,
                assess_stance(status, followed, recommendation.dose_level or level, recommendation.subjects),
            )
        )
    for option in recommendation.options:
        # Waiting is what HOLD stands for; stopping and escalating have their own rows below.
        if option.dose_level is not None and option.action not in (Action.WAIT, Action.STOP, Action.ESCALATE):
            chosen = CommitteeAction(option.action.value)
            choices.append(
                Choice(
                    chosen,
                    option.dose_level,
                    option.subjects,
                    assess_stance(status, chosen, option.dose_level, option.subjects),
                )
            )
    choices.append(Choice(CommitteeAction.HOLD, level, 0, _cautious(status, CommitteeAction.HOLD)))
    tally = recommendation.tally(level)
    if recommendation.action in (Action.ESCALATE, Action.MAD, Action.MTD) and tally.state is LevelState.CLEARED:
        more = max(part.rules.full_size - tally.evaluable, part.rules.cohort_size)
        choices.append(Choice(CommitteeAction.STAY, level, more, Stance.MORE_CAUTIOUS))
    listed = {(choice.action, choice.dose_level) for choice in choices}
    lower, higher = level - 1, level + 1
    if (
        lower >= 1
        and recommendation.action not in (Action.DE_ESCALATE, Action.STOP)
        and (CommitteeAction.DE_ESCALATE, lower) not in listed
    ):
        stance = assess_stance(status, CommitteeAction.DE_ESCALATE, lower, part.rules.cohort_size)
        choices.append(Choice(CommitteeAction.DE_ESCALATE, lower, part.rules.cohort_size, stance))
    if higher <= len(part.levels) and (CommitteeAction.ESCALATE, higher) not in listed:
        stance = assess_stance(status, CommitteeAction.ESCALATE, higher, part.rules.cohort_size)
        choices.append(Choice(CommitteeAction.ESCALATE, higher, part.rules.cohort_size, stance))
    if recommendation.action is not Action.STOP:
        choices.append(Choice(CommitteeAction.STOP, level, 0, Stance.MORE_CAUTIOUS))
    return tuple(choices)


def _expansion_choices(status: PartStatus) -> tuple[Choice, ...]:
    """In an expansion: go on where the cohorts have room, hold, or stop."""
    recommendation, level = status.recommendation, status.level_in_question
    acts = [(recommendation.dose_level, recommendation.subjects)] if recommendation.action is Action.ENROL else []
    acts += [(one.dose_level, one.subjects) for one in recommendation.options if one.action is Action.ENROL]
    acts += [(one.level.number, one.left) for one in status.cohorts if one.is_open and one.left]
    choices = {
        at: Choice(CommitteeAction.ENROL, at, subjects, assess_stance(status, CommitteeAction.ENROL, at, subjects))
        for at, subjects in reversed(acts)
        if at is not None
    }
    hold = Choice(CommitteeAction.HOLD, level, 0, _cautious(status, CommitteeAction.HOLD))
    return (*reversed(choices.values()), hold, Choice(CommitteeAction.STOP, level, 0, Stance.MORE_CAUTIOUS))


def _expansion_stance(status: PartStatus, action: CommitteeAction, dose_level: int, subjects: int) -> Stance:
    """In an expansion: within the room of its open cohorts nothing is bolder than the protocol."""
    if action in (CommitteeAction.HOLD, CommitteeAction.STOP):
        return _cautious(status, action)
    rooms = [one.left for one in status.cohorts if one.is_open and one.level.number == dose_level]
    has_room = any(room is None for room in rooms) or subjects <= sum(room or 0 for room in rooms)
    return Stance.FOLLOWS if action is CommitteeAction.ENROL and rooms and has_room else Stance.BOLDER


def _cautious(status: PartStatus, action: CommitteeAction) -> Stance:
    """Holding follows the rules where they wait, and is more cautious where they go on."""
    waits = status.recommendation.action in (Action.WAIT, Action.CHOOSE)
    return Stance.FOLLOWS if waits and action is CommitteeAction.HOLD else Stance.MORE_CAUTIOUS


def assess_stance(status: PartStatus, action: CommitteeAction, dose_level: int, subjects: int) -> Stance:
    """How a decision stands to the recommendation at the study's cut-off.

    Args:
        status: the part at the cut-off.
        action: what the committee would decide.
        dose_level: the level to be dosed or declared.
        subjects: how many subjects it opens slots for.
    """
    if status.part.kind is PartKind.EXPANSION:
        return _expansion_stance(status, action, dose_level, subjects)
    recommendation = status.recommendation
    if action in (CommitteeAction.HOLD, CommitteeAction.STOP):
        return _cautious(status, action) if action.value != recommendation.action.value else Stance.FOLLOWS
    opens_optional = (
        recommendation.action in (Action.MAD, Action.MTD)
        and action is CommitteeAction.ESCALATE
        and recommendation.dose_level is not None
        and dose_level == recommendation.dose_level + 1
        and recommendation.tally(dose_level).state is LevelState.OPTIONAL
        and recommendation.tally(dose_level).treated == 0
        and recommendation.tally(recommendation.dose_level).state is LevelState.CLEARED
    )
    if action is CommitteeAction.ESCALATE:
        if verdicts_awaited(status, dose_level) and _may_follow_later(status, dose_level):
            return Stance.NOT_READY
        if opens_optional and subjects <= status.part.rules.cohort_size:
            return Stance.FOLLOWS
    same_level = recommendation.dose_level == dose_level
    if action.value == recommendation.action.value and same_level:
        if subjects > recommendation.subjects:
            return Stance.BOLDER
        return Stance.FOLLOWS if subjects == recommendation.subjects else Stance.MORE_CAUTIOUS
    if recommendation.action is Action.CHOOSE and action is not CommitteeAction.ESCALATE:
        # The level that the protocol is silent on is suspended, and yet the options speak of it.
        listed = [(option.action.value, option.dose_level, option.subjects) for option in recommendation.options]
        if (action.value, dose_level, subjects) in listed:
            return Stance.FOLLOWS
    if recommendation.tally(dose_level).state in (LevelState.EXCEEDED, LevelState.SUSPENDED):
        return Stance.BOLDER
    reference = recommendation.dose_level or 0
    if recommendation.action is Action.ESCALATE:
        return Stance.MORE_CAUTIOUS if dose_level < reference else Stance.BOLDER
    if recommendation.action in (Action.MTD, Action.MAD) and action in (
        CommitteeAction.STAY,
        CommitteeAction.EXPAND,
        CommitteeAction.DE_ESCALATE,
    ):
        return Stance.MORE_CAUTIOUS if dose_level <= reference else Stance.BOLDER
    if action is CommitteeAction.DE_ESCALATE and dose_level < reference:
        return Stance.MORE_CAUTIOUS
    return Stance.BOLDER


def _may_follow_later(status: PartStatus, dose_level: int) -> bool:
    """Whether the verdicts awaited could make the rules open that level: no date is named for what they never ask."""
    recommendation = status.recommendation
    reference = recommendation.dose_level or 0
    if recommendation.tally(dose_level).state in (LevelState.EXCEEDED, LevelState.SUSPENDED):
        return False
    if recommendation.action is Action.ESCALATE:
        return dose_level == reference
    return recommendation.action in (Action.WAIT, Action.MTD, Action.MAD) and dose_level == reference + 1


def verdicts_awaited(status: PartStatus, dose_level: int) -> tuple[tuple[str, datetime | None], ...]:
    """Subjects below a level whose verdict is not in, each with when it will be; None where that can't be told."""
    return tuple((one.subject_id, one.verdict_at) for one in status.counted_in_window if one.dose_level < dose_level)


def check_decision(status: PartStatus, decision: Decision) -> tuple[Finding, ...]:
    """What forbids signing a decision on this status."""
    findings: list[Finding] = []
    stance = assess_stance(status, decision.action, decision.dose_level, decision.subjects)
    numbers = {"level": decision.dose_level}
    if stance is Stance.NOT_READY:
        for subject_id, until in verdicts_awaited(status, decision.dose_level):
            said = {"subject": subject_id, "until": until}
            findings.append(Finding("action", "decision_awaits" if until else "decision_awaits_person", numbers=said))
    elif stance is Stance.BOLDER:
        findings.append(Finding("action", "decision_bolder", numbers=numbers))
    if stance is Stance.MORE_CAUTIOUS and not decision.reason.strip():
        findings.append(Finding("reason", "decision_needs_reason"))
    if not decision.attendees:
        findings.append(Finding("attendees", "decision_needs_attendees"))
    if not decision.signed_by.strip():
        findings.append(Finding("signed_by", "decision_needs_signature"))
    dissent = [attendee.name for attendee in decision.attendees if attendee.vote.value == "dissents"]
    if dissent and not decision.reason.strip():
        findings.append(
            Finding("reason", "decision_dissent_needs_reason", Severity.HARD, {"names": ", ".join(dissent)})
        )
    return tuple(findings)


def draft_decision(
    status: PartStatus,
    choice: Choice,
    *,
    record_id: str,
    attendees: tuple[Attendee, ...],
    reason: str,
    signed_by: str,
    signed_role: str,
    signed_at: datetime,
) -> Decision:
    """A decision with all that it rests on: cut-off, stream position and head, recommendation, hash of the evidence."""
    study = status.study
    return Decision(
        record_id=record_id,
        part_id=status.part.part_id,
        dose_level=choice.dose_level,
        action=choice.action,
        subjects=choice.subjects,
        cut_off=study.cut_off,
        position=study.position,
        head=study.head,
        protocol_version=study.protocol.version,
        recommended=canonical(plain_recommendation(status.recommendation, status.part)),
        evidence_hash=evidence_hash(status),
        attendees=attendees,
        reason=reason,
        signed_by=signed_by,
        signed_role=signed_role,
        signed_at=signed_at,
    )
