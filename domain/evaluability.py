"""Who is in the denominator, and why not: the DLT assessment of each treated subject (SUB-4).

The verdict is per subject and window. The marks on adverse events are its evidence: one event marked as a DLT inside
the window makes it; an event there that is not yet assessed keeps it open. Partial dates are decided on the side of
safety: inside the window unless the date proves otherwise (AE-8).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from domain.escalation.recommendation import TreatedSubject
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.records import AdverseEvent
from domain.study import Study
from domain.terms import DltMark, Outcome


@dataclass(frozen=True)
class Assessment:
    """The DLT assessment of a treated subject.

    Attributes:
        outcome: letter of the trial notation.
        first_dose_at: start of the window, day 1; aware UTC.
        window_ends_at: end of the window; an event is inside if it can have begun up to this moment.
        reason: why this outcome.
        dlt_events: events that make the DLT.
        unassessed: events inside the window that a person has still to judge.
        moderate_events: related events from the moderate grade on, inside the window, not DLTs.
    """

    subject_id: str
    part_id: str
    dose_level: int
    outcome: Outcome
    first_dose_at: datetime
    window_ends_at: datetime
    reason: Reason
    dlt_events: tuple[AdverseEvent, ...] = ()
    unassessed: tuple[AdverseEvent, ...] = ()
    moderate_events: tuple[AdverseEvent, ...] = ()

    def days_left(self, now: datetime) -> int:
        """Whole or begun days until the window ends; 0 once it has."""
        left = self.window_ends_at - now
        return max(0, -(-left // timedelta(days=1)))

    def study_day(self, now: datetime) -> int:
        """Study day; the first dose is on day 1."""
        return (now - self.first_dose_at) // timedelta(days=1) + 1


def derive_window(study: Study, part: Part, subject_id: str) -> tuple[datetime, datetime] | None:
    """Start and end of a subject's DLT window, aware UTC; None before the first dose."""
    first = study.first_dose(subject_id)
    if first is None:
        return None
    start = first.started_at
    doses = study.administrations(subject_id)
    later = [dose.started_at for dose in doses if dose.cycle > first.cycle and dose.given_mg > 0]
    return start, part.window.closes_at(start, later, study.zone)


def is_inside(event: AdverseEvent, start: datetime, end: datetime, study: Study) -> bool:
    """Whether the onset can lie inside the window."""
    return event.onset.latest(study.zone) >= start and event.onset.earliest(study.zone) <= end


def assess_subject(study: Study, subject_id: str) -> Assessment | None:
    """The DLT assessment of a subject at the study's cut-off; None for a subject not yet dosed."""
    entered = study.entered_for(subject_id)
    if entered is None:
        return None
    key = ("assessment", study.cut_off, study.protocol.version, id(study.protocol))
    if key not in entered.derived:
        entered.remember(key, _assess(study, subject_id))
    found = entered.derived[key]
    return found if isinstance(found, Assessment) else None


def _assess(study: Study, subject_id: str) -> Assessment | None:
    enrolment, part = study.enrolment(subject_id), study.part_of(subject_id)
    if enrolment is None or part is None:
        return None
    window = derive_window(study, part, subject_id)
    if window is None:
        return None
    start, end = window
    inside = [event for event in study.events_of(subject_id) if is_inside(event, start, end, study)]
    dlts = tuple(event for event in inside if event.dlt_mark is DltMark.YES)
    open_events = tuple(event for event in inside if event.dlt_mark is DltMark.NOT_ASSESSED)
    moderate = tuple(
        event
        for event in inside
        if event.dlt_mark is not DltMark.YES
        and event.grade >= part.rules.moderate_grade
        and event.relationship.is_at_least(part.window.relationship)
    )
    outcome, reason = _judge(study, part, subject_id, start, end, dlts, open_events, bool(moderate))
    return Assessment(
        subject_id, part.part_id, enrolment.dose_level, outcome, start, end, reason, dlts, open_events, moderate
    )


def _judge(
    study: Study,
    part: Part,
    subject_id: str,
    start: datetime,
    end: datetime,
    dlts: tuple[AdverseEvent, ...],
    unassessed: tuple[AdverseEvent, ...],
    is_moderate: bool,
) -> tuple[Outcome, Reason]:
    pending = Outcome.PENDING_MODERATE if is_moderate else Outcome.PENDING
    lost = Outcome.NOT_EVALUABLE_MODERATE if is_moderate else Outcome.NOT_EVALUABLE
    if dlts:
        return Outcome.DLT, Reason("outcome_dlt", {"term": dlts[0].term, "grade": int(dlts[0].grade)}, "window")
    if unassessed:
        numbers = {"term": unassessed[0].term, "grade": int(unassessed[0].grade), "events": len(unassessed)}
        return pending, Reason("outcome_unassessed", numbers, "window")
    leaving = study.leaving(subject_id)
    if leaving is not None and leaving.left_at < end:
        return lost, Reason("outcome_left", {"reason": leaving.reason.value, "at": leaving.left_at}, "window")
    if study.cut_off < end:
        return pending, Reason("outcome_in_window", {"until": end}, "window")
    percent = _share_of_dose(study, subject_id, end) * 100
    required = part.window.required_dose_percent
    if percent < required:
        numbers = {"percent": int(percent), "required": required}
        return lost, Reason("outcome_dose", numbers, "window.required_dose_percent")
    if is_moderate:
        return Outcome.MODERATE, Reason("outcome_moderate", {"until": end}, "rules.moderate_grade")
    return Outcome.NO_DLT, Reason("outcome_none", {"until": end}, "window")


def _share_of_dose(study: Study, subject_id: str, end: datetime) -> Decimal:
    """Dose given over dose planned inside the window."""
    doses = [dose for dose in study.administrations(subject_id) if dose.started_at < end]
    planned = sum((dose.planned_mg for dose in doses), Decimal(0))
    return sum((dose.given_mg for dose in doses), Decimal(0)) / planned if planned else Decimal(0)


def assess_part(study: Study, part: Part) -> tuple[Assessment, ...]:
    """Assessments of all treated subjects of a part, in order of first dose."""
    found = [assess_subject(study, subject_id) for subject_id in study.entries.by_subject]
    mine = [one for one in found if one is not None and one.part_id == part.part_id]
    return tuple(sorted(mine, key=lambda one: (one.first_dose_at, one.subject_id)))


def treated_subjects(assessments: tuple[Assessment, ...]) -> tuple[TreatedSubject, ...]:
    """The assessments as the rules read them."""
    return tuple(
        TreatedSubject(one.dose_level, one.outcome, one.subject_id, one.first_dose_at, one.window_ends_at)
        for one in assessments
    )
