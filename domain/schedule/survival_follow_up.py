"""Where the follow-up for survival of a subject stands: last known alive, attempts since, the call that comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.records import SurvivalContact
from domain.response.survival_dates import survival_dates
from domain.schedule.due_visit import DueVisit, VisitStatus
from domain.schedule.plan import SURVIVAL
from domain.study import Study
from domain.terms import VitalStatus


@dataclass(frozen=True)
class SurvivalFollowUp:
    """What is known of a subject's survival.

    Attributes:
        death: the day, None while no record says so.
        last_alive: the latest day on which a record shows the subject alive.
        attempts: contacts after that day that learnt nothing, oldest first.
        needed: documented attempts that a loss to follow-up takes; None where the protocol gives no number.
        next_call: the survival call that comes next, or is open; None where none is to come.
    """

    death: date | None
    last_alive: date | None
    attempts: tuple[SurvivalContact, ...]
    needed: int | None
    next_call: DueVisit | None

    @property
    def has_tried_enough(self) -> bool:
        """Whether as many attempts are documented as a loss to follow-up takes."""
        return self.needed is None or len(self.attempts) >= self.needed


def derive_survival_follow_up(study: Study, subject_id: str, calendar: Sequence[DueVisit] = ()) -> SurvivalFollowUp:
    """The follow-up of a subject at the study's cut-off.

    Args:
        study: at its cut-off.
        subject_id: of a subject.
        calendar: the subject's visits, for the next call.
    """
    dates = survival_dates(study, subject_id)
    done = (VisitStatus.DONE, VisitStatus.DONE_OUT, VisitStatus.MISSED, VisitStatus.NOT_APPLICABLE)
    calls = [one for one in calendar if one.code == SURVIVAL and one.status not in done]
    attempts = unanswered_attempts(study, subject_id, dates.last_alive)
    needed = attempts_before_loss(study, subject_id)
    return SurvivalFollowUp(dates.death, dates.last_alive, attempts, needed, calls[0] if calls else None)


def attempts_before_loss(study: Study, subject_id: str) -> int | None:
    """Documented attempts without an answer that a loss to follow-up takes, by the visit plan of the subject's part.

    Of somebody who is in no part yet: by that of the first part. None where the protocol gives no number.
    """
    part = study.part_of(subject_id) or study.protocol.first_part
    return part.visits.lost_after_attempts if part.visits else None


def unanswered_attempts(study: Study, subject_id: str, since: date | None) -> tuple[SurvivalContact, ...]:
    """Contacts that learnt nothing, oldest first; those after a day only, where one is given."""
    return tuple(
        one
        for one in study.survival_contacts_of(subject_id)
        if one.vital_status is VitalStatus.UNKNOWN and (since is None or one.contacted_on > since)
    )
