"""Published and peers' cases of response and survival (EFF-1, EFF-2)."""

from datetime import date, timedelta

import pytest

from domain.response.assess import assess_visits
from domain.response.best_response import best_response, clinical_benefit
from domain.response.compare import Sample, compare_curves, estimate_hazard_ratio
from domain.response.confirmation import Timepoint
from domain.response.endpoints import DOR, OS, PFS, Event
from domain.response.kaplan_meier import Band, kaplan_meier
from domain.response.lesions import Lesion, LesionFinding
from domain.response.overall import combine
from domain.response.rules import ResponseRules
from domain.response.terms import LesionKind, LesionStatus, PrAfterCr, Response
from domain.response.time_to_event import FollowUp, time_to_event
from domain.statistics.proportion import clopper_pearson
from tests.domain.response.build import (
    RULES,
    STATUS_OF,
    assess_lengths,
    finding,
    sequence,
    shipped_endpoints,
    target,
    visit,
)


def visit_number(place):
    return None if place is None else place + 1


def test_every_sequence_of_the_peer_has_its_best_response(shared_cases) -> None:  # EFF-1, EFF-2
    for block in shared_cases("recist")["peer_bruteforce"]["blocks"]:
        said = block["options"]
        rules = ResponseRules(said["confirm"], said["sd_min"], said["max_ne"], said["accept_sd"])
        for row in block["rows"]:
            best = best_response(sequence(row[0]), rules)
            answer = [best.best, visit_number(best.best_at), best.confirmed, visit_number(best.confirmed_at)]
            answer += ["Y" if best.is_confirmed_response else "N", visit_number(best.response_at)]
            assert answer == row[1:], (said, row[0])


def test_every_subject_of_the_peer_has_its_value_and_date(shared_cases) -> None:
    for case in shared_cases("recist")["peer_subject_cases"]:
        said, reference = case["options"], date.fromisoformat(case["reference_date"])
        rules = ResponseRules(
            said["confirm_days"] or 28,
            said["sd_min_days"] or 0,
            said["max_ne"] or 0,
            accepts_sd=bool(said["accept_sd"]),
            missing_as_ne=bool(said["missing_as_ne"]),
            stops_at_pd=said["stop_at_pd"],
            benefit_days=said["sd_min_days"] or 0,
            benefit=tuple(Response(value) for value in said["clinben_vals"] or ()),
        )
        timepoints = [
            Timepoint((date.fromisoformat(on) - reference).days, None if value in (None, "NA") else Response(value))
            for on, value in case["visits"]
        ]
        best = best_response(timepoints, rules)
        value, place = {
            "bor": (best.best, best.best_at),
            "confirmed_bor": (best.confirmed, best.confirmed_at),
            "confirmed_resp": ("", best.response_at),
            "response": ("", best.first_response_at),
            "clinbenefit": ("", clinical_benefit(timepoints, rules)),
        }[case["derivation"]]
        on = None if place is None else (reference + timedelta(days=timepoints[place].day)).isoformat()
        assert {"value": value or ("N" if place is None else "Y"), "date": on} == case["expected"], case["id"]


def test_target_responses(shared_cases) -> None:  # EFF-1
    for case in shared_cases("recist")["target_response"]:
        visits = assess_lengths(case["baseline_mm"], case["visits_mm"], case["nodal"])
        assert [one.target for one in visits] == case["expected"], case["id"]


def test_the_tables_of_overall_response(shared_cases) -> None:
    cases = shared_cases("recist")
    for first, second, has_new, overall in cases["timepoint_with_target"]["rows"]:
        assert combine(Response(first), Response(second), has_new=has_new) == overall
    for second, has_new, overall in cases["timepoint_nontarget_only"]["rows"]:
        assert combine(Response.NONE, Response(second), has_new=has_new) == overall


def test_the_tables_hold_for_lesions_too(shared_cases) -> None:
    lengths = {"CR": [0.0], "PR": [70.0], "SD": [100.0], "PD": [120.0], "NE": [None]}
    for first, second, has_new, overall in shared_cases("recist")["timepoint_with_target"]["rows"]:
        lesions = [target("T1")]
        findings = [finding("T1", lengths[first][0])]
        before = [finding("T1", 100)]
        if second != "NONE":
            lesions.append(Lesion("N1", LesionKind.NON_TARGET))
            findings.append(LesionFinding("N1", STATUS_OF[Response(second)]))
            before.append(LesionFinding("N1", LesionStatus.PRESENT))
        if has_new:
            lesions.append(Lesion("X1", LesionKind.NEW))
            findings.append(LesionFinding("X1", LesionStatus.PRESENT))
        (answer,) = assess_visits(lesions, visit(0, *before), [visit(1, *findings)], RULES)
        assert (answer.target, answer.non_target, answer.has_new, answer.overall) == (first, second, has_new, overall)


