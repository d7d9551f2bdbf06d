"""Responses at visits: limits exactly reached, missing lesions, nodes, new lesions, what stays after a response."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.response.assess import assess_visits
from domain.response.lesions import Lesion, LesionFinding
from domain.response.rules import ResponseRules
from domain.response.terms import LesionKind, LesionStatus, Response
from tests.domain.response.build import RULES, assess_lengths, finding, measured, target, visit

PRESENT, ABSENT, EQUIVOCAL = LesionStatus.PRESENT, LesionStatus.ABSENT, LesionStatus.EQUIVOCAL
NEW, NON_TARGET = LesionKind.NEW, LesionKind.NON_TARGET


@pytest.mark.parametrize(
    ("baseline", "visits", "expected"),
    [
        # 30 % exactly, and a tenth of a millimetre less
        ([14.0], [[9.8]], ["PR"]),
        ([14.0], [[9.9]], ["SD"]),
        ([100.0], [[70.0]], ["PR"]),
        ([100.0], [[70.1]], ["SD"]),
        # 20 % exactly over the nadir
        ([27.0], [[32.4]], ["PD"]),
        ([27.0], [[32.3]], ["SD"]),
        ([50.0], [[60.0]], ["PD"]),
        ([50.0], [[59.9]], ["SD"]),
        # 5 mm exactly
        ([20.0], [[25.0]], ["PD"]),
        ([20.0], [[24.9]], ["SD"]),
        ([30.0], [[3.2], [8.2]], ["PR", "PD"]),
        ([30.0], [[3.2], [8.1]], ["PR", "PR"]),
        # the nadir is the smallest sum so far, baseline included
        ([100.0], [[80.0], [90.0], [96.0]], ["SD", "SD", "PD"]),
        ([100.0], [[115.0], [119.9], [120.0]], ["SD", "SD", "PD"]),
        # PD from the nadir comes before PR from baseline
        ([50.0, 20.0], [[20.0, 10.0], [37.0, 11.0]], ["PR", "PD"]),
        # a missing lesion: no sum, no nadir, PD only if the rest suffices
        ([30.0, 20.0], [[25.0, None]], ["NE"]),
        ([30.0, 20.0], [[10.0, None], [30.0, 20.0]], ["NE", "SD"]),
        ([30.0, 20.0], [[20.0, 18.0], [45.6, None]], ["SD", "PD"]),
        ([30.0, 20.0], [[20.0, 18.0], [45.5, None]], ["SD", "NE"]),
        ([30.0], [[0.0], [0.0]], ["CR", "CR"]),
        ([30.0], [[0.0], [0.5]], ["CR", "PD"]),
    ],
)
def test_the_limits_hold_to_the_tenth_of_a_millimetre(baseline, visits, expected) -> None:  # EFF-1
    assert [one.target for one in assess_lengths(baseline, visits)] == expected


@pytest.mark.parametrize(("axis", "expected"), [(9.9, "CR"), (10.0, "PR"), (0.0, "CR")])
def test_a_node_is_gone_below_10_mm_and_stays_in_the_sum(axis, expected) -> None:
    (answer,) = assess_lengths([20.0, 18.0], [[0.0, axis]], [False, True])
    assert answer.target == expected
    assert answer.sum == round(axis * 10)


def test_a_node_of_10_mm_is_back_after_a_complete_response() -> None:
    assert [one.target for one in assess_lengths([20.0], [[8.0], [9.9]], [True])] == ["CR", "CR"]
    assert [one.target for one in assess_lengths([20.0], [[8.0], [10.0]], [True])] == ["CR", "PD"]


def test_a_confirmed_pr_stays_until_pd_unless_the_protocol_judges_each_visit() -> None:
    visits = [[70.0], [70.0], [80.0], [83.9], [84.0]]
    assert [one.target for one in assess_lengths([100.0], visits)] == ["PR", "PR", "PR", "PR", "PD"]
    plain = assess_lengths([100.0], visits, rules=ResponseRules(pr_sticks=False))
    assert [one.target for one in plain] == ["PR", "PR", "SD", "SD", "PD"]
    assert [one.target for one in assess_lengths([100.0], [[70.0], [80.0], [80.0]])] == ["PR", "SD", "SD"]


def test_a_lesion_too_small_to_measure_counts_5_mm_unless_a_number_is_given() -> None:
    for tenths, expected in ((None, 50), (30, 30)):
        found = visit(1, LesionFinding("T1", LesionStatus.TOO_SMALL, tenths))
        (answer,) = assess_visits([target("T1")], measured(0, [30.0]), [found], RULES)
        assert answer.sum == expected


def test_a_baseline_that_is_not_known_allows_no_response_but_a_pd_from_a_later_nadir() -> None:
    lesions = [target("T1"), target("T2")]
    later = [measured(1, [20.0, 20.0]), measured(2, [30.0, 30.0])]
    answers = assess_visits(lesions, measured(0, [30.0, None]), later, RULES)
    assert [one.target for one in answers] == ["NE", "PD"]


def follow(kind: LesionKind, *statuses: LesionStatus | None) -> list[Response]:
    lesions = [target("T1"), Lesion("X", kind)]
    before = [finding("T1", 50.0)] + ([LesionFinding("X", PRESENT)] if kind is NON_TARGET else [])
    later = [
        visit(at, finding("T1", 50.0), *([LesionFinding("X", status)] if status else []))
        for at, status in enumerate(statuses, 1)
    ]
    return [one.overall for one in assess_visits(lesions, visit(0, *before), later, RULES)]


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ((None, PRESENT, None), ["SD", "PD", "PD"]),
        ((EQUIVOCAL,), ["SD"]),
        ((EQUIVOCAL, EQUIVOCAL), ["SD", "SD"]),
        ((None, EQUIVOCAL, PRESENT), ["SD", "PD", "PD"]),
        ((EQUIVOCAL, None, LesionStatus.UNEQUIVOCAL_PD), ["PD", "PD", "PD"]),
        ((EQUIVOCAL, ABSENT, PRESENT), ["SD", "SD", "PD"]),
        ((EQUIVOCAL, ABSENT), ["SD", "SD"]),
        ((PRESENT, ABSENT), ["PD", "SD"]),
    ],
)
def test_a_new_lesion_counts_once_certain_and_from_its_first_sighting(statuses, expected) -> None:
    assert follow(NEW, *statuses) == expected


def test_equivocal_progression_of_a_non_target_lesion_is_dated_back_too() -> None:
    assert follow(NON_TARGET, EQUIVOCAL, LesionStatus.UNEQUIVOCAL_PD) == ["PD", "PD"]
    assert follow(NON_TARGET, EQUIVOCAL, PRESENT) == ["SD", "SD"]


@pytest.mark.parametrize(("mm", "expected"), [(9.9, "SD"), (10.0, "PD")])
def test_a_new_node_counts_from_10_mm(mm, expected) -> None:
    lesions = [target("T1"), Lesion("X", NEW, is_nodal=True)]
    later = visit(1, finding("T1", 50.0), finding("X", mm))
    (answer,) = assess_visits(lesions, measured(0, [50.0]), [later], RULES)
    assert answer.overall == expected


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ((ABSENT, ABSENT), "CR"),
        ((ABSENT, PRESENT), "NON-CR/NON-PD"),
        ((PRESENT, LesionStatus.NOT_EVALUABLE), "NE"),
        ((ABSENT, None), "NE"),
        ((LesionStatus.NOT_EVALUABLE, LesionStatus.UNEQUIVOCAL_PD), "PD"),
    ],
)
def test_non_target_lesions_alone(statuses, expected) -> None:
    lesions = [Lesion("N1", NON_TARGET), Lesion("N2", NON_TARGET)]
    before = visit(0, LesionFinding("N1", PRESENT), LesionFinding("N2", PRESENT))
    found = [LesionFinding(f"N{at}", status) for at, status in enumerate(statuses, 1) if status]
    (answer,) = assess_visits(lesions, before, [visit(1, *found)], RULES)
    assert (answer.target, answer.non_target, answer.overall) == ("NONE", expected, expected)


def test_a_non_target_lesion_that_is_back_after_a_complete_response_is_pd() -> None:
    lesions = [target("T1"), Lesion("N1", NON_TARGET)]
    before = visit(0, finding("T1", 30.0), LesionFinding("N1", PRESENT))
    later = [
        visit(1, finding("T1", 0.0), LesionFinding("N1", ABSENT)),
        visit(2, finding("T1", 0.0), LesionFinding("N1", PRESENT)),
    ]
    assert [one.overall for one in assess_visits(lesions, before, later, RULES)] == ["CR", "PD"]


def test_every_visit_says_why() -> None:
    for answer in assess_lengths([100.0, 20.0], [[70.0, None], [60.0, 20.0], [90.0, 20.0], [0.0, 0.0]]):
        assert answer.reasons


LENGTHS = st.one_of(st.integers(0, 400), st.none())
VISITS = st.lists(st.lists(LENGTHS, min_size=3, max_size=3), min_size=1, max_size=6)
BASELINES = st.lists(st.integers(100, 400), min_size=3, max_size=3)
NODAL = st.lists(st.booleans(), min_size=3, max_size=3)


def responses(baseline, visits, nodal, scale=1) -> list[Response]:
    lengths = [[None if one is None else one * scale / 10 for one in row] for row in visits]
    answers = assess_lengths([one * scale / 10 for one in baseline], lengths, nodal)
    return [one.overall for one in answers]


@given(BASELINES, VISITS, NODAL)
def test_a_later_visit_changes_no_earlier_response(baseline, visits, nodal) -> None:
    whole = responses(baseline, visits, nodal)
    for last in range(len(visits)):
        assert responses(baseline, visits[: last + 1], nodal) == whole[: last + 1]


@given(st.lists(st.sampled_from([None, ABSENT, EQUIVOCAL, PRESENT]), min_size=1, max_size=6))
def test_a_later_visit_changes_an_earlier_response_only_to_a_pd_dated_back(statuses) -> None:
    whole = follow(NEW, *statuses)
    for last in range(len(statuses)):
        for then, now in zip(follow(NEW, *statuses[: last + 1]), whole, strict=False):
            assert now in (then, Response.PD)


@given(BASELINES, VISITS, NODAL, st.permutations(range(3)))
def test_the_order_of_lesions_is_irrelevant(baseline, visits, nodal, order) -> None:
    lesions = [target(f"T{at}", is_nodal=flag) for at, flag in enumerate(nodal, 1)]
    later = [measured(at, [one if one is None else one / 10 for one in row]) for at, row in enumerate(visits, 1)]
    before = measured(0, [one / 10 for one in baseline])
    plain = assess_visits(lesions, before, later, RULES)
    mixed = [replace(one, findings=tuple(one.findings[at] for at in order)) for one in reversed(later)]
    other = assess_visits([lesions[at] for at in order], before, mixed, RULES)
    assert [(one.overall, one.sum, one.nadir) for one in other] == [(one.overall, one.sum, one.nadir) for one in plain]


@given(BASELINES, VISITS, st.integers(2, 5))
def test_scaling_all_lesions_changes_nothing_but_the_5_mm_rule(baseline, visits, scale) -> None:
    small = responses(baseline, visits, [False] * 3)
    large = responses(baseline, visits, [False] * 3, scale)
    for first, second in zip(small, large, strict=True):
        # Up to the first PD, which may come earlier in the larger, where 5 mm are a smaller part.
        if first is not second:
            assert second is Response.PD
        if Response.PD in (first, second):
            break
