"""Who is analysed for what: safety, DLT, pharmacokinetics, efficacy; with the reason for each who is not (SUB-4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.evaluability import assess_subject
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.response.of_study import derive_response
from domain.study import Study


class AnalysisSet(StrEnum):
    """A set of subjects (ICH E9, analysis sets)."""

    SAFETY = "safety"
    DLT = "DLT-evaluable"
    PK = "PK"
    EFFICACY = "efficacy"


@dataclass(frozen=True)
class SetMembership:
    """Which sets a subject belongs to.

    Attributes:
        absent: for each set that the subject is not in, why; still open ones say until when.
    """

    subject_id: str
    sets: frozenset[AnalysisSet]
    absent: Mapping[AnalysisSet, Reason]

    def __contains__(self, one: AnalysisSet) -> bool:
        """Whether the subject is in a set."""
        return one in self.sets


def why_absent(study: Study, subject_id: str, wanted: AnalysisSet) -> Reason | None:
    """Why a subject is not in a set at the cut-off; None for one who is.

    Safety: something was given. DLT: completed the window with the required dose, or had a DLT. PK: a result of a
    sample after a dose that is not left out. Efficacy: evaluable for response.
    """
    if study.first_dose(subject_id) is None:
        return Reason("set_not_treated")
    match wanted:
        case AnalysisSet.DLT:
            one = assess_subject(study, subject_id)
            if one is None:
                return Reason("set_not_enrolled")
            return None if one.outcome.is_evaluable else one.reason
        case AnalysisSet.PK:
            return _why_no_pk(study, subject_id)
        case AnalysisSet.EFFICACY:
            response = derive_response(study, subject_id)
            return None if response.is_evaluable else response.not_evaluable or Reason("set_no_response")
        case _:
            return None


def derive_membership(study: Study, subject_id: str) -> SetMembership:
    """The sets of one subject at the cut-off."""
    absent = {one: why for one in AnalysisSet if (why := why_absent(study, subject_id, one)) is not None}
    return SetMembership(subject_id, frozenset(AnalysisSet) - absent.keys(), absent)


def derive_analysis_sets(study: Study, part: Part | None = None) -> tuple[SetMembership, ...]:
    """The sets of every subject who consented, by number; of a part's where it is named."""
    return tuple(derive_membership(study, subject_id) for subject_id in _subjects(study, part))


def members_of(study: Study, wanted: AnalysisSet, part: Part | None = None) -> tuple[str, ...]:
    """Screening numbers of the subjects in one set, by number: whom a table of that set counts."""
    return tuple(one for one in _subjects(study, part) if why_absent(study, one, wanted) is None)


def _subjects(study: Study, part: Part | None) -> Iterator[str]:
    for subject in study.subjects:
        enrolment = study.enrolment(subject.subject_id)
        if part is None or (enrolment is not None and enrolment.part_id == part.part_id):
            yield subject.subject_id


def _why_no_pk(study: Study, subject_id: str) -> Reason | None:
    """Why a subject is not in the PK set; None for one who is."""
    after = {
        one.sample_id for one in study.samples_of(subject_id) if one.taken_at is not None and one.nominal_hours > 0
    }
    if not after:
        return Reason("set_no_pk_sample")
    results = [one for one in study.concentrations_of(subject_id) if one.sample_id in after]
    used = [one for one in results if (one.value is not None or one.is_blq) and not one.excluded_because]
    return None if used else Reason("set_no_pk_result", {"samples": len(after)})
