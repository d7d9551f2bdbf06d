"""Overview of the adverse events by dose level: how many of the treated subjects had which kind of event."""

from collections.abc import Callable

from domain.escalation.status import PartStatus
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.safety.actions import leads_to_change, leads_to_withdrawal
from domain.safety.clocks import is_suspected
from domain.summaries.emergent_events import EmergentEvent, EmergentEvents, gather_emergent
from domain.summaries.table import Cell, Column, Table
from domain.terms import AeOutcome, Grade, Outcome

Kind = Callable[[EmergentEvent], bool]


def tabulate_event_overview(status: PartStatus) -> Table:
    """Subjects with each kind of treatment-emergent event, of the treated ones, and the number of events.

    Columns: one a level that has treated subjects, and all. A DLT is the verdict on a subject, so it has no number of
    events.
    """
    counted = gather_emergent(status)
    heads = [
        Column(f"level_{level}", Reason("head_level", {"number": level, "n": counted.treated(level)}), weight=0.8)
        for level in counted.dosed
    ]
    every = Column("all", Reason("head_all", {"n": counted.treated()}), weight=0.8)
    rows = (*(_row(counted, label, kind) for label, kind in _kinds(status.part)), _dlt_row(status, counted))
    return Table(
        "event_overview",
        "Adverse events, overview",
        (Column("kind", "Subjects with", weight=2.4), *heads, every),
        rows,
        caption="subjects of the safety set (events)",
        note=counted.note(Reason("note_emergent", {"version": counted.version})),
    )


def _kinds(part: Part) -> tuple[tuple[Reason, Kind], ...]:
    threshold = part.window.relationship

    def is_related(one: EmergentEvent) -> bool:
        return is_suspected(one.event, threshold)

    def is_severe(one: EmergentEvent) -> bool:
        return one.grade >= Grade.SEVERE

    def is_serious(one: EmergentEvent) -> bool:
        return one.event.is_serious

    return (
        (Reason("overview_any"), lambda _: True),
        (Reason("overview_related"), is_related),
        (Reason("overview_severe"), is_severe),
        (Reason("overview_severe_related"), lambda one: is_severe(one) and is_related(one)),
        (Reason("overview_serious"), is_serious),
        (Reason("overview_serious_related"), lambda one: is_serious(one) and is_related(one)),
        (Reason("overview_changed"), lambda one: leads_to_change(one.event)),
        (Reason("overview_withdrawn"), lambda one: leads_to_withdrawal(one.event)),
        (Reason("overview_fatal"), lambda one: one.grade is Grade.FATAL or one.event.outcome is AeOutcome.FATAL),
    )


def _row(counted: EmergentEvents, label: Reason, kind: Kind) -> tuple[Cell, ...]:
    found = [one for one in counted.events if kind(one)]
    row = [Cell(label)]
    for level in (*counted.dosed, None):
        here = [one.event.subject_id for one in found if level in (None, one.dose_level)]
        numbers = {"n": len(set(here)), "of": counted.treated(level), "number": len(here)}
        row.append(Cell(Reason("count_with_events", numbers) if here else Reason("count_of", numbers)))
    return tuple(row)


def _dlt_row(status: PartStatus, counted: EmergentEvents) -> tuple[Cell, ...]:
    row = [Cell(Reason("overview_dlt"))]
    for level in (*counted.dosed, None):
        here = [one for one in status.assessments if level in (None, one.dose_level)]
        dlts = sum(one.outcome is Outcome.DLT for one in here)
        row.append(Cell(Reason("count_of", {"n": dlts, "of": counted.treated(level)})))
    return tuple(row)
