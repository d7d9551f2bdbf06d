"""Study day and treatment-emergence: where an event lies beside the first dose."""

from datetime import date

from domain.records import AdverseEvent
from domain.study import Study


def derive_study_day(study: Study, event: AdverseEvent) -> int | None:
    """Study day of an event's onset; the first dose is on day 1 and there is no day 0.

    Returns:
        None where the day of onset is not known, or nothing was given yet.

    Source: CDISC SDTM implementation guide, study day variables.
    """
    first, onset = study.first_dose(event.subject_id), event.onset
    if first is None or onset.day is None or onset.month is None:
        return None
    gap = (date(onset.year, onset.month, onset.day) - first.started_at.astimezone(study.zone).date()).days
    return gap + 1 if gap >= 0 else gap


def subjects_of(study: Study, part_id: str | None) -> tuple[str, ...]:
    """Screening numbers of the subjects enrolled in a part, by number; of all subjects without a part."""
    return tuple(
        subject.subject_id
        for subject in study.subjects
        if part_id is None or ((enrolled := study.enrolment(subject.subject_id)) and enrolled.part_id == part_id)
    )


def level_of(study: Study, subject_id: str) -> int | None:
    """The dose level that a subject is enrolled at."""
    enrolment = study.enrolment(subject_id)
    return enrolment.dose_level if enrolment else None
