"""Which profiles were measured under antibodies (PK-4).

Their clearance may be another, so plots and listings mark them.
"""

from domain.exposure.antibodies import antibody_findings
from domain.exposure.of_study import Exposure
from domain.reasons import Reason
from domain.study import Study

POSITIVE = "ada_positive_by_then"


def antibodies_by_end(study: Study, one: Exposure) -> Reason | None:
    """Whether antibodies had been found by the end of a profile; None where nothing was measured by then.

    Antibodies are against what was measured; of an analyte that none are against, such as a metabolite, those against
    the plan's first one count.

    Args:
        study: at the cut-off.
        one: the profile.
    """
    dose = one.made.dose.administration
    hours = max((point.hours for point in one.made.points if point.hours is not None), default=0.0)
    against = {result.drug.strip().casefold() for result in study.antibodies_of(dose.subject_id)}
    part = study.part_of(dose.subject_id)
    drug = one.analyte
    if drug.strip().casefold() not in against and part is not None and part.pk is not None:
        drug = part.pk.analytes[0]
    return antibody_findings(study, dose.subject_id, drug=drug).mark_at(dose.started_at, hours)


def is_under_antibodies(study: Study, one: Exposure) -> bool:
    """Whether antibodies had been found by the end of a profile."""
    found = antibodies_by_end(study, one)
    return found is not None and found.code == POSITIVE
