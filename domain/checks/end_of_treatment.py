"""Checks on the end of study treatment."""

from collections.abc import Iterator
from datetime import datetime

from domain.checks.personal import check_personal
from domain.reasons import Finding
from domain.records import EndOfTreatment
from domain.response.survival_dates import survival_dates
from domain.safety.actions import leads_to_withdrawal
from domain.study import Study
from domain.terms import EndReason, Severity


def check_end_of_treatment(study: Study, ended: EndOfTreatment, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with an end of treatment.

    Args:
        study: as entered now.
        ended: as it would be.
        now: moment of entry, aware.
    """
    findings = check_personal(ended, "comment")
    if ended.decided_on.earliest(study.zone) > now:
        findings.append(Finding("decided_on", "in_future"))
    if not ended.decided_by.strip():
        findings.append(Finding("decided_by", "missing"))
    if ended.reason is EndReason.OTHER and not ended.comment.strip():
        findings.append(Finding("comment", "end_needs_comment"))
    before = study.end_of_treatment(ended.subject_id)
    if before is not None and before.record_id != ended.record_id:
        findings.append(Finding("subject_id", "treatment_ended_already", numbers={"at": before.decided_on}))
    return [*findings, *_check_sequence(study, ended), *_check_reason(study, ended), *_check_death(study, ended)]


def _check_sequence(study: Study, ended: EndOfTreatment) -> Iterator[Finding]:
    zone = study.zone
    earliest, latest = ended.decided_on.earliest(zone), ended.decided_on.latest(zone)
    given = [dose for dose in study.administrations(ended.subject_id) if dose.given_mg > 0]
    if not given:
        yield Finding("decided_on", "treatment_not_begun", Severity.SOFT)
    elif latest < given[0].started_at:
        yield Finding("decided_on", "ended_before_first_dose", numbers={"at": given[0].started_at})
    elif latest < given[-1].started_at:
        yield Finding("decided_on", "dosed_after_end", Severity.SOFT, {"at": given[-1].started_at})
    leaving = study.leaving(ended.subject_id)
    if leaving is not None and earliest > leaving.left_at:
        yield Finding("decided_on", "after_leaving", Severity.SOFT, {"at": leaving.left_at})


def _check_reason(study: Study, ended: EndOfTreatment) -> Iterator[Finding]:
    """An end because of an adverse event names it by the event's own action taken."""
    if ended.reason is not EndReason.ADVERSE_EVENT:
        return
    if not any(leads_to_withdrawal(event) for event in study.events_of(ended.subject_id)):
        yield Finding("reason", "no_event_withdrew", Severity.SOFT)


def _check_death(study: Study, ended: EndOfTreatment) -> Iterator[Finding]:
    """Nobody gives up treatment after death; an end by death falls on its day."""
    died, zone = survival_dates(study, ended.subject_id).death, study.zone
    if died is None:
        return
    first = ended.decided_on.earliest(zone).astimezone(zone).date()
    last = ended.decided_on.latest(zone).astimezone(zone).date()
    if ended.reason is EndReason.DEATH and not first <= died <= last:
        yield Finding("decided_on", "died_on_other_day", Severity.SOFT, {"on": died})
    elif ended.reason is not EndReason.DEATH and first > died:
        yield Finding("decided_on", "after_death", numbers={"at": died})
