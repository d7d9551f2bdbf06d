"""The investigator's call beside the derived response."""

from datetime import UTC, datetime

import pytest

from domain.response.calls import Parting, draft_call, evidence_hash, list_disagreements
from domain.response.of_study import derive_response
from domain.response.terms import Response
from tests.domain.response.study_build import CUT_OFF, WHO, call, followed, found, lesion, study_of, week


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ([call(1, Response.PR)], []),
        ([call(1, Response.SD)], [("1", "SD", "PR", Parting.DIFFERS)]),
        ([call(1, Response.SD, derived="SD")], [("1", "SD", "PR", Parting.CHANGED)]),
        ([call(1, Response.PR, derived="SD")], []),
        ([call(9, Response.PD, derived="PD")], [("9", "PD", None, Parting.NO_VISIT)]),
        ([call(2, Response.SD), call(1, Response.SD)], [("1", "SD", "PR", Parting.DIFFERS)]),
    ],
)
def test_where_the_two_part_is_listed(calls, expected):  # EFF-1
    listed = list_disagreements(study_of(*followed(50, 35, 50 * 0.72), *calls), WHO)
    assert [(one.visit, one.call.response, one.derived, one.parting) for one in listed] == expected


def test_a_call_keeps_the_derived_response_that_it_saw():  # EFF-1
    study = study_of(*followed(50, 35))
    made = draft_call(
        study,
        WHO,
        1,
        Response.SD,
        record_id="c",
        comment="oedema",
        called_by="Lin Yue",
        called_at=datetime(2027, 6, 1, tzinfo=UTC),
    )
    assert (made.response, made.derived, made.cut_off, made.position) == (Response.SD, "PR", CUT_OFF, study.position)
    assert made.evidence_hash == evidence_hash(derive_response(study, WHO), 1)


def test_the_evidence_of_a_call_is_what_was_found_up_to_its_visit():
    one, other = study_of(*followed(50, 35)), study_of(*followed(50, 35, 70))
    assert evidence_hash(derive_response(one, WHO), 1) == evidence_hash(derive_response(other, WHO), 1)
    changed = study_of(*followed(50, 36, 70))
    assert evidence_hash(derive_response(one, WHO), 1) != evidence_hash(derive_response(changed, WHO), 1)
    assert evidence_hash(derive_response(study_of(), "nobody"), 1)


def test_a_call_of_a_visit_with_no_findings_saw_nothing():
    study = study_of(lesion(), found(lesion(), 0, week(0), 30))
    at = datetime(2027, 6, 1, tzinfo=UTC)
    made = draft_call(study, WHO, 3, Response.NE, record_id="c", comment="", called_by="Lin Yue", called_at=at)
    assert made.derived == ""
