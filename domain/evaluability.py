"""Who is in the denominator, and why not: the DLT outcome of each treated subject (SUB-4).

The verdict is per subject and window. It is derived from the protocol's definition (``domain/dlt``); a person's verdict
counts before it (``domain/adjudication.py``). Where the protocol has no definition, every event that can have begun
inside the window waits for a person. Partial dates are decided on the side of safety (AE-8).
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from domain.adjudication import Standing, standing_of
from domain.dlt.answer import Answer, Verdict
from domain.dlt.assess import DltAssessment
from domain.dlt.history import window_after
from domain.dlt.of_study import derive_dlt, doses_of
from domain.entries import SubjectRecords
from domain.escalation.recommendation import TreatedSubject
from domain.protocol.model import Part
from domain.reasons import Reason
from domain.records import AdverseEvent, Record
from domain.study import Study
from domain.terms import DltVerdict, Outcome


class Bearing(StrEnum):
    """What an event means for the verdict on its subject."""

    MAKES_DLT = "makes the DLT"
    AWAITED = "not yet known"
    NOT_MET = "not met"
    OVERRULED = "overruled"
    OUTSIDE_MET = "meets the definition outside the window"
    OUTSIDE = "outside the window"


@dataclass(frozen=True)
class Assessment:
    """The DLT outcome of a treated subject.

    Attributes:
        outcome: letter of the trial notation.
        first_dose_at: start of the window, day 1; aware UTC.
        window_ends_at: end of the window; an event is inside if it can have begun up to this moment.
        reason: why this outcome.
        derived: what the protocol's definition says; None where it has none.
        standing: a person's verdict; None where nobody has given one.
        dlt_events: events that make the DLT.
        awaited_events: events that the verdict waits for.
        moderate_events: related events from the moderate grade on, inside the window, not DLTs.
        verdict_at: when a verdict that is not in will be; None once it is in, or where that can't be told.
        cohort: of an expansion part; None where none was given.
        is_backfill: whether the subject was added at a cleared level below the current one.
    """

    subject_id: str
    part_id: str
    dose_level: int
    outcome: Outcome
    first_dose_at: datetime
    window_ends_at: datetime
    reason: Reason
    derived: DltAssessment | None = None
    standing: Standing | None = None
    dlt_events: tuple[AdverseEvent, ...] = ()
    awaited_events: tuple[AdverseEvent, ...] = ()
    moderate_events: tuple[AdverseEvent, ...] = ()
    verdict_at: datetime | None = None
    cohort: int | None = None
    is_backfill: bool = False

    def days_left(self, now: datetime) -> int:
        """Whole or begun days until the window ends; 0 once it has."""
        left = self.window_ends_at - now
        return max(0, -(-left // timedelta(days=1)))

    def study_day(self, now: datetime) -> int:
        """Study day; the first dose is on day 1."""
        return (now - self.first_dose_at) // timedelta(days=1) + 1

    @property
    def is_overruled(self) -> bool:
        """Whether a person's verdict stands against the derived one."""
        return self.standing is not None and self.standing.is_overruling and not self.standing.is_reopened

    @property
    def is_reopened(self) -> bool:
        """Whether a person has to judge again, because what the verdict rests on has changed."""
        return self.standing is not None and self.standing.is_reopened

    @property
    def awaits_nothing(self) -> bool:
        """Whether the outcome and its trace are the same at any later cut-off, as long as no record is added."""
        return not self.outcome.is_pending and (self.derived is None or self.derived.awaits_nothing)

    @property
    def outside_records(self) -> frozenset[str]:
        """Ids of the events that meet the definition, or may, but for the window (AE-6)."""
        return frozenset(one.event.record_id for one in self.derived.outside) if self.derived else frozenset()


def bearing_of(assessment: Assessment | None, event: AdverseEvent, *, is_inside: bool) -> Bearing:
    """What an event means for the verdict on its subject.

    Args:
        assessment: of the subject; None before the first dose.
        event: one of the subject's.
        is_inside: whether its onset can lie inside the window.
    """
    if assessment is None:
        return Bearing.OUTSIDE
    ids = (event.record_id,)
    if any(one.record_id in ids for one in assessment.dlt_events):
        return Bearing.MAKES_DLT
    if any(one.record_id in ids for one in assessment.awaited_events):
        return Bearing.AWAITED
    if assessment.is_overruled and event.record_id in _records(assessment.derived, Verdict.MET):
        return Bearing.OVERRULED
    if event.record_id in assessment.outside_records:
        return Bearing.OUTSIDE_MET
    return Bearing.NOT_MET if is_inside else Bearing.OUTSIDE


def derive_window(study: Study, part: Part, subject_id: str) -> tuple[datetime, datetime] | None:
    """Start and end of a subject's DLT window, aware UTC; None before the first dose."""
    return window_after(doses_of(study, subject_id), part.window, study.zone)


def is_inside(event: AdverseEvent, start: datetime, end: datetime, study: Study) -> bool:
    """Whether the onset can lie inside the window."""
    return event.onset.latest(study.zone) >= start and event.onset.earliest(study.zone) <= end


