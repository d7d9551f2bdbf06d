"""ESC-9. The exact characteristics against published numbers, closed forms and properties that must hold."""

from collections.abc import Callable
from math import prod
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.characteristics.exact import Characteristics, Scenario, exact_characteristics
from domain.characteristics.tables import Prospect, pathway
from domain.escalation.recommend import recommend_next, treated_from
from domain.notation import Group, parse_history
from domain.protocol.model import Rules
from domain.terms import Action, AfterExceeded, FillMode, Outcome
from tests.domain.characteristics.designs import BAT6026_SCENARIO, rules_of_all_kinds, rules_of_case, scenarios
from tests.domain.escalation.designs import BAT6026, EXPAND_CONFIRM, EXPAND_STOP, NONE_STOP, make_part


def near(expected: object, tolerance: float = 1e-12) -> Any:
    return pytest.approx(expected, rel=0, abs=tolerance)


def test_the_published_cases_come_out_to_twelve_digits(shared_cases: Callable[[str], Any]) -> None:
    for case in shared_cases("escalation")["oc"]:
        expected, name = case["expected"], case["id"]
        answer = exact_characteristics(
            rules_of_case(case["rules"]), Scenario(tuple(case["p_dlt"]), tuple(case["p_mod"] or ()))
        )
        # The cases list the levels below the top, and a cleared top apart.
        found = [*answer.selection[:-1], answer.selection[-1] - answer.not_reached]
        assert found == near([*expected["mtd"], *[0.0] * (len(found) - len(expected["mtd"]))]), name
        assert answer.not_reached == near(expected["not_reached"]), name
        assert answer.selection[0] == near(expected["stop_too_toxic"]), name
        assert list(answer.expected_subjects) == near(expected["expected_n"]), name
        assert list(answer.expected_dlts) == near(expected["expected_dlt"]), name
        assert answer.mean_total == near(expected["expected_total_n"]), name
        assert answer.sd_total == near(expected["sd_total_n"], 1e-11), name
        assert answer.mean_total_dlts == near(expected["expected_total_dlt"]), name
        distribution = {int(n): p for n, p in expected["n_distribution"].items()}
        for number in {*distribution, *answer.distribution}:
            assert answer.distribution.get(number, 0.0) == near(distribution.get(number, 0.0)), name


def test_bat6026_with_eight_levels_comes_out_as_computed_elsewhere() -> None:
    answer = exact_characteristics(BAT6026, BAT6026_SCENARIO)
    assert answer.selection[:8] == near((0.0005, 0.0006, 0.0102, 0.0668, 0.2985, 0.4081, 0.1859, 0.0270), 5e-5)
    assert answer.not_reached == near(0.0024, 5e-5)
    assert answer.mean_total == near(19.69, 5e-3)
    assert max(answer.distribution) == 48
    assert answer.quantile(0.9) == 26
    assert exact_characteristics(EXPAND_STOP, BAT6026_SCENARIO).mean_total == near(23.40, 5e-3)
    assert exact_characteristics(Rules(accelerated_levels=3), BAT6026_SCENARIO).mean_total == near(18.10, 5e-3)


# Lin and Shih, Biostatistics 2001;2:203-215, sections 2.2 and 3.2, with A = B = 3, C = D = E = 1: P0 and P1 are the
# probabilities of none and one DLT among three, Q0 of one and then none, Q2 of none and then two or more.


def lin_shih(dlt: tuple[float, ...], *, search_down: bool) -> tuple[list[float], list[float]]:
    """Selection and expected subjects in closed form; the top level is stopped, nobody is dosed alone."""
    p0 = [(1 - p) ** 3 for p in dlt]
    p1 = [3 * p * (1 - p) ** 2 for p in dlt]
    q0 = [one * none for one, none in zip(p1, p0, strict=True)]
    q2 = [none * (1 - none - one) if search_down else 0.0 for none, one in zip(p0, p1, strict=True)]
    passed = [none + one for none, one in zip(p0, q0, strict=True)]
    levels = len(dlt)
    # Probability that the trial comes back to level j (0-based) once it has gone above it.
    back = [sum(prod(q2[j + 1 : k]) * (1 - passed[k]) for k in range(j + 1, levels)) for j in range(levels)]
    selection = [prod(passed[:j]) * (passed[j] - q2[j]) * (back[j] if j < levels - 1 else 0.0) for j in range(levels)]
    selection[-1] = prod(passed)
    none = sum(prod(q2[:k]) * (1 - passed[k]) for k in range(levels))
    again = [p0[j] * back[j] if search_down else 0.0 for j in range(levels)]
    subjects = [prod(passed[:j]) * (3 + 3 * p1[j] + 3 * again[j]) for j in range(levels)]
    return [none, *selection], subjects


