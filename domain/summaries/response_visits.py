"""Tumour response of one subject visit by visit: sums, responses, the investigator's call, and why (EFF-1)."""

from domain.reasons import Reason
from domain.records.response import BASELINE, visit_name
from domain.response.assess import VisitAssessment, sum_baseline
from domain.response.of_study import derive_response, plan_of
from domain.response.spoken import joined, millimetres, options
from domain.response.subject import SubjectFindings
from domain.response.terms import Response
from domain.study import Study
from domain.summaries.response_cells import percent_change
from domain.summaries.table import Cell, Column, Format, Table, cells

_COLUMNS = (
    Column("visit", "Visit", weight=0.7),
    Column("date", "Scan", Format.DATE),
    Column("sum", "Sum (mm)", Format.NUMBER, 0.7),
    Column("from_baseline", "From baseline (%)", Format.NUMBER, 0.8),
    Column("from_nadir", "From nadir (%)", Format.NUMBER, 0.8),
    Column("more", "From nadir (mm)", Format.NUMBER, 0.8),
    Column("target", "Target", weight=0.7),
    Column("non_target", "Non-target", weight=1.1),
    Column("new", "New", weight=0.5),
    Column("overall", "Overall", weight=0.8),
    Column("investigator", "Investigator", weight=0.9),
    Column("why", "Why", weight=3.0),
)


def tabulate_response_visits(study: Study, subject_id: str) -> Table:
    """Each visit with sum, change, responses and reasons; emphasised where the investigator calls it differently.

    Raises:
        KeyError: there is no such subject.
    """
    study.subject(subject_id)
    response = derive_response(study, subject_id)
    calls = {visit_name(one.visit_number): one.response for one in study.response_calls_of(subject_id)}
    records = {visit_name(one.visit_number): one.record_id for one in study.tumour_visits_of(subject_id)}
    rows: list[tuple[Cell, ...]] = []
    ids: list[str] = []
    if response.findings is not None and response.answer is not None:
        has_baseline = response.findings.baseline.findings or visit_name(BASELINE) in records
        if has_baseline:
            rows.append(_baseline(response.findings))
            ids.append(records.get(visit_name(BASELINE), ""))
        for place, visit in enumerate(response.answer.visits):
            rows.append(_row(visit, calls.get(visit.visit), is_counted=place < response.answer.counted))
            ids.append(records.get(visit.visit, ""))
    why = (*response.reasons, *(response.answer.reasons if response.answer else ()))
    return Table(
        "response_visits",
        "Tumour response by visit",
        _COLUMNS,
        tuple(rows),
        caption=options(plan_of(study.protocol).rules.method()[:1]),
        note=joined(why),
        row_ids=tuple(ids),
    )


def _baseline(findings: SubjectFindings) -> tuple[Cell, ...]:
    total = sum_baseline(findings.lesions, findings.baseline)
    known = millimetres(total.whole) if total else None
    name = Reason("response_visit_baseline")
    return cells((name, findings.baseline.on, known, *(None,) * 9))


def _row(visit: VisitAssessment, call: Response | None, *, is_counted: bool) -> tuple[Cell, ...]:
    differs = call is not None and call is not visit.overall
    more = None if visit.sum is None or visit.nadir is None else visit.sum - visit.nadir
    why = joined(visit.reasons)
    values = (
        visit.visit,
        visit.on,
        millimetres(visit.sum),
        percent_change(visit.sum, visit.baseline),
        percent_change(visit.sum, visit.nadir),
        millimetres(more),
        None if visit.target is Response.NONE else visit.target,
        None if visit.non_target is Response.NONE else visit.non_target,
        visit.has_new,
        visit.overall,
        call,
        why if is_counted else Reason("response_not_counted", {"why": why or ""}),
    )
    return cells(values, emphasis=differs)
