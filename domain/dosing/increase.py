"""May a subject's dose be changed: raised one level when every condition holds, lowered where that is allowed (SUB-5).

Neither brings the subject into the denominator of the other level: the level of enrolment counts.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.dosing.plan import DosingPlan
from domain.escalation.status import PartStatus
from domain.evaluability import assess_subject
from domain.reasons import Reason
from domain.study import Study
from domain.terms import LevelState, Outcome


class ConditionState(StrEnum):
    """Whether a condition holds; what only people can say is asked."""

    MET = "met"
    NOT_MET = "not met"
    ASKED = "asked"


@dataclass(frozen=True)
class Condition:
    """One condition with where it stands."""

    state: ConditionState
    reason: Reason


@dataclass(frozen=True)
class IncreaseAnswer:
    """Whether a subject may have the next higher level.

    Attributes:
        from_level: the level of the latest dose.
        to_level: one level up; None where there is none.
        conditions: every one, met or not.
    """

    subject_id: str
    from_level: int
    to_level: int | None
    conditions: tuple[Condition, ...]

    @property
    def is_offered(self) -> bool:
        """All conditions that the records show hold; what is asked of people is still to be answered."""
        return self.to_level is not None and all(one.state is not ConditionState.NOT_MET for one in self.conditions)

    def is_allowed(self, *, is_agreed: bool) -> bool:
        """Whether it may be done, given the agreement of investigator and sponsor that a higher dose is of benefit."""
        return self.is_offered and is_agreed


def assess_increase(status: PartStatus, subject_id: str) -> IncreaseAnswer:
    """Every condition for raising a subject's dose by one level.

    Source: BAT6021 and BAT6026 registrations, dose escalation: at least 4 cycles; investigator and sponsor agree; the
    higher level is shown not to have reached the MTD.
    """
    study, part = status.study, status.part
    plan = part.dosing or DosingPlan()
    current = current_level(study, subject_id)
    target = current + 1 if current < len(part.levels) else None
    conditions: list[Condition] = []

    def add(is_met: bool, code: str, source: str, **numbers: object) -> None:
        state = ConditionState.MET if is_met else ConditionState.NOT_MET
        conditions.append(Condition(state, Reason(code, numbers, source)))

    cycles = plan.increase_after_cycles
    if cycles is None:
        add(False, "increase_not_foreseen", "dosing.increase_after_cycles")
        return IncreaseAnswer(subject_id, current, target, tuple(conditions))
    had = sum(dose.given_mg > 0 for dose in study.administrations(subject_id))
    add(had >= cycles, "increase_cycles", "dosing.increase_after_cycles", needed=cycles, had=had)
    add(target is not None, "increase_level_exists", "levels", level=current)
    is_under_treatment = study.end_of_treatment(subject_id) is None and study.leaving(subject_id) is None
    add(is_under_treatment, "increase_under_treatment", "dosing")
    one = assess_subject(study, subject_id)
    add(one is not None and one.outcome is not Outcome.DLT, "increase_no_dlt", "dosing")
    if target is not None:
        state = status.recommendation.tally(target).state
        add(state is LevelState.CLEARED, "increase_level_cleared", "dosing", level=target, state=state.value)
    conditions.append(Condition(ConditionState.ASKED, Reason("increase_agreed", {}, "dosing.increase_after_cycles")))
    return IncreaseAnswer(subject_id, current, target, tuple(conditions))


def current_level(study: Study, subject_id: str) -> int:
    """The level of the latest dose; that of enrolment before it, or where the dose names none.

    Raises:
        KeyError: the subject is not enrolled.
    """
    enrolment = study.enrolment(subject_id)
    if enrolment is None:
        raise KeyError(subject_id)
    doses = [dose for dose in study.administrations(subject_id) if dose.given_mg > 0]
    return (doses[-1].dose_level if doses else None) or enrolment.dose_level
