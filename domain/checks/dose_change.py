"""Checks on a dose at another level than the one before, or a lowered one (SUB-5)."""

from datetime import timedelta

from domain.dosing.increase import ConditionState, assess_increase, current_level
from domain.dosing.plan import DosingPlan
from domain.escalation.status import PartStatus, recommend_at
from domain.protocol.model import Part
from domain.reasons import Finding
from domain.records import Administration
from domain.study import Study
from domain.terms import DoseChange, Severity


def check_dose_change(
    study: Study, status: PartStatus, dose: Administration, level: int, enrolled: int
) -> list[Finding]:
    """What is doubtful with a changed dose. It has happened, so it is kept with its reason, as a deviation.

    Args:
        study: as entered now.
        status: of the part at the dose, as if the subject were not in it.
        dose: as it would be.
        level: of the dose, by its number on the day of the dose.
        enrolled: level of enrolment, by its number on that day.
    """
    plan = status.part.dosing or DosingPlan(may_reduce=True)
    findings: list[Finding] = []
    if dose.change is DoseChange.REDUCED and not plan.may_reduce:
        findings.append(Finding("change", "dose_reduction_forbidden", Severity.SOFT))
    earlier = study.at(dose.started_at - timedelta(microseconds=1))
    if earlier.enrolment(dose.subject_id) is None or earlier.first_dose(dose.subject_id) is None:
        if level != enrolled:
            findings.append(Finding("dose_level", "first_dose_other_level", Severity.SOFT, {"level": enrolled}))
        return findings
    return findings + _check_step(earlier, status.part, dose.subject_id, level)


def check_prepared_level(study: Study, part: Part, subject_id: str, level: int) -> list[Finding]:
    """What is doubtful with the level that a dose is prepared for.

    Args:
        study: as it was at the preparation.
        part: of the subject.
        subject_id: whose.
        level: that the dose was prepared for.
    """
    enrolment = study.enrolment(subject_id)
    if enrolment is None:
        return []
    if study.first_dose(subject_id) is None:
        if level == enrolment.dose_level:
            return []
        own = {"level": enrolment.dose_level}
        return [Finding("dose_level", "first_dose_other_level", Severity.SOFT, own)]
    return _check_step(study, part, subject_id, level)


def _check_step(study: Study, part: Part, subject_id: str, level: int) -> list[Finding]:
    """A later dose at another level than the latest: lowered, raised by more than one, or raised too soon."""
    plan = part.dosing or DosingPlan(may_reduce=True)
    current = current_level(study, subject_id)
    if level < current and not plan.may_reduce:
        return [Finding("dose_level", "dose_reduction_forbidden", Severity.SOFT)]
    if level > current + 1:
        return [Finding("dose_level", "dose_raised_beyond_next", Severity.SOFT, {"level": current + 1})]
    if level > current:
        # The subject's own outcome is part of what is known of the levels.
        answer = assess_increase(PartStatus(study, part, *recommend_at(study, part)), subject_id)
        unmet = [one.reason for one in answer.conditions if one.state is ConditionState.NOT_MET]
        if unmet:
            numbers: dict[str, object] = {"reason": unmet[0], "number": len(unmet)}
            return [Finding("dose_level", "dose_raised_too_soon", Severity.SOFT, numbers)]
    return []
