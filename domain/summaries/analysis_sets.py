"""Tables of the analysis sets: how many a level, and a subject a row with why a subject is not in a set (SUB-4)."""

from collections.abc import Sequence

from domain.analysis_sets import AnalysisSet, SetMembership, derive_analysis_sets
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.study import Study
from domain.summaries.study_day import level_of
from domain.summaries.table import Cell, Column, Format, Table, cells

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("safety", "Safety", weight=1.4),
    Column("dlt", "DLT-evaluable", weight=2.0),
    Column("pk", "PK", weight=2.0),
    Column("efficacy", "Efficacy", weight=2.0),
)
_COUNTS = (
    Column("level", "Level", weight=0.8),
    Column("enrolled", "Enrolled", Format.NUMBER),
    Column("safety", "Safety", Format.NUMBER),
    Column("dlt", "DLT-evaluable", Format.NUMBER),
    Column("pk", "PK", Format.NUMBER),
    Column("efficacy", "Efficacy", Format.NUMBER),
    Column("out", "Not DLT-evaluable", weight=3.0),
)


def tabulate_set_counts(study: Study, part: Part | None = None) -> Table:
    """How many subjects of each level are in each set, of those enrolled there; highest level on top, then all."""
    by_level: dict[int, list[SetMembership]] = {}
    for one in derive_analysis_sets(study, part):
        level = level_of(study, one.subject_id)
        if level is not None:
            by_level.setdefault(level, []).append(one)
    rows = [(Cell(str(level)), *_counts(by_level[level])) for level in sorted(by_level, reverse=True)]
    if len(rows) > 1:
        everybody = [one for listed in by_level.values() for one in listed]
        rows.append((Cell(Reason("sets_all"), emphasis=True), *_counts(everybody)))
    return Table(
        "analysis_set_counts",
        "Analysis sets by level",
        _COUNTS,
        tuple(rows),
        caption=Reason("caption_set_counts"),
    )


def _counts(members: Sequence[SetMembership]) -> tuple[Cell, ...]:
    of = len(members)
    inside = (Reason("set_count", {"n": sum(each in one for one in members), "of": of}) for each in AnalysisSet)
    out = ", ".join(one.subject_id for one in members if AnalysisSet.DLT not in one)
    return cells((of, *inside, out or None))


def tabulate_analysis_sets(study: Study, part: Part | None = None) -> Table:
    """Who is in which set; a cell says "in the set" or why not."""
    members = derive_analysis_sets(study, part)
    inside = Reason("set_member")
    rows = tuple(
        cells(
            (
                one.subject_id,
                level_of(study, one.subject_id),
                *(one.absent.get(each, inside) for each in AnalysisSet),
            )
        )
        for one in members
    )
    counts = {each.name.lower(): sum(each in one for one in members) for each in AnalysisSet}
    return Table(
        "analysis_sets",
        "Analysis sets",
        _COLUMNS,
        rows,
        caption=Reason("caption_sets", {"subjects": len(members), **counts}),
        row_ids=tuple(study.subject(one.subject_id).record_id for one in members),
    )
