"""MTD and MAD as two fields: what the rules derive, beside what the committee has signed (ESC-12)."""

from dataclasses import dataclass

from domain.escalation.status import PartStatus
from domain.reasons import Reason
from domain.records import Decision
from domain.terms import Action, CommitteeAction

_TAKES_BACK = (CommitteeAction.ESCALATE, CommitteeAction.DE_ESCALATE, CommitteeAction.STOP)


@dataclass(frozen=True)
class Declared:
    """One of the two fields.

    Attributes:
        action: MTD or MAD.
        derived: level that the rules come to at the cut-off; None where they come to none.
        reasons: why that level, or why none.
        signed: the last decision that declares it; None where there is none.
        holds: whether that decision is the last word: no later one declares another, goes on or goes down.
        is_undermined: whether entries made later change what it rested on.
    """

    action: CommitteeAction
    derived: int | None
    reasons: tuple[Reason, ...]
    signed: Decision | None
    holds: bool
    is_undermined: bool


def declare_mtd(status: PartStatus) -> Declared:
    """The maximum tolerated dose of a part."""
    answer = status.recommendation
    if answer.action is Action.MTD:
        return _declared(status, CommitteeAction.MTD, answer.dose_level, answer.reasons)
    code = "rp2d_mtd_not_reached" if answer.action is Action.MAD else "rp2d_not_settled"
    return _declared(status, CommitteeAction.MTD, None, (Reason(code),))


def declare_mad(status: PartStatus) -> Declared:
    """The maximum administered dose of a part; it matters where the MTD is not reached."""
    answer = status.recommendation
    if answer.action is Action.MAD:
        return _declared(status, CommitteeAction.MAD, answer.dose_level, answer.reasons)
    given = max((one.dose_level for one in status.assessments), default=None)
    if answer.action is Action.MTD and given is not None:
        return _declared(status, CommitteeAction.MAD, None, (Reason("rp2d_mad_not_needed", {"level": given}),))
    return _declared(status, CommitteeAction.MAD, None, (Reason("rp2d_not_settled"),))


def decision_in_force(status: PartStatus) -> Decision | None:
    """The signed MTD or MAD of a part that is the last word; None where there is none."""
    declared: Decision | None = None
    for one in status.study.decisions_of(status.part):
        if one.action in (CommitteeAction.MTD, CommitteeAction.MAD):
            declared = one
        elif declared is not None and one.action in _TAKES_BACK and not _goes_with(one, declared):
            declared = None
    return declared


def _goes_with(later: Decision, declared: Decision) -> bool:
    """A decision to open a level that is not above the declared one, or to go no lower, leaves it as it is."""
    if later.action is CommitteeAction.ESCALATE:
        return later.dose_level <= declared.dose_level
    return later.action is CommitteeAction.DE_ESCALATE and later.dose_level >= declared.dose_level


def _declared(
    status: PartStatus, action: CommitteeAction, derived: int | None, reasons: tuple[Reason, ...]
) -> Declared:
    signed = [one for one in status.study.decisions_of(status.part) if one.action is action]
    last = signed[-1] if signed else None
    undermined = {decision.record_id for decision, _ in status.undermined}
    in_force = decision_in_force(status)
    return Declared(
        action,
        derived,
        reasons,
        last,
        last is not None and in_force is not None and in_force.record_id == last.record_id,
        last is not None and last.record_id in undermined,
    )
