"""Checks on what makes an adverse event serious, and on its outcome."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from domain.reasons import Finding
from domain.records import AdverseEvent
from domain.terms import AeOutcome, Grade, SeriousCriterion, Severity

_OVER = (AeOutcome.RECOVERED, AeOutcome.SEQUELAE)
_GOING_ON = (AeOutcome.RECOVERING, AeOutcome.NOT_RECOVERED)


def check_seriousness(event: AdverseEvent, zone: tzinfo, *, now: datetime) -> list[Finding]:
    """What is wrong or doubtful with seriousness, death, admission and outcome of an event.

    Args:
        event: as it would be.
        zone: of the site.
        now: moment of entry, aware.
    """
    return [
        *_check_death(event),
        *_check_criteria(event),
        *_check_admission(event, zone, now),
        *_check_awareness(event, zone, now),
        *_check_outcome(event),
    ]


def _check_death(event: AdverseEvent) -> Iterator[Finding]:
    """Fatal outcome, grade 5 and the criterion go together: one of them says that the subject died of the event."""
    is_five = event.worst is Grade.FATAL
    is_fatal = event.outcome is AeOutcome.FATAL
    is_criterion = SeriousCriterion.DEATH in event.seriousness
    if is_five and not is_fatal:
        yield Finding("outcome", "grade5_not_fatal")
    if is_fatal and not is_five:
        yield Finding("grade_changes" if event.grade_changes else "grade", "fatal_not_grade5")
    if (is_five or is_fatal) and not is_criterion:
        yield Finding("seriousness", "fatal_needs_criterion")
    if is_criterion and not (is_five or is_fatal):
        yield Finding("outcome", "death_not_fatal")


def _check_criteria(event: AdverseEvent) -> Iterator[Finding]:
    if event.worst is Grade.LIFE_THREATENING and not event.is_serious:
        yield Finding("seriousness", "grave_not_serious", Severity.SOFT, {"grade": int(event.worst)})
    if SeriousCriterion.LIFE_THREATENING in event.seriousness and event.worst < Grade.LIFE_THREATENING:
        yield Finding("seriousness", "life_threatening_grade", Severity.SOFT, {"grade": int(event.worst)})


def _check_admission(event: AdverseEvent, zone: tzinfo, now: datetime) -> Iterator[Finding]:
    admitted, discharged = event.admitted_on, event.discharged_on
    is_criterion = SeriousCriterion.HOSPITALISATION in event.seriousness
    if is_criterion and admitted is None:
        yield Finding("admitted_on", "admission_missing", Severity.SOFT)
    if admitted is not None and not is_criterion:
        yield Finding("seriousness", "admitted_not_serious", Severity.SOFT, {"admitted": admitted})
    for field, moment in (("admitted_on", admitted), ("discharged_on", discharged)):
        if moment is not None and moment.earliest(zone) > now:
            yield Finding(field, "in_future")
    if discharged is not None and admitted is None:
        yield Finding("admitted_on", "discharge_needs_admission", numbers={"discharged": discharged})
    if discharged is not None and admitted is not None and discharged.latest(zone) < admitted.earliest(zone):
        yield Finding("discharged_on", "discharge_before_admission", numbers={"admitted": admitted})


def _check_awareness(event: AdverseEvent, zone: tzinfo, now: datetime) -> Iterator[Finding]:
    """A serious event is recorded at once, even if nobody can say yet when the site learned of it."""
    if event.is_serious and event.aware_at is None:
        yield Finding("aware_at", "aware_missing", Severity.SOFT)
    if event.aware_at is not None and event.aware_at > now:
        yield Finding("aware_at", "in_future")
    if event.aware_at is not None and event.aware_at < event.onset.earliest(zone):
        yield Finding("aware_at", "aware_before_onset", numbers={"onset": event.onset})


def _check_outcome(event: AdverseEvent) -> Iterator[Finding]:
    if event.outcome in _OVER and event.end is None:
        yield Finding("end", "recovered_needs_end")
    if event.outcome in _GOING_ON and event.end is not None:
        yield Finding("outcome", "ended_not_recovered", Severity.SOFT, {"end": event.end})
