"""The list of subjects: where each one stands, in words, with the mark of the ladder."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from PySide6.QtCore import QObject

from domain.escalation.status import PartStatus
from domain.evaluability import Assessment, assess_subject
from domain.protocol.model import Part
from domain.records import Enrolment, Subject
from domain.replacement import Replacement, derive_replacements
from domain.screenings import current_screening
from domain.study import Study
from ui.models.rows_model import RowsModel, Shown
from ui.models.subject_cell import SubjectCell
from ui.text import Words, capital, term, tr
from ui.widgets.mark_paint import Mark
from ui.widgets.table import CellPainter


class Stage(StrEnum):
    """How far a subject has come."""

    SCREENING = "screening"
    ELIGIBLE = "eligible"
    ENROLLED = "enrolled"
    IN_WINDOW = "in window"
    FINISHED = "finished"
    FAILED = "screen failure"
    LEFT = "left"


@dataclass(frozen=True)
class SubjectRow:
    """A subject as the list and the head of the subject's page show it."""

    subject: Subject
    stage: Stage
    state: str
    enrolment: Enrolment | None
    assessment: Assessment | None
    mark: Mark | None
    events: int
    age: int
    replacement: Replacement | None = None
    part: Part | None = None

    @property
    def subject_id(self) -> str:
        """Screening number."""
        return self.subject.subject_id

    @property
    def level(self) -> int | None:
        """Dose level that the subject is enrolled at."""
        return self.enrolment.dose_level if self.enrolment else None


def stage_words(stage: Stage) -> str:
    """A stage in the filter."""
    return {
        Stage.SCREENING: tr("Screening"),
        Stage.ELIGIBLE: tr("Eligible"),
        Stage.ENROLLED: tr("Enrolled, not dosed"),
        Stage.IN_WINDOW: tr("In the window"),
        Stage.FINISHED: tr("Window finished"),
        Stage.FAILED: tr("Screen failure"),
        Stage.LEFT: tr("Left the study"),
    }[stage]


def list_subjects(status: PartStatus, words: Words) -> list[SubjectRow]:
    """Every subject of the study, newest first."""
    study, replaced = status.study, {one.subject_id: one for one in derive_replacements(status)}
    rows = (row_of(study, one.subject_id, words) for one in reversed(study.subjects))
    return [replace(row, replacement=replaced.get(row.subject_id)) for row in rows]


def row_of(study: Study, subject_id: str, words: Words) -> SubjectRow:
    """One subject at the study's cut-off; who takes whose place is known of a part, so the list says it."""
    subject, enrolment = study.subject(subject_id), study.enrolment(subject_id)
    assessment = assess_subject(study, subject_id)
    stage, state = _state(study, subject, enrolment, assessment, words)
    return SubjectRow(
        subject=subject,
        stage=stage,
        state=state,
        enrolment=enrolment,
        assessment=assessment,
        mark=mark_of(assessment, study.cut_off) or (Mark("+") if stage is Stage.ENROLLED else None),
        events=len(study.events_of(subject_id)),
        age=study.cut_off.astimezone(study.zone).year - subject.birth_year,
        part=study.part_of(subject_id),
    )


def mark_of(assessment: Assessment | None, now: datetime) -> Mark | None:
    """The mark of a treated subject; None before the first dose."""
    if assessment is None:
        return None
    length = assessment.window_ends_at - assessment.first_dose_at
    gone = (now - assessment.first_dose_at) / length if length else 1.0
    days = assessment.days_left(now) if assessment.outcome.is_pending else None
    return Mark(assessment.outcome.value, days, gone)


