"""Table of the analysis sets: a subject a row, with why a subject is not in a set (SUB-4)."""

from domain.analysis_sets import AnalysisSet, derive_analysis_sets
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.study import Study
from domain.summaries.study_day import level_of
from domain.summaries.table import Column, Format, Table, cells

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("safety", "Safety", weight=1.4),
    Column("dlt", "DLT-evaluable", weight=2.0),
    Column("pk", "PK", weight=2.0),
    Column("efficacy", "Efficacy", weight=2.0),
)


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
