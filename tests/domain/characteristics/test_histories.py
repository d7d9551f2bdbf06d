"""Every reachable history: counted, listed, and weighted against the exact figures."""

import inspect
from collections import Counter

import pytest
from hypothesis import given

from domain.characteristics.exact import Scenario, exact_characteristics
from domain.characteristics.histories import ReachableHistory, count_histories, enumerate_histories
from domain.escalation.recommend import recommend_next, treated_from
from domain.notation import parse_history
from domain.protocol.model import Rules
from domain.terms import FillMode
from tests.domain.characteristics.designs import rules_of_all_kinds, scenarios
from tests.domain.escalation.designs import BAT6026, EXPAND_CONFIRM, EXPAND_STOP, NONE_STOP, make_part

COUNTS = [  # ESC-10
    (EXPAND_CONFIRM, [10, 46, 154, 442, 1162, 2890, 6922, 16138, 36874, 82954]),
    (EXPAND_STOP, [7, 34, 118, 346, 922, 2314, 5578, 13066, 29962, 67594]),
    (NONE_STOP, [7, 19, 43, 91, 187, 379, 763, 1531, 3067, 6139]),
    (Rules(accelerated_levels=2), [13, 130, 640, 1810, 4450, 10330, 23290, 51610, 113050, 245530]),
    (Rules(accelerated_levels=3), [13, 130, 870, 3772, 9906, 22834, 50010, 107002, 226266, 475354]),
    (Rules(accelerated_levels=1), [13, 92, 310, 866, 2218, 5402, 12730, 29306, 66298, 147962]),
]


@pytest.mark.parametrize(("rules", "expected"), COUNTS)
def test_histories_are_as_many_as_counted_elsewhere(rules: Rules, expected: list[int]) -> None:
    assert [count_histories(rules, levels) for levels in range(1, 11)] == expected


@pytest.mark.parametrize(("rules", "expected"), COUNTS)
def test_as_many_are_listed_as_counted_and_no_two_are_alike(rules: Rules, expected: list[int]) -> None:
    for levels in range(1, 7):
        listed = Counter(str(history) for history in enumerate_histories(rules, levels))
        assert len(listed) == expected[levels - 1]
        assert set(listed.values()) == {1}


def test_eight_levels_are_listed_whole() -> None:
    assert sum(1 for _ in enumerate_histories(EXPAND_CONFIRM, 8)) == 16138


def test_the_list_of_the_smallest_design_can_be_checked_by_eye() -> None:
    assert [f"{history} {history.end.kind.value}" for history in enumerate_histories(EXPAND_STOP, 1)] == [
        "1NNN mad",
        "1NNT 1NNN mad",
        "1NNT 1NNT stop",
        "1NNT 1NTT stop",
        "1NNT 1TTT stop",
        "1NTT stop",
        "1TTT stop",
    ]


def test_histories_come_one_at_a_time() -> None:
    histories = enumerate_histories(BAT6026, 30)
    assert inspect.isgenerator(histories)
    assert str(next(histories)).startswith("1N 2N 3NNN")


@pytest.mark.parametrize("rules", [BAT6026, EXPAND_CONFIRM, NONE_STOP])
def test_every_history_ends_where_decide_ends_it(rules: Rules) -> None:
    for history in enumerate_histories(rules, 3):
        answer = recommend_next(make_part(rules, 3), treated_from(parse_history(str(history), 3)))
        assert (answer.action.value, answer.dose_level or 0) == (history.end.kind.value, history.end.level)
        assert not answer.departures


@given(rules_of_all_kinds, scenarios())
def test_histories_weighted_by_probability_give_the_exact_figures(rules: Rules, scenario: Scenario) -> None:
    answer = exact_characteristics(rules, scenario)
    levels = len(scenario.dlt)
    selection, subjects, dlts = [0.0] * (levels + 1), [0.0] * levels, [0.0] * levels
    totals: Counter[int] = Counter()
    above: Counter[int] = Counter()
    ratio = 0.0
    for history in enumerate_histories(rules, levels):
        p = history.probability(scenario)
        selection[history.end.level] += p
        for cohort in history.cohorts:
            subjects[cohort.dose_level - 1] += p * cohort.subjects
            dlts[cohort.dose_level - 1] += p * cohort.dlts
        total = sum(cohort.subjects for cohort in history.cohorts)
        totals[total] += p  # type: ignore[assignment]
        above[sum(c.subjects for c in history.cohorts if c.dose_level > answer.true_mtd)] += p  # type: ignore[assignment]
        ratio += p * _dlts(history) / total

    def near(expected: object) -> object:
        return pytest.approx(expected, rel=0, abs=1e-12)

    assert list(answer.selection) == near(selection)
    assert list(answer.expected_subjects) == near(subjects)
    # Subjects of a group have DLTs on their own: E[DLT] = p E[N] although the group's outcome decides what follows.
    assert list(answer.expected_dlts) == near(dlts)
    assert answer.mean_of_ratios == near(ratio)
    for number in {*totals, *answer.distribution}:
        assert answer.distribution.get(number, 0.0) == near(totals[number])
    for number in {*above, *answer.above_distribution}:
        assert answer.above_distribution.get(number, 0.0) == near(above[number])


def _dlts(history: ReachableHistory) -> int:
    return sum(cohort.dlts for cohort in history.cohorts)


def test_filling_at_once_reaches_fewer_histories() -> None:
    assert count_histories(Rules(accelerated_levels=2, fill=FillMode.DIRECT), 4) < count_histories(BAT6026, 4)


def test_an_impossible_outcome_has_no_probability() -> None:
    sure = Scenario((0.0, 1.0))
    likely = [history for history in enumerate_histories(EXPAND_STOP, 2) if history.probability(sure) > 0]
    assert [str(history) for history in likely] == ["1NNN 2TTT 1NNN"]