@given(st.lists(st.floats(0, 1, allow_subnormal=False), min_size=1, max_size=8).map(tuple), st.booleans())
def test_the_closed_forms_of_lin_and_shih_hold(dlt: tuple[float, ...], search_down: bool) -> None:
    rules = EXPAND_STOP if search_down else NONE_STOP
    answer = exact_characteristics(rules, Scenario(dlt))
    selection, subjects = lin_shih(dlt, search_down=search_down)
    assert list(answer.selection) == near(selection)
    assert list(answer.expected_subjects) == near(subjects, 1e-11)


def test_the_example_of_lin_and_shih_comes_out(shared_cases: Callable[[str], Any]) -> None:
    (case,) = [one for one in shared_cases("escalation")["published"] if one["id"] == "pub/linshih2001"]
    for name, rules in (("expand", EXPAND_STOP), ("none", NONE_STOP)):
        answer = exact_characteristics(rules, Scenario(tuple(case["p"])))
        assert list(answer.selection) == near(case["exact"][name]["rec"])
        assert list(answer.expected_subjects) == near(case["exact"][name]["expected_n"])


def test_the_word_dlt_proportion_has_two_meanings(shared_cases: Callable[[str], Any]) -> None:
    """Jia, Ivanova, Lee 2017, Table 3, prints a mean of ratios for the confirming variant; tolerance as simulated."""
    (case,) = [one for one in shared_cases("escalation")["published"] if one["id"] == "pub/jia2017"]
    means = {"mean_of_ratios": (0.374, 0.288, 0.231, 0.166), "ratio_of_means": (0.318, 0.258, 0.213, 0.163)}
    for place, row in enumerate(case["rows"]):
        answer = exact_characteristics(EXPAND_CONFIRM, Scenario(tuple(row["p"])))
        for name, values in means.items():
            assert getattr(answer, name) == near(values[place], 5e-4)
        assert list(answer.selection) == near(row["rec"], 0.035)


@given(rules_of_all_kinds, scenarios())
def test_probabilities_sum_to_one_and_totals_agree(rules: Rules, scenario: Scenario) -> None:
    answer = exact_characteristics(rules, scenario)
    assert sum(answer.selection) == near(1.0)
    assert answer.undecided == 0.0
    assert 0 <= answer.not_reached <= answer.selection[-1]
    for distribution in (answer.distribution, answer.dlt_distribution, answer.above_distribution):
        assert sum(distribution.values()) == near(1.0)
    assert answer.mean_total == near(sum(n * p for n, p in answer.distribution.items()), 1e-10)
    # E[DLT] = sum of p E[N]: the distribution is carried on its own.
    per_level = sum(p * n for p, n in zip(scenario.dlt, answer.expected_subjects, strict=True))
    assert sum(n * p for n, p in answer.dlt_distribution.items()) == near(per_level, 1e-10)
    above = sum(answer.expected_subjects[answer.true_mtd :])
    assert sum(n * p for n, p in answer.above_distribution.items()) == near(above, 1e-10)


HISTORIES = ["", "1N 2M", "1N 2MNN 3NNT", "1N 2N 3NNN 4NTT", "1N 2N 3NN?", "1? 2N", "1N 2m", "1N 2MNN 3NNT 4N", "1TN?"]


