"""Table of dose intensity: a treated subject a row (SUB-2)."""

from decimal import ROUND_HALF_UP, Decimal

from domain.analysis_sets import AnalysisSet, members_of
from domain.dosing.intensity import derive_intensity
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.study import Study
from domain.summaries.study_day import level_of
from domain.summaries.table import Column, Format, Table, cells, count_or_none

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("cycles", "Cycles", Format.NUMBER, 0.6),
    Column("weeks", "Weeks", Format.NUMBER, 0.6),
    Column("given", "Given, mg", Format.NUMBER, 0.9),
    Column("planned", "Planned, mg", Format.NUMBER, 0.9),
    Column("relative", "Relative dose intensity, %", Format.NUMBER, 1.2),
    Column("delayed", "Delayed", Format.NUMBER, 0.7),
    Column("interrupted", "Interrupted", Format.NUMBER, 0.8),
    Column("omitted", "Omitted", Format.NUMBER, 0.7),
    Column("reduced", "Reduced", Format.NUMBER, 0.7),
)
_TENTH = Decimal("0.1")


def tabulate_dose_intensity(study: Study, part: Part | None = None) -> Table:
    """Dose intensity of every treated subject; a zero is an en dash."""
    rows, ids = [], []
    for subject_id in members_of(study, AnalysisSet.SAFETY, part):
        one = derive_intensity(study, subject_id)
        if one is None:
            continue
        relative = one.relative_percent
        rows.append(
            cells(
                (
                    subject_id,
                    level_of(study, subject_id),
                    one.cycles,
                    one.weeks.quantize(_TENTH, ROUND_HALF_UP),
                    one.given_mg,
                    one.planned_mg,
                    relative.quantize(_TENTH, ROUND_HALF_UP) if relative is not None else None,
                    count_or_none(one.delayed),
                    count_or_none(one.interrupted),
                    count_or_none(one.omitted),
                    count_or_none(one.reduced),
                )
            )
        )
        ids.append(study.subject(subject_id).record_id)
    caption = Reason("caption_safety_set", {"subjects": len(rows)})
    return Table("dose_intensity", "Dose intensity", _COLUMNS, tuple(rows), caption=caption, row_ids=tuple(ids))
