"""Checks on a dose at another level than the one before, or a lowered one (SUB-5)."""

from datetime import timedelta

from domain.dosing.increase import ConditionState, assess_increase, current_level
from domain.dosing.plan import DosingPlan
from domain.escalation.status import PartStatus, recommend_at
from domain.reasons import Finding
from domain.records import Administration
from domain.study import Study
from domain.terms import DoseChange, Severity


def check_dose_change(study: Study, status: PartStatus, dose: Administration, level: int) -> list[Finding]:
    """What is doubtful with a changed dose. It has happened, so it is kept with its reason, as a deviation.

    Args:
        study: as entered now.
        status: of the part at the dose, as if the subject were not in it.
        dose: as it would be.
        level: of the dose.
    """
    plan = status.part.dosing or DosingPlan(may_reduce=True)
    findings: list[Finding] = []
    if dose.change is DoseChange.REDUCED and not plan.may_reduce:
        findings.append(Finding("change", "dose_reduction_forbidden", Severity.SOFT))
    earlier = study.at(dose.started_at - timedelta(microseconds=1))
    if earlier.enrolment(dose.subject_id) is None or earlier.first_dose(dose.subject_id) is None:
        enrolment = study.enrolment(dose.subject_id)
        if enrolment is not None and level != enrolment.dose_level:
            own = {"level": enrolment.dose_level}
            findings.append(Finding("dose_level", "first_dose_other_level", Severity.SOFT, own))
        return findings
    current = current_level(earlier, dose.subject_id)
    if level < current and not plan.may_reduce:
        findings.append(Finding("dose_level", "dose_reduction_forbidden", Severity.SOFT))
    elif level > current + 1:
        findings.append(Finding("dose_level", "dose_raised_beyond_next", Severity.SOFT, {"level": current + 1}))
    elif level > current:
        # The subject's own outcome is part of what is known of the levels.
        before = PartStatus(earlier, status.part, *recommend_at(earlier, status.part))
        answer = assess_increase(before, dose.subject_id)
        unmet = [one.reason for one in answer.conditions if one.state is ConditionState.NOT_MET]
        if unmet:
            numbers: dict[str, object] = {"reason": unmet[0], "number": len(unmet)}
            findings.append(Finding("dose_level", "dose_raised_too_soon", Severity.SOFT, numbers))
    return findings
