"""Every check of the project on every record of a study, as if each were entered today."""

from collections.abc import Collection, Iterator
from datetime import datetime

from domain.checks.dose import check_administration
from domain.checks.of_kind import check_record
from domain.checks.subject import check_enrolment
from domain.escalation.status import status_before
from domain.reasons import Finding
from domain.records import Administration, Enrolment, Record
from domain.study import Study


def findings_of(
    study: Study, *, now: datetime, kinds: Collection[str] | None = None
) -> Iterator[tuple[Record, Finding]]:
    """What the checks say of each record, or of each of some kinds."""
    for kind, listed in study.entered.items():
        for record in listed if kinds is None or kind in kinds else ():
            for finding in _check(study, record, now):
                yield record, finding


def _check(study: Study, record: Record, now: datetime) -> list[Finding]:
    match record:
        case Enrolment():
            part = study.protocol.part(record.part_id)
            then = status_before(study, part, record.subject_id, record.enrolled_at)
            return check_enrolment(study.at(record.enrolled_at), then, record, now=now)
        case Administration():
            part = study.part_of(record.subject_id)
            assert part is not None
            then = status_before(study, part, record.subject_id, record.started_at)
            return check_administration(study.at(record.started_at), then, record, now=now)
    return check_record(study, record, now=now)