def _state(
    study: Study, subject: Subject, enrolment: Enrolment | None, assessment: Assessment | None, words: Words
) -> tuple[Stage, str]:
    leaving, eligibility = study.leaving(subject.subject_id), study.eligibility(subject.subject_id)
    if leaving is not None:
        return Stage.LEFT, tr("left {day}").format(day=words.day(leaving.left_at))
    if assessment is not None:
        if study.cut_off < assessment.window_ends_at:
            return Stage.IN_WINDOW, tr("in window, day {day}").format(day=assessment.study_day(study.cut_off))
        if assessment.outcome.is_pending:
            return Stage.IN_WINDOW, tr("window over, verdict awaited")
        return Stage.FINISHED, tr("window finished")
    if enrolment is not None:
        part = study.protocol.part(enrolment.part_id)
        until = enrolment.enrolled_at + timedelta(days=part.rules.reservation_days)
        if study.cut_off < until:
            return Stage.ENROLLED, tr("slot reserved until {until}").format(until=words.moment(until))
        return Stage.ENROLLED, tr("reservation lapsed {until}").format(until=words.day(until))
    if eligibility is not None:
        if eligibility.is_eligible:
            return Stage.ELIGIBLE, tr("eligible")
        return Stage.FAILED, tr("screen failure")
    screening = current_screening(study, subject.subject_id)
    left = (screening.last_day - study.cut_off.astimezone(study.zone).date()).days
    if left < 0:
        return Stage.SCREENING, tr("screening over for {days} d").format(days=-left)
    said = tr("screening, {left} of {days} days left")
    if screening.number > 1:
        said = tr("screened again, {left} of {days} days left")
    return Stage.SCREENING, said.format(left=left, days=screening.days)


def evaluation_words(row: SubjectRow, words: Words) -> str:
    """The DLT evaluation as a sentence; "" before the first dose."""
    if row.assessment is None:
        return ""
    said, replaced = capital(words.reason(row.assessment.reason)), row.replacement
    if replaced is not None and replaced.by:
        said = tr("{reason}; replaced by {subject}").format(reason=said.rstrip("."), subject=replaced.by)
    elif replaced is not None and replaced.is_open:
        said = tr("{reason}; the slot is open again").format(reason=said.rstrip("."))
    return said


class SubjectsModel(RowsModel[SubjectRow]):
    """The columns of the list."""

    def __init__(self, words: Callable[[], Words], parent: QObject | None = None) -> None:
        """Build it without rows.

        Args:
            words: gives the words of the study as it is now.
            parent: Qt owner.
        """

        def painter(row: SubjectRow) -> CellPainter:
            return SubjectCell(row.subject_id, row.mark)

        columns: list[Shown[SubjectRow]] = [
            Shown("subject", tr("Subject"), lambda row: row.subject_id, lambda row: row.subject_id, painter=painter),
            Shown("state", tr("State"), lambda row: row.state, lambda row: list(Stage).index(row.stage)),
            Shown(
                "part",
                tr("Part"),
                lambda row: row.part.title if row.part else "",
                lambda row: row.part.title if row.part else None,
            ),
            Shown("level", tr("Level"), lambda row: str(row.level or ""), lambda row: row.level, is_right=True),
            Shown(
                "first_dose",
                tr("First dose"),
                lambda row: words().day(row.assessment.first_dose_at) if row.assessment else "",
                lambda row: row.assessment.first_dose_at if row.assessment else None,
                is_right=True,
            ),
            Shown(
                "window_end",
                tr("Window end"),
                lambda row: words().day(row.assessment.window_ends_at) if row.assessment else "",
                lambda row: row.assessment.window_ends_at if row.assessment else None,
                is_right=True,
                tooltip=lambda row: words().moment(row.assessment.window_ends_at) if row.assessment else "",
            ),
            Shown(
                "dlt",
                tr("DLT evaluation"),
                lambda row: evaluation_words(row, words()),
                lambda row: row.assessment.outcome.value if row.assessment else None,
            ),
            Shown("events", tr("AEs"), lambda row: str(row.events or ""), lambda row: row.events, is_right=True),
            Shown("tumour", tr("Tumour"), lambda row: row.subject.tumour_type, lambda row: row.subject.tumour_type),
            Shown("sex", tr("Sex"), lambda row: term(row.subject.sex), lambda row: row.subject.sex.value),
            Shown("age", tr("Age, about"), lambda row: str(row.age), lambda row: row.age, is_right=True),
        ]
        super().__init__(columns, lambda row: row.subject_id, parent)
