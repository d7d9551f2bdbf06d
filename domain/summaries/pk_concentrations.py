"""Concentrations: listed sample by sample, summarised by nominal time, and troughs by cycle (PK-1, PK-3)."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from domain.exposure.due import DueSample, SampleState, due_samples
from domain.exposure.mean_profile import mean_profile
from domain.exposure.of_study import USUAL, Exposure, exposures
from domain.pk.settings import Settings
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.records import Concentration
from domain.study import Study
from domain.summaries.pk_numbers import STATISTICS, write_summary
from domain.summaries.study_day import level_of, subjects_of
from domain.summaries.table import Column, Format, Table, cells
from domain.terms import SamplePurpose

_LISTING = (
    Column("subject", "Subject", weight=0.9),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("sample", "Sample id", weight=1.4),
    Column("analyte", "Analyte"),
    Column("cycle", "Cycle", Format.NUMBER, 0.5),
    Column("nominal", "Nominal time, h", Format.NUMBER, 0.7),
    Column("taken", "Taken", Format.MOMENT, 1.3),
    Column("actual", "Actual time, h", Format.NUMBER, 0.7),
    Column("deviation", "Deviation, min", Format.NUMBER, 0.7),
    Column("concentration", "Concentration", Format.NUMBER, 0.9),
    Column("unit", "Unit", weight=0.6),
    Column("remarks", "Remarks", weight=2.0),
)
_BY_TIME = (
    Column("analyte", "Analyte"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("cycle", "Cycle", Format.NUMBER, 0.5),
    Column("nominal", "Nominal time, h", Format.NUMBER, 0.7),
    Column("blq", "BLQ", Format.NUMBER, 0.4),
    *STATISTICS,
)
_TROUGH = (
    Column("analyte", "Analyte"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("cycle", "Before the dose of cycle", Format.NUMBER, 0.8),
    Column("blq", "BLQ", Format.NUMBER, 0.4),
    *STATISTICS,
)


def tabulate_concentrations(study: Study, part: Part) -> Table:
    """Every sample for concentrations that was taken, or was due and was not, with what was reported of it."""
    rows, ids = [], []
    for subject_id in subjects_of(study, part.part_id):
        reported = {(one.sample_id, one.analyte.casefold()): one for one in study.concentrations_of(subject_id)}
        starts = {dose.cycle: dose.started_at for dose in study.administrations(subject_id) if dose.given_mg > 0}
        for due in due_samples(study, subject_id):
            if due.purpose is not SamplePurpose.PK or due.state in (SampleState.LATER, SampleState.OPEN):
                continue
            result = reported.get((due.sample.sample_id, due.analyte.casefold())) if due.sample else None
            taken_at = due.sample.taken_at if due.sample else None
            start = starts.get(due.cycle)
            actual = (taken_at - start).total_seconds() / 3600 if taken_at and start else None
            row = (
                subject_id,
                level_of(study, subject_id),
                due.sample.sample_id if due.sample else None,
                due.analyte,
                due.cycle,
                due.nominal_hours,
                taken_at,
                None if actual is None else Decimal(repr(actual)).quantize(Decimal("0.01"), ROUND_HALF_UP),
                due.deviation_minutes,
                _reported(result),
                result.unit if result and result.unit else None,
                _remark(due, result),
            )
            rows.append(cells(row, emphasis=bool(result and result.excluded_because)))
            ids.append(result.record_id if result else "")
    return Table("pk_concentrations", "Concentrations by sample", _LISTING, tuple(rows), row_ids=tuple(ids))


def tabulate_concentrations_by_time(study: Study, part: Part, *, settings: Settings = USUAL) -> Table:
    """Concentrations summarised by analyte, level, cycle and nominal time: the points of the mean profiles."""
    rows = []
    for (analyte, level, cycle), listed in _groups(study, part, settings):
        for point in mean_profile(listed):
            row = (analyte, level, cycle, point.nominal_hours, point.blq or None, *write_summary(point.summary))
            rows.append(cells(row))
    return Table(
        "pk_concentrations_by_time",
        "Concentrations by level, cycle and nominal time",
        _BY_TIME,
        tuple(rows),
        caption=_unit_caption(part),
        note=Reason("note_pk_mean_profile"),
    )


def tabulate_troughs(study: Study, part: Part, *, settings: Settings = USUAL) -> Table:
    """Predose concentrations summarised by analyte, level and cycle; the first cycle has none."""
    rows = []
    for (analyte, level, cycle), listed in _groups(study, part, settings):
        points = () if cycle == 1 else mean_profile(listed)
        rows += [
            cells((analyte, level, cycle, point.blq or None, *write_summary(point.summary)))
            for point in points
            if point.nominal_hours == 0
        ]
    return Table(
        "pk_troughs",
        "Trough concentrations by level and cycle",
        _TROUGH,
        tuple(rows),
        caption=_unit_caption(part),
        note=Reason("note_pk_mean_profile"),
    )


def _groups(study: Study, part: Part, settings: Settings) -> Iterator[tuple[tuple[str, int, int], list[Exposure]]]:
    """The profiles by analyte, level and cycle."""
    groups: dict[tuple[str, int, int], list[Exposure]] = {}
    for one in exposures(study, part, settings=settings):
        level = level_of(study, one.subject_id)
        if level is not None:
            groups.setdefault((one.analyte, level, one.cycle), []).append(one)
    yield from sorted(groups.items())


def _unit_caption(part: Part) -> Reason | None:
    return Reason("caption_pk_unit", {"unit": part.pk.unit}) if part.pk else None


def _reported(result: Concentration | None) -> object:
    """The number as reported, BLQ with its limit, or what stood in its place."""
    if result is None:
        return None
    if result.value is not None:
        return result.value
    if result.is_blq:
        return Reason("pk_blq", {"lloq": result.lloq}) if result.lloq is not None else Reason("pk_blq_no_limit")
    return result.flag or None


def _remark(due: DueSample, result: Concentration | None) -> object:
    """The one thing that matters most: left out, not taken, missing, re-assayed, out of the window."""
    if result is not None and result.excluded_because:
        return Reason("pk_result_left_out", {"reason": result.excluded_because})
    if due.state is SampleState.NOT_TAKEN and due.sample is not None and due.sample.not_taken_reason:
        return Reason("pk_not_taken_because", {"reason": due.sample.not_taken_reason})
    if due.state is not SampleState.TAKEN:
        return due.state
    if result is not None and result.is_reassay:
        return Reason("pk_reassayed")
    return due.sample.condition if due.sample and due.sample.condition else None
