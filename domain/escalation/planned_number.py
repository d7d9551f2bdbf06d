"""The planned number of subjects, and how near it is: it warns before it is passed (PRO-5)."""

from dataclasses import dataclass

from domain.protocol.model import Part
from domain.study import Study

WARN_WITHIN = 3


@dataclass(frozen=True)
class PlannedNumber:
    """Subjects against the plan.

    Attributes:
        planned: by the protocol, of the part or of the study.
        enrolled: who were enrolled, dosed or not, and did not leave before a dose.
    """

    planned: int
    enrolled: int

    @property
    def left(self) -> int:
        """Places left; negative once the number is passed."""
        return self.planned - self.enrolled

    @property
    def is_near(self) -> bool:
        """Whether a group more could pass it."""
        return self.left < WARN_WITHIN


def derive_planned_number(study: Study, part: Part, *, without: str = "") -> PlannedNumber | None:
    """The number for a part; that of the study where the part has none; None where neither is planned.

    Args:
        study: at its cut-off.
        part: in question.
        without: a subject who is left out of the count.
    """
    counts_all = part.planned_subjects is None
    planned = study.protocol.planned_subjects if counts_all else part.planned_subjects
    if planned is None:
        return None
    enrolled = 0
    for subject in study.subjects:
        enrolment = study.enrolment(subject.subject_id)
        if enrolment is None or subject.subject_id == without:
            continue
        is_gone = study.leaving(subject.subject_id) is not None and study.first_dose(subject.subject_id) is None
        enrolled += (counts_all or enrolment.part_id == part.part_id) and not is_gone
    return PlannedNumber(planned, enrolled)
