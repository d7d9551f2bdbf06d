"""The investigator's response call beside the derived response, and where the two part (EFF-1)."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.canonical import canonical
from domain.reasons import Reason
from domain.records import ResponseCall
from domain.records.response import visit_name
from domain.response.assess import VisitAssessment
from domain.response.of_study import StudyResponse, derive_response
from domain.response.terms import Response
from domain.study import Study

CALLABLE = (Response.CR, Response.PR, Response.SD, Response.NON_CR_NON_PD, Response.PD, Response.NE)
"""What an investigator can call a visit."""


class Parting(StrEnum):
    """How a call and the derived response part."""

    DIFFERS = "differs"
    CHANGED = "changed"
    NO_VISIT = "no visit"


@dataclass(frozen=True)
class Disagreement:
    """A visit at which the investigator's call and the derived response don't agree.

    Attributes:
        on: date of the visit; None where there is none.
        derived: as it is now; None without a visit.
        saw: the derived response that the investigator saw, or "".
        reasons: why the derived response is what it is.
    """

    subject_id: str
    visit: str
    on: date | None
    call: ResponseCall
    derived: Response | None
    saw: str
    parting: Parting
    reasons: tuple[Reason, ...]


def assessment_at(response: StudyResponse, visit_number: int) -> VisitAssessment | None:
    """The derived response of a visit; None where nothing was found then."""
    if response.answer is None:
        return None
    name = visit_name(visit_number)
    return next((one for one in response.answer.visits if one.visit == name), None)


def evidence_hash(response: StudyResponse, visit_number: int) -> str:
    """SHA-256 over what a call rests on: lesions, and findings of the visits up to this one."""
    findings, name = response.findings, visit_name(visit_number)
    if findings is None:
        return hashlib.sha256(canonical([]).encode()).hexdigest()
    this = next((one for one in findings.visits if one.visit == name), None)
    up_to = [one for one in findings.visits if this is not None and one.on <= this.on]
    evidence = [
        [[one.lesion_id, one.kind.value, one.is_nodal] for one in findings.lesions],
        [
            [one.visit, one.on.isoformat(), [[f.lesion_id, f.status.value, f.tenths] for f in one.findings]]
            for one in (findings.baseline, *sorted(up_to, key=lambda visit: visit.on))
        ],
    ]
    return hashlib.sha256(canonical(evidence).encode()).hexdigest()


def draft_call(
    study: Study,
    subject_id: str,
    visit_number: int,
    response: Response,
    *,
    record_id: str,
    comment: str,
    called_by: str,
    called_at: datetime,
) -> ResponseCall:
    """A call with the derived response that it saw.

    Args:
        study: as seen by the investigator.
        subject_id: who.
        visit_number: of the assessment.
        response: as called.
        record_id: new.
        comment: why, where it differs.
        called_by: the investigator.
        called_at: aware moment.
    """
    now = derive_response(study, subject_id)
    assessment = assessment_at(now, visit_number)
    return ResponseCall(
        record_id=record_id,
        subject_id=subject_id,
        visit_number=visit_number,
        response=response,
        comment=comment,
        derived=assessment.overall.value if assessment else "",
        evidence_hash=evidence_hash(now, visit_number),
        cut_off=study.cut_off,
        position=study.position,
        head=study.head,
        protocol_version=study.protocol.version,
        called_by=called_by,
        called_at=called_at,
    )


def list_disagreements(study: Study, subject_id: str) -> tuple[Disagreement, ...]:
    """Calls of a subject that differ from the derived response, or whose derived response has changed since.

    A call that agrees with the response as it is now is no disagreement, whatever it saw.
    """
    response = derive_response(study, subject_id)
    found = []
    for call in study.response_calls_of(subject_id):
        visit = assessment_at(response, call.visit_number)
        name = visit_name(call.visit_number)
        if visit is None:
            found.append(Disagreement(subject_id, name, None, call, None, call.derived, Parting.NO_VISIT, ()))
        elif visit.overall is not call.response:
            has_changed = bool(call.derived) and call.derived != visit.overall.value
            parting = Parting.CHANGED if has_changed else Parting.DIFFERS
            found.append(
                Disagreement(subject_id, name, visit.on, call, visit.overall, call.derived, parting, visit.reasons)
            )
    return tuple(found)
