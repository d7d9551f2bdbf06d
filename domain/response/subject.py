"""Everything that follows for one subject: visits, best response, endpoints."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.reasons import Reason
from domain.response.as_called import as_called
from domain.response.assess import VisitAssessment, assess_visits
from domain.response.best_response import BestResponse, best_response
from domain.response.confirmation import Timepoint
from domain.response.endpoints import EndpointDefinition, Start
from domain.response.lesions import Lesion, VisitFindings
from domain.response.rates import SubjectResponse
from domain.response.rules import ResponseRules
from domain.response.terms import Response
from domain.response.time_to_event import FollowUp, TimeToEvent, time_to_event


@dataclass(frozen=True)
class SubjectFindings:
    """What was observed of one subject.

    Attributes:
        subject_id: who.
        lesions: all lesions, in any order.
        baseline: findings before treatment.
        visits: later findings, in any order.
        first_dose: date of the first dose; without it days are counted from the baseline scan.
        death: date of death.
        new_therapy: start of new anti-cancer therapy.
        last_alive: the last date on which the subject was known to be alive.
    """

    subject_id: str
    lesions: tuple[Lesion, ...]
    baseline: VisitFindings
    visits: tuple[VisitFindings, ...]
    first_dose: date | None = None
    death: date | None = None
    new_therapy: date | None = None
    last_alive: date | None = None


@dataclass(frozen=True)
class SubjectAnswer:
    """What follows.

    Attributes:
        subject_id: who.
        starts_on: reference date: first dose, or baseline scan where it is not known.
        visits: each visit's response.
        counted: how many of the visits count: those up to new anti-cancer therapy and the cut-off.
        best: best overall response; its places point into ``visits``.
        best_change: smallest whole sum among the counted visits against baseline, as a fraction; None without one.
        endpoints: event or censoring; DoR only for those who responded.
        reasons: what was left out.
    """

    subject_id: str
    starts_on: date
    visits: tuple[VisitAssessment, ...]
    counted: int
    best: BestResponse
    best_change: float | None
    endpoints: tuple[TimeToEvent, ...]
    reasons: tuple[Reason, ...]

    @property
    def for_rates(self) -> SubjectResponse:
        """What the response rates need."""
        seen = any(visit.overall is not Response.NE for visit in self.visits[: self.counted])
        return SubjectResponse(self.best, seen)

    def visit_at(self, place: int | None) -> VisitAssessment | None:
        """The visit that a place of ``best`` means."""
        return None if place is None else self.visits[place]


def derive_subject(
    findings: SubjectFindings,
    rules: ResponseRules,
    endpoints: tuple[EndpointDefinition, ...] = (),
    cut_off: date | None = None,
    calls: Mapping[str, Response] | None = None,
) -> SubjectAnswer:
    """Responses, best response and endpoints of one subject.

    Args:
        findings: what was observed.
        rules: the protocol's options.
        endpoints: the protocol's endpoints.
        cut_off: data cut-off; later visits are not looked at, not even to confirm an earlier one.
        calls: the investigator's response by name of the visit, to be read in place of the computed one; None reads
            the computed ones alone.
    """
    scans = findings.visits if cut_off is None else tuple(one for one in findings.visits if one.on <= cut_off)
    visits = assess_visits(findings.lesions, findings.baseline, scans, rules)
    visits, uncalled = (visits, 0) if calls is None else as_called(visits, calls)
    starts_on = findings.first_dose or findings.baseline.on
    new_therapy = findings.new_therapy
    if new_therapy is not None and cut_off is not None and new_therapy > cut_off:
        new_therapy = None
    counted = sum(new_therapy is None or visit.on <= new_therapy for visit in visits)
    best = best_response([Timepoint((one.on - starts_on).days, one.overall) for one in visits[:counted]], rules)
    known = FollowUp(
        tuple((visit.on, visit.overall) for visit in visits),
        findings.death,
        findings.new_therapy,
        findings.last_alive,
        cut_off,
    )
    ends = []
    for definition in endpoints:
        start = _start(definition, starts_on, visits, best)
        if start is not None:
            ends.append(time_to_event(definition, start, known))
    reasons = [] if findings.first_dose else [Reason("days_from_baseline", {"on": findings.baseline.on})]
    if counted < len(visits):
        reasons.append(Reason("visits_after_new_therapy", {"count": len(visits) - counted, "on": new_therapy}))
    if uncalled:
        reasons.append(Reason("responses_uncalled", {"count": uncalled}))
    sums = [visit.sum for visit in visits[:counted] if visit.sum is not None]
    baseline = visits[0].baseline if visits else None
    change = (min(sums) - baseline) / baseline if sums and baseline else None
    return SubjectAnswer(findings.subject_id, starts_on, visits, counted, best, change, tuple(ends), tuple(reasons))


def _start(
    definition: EndpointDefinition, first: date, visits: tuple[VisitAssessment, ...], best: BestResponse
) -> date | None:
    if definition.start is Start.FIRST_DOSE:
        return first
    place = best.response_at if definition.needs_confirmation else best.first_response_at
    return None if place is None else visits[place].on
