"""What records show of a subject after a moment: a dose, a sample or a scan after death can't be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from domain.partial_date import PartialDate
from domain.records import Record
from domain.study import Study


@dataclass(frozen=True)
class Seen:
    """A record that shows the subject on a day of the site's calendar."""

    record: Record
    on: date


def seen_after(study: Study, subject_id: str, moment: datetime) -> tuple[Seen, ...]:
    """Records of a subject that lie wholly after a moment, oldest first; doses and samples by the hour where known.

    Args:
        study: as entered now.
        subject_id: of a subject.
        moment: aware.
    """
    zone = study.zone
    day = moment.astimezone(zone).date()
    found = []
    for record, when in _moments(study, subject_id):
        on = when.astimezone(zone).date() if isinstance(when, datetime) else when.earliest(zone).astimezone(zone).date()
        is_later = when > moment if isinstance(when, datetime) else when.earliest(zone) > moment
        # A day alone, the same one, says nothing of the order.
        is_day_only = isinstance(when, PartialDate) and when.hour is None
        if is_later and (on > day or not is_day_only):
            found.append(Seen(record, on))
    return tuple(sorted(found, key=lambda one: one.on))


def _moments(study: Study, subject_id: str) -> Iterator[tuple[Record, PartialDate | datetime]]:
    for dose in study.administrations(subject_id):
        if dose.given_mg > 0:
            yield dose, dose.started_at
    for visit in study.visits_of(subject_id):
        if visit.done_on is not None:
            yield visit, visit.done_on
    for signs in study.vital_signs_of(subject_id):
        yield signs, signs.measured_at
    for weight in study.weights_of(subject_id):
        yield weight, weight.measured_at
    for status in study.ecog_of(subject_id):
        yield status, status.assessed_at
    for ecg in study.ecgs_of(subject_id):
        yield ecg, ecg.recorded_at
    for exam in study.exams_of(subject_id):
        yield exam, exam.examined_at
    for result in study.results_of(subject_id):
        yield result, result.taken_at
    for scan in study.tumour_visits_of(subject_id):
        yield scan, PartialDate.of(scan.scanned_on)
    for contact in study.survival_contacts_of(subject_id):
        if contact.alive_on is not None:
            yield contact, PartialDate.of(contact.alive_on)