@pytest.mark.parametrize("fill", list(FillMode))
@pytest.mark.parametrize("history", HISTORIES)
def test_a_history_is_worth_the_weighted_mean_of_what_may_follow(history: str, fill: FillMode) -> None:
    """From two outcomes on, by hand, or from today by one call: the same."""
    rules = Rules(accelerated_levels=2, fill=fill)
    scenario = Scenario((0.05, 0.1, 0.2, 0.35, 0.5), (0.1, 0.2, 0.2, 0.3, 0.3))
    groups = parse_history(history, 5)
    known = tuple(Group(g.dose_level, tuple(o for o in g.outcomes if not o.is_pending)) for g in groups)
    leaves = list(leaves_of(pathway(rules, groups, 2, scenario), known))
    assert sum(leaf.reach for leaf, _ in leaves) == near(1.0)
    answers = [(leaf.reach, exact_characteristics(rules, scenario, history=after)) for leaf, after in leaves]
    whole = exact_characteristics(rules, scenario, history=groups)

    def mean(pick: Callable[[Characteristics], float]) -> float:
        return sum(weight * pick(answer) for weight, answer in answers)

    for level in range(6):
        assert whole.selection[level] == near(mean(lambda one, level=level: one.selection[level]))  # type: ignore[misc]
    assert whole.mean_total == near(mean(lambda one: one.mean_total))
    assert whole.mean_total_dlts == near(mean(lambda one: one.mean_total_dlts))
    assert whole.mean_of_ratios == near(mean(lambda one: one.mean_of_ratios))
    assert whole.more_above_mtd_than(3) == near(mean(lambda one: one.more_above_mtd_than(3)))
    assert whole.more_than(16) == near(mean(lambda one: one.more_than(16)))


def leaves_of(place: Prospect, history: tuple[Group, ...]) -> list[tuple[Prospect, tuple[Group, ...]]]:
    after = (*history, *(cohort.group for cohort in place.outcomes))
    return [leaf for branch in place.branches for leaf in leaves_of(branch, after)] or [(place, after)]


groups_of_all_kinds = st.lists(
    st.builds(Group, st.integers(1, 3), st.lists(st.sampled_from(list(Outcome)), min_size=1, max_size=4).map(tuple)),
    max_size=5,
)


@given(rules_of_all_kinds, groups_of_all_kinds, scenarios(st.just(3)), st.booleans())
def test_any_history_is_answered_and_agrees_with_the_recommendation(
    rules: Rules, history: list[Group], scenario: Scenario, replaced: bool
) -> None:
    from dataclasses import replace

    rules = replace(rules, replace_not_evaluable=replaced)
    answer = exact_characteristics(rules, scenario, history=history)
    assert sum(answer.selection) + answer.undecided == near(1.0)
    assert sum(answer.distribution.values()) == near(1.0)
    assert min(answer.distribution) >= sum(len(group.outcomes) for group in history)
    if any(outcome.is_pending for group in history for outcome in group.outcomes):
        return
    now = recommend_next(make_part(rules, 3), treated_from(history))
    if now.action is Action.CHOOSE:
        assert answer.undecided == near(1.0)
    elif now.action in (Action.MTD, Action.MAD, Action.STOP):
        assert answer.selection[now.dose_level or 0] == near(1.0)


@given(rules_of_all_kinds, groups_of_all_kinds, scenarios(st.just(3)))
def test_a_pending_subject_is_worth_the_weighted_mean_of_its_verdicts(
    rules: Rules, history: list[Group], scenario: Scenario
) -> None:
    places = [(i, j) for i, group in enumerate(history) for j, one in enumerate(group.outcomes) if one.is_pending]
    if not places:
        return
    i, j = places[0]
    level, now = history[i].dose_level, history[i].outcomes[j]
    dlt, moderate = scenario.dlt[level - 1], scenario.moderates[level - 1]
    if now is Outcome.PENDING_MODERATE:
        verdicts = {Outcome.DLT: dlt, Outcome.MODERATE: 1 - dlt}
    else:
        verdicts = {Outcome.DLT: dlt, Outcome.MODERATE: moderate, Outcome.NO_DLT: 1 - dlt - moderate}
    whole = exact_characteristics(rules, scenario, history=history)
    mixed = [0.0] * 6
    for verdict, chance in verdicts.items():
        outcomes = (*history[i].outcomes[:j], verdict, *history[i].outcomes[j + 1 :])
        known = [*history[:i], Group(level, outcomes), *history[i + 1 :]]
        answer = exact_characteristics(rules, scenario, history=known)
        figures = [*answer.selection[:3], answer.undecided, answer.mean_total, answer.mean_of_ratios]
        mixed = [total + chance * figure for total, figure in zip(mixed, figures, strict=True)]
    assert [*whole.selection[:3], whole.undecided, whole.mean_total, whole.mean_of_ratios] == near(mixed, 1e-11)


