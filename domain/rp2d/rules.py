"""What stands in the way of signing a recommended dose, and the record of one (ESC-12).

It lies at or below the MTD, or at or below the MAD where there is no MTD; the committee has signed that level before;
every topic is weighed; and since it is the boldest decision of all, no verdict that could lower the ceiling is open.

Source: BAT6021 and BAT6026 registrations, escalation rules ("MTD or a dose lower than MTD"; without an MTD "MAD or a
dose group below MAD"); requirements ESC-8 for attendees, dissent and verdicts that are awaited.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from domain.canonical import canonical
from domain.escalation.plain import evidence_hash
from domain.escalation.status import PartStatus
from domain.reasons import Finding
from domain.records import Attendee, Consideration, Decision, RecommendedDose
from domain.rp2d.content import check_content
from domain.rp2d.declared import decision_in_force
from domain.rp2d.figures import WeighedDoses, plain_weighed
from domain.rp2d.weighing import weigh_doses
from domain.study import Study
from domain.terms import CommitteeAction, LevelState, Severity

_REFUSED_STATES = {
    LevelState.EXCEEDED: "rp2d_exceeded",
    LevelState.SUSPENDED: "rp2d_suspended",
    LevelState.OPEN: "rp2d_level_open",
}


def check_dose(status: PartStatus, dose_level: int) -> tuple[Finding, ...]:
    """What forbids recommending a level, whatever is said of it; hard findings refuse, soft ones are to be known.

    Args:
        status: the part at the cut-off.
        dose_level: the level that would be recommended.
    """
    declared = decision_in_force(status)
    if declared is None:
        return (Finding("dose_level", "rp2d_needs_declaration"),)
    return (*_check_ceiling(status, declared, dose_level), *_check_verdicts(status, declared))


def check_recommended_dose(status: PartStatus, record: RecommendedDose) -> tuple[Finding, ...]:
    """What forbids signing a recommended dose on this status."""
    found = check_dose(status, record.dose_level)
    known = {one.code for one in found}
    # The rules and the record itself may object to the same thing: it is said once.
    return (*found, *(one for one in check_content(record) if one.code not in known))


def _check_ceiling(status: PartStatus, declared: Decision, dose_level: int) -> Iterator[Finding]:
    numbers = {"level": dose_level, "lower": declared.dose_level, "at": declared.signed_at}
    if any(decision.record_id == declared.record_id for decision, _ in status.undermined):
        yield Finding("dose_level", "rp2d_declaration_undermined", numbers=numbers)
    if dose_level > declared.dose_level:
        code = "rp2d_above_mtd" if declared.action is CommitteeAction.MTD else "rp2d_above_mad"
        yield Finding("dose_level", code, numbers=numbers)
    if not 1 <= dose_level <= len(status.part.levels):
        yield Finding("dose_level", "rp2d_no_such_level", numbers=numbers)
        return
    tally = status.recommendation.tally(dose_level)
    if code := _REFUSED_STATES.get(tally.state, ""):
        yield Finding("dose_level", code, numbers=numbers)
    elif not tally.treated:
        yield Finding("dose_level", "rp2d_not_given", numbers=numbers)


def _check_verdicts(status: PartStatus, declared: Decision) -> Iterator[Finding]:
    """Open verdicts up to the ceiling can still lower it; those above it can't, and are only to be known."""
    for one in status.in_window:
        severity = Severity.HARD if one.dose_level <= declared.dose_level else Severity.SOFT
        code = "decision_awaits" if one.verdict_at else "decision_awaits_person"
        numbers = {"subject": one.subject_id, "until": one.verdict_at}
        yield Finding("dose_level", code, severity, numbers)


def recommended_evidence(status: PartStatus, weighed: Mapping[str, Any]) -> str:
    """SHA-256 over what a recommended dose rests on: each subject's outcome and window, and the plain figures."""
    evidence = {"verdicts": evidence_hash(status), "weighed": weighed}
    return hashlib.sha256(canonical(evidence).encode()).hexdigest()


def recommended_in_force(study: Study, part_id: str) -> RecommendedDose | None:
    """The recommended dose of a part that was signed last; None where none was."""
    found = [one for one in study.recommended_doses if one.part_id == part_id]
    return found[-1] if found else None


def draft_recommended_dose(
    status: PartStatus,
    dose_level: int,
    *,
    record_id: str,
    considerations: tuple[Consideration, ...],
    attendees: tuple[Attendee, ...],
    reason: str,
    signed_by: str,
    signed_role: str,
    signed_at: datetime,
    weighed: WeighedDoses | None = None,
) -> RecommendedDose:
    """A recommended dose with all that it rests on: cut-off, stream position and head, MTD or MAD, what was weighed.

    Args:
        status: the part at the cut-off.
        dose_level: what is recommended.
        record_id: of the new record.
        considerations: what was said of each topic.
        attendees: with their votes.
        reason: why this dose.
        signed_by: name as printed.
        signed_role: of the signer.
        signed_at: aware UTC.
        weighed: of the same status, where it is known already.

    Raises:
        KeyError: the part has no such level.
    """
    study, declared = status.study, decision_in_force(status)
    level = status.part.level(dose_level)
    seen = weighed or weigh_doses(status)
    is_mtd = declared is not None and declared.action is CommitteeAction.MTD
    return RecommendedDose(
        record_id=record_id,
        part_id=status.part.part_id,
        dose_level=dose_level,
        dose=level.dose,
        unit=level.unit,
        mtd=declared.dose_level if declared is not None and is_mtd else None,
        mad=declared.dose_level if declared is not None and not is_mtd else None,
        decision_id=declared.record_id if declared is not None else "",
        considerations=considerations,
        weighed=canonical(plain_weighed(seen)),
        cut_off=study.cut_off,
        position=study.position,
        head=study.head,
        protocol_version=study.protocol.version,
        evidence_hash=recommended_evidence(status, plain_weighed(seen)),
        attendees=attendees,
        reason=reason,
        signed_by=signed_by,
        signed_role=signed_role,
        signed_at=signed_at,
    )
