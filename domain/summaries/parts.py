"""Parts of the study as tables: gates and openings, cohorts of an expansion, its stopping boundary (PRO-2, ESC-11)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from domain.escalation.status import PartStatus
from domain.parts.cohorts import CohortStatus, Rate, derive_safety
from domain.parts.state import derive_part_state
from domain.parts.stopping import stopping_boundary
from domain.protocol.model import Part, Stopping
from domain.reasons import Reason
from domain.records import PartOpening
from domain.study import Study
from domain.summaries.table import Column, Format, Table, cells

# As far as a boundary is told where a cohort states no size.
LEAST_TOLD = 12

_STANDING = (
    Column("part", "Part", weight=2.4),
    Column("phase", "Stands", weight=1.0),
    Column("why", "Why", weight=4.0),
)
_GATE = (
    Column("number", "Condition", Format.NUMBER, 0.8),
    Column("condition", "What has to have happened", weight=3.4),
    Column("met_on", "Met", Format.DATE, 1.0),
    Column("evidence", "Shown by", weight=1.6),
)
_OPENINGS = (
    Column("signed_at", "Signed", Format.MOMENT, 1.4),
    Column("chosen", "Opened with", weight=3.0),
    Column("reason", "Reason", weight=2.4),
    Column("attendees", "Attendees", weight=2.0),
    Column("signed_by", "Signed by", weight=1.4),
    Column("position", "Chain entry", Format.NUMBER, 0.8),
)
_COHORTS = (
    Column("cohort", "Cohort", Format.NUMBER, 0.7),
    Column("dose", "Dose", Format.NUMBER, 0.9),
    Column("who", "Tumour type, marker", weight=1.8),
    Column("treated", "Treated of planned", weight=1.3),
    Column("with_pk", "With PK", weight=1.3),
    Column("dlt", "DLT in evaluable", weight=1.7),
    Column("related", "Related AE", weight=1.7),
    Column("severe", "Grade 3 or more", weight=1.7),
    Column("serious", "Serious", weight=1.7),
    Column("stands", "Stands", weight=1.9),
)
_BOUNDARY = (
    Column("evaluable", "Evaluable", weight=1.2),
    Column("stops_from", "Stops from", weight=1.2),
    Column("probability", "P(DLT rate above the limit) there", Format.NUMBER, 1.6),
)


@dataclass(frozen=True)
class BoundaryStretch:
    """Numbers of evaluable subjects with the same limit.

    Attributes:
        first: fewest evaluable subjects.
        last: most of them.
        stops_from: fewest DLTs that stop the cohort; None where not even all would.
        probability: the smallest P(DLT rate > limit) at that many DLTs.
    """

    first: int
    last: int
    stops_from: int | None
    probability: float


def boundary_stretches(stopping: Stopping, most: int) -> tuple[BoundaryStretch, ...]:
    """The boundary for 1 to ``most`` evaluable subjects, neighbours with the same limit together."""
    found = []
    for limit, rows in groupby(stopping_boundary(stopping, most), key=lambda row: row.stops_from):
        stretch = list(rows)
        probability = min(row.probability for row in stretch)
        found.append(BoundaryStretch(stretch[0].evaluable, stretch[-1].evaluable, limit, probability))
    return tuple(found)


def boundary_reach(part: Part) -> int:
    """How many evaluable subjects a boundary is told for: the largest planned cohort."""
    return max([LEAST_TOLD, *(one.size for one in part.cohorts if one.size is not None)])


def describe_rate(rate: Rate) -> Reason | None:
    """So many of so many with the exact bounds, in per cent; nothing where nobody is there to count."""
    if rate.interval is None:
        return None
    numbers: dict[str, object] = {
        "of": rate.total,
        "having": rate.count,
        "lower": _per_cent(rate.interval.lower),
        "upper": _per_cent(rate.interval.upper),
    }
    return Reason("rate_exact", numbers)


def describe_standing(status: PartStatus, cohort: CohortStatus) -> Reason:
    """Whether a cohort takes further subjects, and why not."""
    if cohort.closed is not None:
        return cohort.closed
    if cohort.is_stopped:
        counts = {"dlt": len(cohort.dlt), "evaluable": cohort.evaluable}
        return Reason("cohort_stopped_short", counts, "stopping")
    if status.signals:
        return Reason("cohort_waits", {"subject": ", ".join(one.subject_id for one in status.signals)})
    if cohort.is_full:
        return Reason("cohort_full_short")
    if cohort.left is None:
        return Reason("cohort_open_short")
    return Reason("cohort_open_left", {"left": max(0, cohort.left), "reserved": len(cohort.reserved)})


def tabulate_cohorts(status: PartStatus) -> Table:
    """The cohorts of an opened expansion: sizes, PK, observed rates with exact 95 % bounds, and whether they are open.

    DLTs and adverse events are those of the cohort's own subjects; for the size those of the escalation at the same
    dose count where the protocol plans a total.
    """
    rows = []
    for one in status.cohorts:
        safety = derive_safety(status.study, status.part, one)
        size = one.cohort.size
        treated = Reason("of_planned", {"treated": one.counted, "size": size}) if size else one.counted
        needed = one.pk_needed
        with_pk = Reason("of_planned", {"treated": one.with_pk, "size": needed}) if needed else one.with_pk
        who = ", ".join(text for text in (one.cohort.tumour, one.cohort.marker) if text) or one.cohort.title
        rows.append(
            cells(
                [
                    one.number,
                    f"{one.level.dose:f} {one.level.unit}",
                    who,
                    treated,
                    with_pk,
                    describe_rate(safety.dlt),
                    describe_rate(safety.related),
                    describe_rate(safety.severe),
                    describe_rate(safety.serious),
                    describe_standing(status, one),
                ],
                emphasis=not one.is_open and not one.is_full,
            )
        )
    note = (
        "Rates with exact (Clopper-Pearson) 95 % bounds in per cent; a subject counts once. Cohorts are never pooled."
    )
    return Table("cohorts", "Expansion cohorts", _COHORTS, tuple(rows), note=note)


def tabulate_boundary(part: Part) -> Table:
    """The stopping boundary of an expansion part's cohorts; without rows where the protocol has none."""
    if part.stopping is None:
        return Table("stopping_boundary", "Stopping boundary", _BOUNDARY, ())
    stopping = part.stopping
    rows = []
    for one in boundary_stretches(stopping, boundary_reach(part)):
        reach = Reason("numbers_to", {"first": one.first, "last": one.last}) if one.last > one.first else one.first
        stops = Reason("dlts_from", {"dlt": one.stops_from}) if one.stops_from is not None else Reason("never_stops")
        rows.append(cells([reach, stops, Decimal(f"{one.probability:.3f}")]))
    a, b = stopping.prior
    numbers = {"a": a, "b": b, "limit": stopping.limit, "probability": stopping.probability}
    return Table(
        "stopping_boundary",
        "Stopping boundary",
        _BOUNDARY,
        tuple(rows),
        caption=Reason("boundary_caption", numbers),
        note="The smallest probability of a row is told; a cohort that crosses the boundary takes nobody else.",
    )