@pytest.mark.parametrize(
    ("after_exceeded", "levels", "history", "mean_total"),
    [
        # Without a moderate toxicity the single subject is enough; with one, two more are dosed there.
        (AfterExceeded.PREVIOUS, 2, "1? 2TT", 3 + 0.25 * 2),
        # Level 1 is filled to six either way.
        (AfterExceeded.FILL, 2, "1? 2TT", 8),
        # Level 1 lacks two after a moderate toxicity, whatever is done at level 2; that is filled to six either way.
        (AfterExceeded.FILL, 3, "1? 2N 3TT", 9 + 0.25 * 2),
    ],
)
def test_a_moderate_toxicity_counts_below_an_exceeded_level_that_was_reached_out_of_order(
    after_exceeded: AfterExceeded, levels: int, history: str, mean_total: float
) -> None:
    rules = Rules(accelerated_levels=2, moderate_limit=1, after_exceeded=after_exceeded, fill=FillMode.STEPWISE)
    scenario = Scenario((0.0,) * levels, (0.25, *[0.0] * (levels - 1)))
    answer = exact_characteristics(rules, scenario, history=parse_history(history, levels))
    assert answer.mean_total == near(mean_total)


def test_a_history_off_the_path_may_leave_the_choice_to_the_committee() -> None:
    scenario = Scenario((0.1, 0.2, 0.3))
    on_path = exact_characteristics(BAT6026, scenario, history=parse_history("1N 2N 3NNT", 3))
    assert on_path.undecided == 0.0
    seven = exact_characteristics(BAT6026, scenario, history=parse_history("1N 2N 3NNTNNN?", 3))
    assert seven.undecided == near(0.3)


def test_subjects_who_are_not_replaced_leave_the_choice_to_the_committee() -> None:
    rules = Rules(replace_not_evaluable=False)
    scenario = Scenario((0.1, 0.2))
    assert exact_characteristics(rules, scenario, history=parse_history("1NNX", 2)).undecided == near(1.0)
    assert exact_characteristics(rules, scenario, history=parse_history("1NX", 2)).undecided == 0.0


def test_many_pending_subjects_are_resolved_without_delay() -> None:
    history = parse_history(" ".join(f"{level}{'?' * 30}" for level in range(1, 9)), 8)
    answer = exact_characteristics(BAT6026, BAT6026_SCENARIO, history=history)
    assert sum(answer.selection) + answer.undecided == near(1.0)
    assert answer.mean_total >= 240


def test_a_level_without_probability_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="names level 3, but there are probabilities for 2 levels"):
        exact_characteristics(BAT6026, Scenario((0.1, 0.2)), history=parse_history("1N 2N 3N", 8))


@pytest.mark.parametrize(
    ("dlt", "moderate", "words"),
    [
        ((), (), "at least one"),
        ((0.1, 1.1), (), "level 2"),
        ((0.1, float("nan")), (), "level 2"),
        ((0.1,), (0.1, 0.1), "give one a level"),
        ((0.1, 0.6), (0.1, 0.5), "level 2: DLT and moderate toxicity together exceed 1"),
    ],
)
def test_an_impossible_scenario_is_refused(dlt: tuple[float, ...], moderate: tuple[float, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Scenario(dlt, moderate)


def test_the_plan_of_imm27m_is_often_exceeded() -> None:
    """It plans 16 subjects."""
    rules = Rules(accelerated_levels=1)
    answer = exact_characteristics(rules, Scenario((0.05, 0.1, 0.2, 0.3, 0.4), (0.1,) * 5))
    assert 0.12 < answer.more_than(16) < 0.31
    assert answer.more_than(max(answer.distribution)) == 0.0


def test_what_was_not_asked_for_is_not_made_up() -> None:
    answer = exact_characteristics(BAT6026, BAT6026_SCENARIO, with_distributions=False)
    assert not answer.distribution
    with pytest.raises(ValueError, match="not asked for"):
        answer.quantile(0.5)
