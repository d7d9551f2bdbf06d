"""What every record that names a sample is checked for."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import cast

from domain.partial_date import PartialDate
from domain.reasons import Finding
from domain.records import PkSample
from domain.study import Study
from domain.terms import Severity


def find_sample(study: Study, sample_id: str) -> PkSample | None:
    """The sample of that id, whoever it is of, whatever the case of its letters."""
    wanted = sample_id.strip().casefold()
    for sample in cast("Sequence[PkSample]", study.entered.get(PkSample.kind, ())):
        if sample.sample_id.strip().casefold() == wanted:
            return sample
    return None


def check_link(study: Study, subject_id: str, sample_id: str) -> Iterator[Finding]:
    """Whether a sample that a result names is the subject's."""
    if not sample_id.strip():
        return
    sample = find_sample(study, sample_id)
    if sample is None:
        yield Finding("sample_id", "pk_sample_unknown", numbers={"sample": sample_id.strip()})
    elif sample.subject_id != subject_id:
        yield Finding("sample_id", "pk_sample_of_other", numbers={"subject": sample.subject_id})


def check_moment(study: Study, subject_id: str, taken_at: PartialDate, *, now: datetime) -> Iterator[Finding]:
    """Whether a sample can have been taken then."""
    zone = study.zone
    if taken_at.earliest(zone) > now:
        yield Finding("taken_at", "in_future")
    consent = study.subject(subject_id).consent_date
    if taken_at.latest(zone).astimezone(zone).date() < consent:
        yield Finding("taken_at", "before_consent", Severity.SOFT, {"consent": consent})
    leaving = study.leaving(subject_id)
    if leaving is not None and taken_at.earliest(zone) > leaving.left_at:
        yield Finding("taken_at", "after_leaving", Severity.SOFT, {"at": leaving.left_at})
