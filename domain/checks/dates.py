"""What every dated record of a subject is checked against: now, the consent, the end."""

from datetime import datetime

from domain.partial_date import PartialDate
from domain.reasons import Finding
from domain.response.survival_dates import survival_dates
from domain.study import Study
from domain.terms import Severity


def check_day(
    study: Study, subject_id: str, field: str, moment: PartialDate | None, *, now: datetime, may_precede: bool = False
) -> list[Finding]:
    """What is wrong or doubtful with the date of something that was done with a subject.

    Args:
        study: as entered now.
        subject_id: whose.
        field: that holds the date.
        moment: the date; None where it is not known.
        now: moment of entry, aware.
        may_precede: whether it may lie before the consent, as history does.
    """
    if moment is None:
        return []
    zone = study.zone
    findings: list[Finding] = []
    if moment.earliest(zone) > now:
        findings.append(Finding(field, "in_future"))
    consent = study.subject(subject_id).consent_date
    if not may_precede and moment.latest(zone).astimezone(zone).date() < consent:
        findings.append(Finding(field, "before_consent", Severity.SOFT, {"consent": consent}))
    first = moment.earliest(zone).astimezone(zone).date()
    died = survival_dates(study, subject_id).death
    leaving = study.leaving(subject_id)
    if died is not None and first > died:
        findings.append(Finding(field, "after_death", numbers={"at": died}))
    elif leaving is not None and moment.earliest(zone) > leaving.left_at:
        findings.append(Finding(field, "after_leaving", Severity.SOFT, {"at": leaving.left_at}))
    return findings