def test_pairs_of_table_3(shared_cases) -> None:
    for first, second, met, not_met in shared_cases("recist")["bor_pairs_confirmation"]["rows"]:
        long = best_response(sequence(f"{first} {second}"), ResponseRules()).confirmed
        short = best_response(sequence(f"{first} {second}", 28), ResponseRules(sd_min_days=84)).confirmed
        if (first, second) == ("CR", "PR"):
            assert (long, short) == ("SD", "PD")
        else:
            assert (long, short) == (met, not_met), (first, second)


def test_a_pr_after_a_cr_is_read_as_the_protocol_says_and_always_told() -> None:
    said = {policy: best_response(sequence("CR PR"), ResponseRules(pr_after_cr=policy)) for policy in PrAfterCr}
    assert [best.confirmed for best in said.values()] == ["SD", "SD", "PR"]
    for policy, best in said.items():
        assert f"response_pr_after_cr_{policy.name.lower()}" in [reason.code for reason in best.reasons]


def test_times_to_event(shared_cases) -> None:  # EFF-2
    for case in shared_cases("recist")["tte"]:
        definition = {"OS": OS, "PFS": PFS, "DoR": DOR}[case["endpoint"]]

        def day(name, subject, case=case):
            text = case.get(name, {}).get(subject)
            return date.fromisoformat(text) if text else None

        for subject, expected in case["expected"].items():
            responses = tuple(
                (date.fromisoformat(on), Response(value)) for on, value in case.get("visits", {}).get(subject, [])
            )
            known = FollowUp(responses, day("death", subject), None, day("last_alive", subject))
            end = time_to_event(definition, day("start", subject), known)
            assert (end.ends_on.isoformat(), end.is_event) == (expected["date"], expected["event"]), case["id"]


def test_the_protocols_define_their_endpoints(shared_cases) -> None:  # EFF-2
    shipped = shipped_endpoints()
    for rule in shared_cases("recist")["protocol_rules"]:
        endpoints = shipped[rule["protocol"].casefold()]
        for name in ("DCR", "CBR"):
            if name in rule:
                assert (name in endpoints.rates) is (rule[name] is not None)
        if "DoR" in rule:
            dor = endpoints.named("DoR")
            assert dor is not None
            assert (Event.DEATH in dor.events) is ("or death" in rule["DoR"])
    survival = shipped["mil97"].named("OS")
    assert survival is not None
    assert survival.events == {Event.DEATH}
    assert "repeats the definition of PFS" in survival.source
    assert survival.says == "to disease progression or death, whichever occurs first"


def close(value: float | None, expected: float | None) -> bool:
    return value is expected if value is None or expected is None else value == pytest.approx(expected, abs=1e-9)


def test_kaplan_meier_is_that_of_r(shared_cases) -> None:  # EFF-2
    names = {"time": "time", "n_risk": "n_risk", "n_event": "n_event", "n_censor": "n_censor", "surv": "survival"}
    names |= {"std_err_surv": "std_error", "lower": "lower", "upper": "upper"}
    for name, case in shared_cases("survival")["km"].items():
        for band, expected in case["conf"].items():
            curve = kaplan_meier(case["time"], [bool(one) for one in case["event"]], Band(band))
            assert len(curve.steps) == len(expected["time"])
            for theirs, ours in names.items():
                for step, value in zip(curve.steps, expected[theirs], strict=True):
                    assert close(getattr(step, ours), value), (name, band, theirs, step)
            quantiles = expected["quantiles"]
            for at, p in enumerate(quantiles["p"]):
                quantile = curve.quantile(p)
                said = (quantile.time, quantile.lower, quantile.upper)
                for value, known in zip(said, ("est", "lower", "upper"), strict=True):
                    assert close(value, quantiles[known][at]), (name, band, p, known)
            for at, time in enumerate(expected["at"]["times"]):
                step = curve.at(time)
                for known, value in (("surv", step.survival), ("lower", step.lower), ("upper", step.upper)):
                    assert close(value, expected["at"][known][at])
                assert step.n_risk == expected["at"]["n_risk"][at]


def test_the_log_rank_test_and_the_hazard_ratio_are_those_of_r(shared_cases) -> None:
    cases = shared_cases("survival")
    groups = [
        Sample(cases["km"][name]["time"], [bool(one) for one in cases["km"][name]["event"]])
        for name in ("aml_maint", "aml_nonmaint")
    ]
    test, expected = compare_curves(groups), cases["tests"]["aml_logrank"]
    assert (test.chi_square, test.p) == pytest.approx((expected["chisq"], expected["p"]), rel=1e-12)
    assert test.expected == pytest.approx(expected["exp"], rel=1e-12)
    ratio = estimate_hazard_ratio(*groups)
    assert ratio is not None
    assert ratio.log_ratio == pytest.approx(cases["tests"]["aml_cox"]["beta"], rel=1e-12)


def test_clopper_pearson_is_that_of_r(shared_cases) -> None:  # EFF-2
    for case in shared_cases("survival")["clopper_pearson"]:
        interval = clopper_pearson(case["x"], case["n"], case["level"])
        assert (interval.lower, interval.upper) == pytest.approx((case["lower"], case["upper"]), abs=1e-12)
