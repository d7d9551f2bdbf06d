"""Laboratory results for the tests of the screen: ranges of one laboratory, and samples around the first doses."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from domain.partial_date import PartialDate
from domain.records import LabResult, NormalRange, Record
from domain.study import Study
from storage.study_file import StudyFile
from tests.ui.kept import copy_kept
from tests.ui.pages.studies import NOW, PERSON, ZONE, make_session
from ui.session import Session

HISTORY = "1N 2MNN 3NNXN 4NNT??"
LABORATORY = "Central"
RANGES = {
    "HGB": ("g/L", "120", "160"),
    "NEUT": ("10^9/L", "2.0", "7.5"),
    "PLAT": ("10^9/L", "125", "350"),
    "ALT": ("U/L", None, "40"),
    "AST": ("U/L", None, "40"),
    "BILI": ("umol/L", None, "21"),
    "CREAT": ("umol/L", "45", "84"),
    "ALB": ("g/L", "35", "52"),
    "CA": ("mmol/L", "2.15", "2.55"),
    "K": ("mmol/L", "3.5", "5.1"),
}
NORMAL = {
    "HGB": "138", "NEUT": "4.1", "PLAT": "210", "ALT": "24", "AST": "22", "BILI": "9.4", "CREAT": "66",
    "ALB": "41", "CA": "2.31", "K": "4.2",
}  # fmt: skip
# Subject 01-011 had the demonstration's DLT by ALT; 01-012 is in the window.
COURSES = {
    ("01-011", "ALT"): ((-2, "28"), (0, "31"), (7, "96"), (8, "245"), (11, "312"), (15, "188"), (21, "92"), (28, "44")),
    ("01-012", "PLAT"): ((-1, "168"), (0, "165"), (3, "118"), (5, "61"), (6, "22"), (7, "19")),
    ("01-006", "K"): ((7, "5.3"), (14, "4.4")),
}


def a_range(code: str, *, laboratory: str = LABORATORY, since: date = date(2025, 1, 1)) -> NormalRange:
    unit, lln, uln = RANGES[code]
    return NormalRange(
        record_id=f"range-{laboratory}-{code}-{since}",
        laboratory=laboratory,
        test=code,
        unit=unit,
        lln=None if lln is None else Decimal(lln),
        uln=None if uln is None else Decimal(uln),
        valid_from=since,
    )


def a_result(study: Study, subject_id: str, code: str, day: int, value: str, *, record_id: str = "") -> LabResult:
    first = study.first_dose(subject_id)
    assert first is not None
    at = (first.started_at - timedelta(minutes=30) + timedelta(days=day)).astimezone(ZONE)
    return LabResult(
        record_id=record_id or f"{subject_id}-{code}-{day}",
        subject_id=subject_id,
        test=code,
        taken_at=PartialDate.of(at),
        value=Decimal(value),
        unit=RANGES[code][0],
        laboratory=LABORATORY,
        visit="Screening" if day < 0 else f"C1D{day + 1}",
    )


def results_of(study: Study) -> Iterable[LabResult]:
    """Normal values at three visits, and the courses above."""
    for subject in study.subjects:
        first = study.first_dose(subject.subject_id)
        if first is None:
            continue
        for day in (-3, 7, 14):
            if first.started_at + timedelta(days=day) > NOW:
                continue
            for code, value in NORMAL.items():
                if (subject.subject_id, code) not in COURSES:
                    yield a_result(study, subject.subject_id, code, day, value)
    for (subject_id, code), course in COURSES.items():
        first = study.first_dose(subject_id)
        assert first is not None
        for day, value in course:
            if first.started_at + timedelta(days=day) <= NOW:
                yield a_result(study, subject_id, code, day, value)


def make_lab_session(path: Path, *, with_results: bool = True, with_ranges: bool = True) -> Session:
    """A session on the well-known history with ranges and results."""
    copy_kept(path, _tell, with_results, with_ranges)
    return Session(StudyFile.open(path), PERSON, clock=lambda: NOW)


def _tell(path: Path, with_results: bool, with_ranges: bool) -> None:
    session = make_session(path, HISTORY)
    records: list[Record] = [a_range(code) for code in RANGES] if with_ranges else []
    if with_results:
        records += _once(results_of(session.study))
    if records:
        session.file.save_all(records, person=PERSON, now=NOW)
    session.file.close()


def _once(results: Iterable[LabResult]) -> list[LabResult]:
    """One result of a test at one time: a course goes before the normal values."""
    found: dict[tuple[str, str, PartialDate], LabResult] = {}
    for one in results:
        found[one.subject_id, one.test, one.taken_at] = one
    return list(found.values())