def assess_subject(study: Study, subject_id: str) -> Assessment | None:
    """The DLT assessment of a subject at the study's cut-off; None for a subject not yet dosed."""
    entered = study.entered_for(subject_id)
    if entered is None:
        return None
    key = ("assessment", study.cut_off, study.by_protocol, study.entries.shared)
    if key not in entered.derived:
        entered.remember(key, _settled_or_new(study, subject_id, entered))
    found = entered.derived[key]
    return found if isinstance(found, Assessment) else None


def _settled_or_new(study: Study, subject_id: str, entered: SubjectRecords) -> Assessment | None:
    """An outcome that awaits nothing stays while the same records are known: time alone does not change it."""
    key = ("settled", study.by_protocol, study.entries.shared)
    known = entered.up_to(study.cut_off)
    before = entered.derived.get(key)
    if isinstance(before, _Settled) and before.cut_off <= study.cut_off and before.known == known:
        return before.assessment
    assessment = _assess(study, subject_id)
    if assessment is not None and assessment.awaits_nothing:
        entered.remember(key, _Settled(study.cut_off, known, assessment))
    return assessment


@dataclass(frozen=True)
class _Settled:
    """An outcome that awaits nothing, with what was known when it was derived."""

    cut_off: datetime
    known: dict[str, tuple[Record, ...]]
    assessment: Assessment


def _assess(study: Study, subject_id: str) -> Assessment | None:
    enrolment, part = study.enrolment(subject_id), study.part_of(subject_id)
    if enrolment is None or part is None:
        return None
    window = derive_window(study, part, subject_id)
    if window is None:
        return None
    start, end = window
    derived = derive_dlt(study, part, subject_id)
    standing = standing_of(study, part, subject_id, derived)
    events = study.events_of(subject_id)
    if derived is not None:
        limiting = _those(events, _records(derived, Verdict.MET))
        awaited = _those(events, _records(derived, Verdict.NOT_YET))
        moderate = _those(events, set(derived.moderate.records) if derived.moderate.verdict is Verdict.MET else set())
        moderate_answer = derived.moderate
    else:
        inside = tuple(event for event in events if is_inside(event, start, end, study))
        limiting = ()
        awaited = inside
        moderate = tuple(event for event in inside if _is_moderate(event, part, start, end, study))
        moderate_answer = Answer(Verdict.MET if moderate else Verdict.NOT_MET)
    verdict = _verdict(derived, standing, has_events=bool(awaited))
    if verdict is not Verdict.MET:
        # An event that a person says is no DLT is a moderate toxicity all the same, if it is related and inside.
        spared = tuple(event for event in limiting if _is_moderate(event, part, start, end, study))
        moderate = tuple(dict.fromkeys((*moderate, *spared)))
        moderate_answer = Answer(Verdict.MET) if spared else moderate_answer
    case = _Case(study, part, subject_id, end, derived, standing, moderate_answer, enrolment.dose_level)
    outcome, reason = _judge(case, verdict, limiting, awaited)
    is_pending = outcome.is_pending
    return Assessment(
        subject_id,
        part.part_id,
        enrolment.dose_level,
        outcome,
        start,
        end,
        reason,
        derived,
        standing,
        dlt_events=limiting if outcome is Outcome.DLT else (),
        awaited_events=awaited if verdict is Verdict.NOT_YET else (),
        moderate_events=moderate,
        verdict_at=_verdict_at(case, verdict) if is_pending else None,
        cohort=enrolment.cohort,
        is_backfill=enrolment.is_backfill,
    )


@dataclass(frozen=True)
class _Case:
    """What the outcome of a subject turns on."""

    study: Study
    part: Part
    subject_id: str
    window_ends_at: datetime
    derived: DltAssessment | None
    standing: Standing | None
    moderate: Answer
    dose_level: int


def _is_moderate(event: AdverseEvent, part: Part, start: datetime, end: datetime, study: Study) -> bool:
    """Whether it is a related toxicity from the moderate grade on inside the window."""
    is_grave = event.worst >= part.rules.moderate_grade
    return is_grave and event.is_related(part.window.relationship) and is_inside(event, start, end, study)


def _records(derived: DltAssessment | None, verdict: Verdict) -> set[str]:
    """Ids of the records on which the clauses of a verdict rest."""
    clauses = derived.clauses if derived else ()
    return {record for one in clauses if one.verdict is verdict for record in one.answer.records}


def _those(events: tuple[AdverseEvent, ...], ids: set[str]) -> tuple[AdverseEvent, ...]:
    return tuple(event for event in events if event.record_id in ids)


