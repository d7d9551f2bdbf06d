"""What the numbered criteria and the consents say of a subject, beside the investigator's signed answer (SUB-10)."""

from datetime import datetime

from domain.reasons import Reason
from domain.study import Study
from domain.terms import CriterionResult


def derive_unmet(study: Study, subject_id: str) -> tuple[Reason, ...]:
    """Why the numbered criteria do not allow eligibility yet: unmet ones, unanswered ones; () where all allow it.

    An exclusion criterion that is met excludes. What the investigator signs is the answer on eligibility; this stands
    beside it.
    """
    version = study.protocol.version
    answers = {one.criterion: one for one in study.criteria_of(subject_id) if one.protocol_version == version}
    reasons = []
    for criterion in study.protocol.criteria:
        answer = answers.get(criterion.code)
        numbers = {"criterion": criterion.code, "text": criterion.text}
        bad = CriterionResult.NOT_MET if criterion.is_inclusion else CriterionResult.MET
        if answer is None:
            reasons.append(Reason("criterion_unanswered", numbers, f"criteria.{criterion.code}"))
        elif answer.result is bad:
            code = "inclusion_not_met" if criterion.is_inclusion else "exclusion_met"
            reasons.append(Reason(code, numbers, f"criteria.{criterion.code}"))
    return tuple(reasons)


def derive_reconsents(study: Study, form_version: str, from_day: datetime) -> tuple[str, ...]:
    """Screening numbers of subjects who are in the study and have not signed a version of the form.

    Args:
        study: at its cut-off.
        form_version: the new one.
        from_day: since when it has to be signed; who left before need not.
    """
    found = []
    for subject in study.subjects:
        leaving = study.leaving(subject.subject_id)
        if leaving is not None and leaving.left_at < from_day:
            continue
        answer = study.eligibility(subject.subject_id)
        if answer is not None and not answer.is_eligible and study.enrolment(subject.subject_id) is None:
            continue
        if all(one.form_version != form_version for one in study.consents_of(subject.subject_id)):
            found.append(subject.subject_id)
    return tuple(found)
