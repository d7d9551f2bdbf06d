"""What the numbered criteria and the consents say of a subject, beside the investigator's signed answer (SUB-10)."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.partial_date import PartialDate
from domain.reasons import Reason
from domain.records import Consent
from domain.screenings import CriterionState, current_screening
from domain.study import Study


@dataclass(frozen=True)
class FormInUse:
    """The version of the consent form that was signed for the first time last.

    Attributes:
        version: as written on the form.
        since: day of its first signature at the site.
    """

    version: str
    since: date


def derive_unmet(study: Study, subject_id: str) -> tuple[Reason, ...]:
    """Why the numbered criteria do not allow eligibility yet: unmet ones, unanswered ones; () where all allow it.

    An exclusion criterion that is met excludes. What the investigator signs is the answer on eligibility; this stands
    beside it. The latest screening counts: answers of an earlier one say nothing of it.
    """
    reasons = []
    for asked in current_screening(study, subject_id).criteria:
        criterion = asked.criterion
        numbers = {"criterion": criterion.code, "text": criterion.text}
        if asked.state is CriterionState.OPEN:
            reasons.append(Reason("criterion_unanswered", numbers, f"criteria.{criterion.code}"))
        elif asked.state is CriterionState.AGAINST:
            code = "inclusion_not_met" if criterion.is_inclusion else "exclusion_met"
            reasons.append(Reason(code, numbers, f"criteria.{criterion.code}"))
    return tuple(reasons)


def derive_form_in_use(study: Study) -> FormInUse | None:
    """The newest version of the consent form that anybody at the site has signed; None before the first."""
    first: dict[str, date] = {}
    for one in _consents(study):
        first[one.form_version] = min(first.get(one.form_version, date.max), one.consented_on)
    if not first:
        return None
    # Of two versions that began on one day the later number is the newer.
    version = max(first, key=lambda one: (first[one], one))
    return FormInUse(version, first[version])


def derive_reconsents(study: Study, form_version: str, from_day: datetime) -> tuple[str, ...]:
    """Screening numbers of subjects who are in the study and have not signed a version of the form.

    Args:
        study: at its cut-off.
        form_version: the new one.
        from_day: since when it has to be signed; who left before need not.
    """
    return tuple(one.subject_id for one in study.subjects if _must_sign(study, one.subject_id, form_version, from_day))


def needed_reconsent(study: Study, subject_id: str) -> FormInUse | None:
    """The version of the form that a subject still has to sign; None where none, or where no form is recorded."""
    form = derive_form_in_use(study)
    if form is None or not study.consents_of(subject_id):
        return None
    since = PartialDate.of(form.since).earliest(study.zone)
    return form if _must_sign(study, subject_id, form.version, since) else None


def _must_sign(study: Study, subject_id: str, form_version: str, from_day: datetime) -> bool:
    leaving = study.leaving(subject_id)
    if leaving is not None and leaving.left_at < from_day:
        return False
    answer = study.eligibility(subject_id)
    if answer is not None and not answer.is_eligible and study.enrolment(subject_id) is None:
        return False
    return all(one.form_version != form_version for one in study.consents_of(subject_id))


def _consents(study: Study) -> tuple[Consent, ...]:
    return tuple(one for subject in study.subjects for one in study.consents_of(subject.subject_id))