def _verdict(derived: DltAssessment | None, standing: Standing | None, *, has_events: bool) -> Verdict:
    """The verdict that counts: a person's while it stands, else the graver of the two, else the derived one."""
    without_rules = Verdict.NOT_YET if has_events else Verdict.NOT_MET
    computed = derived.verdict if derived is not None else without_rules
    if standing is None:
        return computed
    said = standing.adjudication.verdict
    if standing.is_reopened:
        return Verdict.MET if said is DltVerdict.DLT or computed is Verdict.MET else Verdict.NOT_YET
    if derived is not None and not standing.is_overruling:
        return computed
    return {
        DltVerdict.DLT: Verdict.MET,
        DltVerdict.NO_DLT: Verdict.NOT_MET,
        DltVerdict.NOT_YET_KNOWN: Verdict.NOT_YET,
    }[said]


def _judge(
    case: _Case, verdict: Verdict, limiting: tuple[AdverseEvent, ...], awaited: tuple[AdverseEvent, ...]
) -> tuple[Outcome, Reason]:
    study, end = case.study, case.window_ends_at
    is_moderate = case.moderate.verdict is Verdict.MET
    pending = Outcome.PENDING_MODERATE if is_moderate else Outcome.PENDING
    lost = Outcome.NOT_EVALUABLE_MODERATE if is_moderate else Outcome.NOT_EVALUABLE
    if verdict is Verdict.MET:
        return Outcome.DLT, _why_dlt(case, limiting)
    if verdict is Verdict.NOT_YET:
        return pending, _why_awaited(case, awaited)
    leaving = study.leaving(case.subject_id)
    if leaving is not None and leaving.left_at < end:
        return lost, Reason("outcome_left", {"reason": leaving.reason.value, "at": leaving.left_at}, "window")
    if study.cut_off < end:
        return pending, Reason("outcome_in_window", {"until": end}, "window")
    percent = _share_of_dose(study, case.subject_id, end) * 100
    required = case.part.window.required_dose_percent
    if percent < required:
        numbers = {"percent": int(percent), "required": required}
        return lost, Reason("outcome_dose", numbers, "window.required_dose_percent")
    if is_moderate:
        return Outcome.MODERATE, Reason("outcome_moderate", {"until": end}, "rules.moderate_grade")
    if case.moderate.verdict is Verdict.NOT_YET and case.dose_level <= case.part.rules.accelerated_levels:
        # Whether acceleration ends turns on it: moderate or not are both possible.
        return Outcome.PENDING, Reason("outcome_moderate_awaited", {}, "rules.moderate_grade")
    return Outcome.NO_DLT, Reason("outcome_none", {"until": end}, "window")


def _why_dlt(case: _Case, limiting: tuple[AdverseEvent, ...]) -> Reason:
    said = case.standing.adjudication if case.standing else None
    if limiting:
        worst = max(limiting, key=lambda event: event.worst)
        numbers: dict[str, Any] = {"term": worst.term, "grade": int(worst.worst)}
        return Reason("outcome_dlt", numbers, "dlt")
    if said is not None:
        return Reason("outcome_dlt_by_person", {"person": said.signed_by, "reason": said.reason}, "dlt")
    return Reason("outcome_dlt_clause", {"clause": _first_clause(case, Verdict.MET)}, "dlt")


def _why_awaited(case: _Case, awaited: tuple[AdverseEvent, ...]) -> Reason:
    standing, derived = case.standing, case.derived
    if standing is not None and standing.is_reopened:
        return Reason("outcome_reopened", {"person": standing.adjudication.signed_by}, "dlt")
    said = standing.adjudication if standing is not None else None
    is_following = derived is not None and standing is not None and not standing.is_overruling
    if said is not None and said.verdict is DltVerdict.NOT_YET_KNOWN and not is_following:
        return Reason("outcome_person_waits", {"person": said.signed_by, "reason": said.reason}, "dlt")
    if derived is None:
        numbers = {"term": awaited[0].term, "grade": int(awaited[0].worst), "events": len(awaited)}
        return Reason("outcome_unassessed", numbers, "window")
    clause = _first_clause(case, Verdict.NOT_YET)
    if derived.known_on is not None:
        # The date is that of the clause that is known last; name that one.
        last = (one for one in derived.awaited if one.answer.known_on == derived.known_on)
        clause = next((one.clause.title for one in last), clause)
        return Reason("outcome_awaited_until", {"clause": clause, "known_on": derived.known_on}, "dlt")
    return Reason("outcome_awaited", {"clause": clause}, "dlt")


def _first_clause(case: _Case, verdict: Verdict) -> str:
    clauses = case.derived.clauses if case.derived else ()
    return next((one.clause.title for one in clauses if one.verdict is verdict), "")


def _verdict_at(case: _Case, verdict: Verdict) -> datetime | None:
    """When the verdict will be in, as far as it can be told; never in the past."""
    study, end = case.study, case.window_ends_at
    known_on = case.derived.known_on if case.derived and verdict is Verdict.NOT_YET else None
    if known_on is not None:
        end = max(end, datetime.combine(known_on, time(), study.zone).astimezone(end.tzinfo))
    return end if end > study.cut_off else None


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
        TreatedSubject(
            one.dose_level,
            one.outcome,
            one.subject_id,
            one.first_dose_at,
            one.window_ends_at,
            one.verdict_at,
            one.is_backfill,
        )
        for one in assessments
    )
