"""What ``titrant recist`` derives, as values for JSON; docs/response.md describes it."""

from collections.abc import Sequence
from dataclasses import asdict

from domain.response.assess import VisitAssessment
from domain.response.endpoints import EndpointSet
from domain.response.kaplan_meier import SurvivalCurve, kaplan_meier
from domain.response.rates import Rate
from domain.response.subject import SubjectAnswer, SubjectFindings
from domain.response.target import sum_targets
from domain.response.terms import LesionKind
from domain.response.time_to_event import TimeToEvent
from ui.command_line.lesion_table import ReadSubject
from ui.command_line.response_words import millimetres, say

Plain = dict[str, object]


def plain_subject(subject: ReadSubject, answer: SubjectAnswer | None) -> Plain:
    """One subject; one that was refused has nothing but its faults."""
    told: Plain = {"warnings": subject.doubts, "errors": subject.faults}
    if answer is None or subject.findings is None:
        return {"subject": subject.subject_id, "bor": None, "confirmed_bor": None, "visits": [], **told}
    best, names = answer.best, [visit.visit for visit in answer.visits]

    def place(at: int | None, name: str) -> Plain:
        visit = answer.visit_at(at)
        return {f"{name}_date": visit and visit.on.isoformat(), f"{name}_visit": visit and _visit(visit.visit)}

    return {
        "subject": subject.subject_id,
        "reference_date": answer.starts_on.isoformat(),
        "reference": "first dose" if subject.findings.first_dose else "baseline",
        "bor": best.best.value,
        **place(best.best_at, "bor"),
        "confirmed_bor": best.confirmed.value,
        **place(best.confirmed_at, "confirmed_bor"),
        "confirmed_response": best.is_confirmed_response,
        **place(best.response_at, "response"),
        **place(best.first_response_at, "first_response"),
        **place(best.progression_at, "progression"),
        "clinical_benefit": best.has_benefit,
        "best_change_percent": _percent(answer.best_change),
        "reasons": [say(reason, names) for reason in (*best.reasons, *answer.reasons)],
        "codes": [reason.code for reason in (*best.reasons, *answer.reasons)],
        "visits": [_baseline(subject.findings), *(_plain_visit(visit) for visit in answer.visits)],
        "endpoints": {end.name: _endpoint(end) for end in answer.endpoints},
        **told,
    }


def plain_rates(rates: Sequence[Rate]) -> list[Plain]:
    """Each rate with its exact interval."""
    return [
        {
            "rate": one.name,
            "denominator": one.denominator.value,
            "x": one.x,
            "n": one.n,
            "lower": one.interval and one.interval.lower,
            "upper": one.interval and one.interval.upper,
        }
        for one in rates
    ]


def plain_survival(answers: Sequence[SubjectAnswer], endpoints: EndpointSet) -> Plain:
    """Median of each endpoint in days, on the log-log scale."""
    told: Plain = {}
    for definition in endpoints.endpoints:
        curve = curve_of(answers, definition.name)
        told[definition.name] = {"n": curve.n, "events": curve.events, "median_days": asdict(curve.median)}
    return told


def curve_of(answers: Sequence[SubjectAnswer], name: str) -> SurvivalCurve:
    """The Kaplan-Meier estimate of an endpoint, in days."""
    ends = [end for answer in answers for end in answer.endpoints if end.name == name]
    return kaplan_meier([end.days for end in ends], [end.is_event for end in ends])


def _baseline(findings: SubjectFindings) -> Plain:
    targets = [lesion for lesion in findings.lesions if lesion.kind is LesionKind.TARGET]
    total = sum_targets(targets, {one.lesion_id: one for one in findings.baseline.findings}).whole if targets else None
    return {
        "visit": "baseline",
        "date": findings.baseline.on.isoformat(),
        "sum_mm": millimetres(total),
        "baseline_sum_mm": millimetres(total),
        "nadir_mm": None,
        "change_from_baseline_percent": None,
        "change_from_nadir_percent": None,
        "change_from_nadir_mm": None,
        "target": None,
        "non_target": None,
        "new_lesion": None,
        "overall": None,
        "reasons": [],
        "codes": [],
    }


def _plain_visit(visit: VisitAssessment) -> Plain:
    change = None if visit.sum is None or visit.nadir is None else visit.sum - visit.nadir
    return {
        "visit": _visit(visit.visit),
        "date": visit.on.isoformat(),
        "sum_mm": millimetres(visit.sum),
        "baseline_sum_mm": millimetres(visit.baseline),
        "nadir_mm": millimetres(visit.nadir),
        "change_from_baseline_percent": _change(visit.sum, visit.baseline),
        "change_from_nadir_percent": _change(visit.sum, visit.nadir),
        "change_from_nadir_mm": millimetres(change),
        "target": visit.target.value,
        "non_target": visit.non_target.value,
        "new_lesion": visit.has_new,
        "overall": visit.overall.value,
        "reasons": [say(reason) for reason in visit.reasons],
        "codes": [reason.code for reason in visit.reasons],
    }


def _endpoint(end: TimeToEvent) -> Plain:
    return {
        "start": end.starts_on.isoformat(),
        "date": end.ends_on.isoformat(),
        "days": end.days,
        "event": end.is_event,
        "reason": say(end.reason),
        "code": end.reason.code,
    }


def _visit(name: str) -> int | str:
    return int(name) if name.isdigit() else name


def _change(now: int | None, then: int | None) -> float | None:
    return None if now is None or not then else _percent((now - then) / then)


def _percent(fraction: float | None) -> float | None:
    return None if fraction is None else round(100 * fraction, 6)
