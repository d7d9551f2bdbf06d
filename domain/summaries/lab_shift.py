"""Shift of laboratory grades: from the baseline to the worst value after the first dose, by test, term and level."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.analysis_sets import AnalysisSet, members_of
from domain.laboratory.catalogue import lab_tests
from domain.laboratory.graded_result import GradedResult
from domain.laboratory.of_study import grade_subject
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.study import Study
from domain.summaries.study_day import level_of
from domain.summaries.table import Cell, Column, Format, Table, cells, count_or_none

NOT_GRADED = -1
_GRADES = (0, 1, 2, 3, 4)
_COLUMNS = (
    Column("term", "Test and term", weight=2.2),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("baseline", "Baseline", weight=0.9),
    Column("subjects", "Subjects", Format.NUMBER, 0.6),
    *(Column(f"worst_{grade}", f"Worst G{grade}", Format.NUMBER, 0.5) for grade in _GRADES),
    Column("worst_none", "Not graded", Format.NUMBER, 0.6),
)


@dataclass
class _Shift:
    """A subject's grades of one test by one term; ``NOT_GRADED`` before any grade is known."""

    baseline: int = NOT_GRADED
    worst: int = NOT_GRADED
    is_followed: bool = False


def tabulate_lab_shift(study: Study, part: Part | None = None) -> Table:
    """Subjects of a part by baseline grade and worst grade after the first dose; each counted once a test and term.

    A subject counts where a sample can have been taken after the first dose. The baseline grade is by the range alone.
    The sum over a row is its number of subjects.
    """
    dosed = members_of(study, AnalysisSet.SAFETY, part)
    graded = {one: grade_subject(study, one) for one in dosed}
    return shift_table(graded, {one: level_of(study, one) or 0 for one in dosed}, version=study.protocol.ctcae)


def shift_table(graded: Mapping[str, Iterable[GradedResult]], levels: Mapping[str, int], *, version: str) -> Table:
    """The table from the graded results of each subject and the subject's level."""
    counts: dict[tuple[str, str], dict[int, Counter[tuple[int, int]]]] = {}
    for subject_id, results in graded.items():
        for key, shift in _shifts_of(results).items():
            if shift.is_followed:
                by_level = counts.setdefault(key, {})
                by_level.setdefault(levels[subject_id], Counter())[shift.baseline, shift.worst] += 1
    order = list(lab_tests())
    rows: list[tuple[Cell, ...]] = []
    for test, term in sorted(counts, key=lambda key: (order.index(key[0]), key[1].casefold())):
        by_level = counts[test, term]
        name = Reason("lab_shift_head", {"test": lab_tests()[test].name, "term": term})
        rows.append(_row(name, Reason("all_levels"), None, sum(by_level.values(), Counter()), emphasis=True))
        for level in sorted(by_level):
            for baseline in sorted({start for start, _ in by_level[level]}):
                mine = Counter({pair: n for pair, n in by_level[level].items() if pair[0] == baseline})
                rows.append(_row(None, level, baseline, mine))
    return Table(
        "lab_shift",
        "Laboratory grades: baseline to worst",
        _COLUMNS,
        tuple(rows),
        caption="safety set; each subject counted once a test and term",
        note=Reason("note_lab_shift", {"version": version}),
    )


def _shifts_of(results: Iterable[GradedResult]) -> dict[tuple[str, str], _Shift]:
    """A subject's baseline and worst grade by test and term."""
    shifts: dict[tuple[str, str], _Shift] = {}
    for result in results:
        for one in result.terms:
            shift = shifts.setdefault((result.result.test, one.term), _Shift())
            grade = NOT_GRADED if one.grade is None else one.grade
            if result.is_baseline:
                shift.baseline = grade
            elif not result.is_before:
                shift.is_followed = True
                shift.worst = max(shift.worst, grade)
    return shifts


def _row(
    name: Reason | None,
    level: int | Reason,
    baseline: int | None,
    pairs: Counter[tuple[int, int]],
    *,
    emphasis: bool = False,
) -> tuple[Cell, ...]:
    worst: Counter[int] = Counter()
    for (_, end), number in pairs.items():
        worst[end] += number
    start: object = Reason("all_levels")
    if baseline is not None:
        start = Reason("lab_shift_not_graded") if baseline == NOT_GRADED else f"G{baseline}"
    counted = [sum(worst.values()), *(worst[grade] for grade in _GRADES), worst[NOT_GRADED]]
    first = Cell(name, emphasis=emphasis, indent=0 if emphasis else 1)
    return (first, *cells([level, start, *(count_or_none(number) for number in counted)], emphasis=emphasis))
