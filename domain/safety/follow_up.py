"""Related events that are open when treatment has ended are followed on (AE-7).

Each is followed until it is over or at grade 1 or less. "Stable" and "no further improvement" are a person's words:
they are the outcome "recovered with sequelae", with its end date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.partial_date import PartialDate
from domain.reasons import Reason
from domain.records import AdverseEvent, Leaving
from domain.safety.clocks import is_suspected
from domain.safety.grades import first_day, last_day, last_grade, steps_of
from domain.study import Study
from domain.terms import AeOutcome, Grade, LeaveReason, Relationship

EVERY_DAYS = 28
"""Days from one look at an event to the next. An assumption: the registrations name no interval."""

SETTLED_AT = Grade.MILD


class FollowUpState(StrEnum):
    """Where the follow-up of an event stands."""

    DUE = "due"
    OVERDUE = "overdue"
    SETTLED = "settled"
    STOPPED = "stopped"


@dataclass(frozen=True)
class FollowUp:
    """An event that is followed after the end of treatment.

    Attributes:
        grade: the latest.
        seen_on: the day from which the next look is counted: the end of treatment, or what was recorded since.
        next_on: day of the next look; None once the follow-up is settled or stopped.
        reason: why it is followed, or is not any more.
    """

    event: AdverseEvent
    grade: Grade
    seen_on: date
    next_on: date | None
    state: FollowUpState
    reason: Reason


def derive_follow_up(
    event: AdverseEvent,
    ended: PartialDate,
    *,
    today: date,
    zone: ZoneInfo,
    threshold: Relationship = Relationship.POSSIBLE,
    leaving: Leaving | None = None,
    seen: Iterable[date] = (),
    every_days: int = EVERY_DAYS,
) -> FollowUp | None:
    """Whether and when an event is looked at again after the end of treatment.

    Args:
        event: as known today.
        ended: when treatment was given up; known in part, its first day counts, so that nothing falls due too late.
        today: at the site.
        zone: of the site.
        threshold: the weakest relationship that counts; what nobody has judged counts too (AE-8).
        leaving: how the subject left the study.
        seen: days on which the event was looked at with nothing to record, such as visits and contacts.
        every_days: from one look to the next.

    Returns:
        None for an event that is not related, or was over before treatment ended.
    """
    if not is_suspected(event, threshold):
        return None
    end_of_treatment = first_day(ended, zone)
    if event.end is not None and last_day(event.end, zone) < end_of_treatment:
        return None
    looked = [first_day(step.since, zone) for step in steps_of(event, zone)]
    seen_on = max([end_of_treatment, *looked, *(day for day in seen if day <= today)])
    grade = last_grade(event, zone)
    why = _why_no_more(event, grade, leaving)
    if why is not None:
        return FollowUp(event, grade, seen_on, None, *why)
    next_on = seen_on + timedelta(days=every_days)
    state = FollowUpState.OVERDUE if next_on < today else FollowUpState.DUE
    return FollowUp(event, grade, seen_on, next_on, state, Reason("follow_up_open", {"grade": int(grade)}))


def follow_ups_of(study: Study, subject_id: str, *, every_days: int = EVERY_DAYS) -> tuple[FollowUp, ...]:
    """The follow-ups of a subject at the study's cut-off; () while treatment goes on."""
    ended = study.end_of_treatment(subject_id)
    if ended is None:
        return ()
    part = study.part_of(subject_id)
    found = [
        derive_follow_up(
            event,
            ended.decided_on,
            today=study.cut_off.astimezone(study.zone).date(),
            zone=study.zone,
            threshold=part.window.relationship if part else Relationship.POSSIBLE,
            leaving=study.leaving(subject_id),
            every_days=every_days,
        )
        for event in study.events_of(subject_id)
    ]
    return tuple(one for one in found if one is not None)


def _why_no_more(event: AdverseEvent, grade: Grade, leaving: Leaving | None) -> tuple[FollowUpState, Reason] | None:
    if event.outcome is AeOutcome.FATAL or grade is Grade.FATAL:
        return FollowUpState.STOPPED, Reason("follow_up_death")
    if event.end is not None:
        return FollowUpState.SETTLED, Reason("follow_up_over", {"at": event.end})
    if grade <= SETTLED_AT:
        return FollowUpState.SETTLED, Reason("follow_up_mild", {"grade": int(grade)})
    if leaving is not None:
        code = "follow_up_death" if leaving.reason is LeaveReason.DEATH else "follow_up_left"
        return FollowUpState.STOPPED, Reason(code, {"at": leaving.left_at})
    return None
