"""What is printed on the tubes of a visit."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.exposure.due import DueSample, SampleState, due_samples, planned_samples
from domain.study import Study
from domain.terms import Matrix, SamplePurpose


@dataclass(frozen=True)
class SampleLabel:
    """One label.

    Attributes:
        due_at: start of the dose plus nominal time; None before the dose.
        day: of the cycle.
    """

    sample_id: str
    study_id: str
    subject_id: str
    purpose: SamplePurpose
    analyte: str
    matrix: Matrix
    cycle: int
    day: int
    nominal_hours: Decimal
    due_at: datetime | None


def sample_labels(study: Study, subject_id: str, cycle: int | None = None) -> tuple[SampleLabel, ...]:
    """Labels for the samples of a subject that are still to be taken or were taken, in the order of their times.

    Samples that were not taken have none. The cycle whose dose comes next has labels already, without a due time.

    Args:
        study: at the cut-off.
        subject_id: of the subject.
        cycle: only of this one, however far ahead it is.

    Raises:
        KeyError: there is no such subject.
    """
    gone = (SampleState.NOT_TAKEN, SampleState.MISSING)
    found = [one for one in due_samples(study, subject_id) if one.state not in gone and cycle in (None, one.cycle)]
    found += _to_come(study, subject_id, cycle)
    return tuple(
        SampleLabel(
            one.sample_id,
            study.record.study_id,
            subject_id,
            one.purpose,
            one.analyte,
            one.matrix,
            one.cycle,
            one.day,
            one.nominal_hours,
            one.due_at,
        )
        for one in found
    )


def _to_come(study: Study, subject_id: str, cycle: int | None) -> tuple[DueSample, ...]:
    """The samples of the cycle that was asked for, or of the next one, where its dose is not given yet."""
    part = study.part_of(subject_id)
    if part is None or part.pk is None or study.leaving(subject_id) is not None:
        return ()
    given = {dose.cycle for dose in study.administrations(subject_id)}
    wanted = cycle if cycle is not None else max(given, default=0) + 1
    return () if wanted in given else planned_samples(part.pk, subject_id, wanted)
