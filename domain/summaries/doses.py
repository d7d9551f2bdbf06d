"""Listing of the administrations."""

from decimal import ROUND_HALF_UP, Decimal

from domain.protocol.model import Part
from domain.study import Study
from domain.summaries.study_day import level_of, subjects_of
from domain.summaries.table import Column, Format, Table, cells

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("cycle", "Cycle", Format.NUMBER, 0.5),
    Column("started_at", "Start", Format.MOMENT, 1.4),
    Column("weight", "Weight, kg", Format.NUMBER, 0.7),
    Column("planned", "Planned, mg", Format.NUMBER, 0.8),
    Column("given", "Given, mg", Format.NUMBER, 0.8),
    Column("percent", "Given, % of planned", Format.NUMBER, 0.8),
    Column("change", "Administration", weight=1.2),
    Column("reason", "Reason for the change", weight=2.0),
)


def tabulate_doses(study: Study, part: Part | None = None) -> Table:
    """Every administration of a part's subjects, by subject and time; omitted ones too."""
    listed = subjects_of(study, part.part_id if part else None)
    found = [dose for subject_id in listed for dose in study.administrations(subject_id)]
    rows = tuple(
        cells(
            (
                dose.subject_id,
                level_of(study, dose.subject_id),
                dose.cycle,
                dose.started_at,
                dose.weight_kg,
                dose.planned_mg,
                dose.given_mg,
                (dose.share_given * 100).quantize(Decimal(1), ROUND_HALF_UP),
                dose.change,
                dose.reason or None,
            )
        )
        for dose in found
    )
    return Table("doses", "Doses", _COLUMNS, rows, row_ids=tuple(dose.record_id for dose in found))
