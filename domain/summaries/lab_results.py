"""Listing of the laboratory results with their grades."""

from domain.laboratory.catalogue import lab_tests
from domain.laboratory.graded_result import GradedResult
from domain.laboratory.of_study import grade_subject
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.study import Study
from domain.summaries.study_day import level_of, subjects_of
from domain.summaries.table import Cell, Column, Format, Table, cells

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("taken_at", "Sample taken", Format.DATE, 1.1),
    Column("test", "Test", weight=1.6),
    Column("result", "Result", Format.NUMBER, 0.7),
    Column("unit", "Unit", weight=0.8),
    Column("lln", "Lower limit", Format.NUMBER, 0.6),
    Column("uln", "Upper limit", Format.NUMBER, 0.6),
    Column("flag", "Range", weight=0.6),
    Column("grade", "Grade", Format.NUMBER, 0.5),
    Column("term", "Term (CTCAE)", weight=1.8),
    Column("baseline", "Baseline", weight=0.6),
    Column("laboratory", "Laboratory", weight=0.9),
    Column("visit", "Visit", weight=0.8),
)


def tabulate_lab_results(study: Study, part: Part | None = None) -> Table:
    """Every result of a part's subjects, by subject and time; an empty grade can't be told, and 0 is within limits.

    The limits are those that the result was graded by; the result stands as it was reported.
    """
    found = []
    for subject_id in subjects_of(study, part.part_id if part else None):
        level = level_of(study, subject_id)
        found += [(_row(one, level), one.result.record_id) for one in grade_subject(study, subject_id)]
    return Table(
        "lab_results",
        "Laboratory results",
        _COLUMNS,
        tuple(row for row, _ in found),
        note=Reason("note_lab_grades", {"version": study.protocol.ctcae}),
        row_ids=tuple(record_id for _, record_id in found),
    )


def _row(one: GradedResult, level: int | None) -> tuple[Cell, ...]:
    result = one.result
    test = lab_tests().get(result.test)
    value: object = f"{result.sign}{result.value}" if result.sign and result.value is not None else result.value
    head = (result.subject_id, level, result.taken_at, test.name if test else result.test, value, result.unit or None)
    limits = (one.lln, one.uln, Reason(f"lab_flag_{one.flag.value.lower()}") if one.flag else None)
    grade = Cell(one.grade, emphasis=(one.grade or 0) >= 3)
    tail = (one.term or None, one.is_baseline or None, result.laboratory or None, result.visit or None)
    return (*cells(head), *cells(limits), grade, *cells(tail))
