"""The laboratory results of a study as columns of numbers, so that filters and sorts need no row."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.laboratory.catalogue import find_test, lab_tests
from domain.laboratory.graded_result import GradedResult
from domain.laboratory.of_study import grade_subject
from domain.study import Study
from domain.summaries.study_day import level_of

NOT_GRADED = -1
Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class LabFilter:
    """What the table shows; None lets everything pass.

    Attributes:
        words: each has to be in the subject's number, the test's name or code, or the text means the test.
        grade: the least grade; ``NOT_GRADED``: those that can't be graded.
    """

    words: str = ""
    subject_id: str | None = None
    test: str | None = None
    group: str | None = None
    grade: int | None = None
    is_graded: bool = False

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered out."""
        return self != LabFilter()


@dataclass(frozen=True)
class LabColumns:
    """Every result in order of subject and time, and what of it is filtered or sorted by, one number a result.

    Attributes:
        results: as graded.
        subject_ids, tests: names that ``subject`` and ``test`` count in.
        order: of a test in the catalogue, which groups the panels.
        at: earliest moment of the sample, seconds since 1970.
        grade: 0 to 4, or ``NOT_GRADED``.
        places: where a record is.
    """

    results: tuple[GradedResult, ...]
    subject_ids: tuple[str, ...]
    levels: tuple[int | None, ...]
    tests: tuple[str, ...]
    subject: Numbers
    test: Numbers
    order: Numbers
    at: Numbers
    grade: Numbers
    places: dict[str, int]

    def __len__(self) -> int:
        """How many results there are."""
        return len(self.results)


def derive_lab_columns(study: Study) -> LabColumns:
    """The results of every subject, graded."""
    zone = study.zone
    subject_ids = tuple(one.subject_id for one in study.subjects)
    results: list[GradedResult] = []
    subject: list[int] = []
    for place, subject_id in enumerate(subject_ids):
        mine = grade_subject(study, subject_id)
        results += mine
        subject += [place] * len(mine)
    moments = {at: int(at.earliest(zone).timestamp()) for at in {one.result.taken_at for one in results}}
    tests = {code: at for at, code in enumerate(dict.fromkeys(one.result.test for one in results))}
    catalogue = {code: at for at, code in enumerate(lab_tests())}
    order = np.array([catalogue.get(code, len(catalogue)) for code in tests], dtype=np.int64)
    test = np.array([tests[one.result.test] for one in results], dtype=np.int64)
    grades = [one.grade for one in results]
    return LabColumns(
        tuple(results),
        subject_ids,
        tuple(level_of(study, one) for one in subject_ids),
        tuple(tests),
        np.array(subject, dtype=np.int64),
        test,
        order[test] if len(test) else test,
        np.array([moments[one.result.taken_at] for one in results], dtype=np.int64),
        np.array([NOT_GRADED if grade is None else grade for grade in grades], dtype=np.int64),
        {one.result.record_id: at for at, one in enumerate(results)},
    )


def passing(columns: LabColumns, wanted: LabFilter) -> Flags:
    """Which results a filter lets pass."""
    kept = np.ones(len(columns), dtype=np.bool_)
    if not len(columns):
        return kept
    tests = lab_tests()
    meant = find_test(wanted.words.strip()) if wanted.words.strip() else None
    for word in wanted.words.casefold().split():
        in_subject = np.array([word in name.casefold() for name in columns.subject_ids], dtype=np.bool_)
        in_test = np.array([_is_in(word, code, meant.code if meant else "") for code in columns.tests], dtype=np.bool_)
        kept &= in_subject[columns.subject] | in_test[columns.test]
    if wanted.subject_id is not None:
        known = wanted.subject_id in columns.subject_ids
        kept &= columns.subject == (columns.subject_ids.index(wanted.subject_id) if known else -1)
    if wanted.test is not None:
        kept &= columns.test == (columns.tests.index(wanted.test) if wanted.test in columns.tests else -1)
    if wanted.group is not None:
        groups = [tests[code].group if code in tests else "" for code in columns.tests]
        kept &= np.array([group == wanted.group for group in groups], dtype=np.bool_)[columns.test]
    if wanted.grade is not None:
        kept &= columns.grade == NOT_GRADED if wanted.grade == NOT_GRADED else columns.grade >= wanted.grade
    if wanted.is_graded:
        kept &= columns.grade >= 1
    return kept


def _is_in(word: str, code: str, meant: str) -> bool:
    test = lab_tests().get(code)
    return word in code.casefold() or code == meant or (test is not None and word in test.name.casefold())
