"""Best response, endpoints and rates by the investigator's calls instead of the computed responses (EFF-1, EFF-2)."""

from domain.response.of_study import derive_response, derive_responses
from domain.response.plots import derive_swimmer, derive_waterfall
from domain.response.rates import Denominator
from domain.response.terms import Response, ResponseBy
from domain.summaries.response_endpoints import tabulate_endpoints
from domain.summaries.response_rates import tabulate_response_rates
from tests.domain.response.study_build import WHO, call, followed, study_of, week

CALLED = ResponseBy.INVESTIGATOR


def test_a_call_stands_in_place_of_the_computed_response_and_says_so():  # EFF-1
    study = study_of(*followed(50, 35, 34), call(1, Response.SD))
    computed, called = derive_response(study, WHO), derive_response(study, WHO, CALLED)
    assert [one.overall for one in computed.answer.visits] == [Response.PR, Response.PR]
    assert [one.overall for one in called.answer.visits] == [Response.SD, Response.PR]
    assert called.answer.visits[0].reasons[0].code == "response_as_called"
    assert called.answer.visits[0].sum == computed.answer.visits[0].sum == 350  # what was measured stays


def test_best_response_rates_and_endpoints_follow_the_calls():  # EFF-2
    study = study_of(*followed(50, 35, 34), call(1, Response.SD), call(2, Response.PD))
    assert derive_response(study, WHO).answer.best.confirmed is Response.PR
    assert derive_response(study, WHO, CALLED).answer.best.confirmed is Response.SD
    (bar,) = derive_waterfall(study, None, CALLED).bars
    assert bar.best is Response.SD
    (lane,) = derive_swimmer(study, None, CALLED)
    assert [str(mark.mark) for mark in lane.marks] == ["PD"]
    rates = tabulate_response_rates(study, None, CALLED)
    assert [cell.value for cell in rates.rows[0]][1:3][0] is Denominator.TREATED
    assert rates.column("count")[0].numbers == {"x": 0, "n": 1}
    assert tabulate_response_rates(study).column("count")[0].numbers == {"x": 1, "n": 1}
    (end,) = tabulate_endpoints(study, None, CALLED, name="PFS").rows
    assert (end[4].value, end[6].value) == (week(12), True)
    assert tabulate_endpoints(study, name="PFS").column("event") == (False,)


def test_a_visit_without_a_call_is_read_as_computed_and_counted_as_such():  # EFF-1
    answer = derive_response(study_of(*followed(50, 35, 60), call(1, Response.SD)), WHO, CALLED).answer
    assert answer.visits[1].overall is Response.PD  # an uncalled progression does not vanish
    said = next(one for one in answer.reasons if one.code == "responses_uncalled")
    assert said.numbers == {"count": 1}
    agreed = derive_response(study_of(*followed(50, 35), call(1, Response.PR)), WHO, CALLED).answer
    assert agreed.reasons == ()


def test_a_call_of_a_visit_without_findings_moves_nothing():
    study = study_of(*followed(50, 35), call(1, Response.PR), call(7, Response.PD))
    assert derive_response(study, WHO, CALLED).answer.visits == derive_response(study, WHO).answer.visits


def test_who_is_evaluable_follows_the_calls_too():  # EFF-2
    study = study_of(*followed(50, 35), call(1, Response.NE))
    assert derive_response(study, WHO).is_evaluable
    (called,) = derive_responses(study, None, CALLED)
    assert called.not_evaluable.code == "response_all_ne"
