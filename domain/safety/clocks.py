"""The clocks of a serious adverse event, which run from the moment the site became aware of it (AE-2).

The first report to the sponsor is due within 24 hours. A suspected unexpected reaction is due to be reported further:
within 7 calendar days if it is fatal or life-threatening, within 15 otherwise. What nobody has judged yet is read on
the side of safety: as related, and as unexpected.

Source: ICH E2A, II.B and III.B (seriousness; 7 and 15 calendar days); the 24 hours are the protocols'.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.reasons import Reason
from domain.records import AdverseEvent, SafetyReport
from domain.safety.calendar import end_of_day_after, hours_after
from domain.study import Study
from domain.terms import AeOutcome, Grade, Judgement, Relationship, ReportKind, SeriousCriterion

INITIAL_HOURS = 24
GRAVE_DAYS, OTHER_DAYS = 7, 15


class ClockKind(StrEnum):
    """What is due."""

    INITIAL = "24 hours"
    SEVEN_DAYS = "7 days"
    FIFTEEN_DAYS = "15 days"


class ClockState(StrEnum):
    """Where a clock stands. ``NOT_STARTED``: nobody has said when the site became aware."""

    NOT_STARTED = "not started"
    RUNNING = "running"
    OVERDUE = "overdue"
    MET = "met"


@dataclass(frozen=True)
class Clock:
    """One deadline of a serious event.

    Attributes:
        due_at: aware UTC; None while the clock has not started.
        met_at: when the report was sent that stopped the clock.
        report: that report.
        reason: why the clock runs.
    """

    event: AdverseEvent
    kind: ClockKind
    due_at: datetime | None
    met_at: datetime | None
    state: ClockState
    reason: Reason
    report: SafetyReport | None = None

    @property
    def is_late(self) -> bool:
        """Overdue, or met after it was due."""
        late = self.met_at is not None and self.due_at is not None and self.met_at > self.due_at
        return late or self.state is ClockState.OVERDUE


def is_grave(event: AdverseEvent) -> bool:
    """Whether the event was fatal or life-threatening. A grade 4 alone is severe, not life-threatening (ICH E2A)."""
    criteria = (SeriousCriterion.DEATH, SeriousCriterion.LIFE_THREATENING)
    is_fatal = event.outcome is AeOutcome.FATAL or event.worst is Grade.FATAL
    return is_fatal or any(one in event.seriousness for one in criteria)


def is_suspected(event: AdverseEvent, threshold: Relationship = Relationship.POSSIBLE) -> bool:
    """Whether a study drug is suspected: one of them is related at least so much, or is not judged yet (AE-8)."""
    unjudged = event.relationship is None or any(one.relationship is None for one in event.other_drugs)
    return unjudged or event.is_related(threshold)


def derive_clocks(
    event: AdverseEvent, reports: Iterable[SafetyReport], *, now: datetime, zone: ZoneInfo
) -> tuple[Clock, ...]:
    """The clocks of an event; () for one that is not serious, or that the site was not aware of at ``now``.

    The first report of any kind stops the 24 hours. The 7 and the 15 days are stopped by the first further report
    only, since an initial report says nothing of cause and expectedness yet.

    Args:
        event: as known at ``now``.
        reports: of this event.
        now: the cut-off, aware UTC; a report sent later is not seen.
        zone: of the site.
    """
    if not event.is_serious or (event.aware_at is not None and event.aware_at > now):
        return ()
    sent = sorted((one for one in reports if one.sent_at <= now), key=lambda one: one.sent_at)
    further = [one for one in sent if one.report_kind is ReportKind.EXPEDITED]
    clocks = [_clock(event, ClockKind.INITIAL, Reason("clock_serious"), sent, now, zone)]
    if is_suspected(event) and event.is_expected is not Judgement.YES:
        kind = ClockKind.SEVEN_DAYS if is_grave(event) else ClockKind.FIFTEEN_DAYS
        clocks.append(_clock(event, kind, _why(event), further, now, zone))
    return tuple(clocks)


def clocks_of(study: Study, event: AdverseEvent) -> tuple[Clock, ...]:
    """The clocks of an event at the study's cut-off."""
    return derive_clocks(event, study.reports_of(event), now=study.cut_off, zone=study.zone)


def open_clocks(study: Study) -> tuple[Clock, ...]:
    """Every clock of the study that is not met: those that have not started first, then by the time they are due."""
    found = [
        clock
        for subject_id in study.entries.by_subject
        for event in study.events_of(subject_id)
        if event.is_serious
        for clock in clocks_of(study, event)
        if clock.state is not ClockState.MET
    ]
    return tuple(sorted(found, key=lambda one: (one.due_at is not None, one.due_at or study.cut_off)))


def _clock(
    event: AdverseEvent,
    kind: ClockKind,
    reason: Reason,
    stopping: list[SafetyReport],
    now: datetime,
    zone: ZoneInfo,
) -> Clock:
    report = stopping[0] if stopping else None
    due_at = None if event.aware_at is None else _due(event.aware_at, kind, zone)
    if report is not None:
        return Clock(event, kind, due_at, report.sent_at, ClockState.MET, reason, report)
    if due_at is None:
        return Clock(event, kind, None, None, ClockState.NOT_STARTED, reason)
    return Clock(event, kind, due_at, None, ClockState.OVERDUE if now > due_at else ClockState.RUNNING, reason)


def _due(aware_at: datetime, kind: ClockKind, zone: ZoneInfo) -> datetime:
    match kind:
        case ClockKind.INITIAL:
            return hours_after(aware_at, INITIAL_HOURS)
        case ClockKind.SEVEN_DAYS:
            return end_of_day_after(aware_at, GRAVE_DAYS, zone)
        case ClockKind.FIFTEEN_DAYS:
            return end_of_day_after(aware_at, OTHER_DAYS, zone)


def _why(event: AdverseEvent) -> Reason:
    """Why a reaction counts as suspected and unexpected; what nobody has judged is said as such."""
    is_judged = event.relation is not None and event.relation.is_at_least(Relationship.POSSIBLE)
    is_unexpected = event.is_expected is Judgement.NO
    if is_judged and is_unexpected:
        return Reason("clock_suspected_unexpected")
    if is_judged:
        return Reason("clock_expectedness_open")
    return Reason("clock_relation_open" if is_unexpected else "clock_both_open")
