"""Checks on a dose against the end of treatment and death."""

from collections.abc import Iterator

from domain.reasons import Finding
from domain.records import Administration
from domain.response.survival_dates import survival_dates
from domain.schedule.life import day_of
from domain.study import Study
from domain.terms import Severity


def check_dose_after_end(study: Study, dose: Administration) -> Iterator[Finding]:
    """A dose after treatment was given up asks for a reason; one after death can't be.

    Args:
        study: as entered now.
        dose: as it would be; an omitted one is nothing given.
    """
    if dose.given_mg <= 0:
        return
    died = survival_dates(study, dose.subject_id).death
    if died is not None and day_of(dose.started_at, study.zone) > died:
        yield Finding("started_at", "after_death", numbers={"at": died})
    ended = study.end_of_treatment(dose.subject_id)
    if ended is not None and ended.decided_on.latest(study.zone) < dose.started_at:
        yield Finding("started_at", "dosed_after_treatment_end", Severity.SOFT, {"at": ended.decided_on})
