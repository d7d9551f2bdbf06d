"""Who is ready and has no slot: consented, eligible, not enrolled; in the order in which they became eligible."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.study import Study


@dataclass(frozen=True)
class Waiting:
    """A subject without a slot.

    Attributes:
        since: the day of the answer on eligibility.
        until: the last day of the screening window; after it screening has to be repeated.
        days_left: to that day; negative once it is past.
    """

    subject_id: str
    since: date
    until: date
    days_left: int


def derive_waiting_list(study: Study) -> tuple[Waiting, ...]:
    """Subjects who wait for a slot at the cut-off, the longest waiting first; lapsed reservations wait again."""
    today = study.cut_off.astimezone(study.zone).date()
    found = []
    for subject in study.subjects:
        subject_id = subject.subject_id
        answer = study.eligibility(subject_id)
        is_out = study.leaving(subject_id) is not None or study.first_dose(subject_id) is not None
        if answer is None or not answer.is_eligible or is_out or _holds_slot(study, subject_id):
            continue
        again = study.rescreenings_of(subject_id)
        consent = again[-1].started_on if again else subject.consent_date
        until = consent + timedelta(days=study.protocol.screening_days)
        found.append(Waiting(subject_id, answer.decided_on, until, (until - today).days))
    return tuple(sorted(found, key=lambda one: (one.since, one.subject_id)))


def _holds_slot(study: Study, subject_id: str) -> bool:
    enrolment, part = study.enrolment(subject_id), study.part_of(subject_id)
    if enrolment is None or part is None:
        return False
    return study.cut_off < enrolment.enrolled_at + timedelta(days=part.rules.reservation_days)
