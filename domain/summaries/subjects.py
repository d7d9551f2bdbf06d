"""Listing of the subjects by dose level, with the DLT evaluation as it stands."""

from datetime import timedelta

from domain.escalation.status import PartStatus
from domain.reasons import Reason
from domain.records import Enrolment
from domain.study import Study
from domain.summaries.study_day import subjects_of
from domain.summaries.table import Cell, Column, Format, Table, cells

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("sex", "Sex", weight=0.6),
    Column("age", "Age, about", Format.NUMBER, 0.2),
    Column("tumour", "Tumour", weight=1.4),
    Column("first_dose", "First dose", Format.DATE),
    Column("window_end", "Window end", Format.DATE),
    Column("evaluation", "DLT evaluation", weight=2.5),
)


def tabulate_subjects(status: PartStatus) -> Table:
    """Subjects of the part by level, then by first dose; those enrolled and not yet dosed come last in their level.

    Age is the consent's year less the birth year, so it may be a year too high.
    """
    study, part = status.study, status.part
    placed: list[tuple[int, int, str, tuple[Cell, ...], str]] = []
    for order, one in enumerate(status.assessments):
        row = _row(study, one.subject_id, one.dose_level, one.first_dose_at, one.window_ends_at, one.reason)
        placed.append((one.dose_level, order, one.subject_id, row, study.subject(one.subject_id).record_id))
    for subject_id in subjects_of(study, part.part_id):
        enrolment = study.enrolment(subject_id)
        if enrolment is None or study.first_dose(subject_id):
            continue
        row = _row(study, subject_id, enrolment.dose_level, None, None, _undosed(study, enrolment, status))
        placed.append(
            (enrolment.dose_level, len(status.assessments), subject_id, row, study.subject(subject_id).record_id)
        )
    placed.sort(key=lambda entry: entry[:3])
    return Table(
        "subjects",
        "Subjects by level",
        _COLUMNS,
        tuple(entry[3] for entry in placed),
        caption=Reason("caption_window", {"days": part.window.days}),
        row_ids=tuple(entry[4] for entry in placed),
    )


def _row(study: Study, subject_id: str, level: int, first: object, end: object, reason: Reason) -> tuple[Cell, ...]:
    subject = study.subject(subject_id)
    age = subject.consent_date.year - subject.birth_year
    return cells((subject_id, level, subject.sex, age, subject.tumour_type, first, end, reason))


def _undosed(study: Study, enrolment: Enrolment, status: PartStatus) -> Reason:
    """Why an enrolled subject has no verdict."""
    leaving = study.leaving(enrolment.subject_id)
    if leaving is not None:
        return Reason("subject_left_undosed", {"at": leaving.left_at})
    until = enrolment.enrolled_at + timedelta(days=status.part.rules.reservation_days)
    if study.cut_off < until:
        return Reason("subject_reserved", {"until": until})
    return Reason("subject_lapsed")
