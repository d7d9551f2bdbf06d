"""Tumour assessments for the tests of the screen: courses of subjects on a history, one call that differs."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from domain.records import Lesion, LesionMeasurement, Record, ResponseCall, TumourVisit
from domain.response.calls import draft_call
from domain.response.terms import LesionKind, LesionStatus, Response
from domain.study import Study
from storage.study_file import StudyFile
from tests.ui.kept import copy_kept
from tests.ui.pages.studies import NOW, PERSON, ZONE, make_session
from ui.session import Session

HISTORY = "1N 2NNN 3NNN 4NN?"
NEW = "new"
# Sums in mm by scan, baseline first; "new" after a sum stands for a new lesion at that scan.
COURSES: dict[str, tuple[float | str, ...]] = {
    "01-001": (84, 78, 81, 95, 98),
    "01-002": (60, 58, 57, 56.5),
    "01-003": (71, 66, 68),
    "01-004": (90, 72, 69.5, 70),
    "01-005": (50, 62),
    "01-006": (66, 60, 67, NEW),
    "01-007": (110, 74, 65),
    "01-008": (45, 48, NEW),
    "01-009": (80, 55),
}


def first_dose_on(study: Study, subject_id: str) -> date:
    first = study.first_dose(subject_id)
    assert first is not None
    return first.started_at.astimezone(ZONE).date()


def lesion_of(subject_id: str, kind: LesionKind, number: int, on: date, organ: str = "liver") -> Lesion:
    return Lesion(
        record_id=f"{subject_id}-{kind.value}-{number}",
        subject_id=subject_id,
        lesion_kind=kind,
        number=number,
        organ=organ,
        first_seen_on=on,
    )


def _measured(lesion: Lesion, number: int, on: date, mm: float | LesionStatus) -> LesionMeasurement:
    is_status = isinstance(mm, LesionStatus)
    return LesionMeasurement(
        record_id=f"{lesion.record_id}@{number}",
        subject_id=lesion.subject_id,
        lesion_id=lesion.record_id,
        visit_number=number,
        scanned_on=on,
        status=mm if isinstance(mm, LesionStatus) else LesionStatus.MEASURED,
        length_tenths=None if is_status else round(float(mm) * 10),
    )


def assessments_of(study: Study, subject_id: str, course: Sequence[float | str], every: int = 42) -> Iterator[Record]:
    """Two target lesions that make the sums, a non-target one, and perhaps a new one; none after the cut-off."""
    first = first_dose_on(study, subject_id)
    baseline = first - timedelta(days=6)
    large = lesion_of(subject_id, LesionKind.TARGET, 1, baseline)
    small = lesion_of(subject_id, LesionKind.TARGET, 2, baseline, "lung")
    other = lesion_of(subject_id, LesionKind.NON_TARGET, 1, baseline, "bone")
    yield from (large, small, other)
    sums = [one for one in course if not isinstance(one, str)]
    for number, total in enumerate(sums):
        on = first + timedelta(days=every * number + (number % 3) - 1) if number else baseline
        if on > NOW.astimezone(ZONE).date():
            return
        yield TumourVisit(
            record_id=f"{subject_id}-v{number}", subject_id=subject_id, visit_number=number, scanned_on=on
        )
        yield _measured(large, number, on, total - 20)
        yield _measured(small, number, on, 20)
        yield _measured(other, number, on, LesionStatus.PRESENT)
        if NEW in course and number == len(sums) - 1:
            new = lesion_of(subject_id, LesionKind.NEW, 1, on, "brain")
            yield new
            yield _measured(new, number, on, LesionStatus.PRESENT)


def call_of(session: Session, subject_id: str, number: int, response: Response, comment: str = "") -> ResponseCall:
    return draft_call(
        session.study, subject_id, number, response, record_id=f"{subject_id}-call-{number}", comment=comment,
        called_by=PERSON.name, called_at=NOW,
    )  # fmt: skip


def make_tumour_session(path: Path, history: str = HISTORY, *, with_scans: bool = True) -> Session:
    """A session on the well-known history with scans, and a call of 01-001 that differs."""
    return Session(StudyFile.open(copy_kept(path, _scan, history, with_scans)), PERSON, clock=lambda: NOW)


def _scan(path: Path, history: str, with_scans: bool) -> None:
    session = make_session(path, history)
    study = session.study
    known = {one.subject_id for one in study.subjects if study.first_dose(one.subject_id)}
    if not with_scans:
        session.file.close()
        return
    records = [
        record
        for subject_id, course in COURSES.items()
        if subject_id in known
        for record in assessments_of(study, subject_id, course)
    ]
    session.file.save_all(records, person=PERSON, now=NOW)
    calls = [
        call_of(session, "01-001", 1, Response.SD),
        call_of(session, "01-001", 3, Response.SD, "same level as before"),
    ]
    visits = {one.visit_number for one in session.study.tumour_visits_of("01-001")}
    session.file.save_all([one for one in calls if one.visit_number in visits], person=PERSON, now=NOW)
    session.file.close()
