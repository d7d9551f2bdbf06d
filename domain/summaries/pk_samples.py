"""Samples from the tube to the result: reconciliation, its counts, shipments, and the labels of a visit (PK-5)."""

from dataclasses import dataclass
from functools import reduce

from domain.exposure.labels import sample_labels
from domain.exposure.reconciliation import Reconciliation, SubjectSamples, TrackedSample, Whereabouts, reconcile
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.study import Study
from domain.summaries.study_day import level_of
from domain.summaries.table import Cell, Column, Format, Table, cells, count_or_none
from domain.terms import SamplePurpose

_TRACKED = (
    Column("subject", "Subject", weight=0.9),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("sample", "Sample id", weight=1.4),
    Column("purpose", "For", weight=0.8),
    Column("analyte", "Analyte"),
    Column("cycle", "Cycle", Format.NUMBER, 0.5),
    Column("nominal", "Nominal time, h", Format.NUMBER, 0.7),
    Column("taken", "Taken", Format.MOMENT, 1.3),
    Column("deviation", "Deviation, min", Format.NUMBER, 0.7),
    Column("shipment", "Shipment"),
    Column("sent", "Sent", Format.DATE, 0.9),
    Column("received", "Received", Format.DATE, 0.9),
    Column("results", "Results", Format.NUMBER, 0.6),
    Column("where", "State", weight=0.9),
    Column("doubts", "To be cleared", weight=1.8),
)
_COUNTS = (
    Column("purpose", "For"),
    Column("due", "Due or taken", Format.NUMBER),
    Column("taken", "Taken", Format.NUMBER),
    Column("not_taken", "Not taken", Format.NUMBER),
    Column("missing", "Missing", Format.NUMBER),
    Column("sent", "Sent", Format.NUMBER),
    Column("received", "Received", Format.NUMBER),
    Column("lost", "Not received", Format.NUMBER),
    Column("reported", "Reported", Format.NUMBER),
)
_SHIPMENTS = (
    Column("shipment", "Shipment"),
    Column("sent", "Sent", Format.DATE),
    Column("laboratory", "Laboratory"),
    Column("samples", "Samples", Format.NUMBER, 0.6),
    Column("received", "Received", Format.MOMENT, 1.3),
    Column("absent", "Not in it on receipt", weight=1.4),
    Column("condition", "Condition on receipt", weight=1.6),
)
_LABELS = (
    Column("sample", "Sample id", weight=1.6),
    Column("study", "Study"),
    Column("subject", "Subject"),
    Column("purpose", "For"),
    Column("analyte", "Analyte"),
    Column("matrix", "Matrix"),
    Column("visit", "Visit"),
    Column("nominal", "Nominal time, h", Format.NUMBER),
    Column("due", "Due", Format.MOMENT, 1.3),
)
_CLEARED = (Whereabouts.LATER,)


def tabulate_reconciliation(study: Study, part: Part | None = None, *, only_open: bool = False) -> Table:
    """Every sample that was due or taken and where it is; on request only those that a person has to look at."""
    found = reconcile(study, part.part_id if part else None)
    rows: list[tuple[Cell, ...]] = []
    ids: list[str] = []
    for subject_id, tracked in found.by_subject.items():
        listed = _rows_of(study, subject_id, tracked, only_open=only_open)
        rows += listed.rows
        ids += listed.ids
    return Table(
        "reconciliation",
        "Samples: taken, sent, received, reported",
        _TRACKED,
        tuple(rows),
        caption=Reason("caption_reconciliation", found.counted()),
        note=_unknown_note(found),
        row_ids=tuple(ids),
    )


@dataclass(frozen=True)
class _Listed:
    """The rows of a subject, and the samples that they were made of."""

    tracked: SubjectSamples
    rows: tuple[tuple[Cell, ...], ...]
    ids: tuple[str, ...]


def _rows_of(study: Study, subject_id: str, tracked: SubjectSamples, *, only_open: bool) -> _Listed:
    """A subject's rows; kept with the subject's records as long as the samples are the same ones."""
    entered, key = study.entered_for(subject_id), ("reconciliation rows", only_open)
    kept = entered.derived.get(key) if entered else None
    if isinstance(kept, _Listed) and kept.tracked is tracked:
        return kept
    level = level_of(study, subject_id)
    rows, ids = [], []
    for one in tracked.samples:
        is_open = bool(one.doubts) or one.where in (Whereabouts.MISSING, Whereabouts.LOST)
        if one.where in _CLEARED or (only_open and not is_open):
            continue
        rows.append(cells(_tracked_row(one, level), emphasis=is_open))
        ids.append(one.due.sample.record_id if one.due.sample else "")
    listed = _Listed(tracked, tuple(rows), tuple(ids))
    if entered:
        entered.remember(key, listed)
    return listed


def _tracked_row(one: TrackedSample, level: int | None) -> tuple[object, ...]:
    due, shipment = one.due, one.shipment
    return (
        due.subject_id,
        level,
        due.sample.sample_id if due.sample else None,
        due.purpose,
        due.analyte,
        due.cycle,
        due.nominal_hours,
        due.sample.taken_at if due.sample else None,
        due.deviation_minutes,
        shipment.shipment_id if shipment else None,
        shipment.sent_on if shipment else None,
        shipment.received_at if shipment else None,
        count_or_none(one.results),
        one.where,
        reduce(lambda first, second: Reason("listed", {"first": first, "second": second}), one.doubts)
        if one.doubts
        else None,
    )


def tabulate_sample_counts(study: Study, part: Part | None = None) -> Table:
    """How many samples were due, taken, sent, received and reported, by what they are taken for."""
    found = reconcile(study, part.part_id if part else None)
    rows = []
    for purpose in SamplePurpose:
        counted = found.counted(purpose)
        if any(counted.values()):
            rows.append(cells((purpose, *(counted[column.key] or None for column in _COUNTS[1:]))))
    return Table("sample_counts", "Samples in numbers", _COUNTS, tuple(rows))


def tabulate_shipments(study: Study) -> Table:
    """Every shipment, oldest first."""
    rows = tuple(
        cells(
            (
                one.shipment_id,
                one.sent_on,
                one.laboratory or None,
                len(one.sample_ids),
                one.received_at,
                ", ".join(one.absent_ids) or None,
                one.condition or None,
            ),
            emphasis=bool(one.absent_ids),
        )
        for one in study.shipments
    )
    ids = tuple(one.record_id for one in study.shipments)
    return Table("shipments", "Shipments of samples", _SHIPMENTS, rows, row_ids=ids)


def tabulate_labels(study: Study, subject_id: str, cycle: int | None = None) -> Table:
    """The labels of a subject's samples, for print."""
    rows = tuple(
        cells(
            (
                one.sample_id,
                one.study_id,
                one.subject_id,
                one.purpose,
                one.analyte,
                one.matrix,
                Reason("pk_visit", {"cycle": one.cycle, "day": one.day}),
                one.nominal_hours,
                one.due_at,
            )
        )
        for one in sample_labels(study, subject_id, cycle)
    )
    return Table("sample_labels", "Sample labels", _LABELS, rows)


def _unknown_note(found: Reconciliation) -> Reason | None:
    if not found.unknown:
        return None
    listed = ", ".join(f"{sample_id} ({shipment.shipment_id})" for sample_id, shipment in found.unknown)
    return Reason("note_unknown_samples", {"samples": listed})
