"""Checks on the investigator's response call."""

from datetime import datetime

from domain.reasons import Finding
from domain.records import ResponseCall
from domain.records.response import BASELINE
from domain.response.calls import CALLABLE, assessment_at
from domain.response.of_study import derive_response
from domain.study import Study


def check_response_call(study: Study, call: ResponseCall, *, now: datetime) -> list[Finding]:
    """What is wrong with a call. A call that differs from the derived response is kept; it only has to say why.

    Args:
        study: as entered now.
        call: as it would be.
        now: moment of entry, aware.
    """
    findings: list[Finding] = []
    if call.response not in CALLABLE:
        findings.append(Finding("response", "call_not_a_response"))
    if call.called_at > now:
        findings.append(Finding("called_at", "in_future"))
    if not call.called_by.strip():
        findings.append(Finding("called_by", "missing"))
    others = [one for one in study.response_calls_of(call.subject_id) if one.record_id != call.record_id]
    if any(one.visit_number == call.visit_number for one in others):
        findings.append(Finding("visit_number", "call_exists", numbers={"visit": call.visit_number}))
    visit = assessment_at(derive_response(study, call.subject_id), call.visit_number)
    if call.visit_number <= BASELINE or visit is None:
        findings.append(Finding("visit_number", "call_without_visit", numbers={"visit": call.visit_number}))
    elif visit.overall is not call.response and not call.comment.strip():
        numbers = {"derived": visit.overall, "call": call.response}
        findings.append(Finding("comment", "call_needs_comment", numbers=numbers))
    return findings
