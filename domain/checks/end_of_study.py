"""Checks on the end of a subject's participation: its reason against what else is recorded (SUB-8)."""

from collections.abc import Iterator

from domain.checks.personal import check_personal
from domain.checks.seen_after import seen_after
from domain.reasons import Finding
from domain.records import Leaving
from domain.response.survival_dates import survival_dates
from domain.schedule.life import day_of
from domain.schedule.survival_follow_up import attempts_before_loss, unanswered_attempts
from domain.study import Study
from domain.terms import LeaveReason, Severity

_DECIDED_BY_NOBODY = (LeaveReason.DEATH, LeaveReason.LOST)


def check_end_of_study(study: Study, leaving: Leaving) -> list[Finding]:
    """What is wrong or doubtful with a leaving beside its date: who decided, why, and what follows after it.

    Args:
        study: as entered now.
        leaving: as it would be.
    """
    findings = check_personal(leaving, "comment")
    before = study.leaving(leaving.subject_id)
    if before is not None and before.record_id != leaving.record_id:
        findings.append(Finding("left_at", "left_already", numbers={"at": before.left_at}))
    if not leaving.decided_by.strip() and leaving.reason not in _DECIDED_BY_NOBODY:
        findings.append(Finding("decided_by", "missing"))
    if leaving.reason is LeaveReason.OTHER and not leaving.comment.strip():
        findings.append(Finding("comment", "end_needs_comment"))
    if leaving.reason is LeaveReason.LOST:
        findings += _check_loss(study, leaving)
    return [*findings, *_check_death(study, leaving), *_check_seen(study, leaving)]


def _check_loss(study: Study, leaving: Leaving) -> Iterator[Finding]:
    """Lost to follow-up only after documented attempts."""
    day = day_of(leaving.left_at, study.zone)
    known = [one.alive_on for one in study.survival_contacts_of(leaving.subject_id) if one.alive_on is not None]
    since = max((one for one in known if one <= day), default=None)
    attempts = [one for one in unanswered_attempts(study, leaving.subject_id, since) if one.contacted_on <= day]
    needed = attempts_before_loss(study, leaving.subject_id)
    if needed is not None and len(attempts) < needed:
        numbers = {"attempts": len(attempts), "needed": needed}
        yield Finding("reason", "lost_without_attempts", Severity.SOFT, numbers)


def _check_death(study: Study, leaving: Leaving) -> Iterator[Finding]:
    zone = study.zone
    day = day_of(leaving.left_at, zone)
    if leaving.reason is LeaveReason.DEATH:
        differing = []
        for one in study.survival_contacts_of(leaving.subject_id):
            if one.died_on is not None:
                first = one.died_on.earliest(zone).astimezone(zone).date()
                last = one.died_on.latest(zone).astimezone(zone).date()
                differing += [] if first <= day <= last else [first]
        if differing:
            yield Finding("left_at", "died_on_other_day", Severity.SOFT, {"on": differing[0]})
        return
    died = survival_dates(study, leaving.subject_id).death
    before = study.leaving(leaving.subject_id)
    if before is not None and before.record_id == leaving.record_id and before.reason is LeaveReason.DEATH:
        # The death that is known may be the one that is being corrected.
        died = None
    if died is None or day <= died:
        return
    if leaving.reason is LeaveReason.CONSENT_WITHDRAWN:
        yield Finding("left_at", "after_death", numbers={"at": died})
    else:
        yield Finding("reason", "left_after_death", Severity.SOFT, {"at": died})


def _check_seen(study: Study, leaving: Leaving) -> Iterator[Finding]:
    """What lies after it: impossible after a death, else a question. Doses have one already."""
    found = seen_after(study, leaving.subject_id, leaving.left_at)
    if leaving.reason is LeaveReason.DEATH and found:
        numbers = {"what": found[-1].record.title, "on": found[-1].on}
        yield Finding("left_at", "seen_after_death", numbers=numbers)
        return
    others = [one for one in found if one.record.kind != "administration"]
    if others:
        numbers = {"what": others[-1].record.title, "on": others[-1].on}
        yield Finding("left_at", "seen_after_leaving", Severity.SOFT, numbers)
