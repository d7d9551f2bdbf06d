"""Treatment-emergence: begun after the first dose, or worsened after it (AE-2).

Dates known in part are decided on the side of safety: emergent unless the date proves otherwise (AE-8).
"""

from datetime import datetime, tzinfo

from domain.records import AdverseEvent, GradeChange
from domain.safety.grades import steps_of
from domain.study import Study
from domain.terms import Grade


def is_emergent(event: AdverseEvent, first_dose_at: datetime, zone: tzinfo) -> bool:
    """Whether the event began, or became worse than it was at the first dose, at or after that dose.

    Source: ICH E9, glossary, "treatment emergent".
    """
    return emergent_grade(event, first_dose_at, zone) is not None


def emergent_grade(event: AdverseEvent, first_dose_at: datetime, zone: tzinfo) -> Grade | None:
    """The maximum grade of the event under treatment; None where it is not treatment-emergent.

    A grade that proves to lie before the first dose does not count: grade 3 in February, grade 1 at the first dose and
    grade 2 a week later is treatment-emergent at grade 2.
    """
    steps = steps_of(event, zone)
    if _can_be_after(steps[0], first_dose_at, zone):
        return max(step.grade for step in steps)
    before = max(index for index, step in enumerate(steps) if not _can_be_after(step, first_dose_at, zone))
    worse: list[Grade] = []
    lowest = steps[before].grade
    for step in steps[before + 1 :]:
        if step.grade > lowest:
            worse.append(step.grade)
        if step.since.earliest(zone) < first_dose_at:
            lowest = min(lowest, step.grade)
    return max(worse, default=None)


def is_treatment_emergent(study: Study, event: AdverseEvent) -> bool:
    """Whether a subject's event is treatment-emergent; never before the first dose."""
    first = study.first_dose(event.subject_id)
    return first is not None and is_emergent(event, first.started_at, study.zone)


def _can_be_after(step: GradeChange, moment: datetime, zone: tzinfo) -> bool:
    return step.since.latest(zone) >= moment
