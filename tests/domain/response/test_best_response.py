"""Best response, endpoints, rates and survival beyond the published cases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.response.best_response import best_response
from domain.response.checks import check_dates, check_lesions
from domain.response.compare import Sample, chi_square_tail, compare_curves, estimate_hazard_ratio
from domain.response.confirmation import Timepoint
from domain.response.endpoints import DOR, OS, PFS, USUAL_ENDPOINTS
from domain.response.kaplan_meier import Band, kaplan_meier
from domain.response.lesions import Lesion
from domain.response.rates import derive_rates
from domain.response.rules import ResponseRules
from domain.response.subject import SubjectFindings, derive_subject
from domain.response.terms import LesionKind, PrAfterCr, Response
from domain.response.time_to_event import FollowUp, time_to_event
from domain.statistics.beta import beta_quantile, incomplete_beta
from domain.statistics.proportion import clopper_pearson
from tests.domain.response.build import RULES, START, finding, measured, on, sequence, shipped_endpoints, target, visit


@pytest.mark.parametrize(
    ("text", "rules", "confirmed", "code"),
    [
        ("PR PR", RULES, "PR", "response_confirmed"),
        ("PR PD", RULES, "SD", "response_then_pd"),
        ("PR", RULES, "SD", "response_last_visit"),
        ("PR NE PR", RULES, "PR", "response_confirmed"),
        ("PR NE NE PR", RULES, "SD", "response_ne_between"),
        ("PR SD PR", RULES, "SD", "response_sd_between"),
        ("PR SD PR", ResponseRules(accepts_sd=True), "PR", "response_confirmed"),
        ("PR SD SD PR", ResponseRules(accepts_sd=True), "SD", "response_sd_between"),
        ("CR SD CR", ResponseRules(accepts_sd=True), "SD", "response_sd_between"),
        ("PR PR", ResponseRules(confirm_days=43), "SD", "response_repeated_too_soon"),
        ("PR PR", ResponseRules(confirm_days=42), "PR", "response_confirmed"),
        ("SD", ResponseRules(sd_min_days=42), "SD", "response_sd_long_enough"),
        ("SD", ResponseRules(sd_min_days=43), "NE", "response_sd_too_early"),
        ("NON-CR/NON-PD", RULES, "NON-CR/NON-PD", "response_sd_long_enough"),
        ("", RULES, "MISSING", "response_no_assessment"),
        ("", ResponseRules(missing_as_ne=True), "NE", "response_no_assessment"),
    ],
)
def test_confirmation_and_why(text, rules, confirmed, code) -> None:  # EFF-1
    best = best_response(sequence(text), rules)
    assert best.confirmed == confirmed
    assert code in [reason.code for reason in best.reasons]


def test_clinical_benefit_takes_12_weeks_of_sd_to_the_day() -> None:  # EFF-2
    for days, expected in ((83, False), (84, True)):
        best = best_response([Timepoint(days, Response.SD)], RULES)
        assert (best.has_benefit, best.benefit_at) == (expected, 0 if expected else None)


RESPONSES = st.lists(st.sampled_from(["CR", "PR", "SD", "PD", "NE", "NON-CR/NON-PD"]), max_size=8)


@given(RESPONSES, st.booleans(), st.sampled_from(list(PrAfterCr)))
def test_a_confirmed_response_is_never_better_than_the_unconfirmed(words, accepts_sd, policy) -> None:
    best = best_response(sequence(" ".join(words)), ResponseRules(accepts_sd=accepts_sd, pr_after_cr=policy))
    order = list(Response)
    assert order.index(best.confirmed) >= order.index(best.best)
    assert best.is_confirmed_response is (best.confirmed in ("CR", "PR"))
    assert best.reasons


@given(RESPONSES)
def test_nothing_after_the_first_pd_matters(words) -> None:
    rules = ResponseRules()
    if "PD" in words:
        whole = best_response(sequence(" ".join(words)), rules)
        cut = best_response(sequence(" ".join(words[: words.index("PD") + 1])), rules)
        assert (whole.best, whole.confirmed, whole.response_at) == (cut.best, cut.confirmed, cut.response_at)


def known(*responses: str, **dates: date) -> FollowUp:
    return FollowUp(tuple((on(at), Response(word)) for at, word in enumerate(responses, 1)), **dates)


@pytest.mark.parametrize(
    ("definition", "what", "ends_on", "code"),
    [
        (PFS, known("SD", "PD"), on(2), "event_pd"),
        (PFS, known("SD", "PD", death=on(2)), on(2), "event_pd"),
        (PFS, known("SD", death=on(3)), on(3), "event_death"),
        (PFS, known("SD", "NE"), on(1), "censored_last_assessment"),
        (PFS, known("NE"), START, "censored_never_assessed"),
        (PFS, known("SD", "PD", new_therapy=on(1) + timedelta(days=1)), on(1), "censored_new_therapy"),
        (PFS, known("SD", "PD", new_therapy=on(2)), on(2), "event_pd"),
        (PFS, known("SD", "PD", cut_off=on(2) - timedelta(days=1)), on(1), "censored_last_assessment"),
        (OS, known("SD", "PD", death=on(9), new_therapy=on(3)), on(9), "event_death"),
        (OS, known("SD", last_alive=on(7)), on(7), "censored_alive"),
        (OS, known("SD", death=on(9), cut_off=on(8)), on(8), "censored_alive"),
        (shipped_endpoints()["imm27m"].named("DoR"), known("PR", "PR", death=on(4)), on(2), "censored_death_no_event"),
        (DOR, known("PR", "PR", death=on(4)), on(4), "event_death"),
    ],
)
def test_events_and_censoring(definition, what, ends_on, code) -> None:  # EFF-2
    end = time_to_event(definition, START, what)
    assert (end.ends_on, end.reason.code, end.is_event) == (ends_on, code, code.startswith("event"))


def test_an_event_after_missed_visits_is_censored_where_the_protocol_says_so() -> None:
    what = known("SD", "NE", "NE", "PD")
    assert time_to_event(PFS, START, what).is_event
    end = time_to_event(replace(PFS, max_gap_days=125), START, what)
    assert (end.ends_on, end.reason.code) == (on(1), "censored_missed_visits")
    assert time_to_event(replace(PFS, max_gap_days=126), START, what).is_event


def subject(lengths: list[float], **dates: date) -> SubjectFindings:
    visits = tuple(measured(at, [mm]) for at, mm in enumerate(lengths, 1))
    return SubjectFindings("1", (target("T1"),), measured(0, [100.0]), visits, START, **dates)


def test_a_subject_has_visits_best_response_and_endpoints() -> None:
    answer = derive_subject(subject([60.0, 60.0, 90.0]), RULES, USUAL_ENDPOINTS.endpoints)
    assert (answer.best.confirmed, answer.best_change) == ("PR", -0.4)
    assert {end.name: (end.days, end.is_event) for end in answer.endpoints} == {
        "PFS": (126, True),
        "OS": (126, False),
        "DoR": (84, True),
    }


def test_visits_after_new_therapy_do_not_count_for_the_best_response() -> None:
    answer = derive_subject(subject([90.0, 60.0, 60.0], new_therapy=on(1)), RULES, USUAL_ENDPOINTS.endpoints)
    assert (answer.counted, answer.best.best) == (1, "SD")
    assert answer.best_change == pytest.approx(-0.1)


def test_a_cut_off_hides_a_later_confirmation() -> None:
    assert derive_subject(subject([60.0, 60.0]), RULES, cut_off=on(1)).best.confirmed == "SD"


def test_rates_name_their_denominator() -> None:  # EFF-2
    answers = [derive_subject(subject(lengths), RULES) for lengths in ([60.0, 60.0], [60.0], [100.0], [130.0], [])]
    rates = {(one.name, one.denominator): (one.x, one.n) for one in derive_rates([a.for_rates for a in answers], RULES)}
    assert rates["ORR", "treated"] == (1, 5)
    assert rates["ORR", "evaluable"] == (1, 4)
    assert rates["ORR unconfirmed", "treated"] == (2, 5)
    assert rates["DCR", "treated"] == (3, 5)
    assert rates["CBR", "treated"] == (1, 5)


def test_a_sixth_target_a_third_in_an_organ_and_small_lesions_are_doubtful() -> None:
    lesions = [Lesion(f"T{at}", LesionKind.TARGET, organ="Liver") for at in range(1, 4)]
    lesions += [Lesion("T4", LesionKind.TARGET, is_nodal=True), target("T5"), target("T6")]
    before = visit(0, *(finding(f"T{at}", mm) for at, mm in enumerate([20.0, 10.0, 9.9, 14.9, 15.0], 1)))
    codes = [(one.lesion_id, one.finding.code) for one in check_lesions(lesions, before, [])]
    assert codes == [
        ("T3", "organ_too_many"),
        ("T3", "target_small"),
        ("T4", "target_node_small"),
        ("T6", "targets_too_many"),
        ("T6", "target_not_measured"),
    ]


def test_dates_that_contradict_each_other_are_found() -> None:
    visits = [measured(1, [10.0])]
    assert not check_dates(START, visits, START, on(2), on(2), on(2))
    early = START - timedelta(days=1)
    found = [one.finding.code for one in check_dates(START, visits, START, early, early, on(1))]
    assert found == [
        "death_before_visit",
        "death_before_visit",
        "death_before_first_dose",
        "therapy_before_first_dose",
        "last_alive_after_death",
    ]


TIMES = st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=25)


@given(TIMES, st.sampled_from(list(Band)))
def test_a_survival_curve_only_falls_and_lies_within_its_band(rows, band) -> None:
    curve = kaplan_meier([time for time, _ in rows], [is_event for _, is_event in rows], band)
    heights = [1.0, *(step.survival for step in curve.steps)]
    assert heights == sorted(heights, reverse=True)
    for step in curve.steps:
        if step.lower is not None and step.upper is not None:
            assert step.lower - 1e-12 <= step.survival <= step.upper + 1e-12
    assert curve.steps[0].n_risk == len(rows)


def test_the_last_flat_stretch_ends_at_the_last_time() -> None:
    """As R's quantile.survfit: a curve that ends at exactly one half has its median between 2 and the last time, 6."""
    assert kaplan_meier([1, 2, 3, 6], [True, True, False, False]).median.time == 4


