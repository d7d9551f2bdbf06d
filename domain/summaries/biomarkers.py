"""Biomarkers: each result with its change from baseline, and changes summarised by level and time point (PK-4)."""

from decimal import ROUND_HALF_UP, Decimal

from domain.exposure.biomarkers import MarkerValue, marker_values
from domain.pk.summary import summarise
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.study import Study
from domain.summaries.pk_numbers import STATISTICS, write_summary
from domain.summaries.study_day import level_of, subjects_of
from domain.summaries.table import Column, Format, Table, cells

_LISTING = (
    Column("subject", "Subject", weight=0.9),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("marker", "Marker"),
    Column("taken", "Sample taken", Format.DATE, 1.2),
    Column("cycle", "Cycle", Format.NUMBER, 0.5),
    Column("timepoint", "Time point"),
    Column("value", "Value", Format.NUMBER, 0.8),
    Column("unit", "Unit", weight=0.7),
    Column("change", "Change from baseline", Format.NUMBER, 0.9),
    Column("percent", "Change, %", Format.NUMBER, 0.8),
    Column("remark", "Remark", weight=1.8),
)
_SUMMARY = (
    Column("marker", "Marker"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("cycle", "Cycle", Format.NUMBER, 0.5),
    Column("timepoint", "Time point"),
    Column("unit", "Unit", weight=0.7),
    Column("what", "Of", weight=1.2),
    *STATISTICS,
)


def tabulate_biomarkers(study: Study, part: Part) -> Table:
    """Every biomarker result of a part's subjects, by subject, marker and time."""
    rows, ids = [], []
    for subject_id in subjects_of(study, part.part_id):
        for marker, listed in marker_values(study, subject_id).items():
            for one in listed:
                result = one.result
                row = (
                    subject_id,
                    level_of(study, subject_id),
                    marker,
                    result.taken_at,
                    result.cycle,
                    result.timepoint or None,
                    _value(one),
                    result.unit or None,
                    one.change,
                    None if one.percent is None else one.percent.quantize(Decimal("0.1"), ROUND_HALF_UP),
                    Reason("marker_baseline") if one.is_baseline else one.reason,
                )
                rows.append(cells(row))
                ids.append(result.record_id)
    return Table("biomarkers", "Biomarkers by subject", _LISTING, tuple(rows), row_ids=tuple(ids))


def tabulate_biomarker_changes(study: Study, part: Part) -> Table:
    """Values and changes from baseline by marker, level, cycle and time point.

    Values beyond what the method measures ("<2") are not in it; units are kept apart.
    """
    groups: dict[tuple[str, int, int, str, str], tuple[list[float], list[float]]] = {}
    for subject_id in subjects_of(study, part.part_id):
        level = level_of(study, subject_id)
        for marker, listed in marker_values(study, subject_id).items():
            for one in listed:
                result = one.result
                if level is None or result.value is None or result.sign or result.cycle is None:
                    continue
                key = (marker, level, result.cycle, result.timepoint, result.unit)
                values, changes = groups.setdefault(key, ([], []))
                values.append(float(result.value))
                if one.change is not None:
                    changes.append(float(one.change))
    rows = []
    for (marker, level, cycle, timepoint, unit), (values, changes) in sorted(groups.items()):
        head = (marker, level, cycle, timepoint or None, unit or None)
        rows.append(cells((*head, Reason("marker_value"), *write_summary(summarise(values)))))
        if changes:
            rows.append(cells((*head, Reason("marker_change"), *write_summary(summarise(changes)))))
    return Table(
        "biomarker_changes",
        "Biomarkers by level, cycle and time point",
        _SUMMARY,
        tuple(rows),
        note=Reason("note_pk_statistics"),
    )


def _value(one: MarkerValue) -> object:
    if one.result.value is None:
        return None
    return f"{one.result.sign}{one.result.value}" if one.result.sign else one.result.value
