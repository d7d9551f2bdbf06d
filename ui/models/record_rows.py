"""The other tables of a subject's page: the course through the study, deviations."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject

from domain.partial_date import PartialDate
from domain.records import Deviation, Eligibility, EndOfTreatment, Enrolment, Leaving, Record, Subject
from domain.study import Study
from domain.terms import Importance
from ui.models.rows_model import RowsModel, Shown
from ui.text import Words, say_date, say_number, say_partial, term, tr


@dataclass(frozen=True)
class CourseRow:
    """A milestone of the subject: the record behind it, when, and what it says."""

    record: Record
    what: str
    when: str
    at: datetime
    detail: str


def list_course(study: Study, subject_id: str, words: Words) -> list[CourseRow]:
    """Consent, eligibility, enrolment, end of treatment and leaving, as they happened."""
    records: list[Record | None] = [
        study.subject(subject_id),
        study.eligibility(subject_id),
        study.enrolment(subject_id),
        study.end_of_treatment(subject_id),
        study.leaving(subject_id),
    ]
    rows = [_course_row(study, record, words) for record in records if record is not None]
    return sorted(rows, key=lambda row: row.at)


def _course_row(study: Study, record: Record, words: Words) -> CourseRow:
    match record:
        case Subject():
            weight = f" · {say_number(record.weight_kg)} kg" if record.weight_kg else ""
            detail = f"{term(record.sex)} · {record.birth_year} · {record.tumour_type}{weight}"
            at = PartialDate.of(record.consent_date).earliest(study.zone)
            return CourseRow(record, tr("Consent"), say_date(record.consent_date), at, detail)
        case Eligibility():
            said = tr("eligible") if record.is_eligible else tr("screen failure")
            detail = f"{said}: {record.reason}" if record.reason else said
            at = PartialDate.of(record.decided_on).earliest(study.zone)
            return CourseRow(record, tr("Eligibility"), say_date(record.decided_on), at, detail)
        case Enrolment():
            detail = words.level(record.dose_level)
            return CourseRow(record, tr("Enrolment"), words.moment(record.enrolled_at), record.enrolled_at, detail)
        case EndOfTreatment():
            said = f"{term(record.reason)}, {record.decided_by}" if record.decided_by else term(record.reason)
            detail = f"{said}: {record.comment}" if record.comment else said
            at = record.decided_on.earliest(study.zone)
            return CourseRow(record, tr("End of treatment"), say_partial(record.decided_on), at, detail)
        case Leaving():
            detail = f"{term(record.reason)}: {record.comment}" if record.comment else term(record.reason)
            return CourseRow(record, tr("Left the study"), words.moment(record.left_at), record.left_at, detail)
        case _:
            raise TypeError(record.kind)


class CourseModel(RowsModel[CourseRow]):
    """The course of a subject."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        columns: list[Shown[CourseRow]] = [
            Shown("what", tr("Step"), lambda row: row.what, lambda row: row.what),
            Shown("when", tr("Date"), lambda row: row.when, lambda row: row.at, True),
            Shown(
                "detail", tr("Detail"), lambda row: row.detail, lambda row: row.detail, tooltip=lambda row: row.detail
            ),
        ]
        super().__init__(columns, lambda row: row.record.record_id, parent)


class DeviationsModel(RowsModel[Deviation]):
    """Deviations of a subject, oldest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Build it without rows."""
        columns: list[Shown[Deviation]] = [
            Shown("date", tr("Date"), lambda one: say_date(one.occurred_on), lambda one: one.occurred_on, True),
            Shown("category", tr("Category"), lambda one: term(one.category), lambda one: one.category.value),
            Shown(
                "importance",
                tr("Importance"),
                lambda one: term(one.importance),
                lambda one: one.importance.value,
                weight=lambda one: 600 if one.importance is Importance.IMPORTANT else 400,
            ),
            Shown("description", tr("Deviation"), lambda one: one.description, lambda one: one.description,
                  tooltip=lambda one: one.description),
            Shown("reason", tr("Reason given"), lambda one: one.reason, lambda one: one.reason,
                  tooltip=lambda one: one.reason),
        ]  # fmt: skip
        super().__init__(columns, lambda one: one.record_id, parent)
