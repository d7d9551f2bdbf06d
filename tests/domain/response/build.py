"""Short ways to say lesions and visits."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.protocol.reader import load_shipped, shipped_protocols
from domain.response.assess import VisitAssessment, assess_visits
from domain.response.confirmation import Timepoint
from domain.response.endpoints import EndpointSet
from domain.response.lesions import Lesion, LesionFinding, VisitFindings
from domain.response.rules import ResponseRules
from domain.response.terms import LesionKind, LesionStatus, Response

START = date(2026, 1, 5)
RULES = ResponseRules()
STATUS_OF = {
    Response.CR: LesionStatus.ABSENT,
    Response.NON_CR_NON_PD: LesionStatus.PRESENT,
    Response.PD: LesionStatus.UNEQUIVOCAL_PD,
    Response.NE: LesionStatus.NOT_EVALUABLE,
}


def shipped_endpoints() -> dict[str, EndpointSet]:
    """The endpoints of the shipped protocols by id."""
    plans = {protocol_id: load_shipped(protocol_id).response for protocol_id in shipped_protocols()}
    return {protocol_id: plan.endpoints for protocol_id, plan in plans.items() if plan is not None}


def on(visit: int) -> date:
    return START + timedelta(days=42 * visit)


def target(name: str, *, is_nodal: bool = False) -> Lesion:
    return Lesion(name, LesionKind.TARGET, is_nodal)


def finding(name: str, mm: float | None) -> LesionFinding:
    if mm is None:
        return LesionFinding(name, LesionStatus.NOT_EVALUABLE)
    return LesionFinding(name, LesionStatus.MEASURED, round(mm * 10))


def visit(at: int, *findings: LesionFinding) -> VisitFindings:
    return VisitFindings(str(at) if at else "baseline", on(at), findings)


def measured(at: int, lengths: Sequence[float | None]) -> VisitFindings:
    return visit(at, *(finding(f"T{place}", mm) for place, mm in enumerate(lengths, 1)))


def assess_lengths(
    baseline: Sequence[float],
    visits: Sequence[Sequence[float | None]],
    nodal: Sequence[bool] = (),
    rules: ResponseRules = RULES,
) -> tuple[VisitAssessment, ...]:
    flags = nodal or [False] * len(baseline)
    lesions = [target(f"T{place}", is_nodal=flag) for place, flag in enumerate(flags, 1)]
    later = [measured(at, lengths) for at, lengths in enumerate(visits, 1)]
    return assess_visits(lesions, measured(0, baseline), later, rules)


def sequence(text: str, every: int = 42) -> list[Timepoint]:
    return [Timepoint(every * at, Response(word)) for at, word in enumerate(text.split(), 1)]
