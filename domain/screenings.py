"""The screenings of a subject: the first and each re-screening, with its window, its answers and its end (SUB-10)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.protocol.criteria import Criterion
from domain.protocol.model import Protocol
from domain.records import CriterionAnswer, Eligibility
from domain.study import Study, is_of_screening
from domain.terms import CriterionResult


class CriterionState(StrEnum):
    """What the answer to a criterion says of the subject."""

    ALLOWS = "allows"
    AGAINST = "against"
    OPEN = "open"


class ScreeningState(StrEnum):
    """Where a screening stands."""

    RUNNING = "running"
    ELIGIBLE = "eligible"
    FAILED = "failed"
    OVER = "over"
    TREATED = "treated"
    REPLACED = "replaced"


@dataclass(frozen=True)
class AskedCriterion:
    """A criterion with its answer in one screening; None while there is none."""

    criterion: Criterion
    answer: CriterionAnswer | None

    @property
    def state(self) -> CriterionState:
        """Whether it allows the subject in, speaks against it, or is open. "Not applicable" allows."""
        if self.answer is None:
            return CriterionState.OPEN
        return state_of(self.criterion, self.answer.result)


@dataclass(frozen=True)
class Screening:
    """One screening of a subject.

    Attributes:
        number: 1 is the first, 2 the first re-screening.
        started_on: consent, or the start of the re-screening.
        last_day: of the window.
        ended_on: first dose, screen failure, or the start of the next screening; None while it goes on.
        protocol: the version whose criteria are asked: that of the day of the answer on eligibility; without one, the
            one in force.
        criteria: each with its answer.
        eligibility: the investigator's answer, or None.
        state: at the cut-off.
        days: length of the window.
    """

    number: int
    started_on: date
    last_day: date
    ended_on: date | None
    protocol: Protocol
    criteria: tuple[AskedCriterion, ...]
    eligibility: Eligibility | None
    state: ScreeningState
    days: int

    def day(self, today: date) -> int:
        """Days since the consent or the start, the day itself being 0; it stands still once the screening has ended."""
        return ((self.ended_on or today) - self.started_on).days

    def standing(self, state: CriterionState) -> tuple[AskedCriterion, ...]:
        """The criteria that allow, speak against, or are open."""
        return tuple(one for one in self.criteria if one.state is state)


def state_of(criterion: Criterion, result: CriterionResult) -> CriterionState:
    """What a result says: an inclusion has to be met, an exclusion must not be."""
    bad = CriterionResult.NOT_MET if criterion.is_inclusion else CriterionResult.MET
    return CriterionState.AGAINST if result is bad else CriterionState.ALLOWS


def derive_screenings(study: Study, subject_id: str) -> tuple[Screening, ...]:
    """The screenings of a subject up to the cut-off, first to last.

    Raises:
        KeyError: there is no such subject.
    """
    begun = [study.subject(subject_id).consent_date]
    begun += [one.started_on for one in study.rescreenings_of(subject_id)]
    following = [*begun[1:], None]
    pairs = enumerate(zip(begun, following, strict=True), 1)
    return tuple(_screening(study, subject_id, number, start, after) for number, (start, after) in pairs)


def current_screening(study: Study, subject_id: str) -> Screening:
    """The latest one.

    Raises:
        KeyError: there is no such subject.
    """
    return derive_screenings(study, subject_id)[-1]


def _screening(study: Study, subject_id: str, number: int, start: date, following: date | None) -> Screening:
    days = study.protocol.screening_days
    answers = [
        one
        for one in study.eligibilities_of(subject_id)
        if is_of_screening(one, start if number > 1 else date.min)
        and (following is None or not is_of_screening(one, following))
    ]
    eligibility = max(answers, key=lambda one: one.decided_on, default=None)
    protocol = _protocol_on(study, eligibility.decided_on) if eligibility else study.protocol
    given = {
        one.criterion: one
        for one in study.criteria_of(subject_id)
        if one.screening == number and one.protocol_version == protocol.version
    }
    first = study.first_dose(subject_id)
    dosed = first.started_at.astimezone(study.zone).date() if first is not None and following is None else None
    last_day = start + timedelta(days=days)
    today = study.cut_off.astimezone(study.zone).date()
    failed_on = eligibility.decided_on if eligibility is not None and not eligibility.is_eligible else None
    if dosed is not None:
        state, ended = ScreeningState.TREATED, dosed
    elif failed_on is not None:
        state, ended = ScreeningState.FAILED, failed_on
    elif following is not None:
        state, ended = ScreeningState.REPLACED, following
    else:
        ended = None
        running = ScreeningState.ELIGIBLE if eligibility is not None else ScreeningState.RUNNING
        state = ScreeningState.OVER if today > last_day else running
    criteria = tuple(AskedCriterion(one, given.get(one.code)) for one in protocol.criteria)
    return Screening(number, start, last_day, ended, protocol, criteria, eligibility, state, days)


def _protocol_on(study: Study, day: date) -> Protocol:
    """The version in force at the end of a day, but never a later one than the study's own."""
    end = datetime.combine(day, time.max, study.zone)
    return study.at(min(end, study.cut_off)).protocol