def tabulate_parts(study: Study) -> Table:
    """Every part of the protocol: where it stands and why."""
    rows = []
    for part in study.protocol.parts:
        state = derive_part_state(study, part)
        rows.append(cells([part.title, state.phase, state.reasons[0] if state.reasons else None]))
        rows += [cells(["", "", reason]) for reason in state.reasons[1:]]
    return Table("parts", "Parts of the study", _STANDING, tuple(rows))


def tabulate_gate(study: Study, part: Part) -> Table:
    """The conditions of a part's gate, each with the day and what shows it."""
    state = derive_part_state(study, part)
    rows = tuple(
        cells(
            [one.number, one.text, one.met_on, one.record.evidence if one.record else None],
            emphasis=one.record is None,
        )
        for one in state.conditions
    )
    return Table("gate", "What had to happen before the part opened", _GATE, rows)


def tabulate_openings(study: Study, part: Part) -> Table:
    """The signed openings of a part, oldest first; the last one counts."""
    openings = study.openings_of(part.part_id)
    unit = part.levels[0].unit if part.levels else ""
    rows = []
    for one in openings:
        people = "; ".join(", ".join(text for text in (who.name, who.role) if text) for who in one.attendees)
        signer = ", ".join(text for text in (one.signed_by, one.signed_role) if text)
        chosen = "; ".join(_chosen(one, unit)) or Reason("gate_only")
        rows.append(cells([one.signed_at, chosen, one.reason, people, signer, one.position]))
    ids = tuple(one.record_id for one in openings)
    return Table("openings", "Openings of the part", _OPENINGS, tuple(rows), row_ids=ids)


def _chosen(opening: PartOpening, unit: str) -> Iterator[str]:
    """What an opening chose, each dose or cohort in a few words."""
    for dose in opening.doses:
        yield f"{dose:f} {unit}".strip()
    for number, one in enumerate(opening.cohorts, 1):
        who = ", ".join(text for text in (one.tumour, one.marker, one.title) if text)
        yield " ".join(text for text in (f"{number}:", f"{one.dose:f}", unit, who) if text)


def _per_cent(share: float) -> str:
    return f"{100 * share:.1f}"