def test_times_that_can_not_be_are_refused() -> None:
    with pytest.raises(ValueError, match="times from 0"):
        kaplan_meier([-1], [True])
    with pytest.raises(ValueError, match="0 < p < 1"):
        kaplan_meier([1], [True]).quantile(1)


def test_the_log_rank_test_compares_any_number_of_groups() -> None:
    """Critical values of the chi-square distribution at 5 %: 3.841, 5.991, 7.815, 9.488."""
    for df, critical in enumerate((3.841458820694124, 5.991464547107979, 7.814727903251179, 9.487729036781154), 1):
        assert chi_square_tail(critical, df) == pytest.approx(0.05, rel=1e-12)
    groups = [Sample([1, 2, 3], [True] * 3), Sample([4, 5, 6], [True] * 3), Sample([1, 9], [False, True])]
    assert compare_curves(groups).df == 2
    assert compare_curves([Sample([1], [False]), Sample([2], [False])]).p is None
    assert estimate_hazard_ratio(Sample([1, 2], [True, True]), Sample([5, 6], [False, False])) is None


@given(st.integers(1, 300), st.data())
def test_the_exact_interval_keeps_its_tails(n, data) -> None:  # EFF-2
    x = data.draw(st.integers(0, n))
    interval = clopper_pearson(x, n)
    if x:
        assert incomplete_beta(interval.lower, x, n - x + 1) == pytest.approx(0.025, rel=1e-9)
    if x < n:
        assert incomplete_beta(interval.upper, x + 1, n - x) == pytest.approx(0.975, rel=1e-9)
    mirrored = clopper_pearson(n - x, n)
    assert (1 - mirrored.upper, 1 - mirrored.lower) == pytest.approx((interval.lower, interval.upper), abs=1e-12)


def test_closed_forms_of_the_exact_interval() -> None:
    """0 of n: 1 - (alpha / 2) ** (1 / n)."""
    for n in (1, 3, 10, 60, 1000):
        assert clopper_pearson(0, n).upper == pytest.approx(1 - 0.025 ** (1 / n), rel=1e-12)
        assert clopper_pearson(n, n).lower == pytest.approx(0.025 ** (1 / n), rel=1e-12)
    assert beta_quantile(0.3, 1, 1) == pytest.approx(0.3, rel=1e-15)
    assert (beta_quantile(0, 2, 3), beta_quantile(1, 2, 3)) == (0, 1)
    with pytest.raises(ValueError, match="0 <= x <= n"):
        clopper_pearson(3, 2)
