"""Listings of the serious adverse events and of the clocks that run for them."""

from collections.abc import Sequence
from functools import reduce

from domain.protocol.model import Part
from domain.reasons import Reason
from domain.safety.clocks import Clock, ClockState, clocks_of
from domain.study import Study
from domain.summaries.study_day import derive_study_day, level_of, subjects_of
from domain.summaries.table import Cell, Column, Format, Table, cells

_COLUMNS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("event", "Event (CTCAE)", weight=1.6),
    Column("grade", "Grade", Format.NUMBER, 0.5),
    Column("criteria", "Serious because of", weight=1.3),
    Column("relationship", "Relationship"),
    Column("onset", "Onset", Format.DATE),
    Column("onset_day", "Day", Format.NUMBER, 0.5),
    Column("end", "End", Format.DATE),
    Column("outcome", "Outcome", weight=1.1),
    Column("report", "Report", weight=1.6),
)
_CLOCKS = (
    Column("subject", "Subject"),
    Column("level", "Level", Format.NUMBER, 0.5),
    Column("event", "Event (CTCAE)", weight=1.6),
    Column("clock", "Report within", weight=0.7),
    Column("aware", "Site aware", Format.MOMENT, 1.2),
    Column("due", "Due", Format.MOMENT, 1.2),
    Column("sent", "Sent", Format.MOMENT, 1.2),
    Column("to", "Sent to"),
    Column("state", "State", weight=0.8),
    Column("why", "Why", weight=2.2),
)


def tabulate_serious_events(study: Study, part: Part | None = None) -> Table:
    """Serious events of a part's subjects, screening included, by subject and onset.

    The grade is the maximum; the report column says the most urgent clock at the cut-off.
    """
    found = []
    for subject_id in subjects_of(study, part.part_id if part else None):
        for event in study.events_of(subject_id):
            if not event.is_serious:
                continue
            clocks = clocks_of(study, event)
            row = (
                subject_id,
                level_of(study, subject_id),
                event.term,
                int(event.worst),
                _listed(event.seriousness),
                event.relation,
                event.onset,
                derive_study_day(study, event),
                event.end,
                event.outcome,
                describe_clock(min(clocks, key=_urgency)) if clocks else None,
            )
            found.append((subject_id, cells(row), event.record_id))
    numbers = {"events": len(found), "subjects": len({subject_id for subject_id, _, _ in found})}
    return Table(
        "serious_events",
        "Serious adverse events",
        _COLUMNS,
        tuple(row for _, row, _ in found),
        caption=Reason("caption_events", numbers),
        row_ids=tuple(record_id for _, _, record_id in found),
    )


def tabulate_clocks(study: Study, part: Part | None = None) -> Table:
    """Every clock of the serious events of a part's subjects at the cut-off, the most urgent first."""
    clocks = [
        clock
        for subject_id in subjects_of(study, part.part_id if part else None)
        for event in study.events_of(subject_id)
        for clock in clocks_of(study, event)
    ]
    clocks.sort(key=_urgency)
    counted = {
        "overdue": sum(one.state is ClockState.OVERDUE for one in clocks),
        "running": sum(one.state is ClockState.RUNNING for one in clocks),
        "not_started": sum(one.state is ClockState.NOT_STARTED for one in clocks),
    }
    return Table(
        "clocks",
        "Reports of serious adverse events",
        _CLOCKS,
        tuple(_clock_row(study, clock) for clock in clocks),
        caption=Reason("caption_clocks", counted),
        row_ids=tuple(clock.event.record_id for clock in clocks),
    )


def describe_clock(clock: Clock) -> Reason:
    """Where a clock stands, in one line."""
    numbers = {"kind": clock.kind, "due": clock.due_at, "sent": clock.met_at}
    match clock.state:
        case ClockState.NOT_STARTED:
            return Reason("clock_not_started", numbers)
        case ClockState.RUNNING:
            return Reason("clock_running", numbers)
        case ClockState.OVERDUE:
            return Reason("clock_overdue", numbers)
        case ClockState.MET:
            return Reason("clock_met_late", numbers) if clock.is_late else Reason("clock_met", numbers)


def _urgency(clock: Clock) -> tuple[int, float]:
    order = (ClockState.OVERDUE, ClockState.NOT_STARTED, ClockState.RUNNING, ClockState.MET)
    return order.index(clock.state), clock.due_at.timestamp() if clock.due_at else 0.0


def _clock_row(study: Study, clock: Clock) -> tuple[Cell, ...]:
    event, report = clock.event, clock.report
    row = (
        event.subject_id,
        level_of(study, event.subject_id),
        event.term,
        clock.kind,
        event.aware_at,
        clock.due_at,
        clock.met_at,
        (report.sent_to or None) if report else None,
        clock.state,
        clock.reason,
    )
    return cells(row, emphasis=clock.state is ClockState.OVERDUE)


def _listed(values: Sequence[object]) -> object:
    """Several terms as one value: said one after the other."""
    return reduce(lambda first, second: Reason("listed", {"first": first, "second": second}), values)
