"""What is supposed to be true, the ready shapes of it, and the words and numbers that go with a design."""

from dataclasses import replace
from math import inf

import pytest

from domain.characteristics.calendar import simulate_calendar
from domain.characteristics.exact import exact_characteristics
from domain.characteristics.figures import Characteristics
from domain.characteristics.forecast import DAYS_A_MONTH, Conduct
from domain.characteristics.named import NAMED, most_likely_level, named_design_of, open_rules
from domain.characteristics.passing import estimate_passing
from domain.characteristics.ready import READY, ReadyScenario, scenario_of, usual_moderate
from domain.characteristics.scenario import Scenario
from domain.protocol.model import Provenance, Rules
from domain.protocol.reader import load_shipped
from domain.terms import AfterExceeded, PartKind, TopLevel
from tests.domain.escalation.designs import BAT6026, EXPAND_CONFIRM, EXPAND_STOP, NONE_STOP, make_part


@pytest.mark.parametrize(
    ("dlt", "limit", "level"),
    [
        ((0.1, 0.2, 0.4), 1 / 3, 2),
        ((0.5, 0.6), 1 / 3, 0),
        ((0.1, 1 / 3), 1 / 3, 2),
        ((0.1 + 0.2,), 0.3, 1),  # 0.30000000000000004
        ((0.2, 0.5, 0.25), 0.3, 3),
    ],
)
def test_the_true_mtd_is_the_highest_level_at_or_below_the_limit(dlt, limit, level) -> None:
    assert Scenario(dlt).true_mtd(limit) == level


def test_one_in_three_is_tolerable_unless_a_caller_says_otherwise() -> None:
    assert Scenario((0.1, 1 / 3, 0.34, 0.5)).true_mtd() == 2


def test_a_level_is_named_where_the_next_one_is_safer() -> None:
    assert Scenario((0.1, 0.3, 0.2, 0.2, 0.1)).falls_after == (2, 4)
    assert Scenario((0.1, 0.1, 0.2)).falls_after == ()


@pytest.mark.parametrize(
    ("dlt", "moderate", "words"),
    [
        ((0.1, -0.5), (), "level 2: a probability lies between 0 and 1"),
        ((1.5,), (), "level 1: a probability lies between 0 and 1"),
        ((0.1,), (-0.5,), "level 1: a probability lies between 0 and 1"),
        ((0.1,), (1.5,), "level 1: a probability lies between 0 and 1"),
        ((0.1, 0.6), (0.1, 0.5), r"level 2: .* together exceed 1 \(1.1\)"),
    ],
)
def test_a_scenario_that_cannot_be_names_its_level(dlt, moderate, words) -> None:
    with pytest.raises(ValueError, match=words):
        Scenario(dlt, moderate)


def test_a_moderate_toxicity_may_be_certain() -> None:
    assert Scenario((0.0, 1.0), (1.0, 0.0)).moderates == (1.0, 0.0)


def test_no_chance_falls_below_none_by_rounding() -> None:
    # 1 - 0.9 - 0.1 is -2.8e-17.
    assert min(Scenario((0.9,), (0.1,)).chances(1, 1, counts_moderate=True)) == 0.0


# --- ready scenarios ------------------------------------------------------------------------------

SHAPE = ReadyScenario("one", "One", "", (0.1, 0.2, 0.5, 0.9))


@pytest.mark.parametrize(
    ("levels", "dlt"),
    [
        (1, (0.1,)),
        (2, (0.1, 0.9)),
        (3, (0.1, 0.35, 0.9)),
        (4, (0.1, 0.2, 0.5, 0.9)),
        (5, (0.1, 0.18, 0.35, 0.6, 0.9)),  # 0.175 to two decimals
        (7, (0.1, 0.15, 0.2, 0.35, 0.5, 0.7, 0.9)),
    ],
)
def test_a_shape_is_stretched_over_the_levels_of_the_part(levels, dlt) -> None:
    assert SHAPE.dlt(levels) == pytest.approx(dlt, abs=1e-12)


@pytest.mark.parametrize("ready", READY, ids=lambda one: one.key)
def test_a_ready_scenario_rises_and_is_possible_at_any_number_of_levels(ready) -> None:
    for levels in range(1, 11):
        scenario = scenario_of(ready, levels)
        assert list(scenario.dlt) == sorted(scenario.dlt)
        assert scenario.moderates == tuple(map(usual_moderate, scenario.dlt))


def test_the_ready_scenarios_are_what_their_lines_say() -> None:
    middle, safe, steep, toxic = READY
    assert [one.key for one in READY] == ["middle", "safe", "steep", "toxic"]
    assert middle.dlt(8) == (0.01, 0.01, 0.03, 0.08, 0.2, 0.35, 0.5, 0.65)
    assert safe.dlt(8) == (0.01, 0.01, 0.02, 0.02, 0.03, 0.05, 0.08, 0.12)
    assert steep.dlt(8) == (0.01, 0.01, 0.02, 0.03, 0.05, 0.3, 0.55, 0.75)
    assert toxic.dlt(8) == (0.25, 0.35, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)


@pytest.mark.parametrize(
    ("dlt", "moderate"),
    [(0.0, 0.05), (0.025, 0.05), (0.1, 0.2), (0.15, 0.3), (0.4, 0.3), (0.8, 0.2), (0.04567, 0.0913)],
)
def test_a_moderate_toxicity_is_twice_as_likely_as_a_dlt_within_limits(dlt, moderate) -> None:
    assert usual_moderate(dlt) == moderate


# --- figures --------------------------------------------------------------------------------------


def figures(selection=(1.0,), distribution=None) -> Characteristics:
    return Characteristics(selection, 0.0, 0.0, (0.0,), (0.0,), distribution or {})


def test_where_nobody_is_treated_the_proportion_of_dlts_is_zero() -> None:
    assert figures().ratio_of_means == 0.0


def test_a_quantile_does_not_pass_by_its_number_through_rounding() -> None:
    # 0.7 + 0.1 is 0.7999999999999999.
    assert figures(distribution={3: 0.7, 4: 0.1, 5: 0.2}).quantile(0.8) == 4


def test_what_was_not_simulated_by_distribution_is_not_counted() -> None:
    answer = exact_characteristics(EXPAND_STOP, Scenario((0.5,)), with_distributions=False)
    assert (answer.distribution, answer.dlt_distribution, answer.above_distribution) == ({}, {}, {})
    assert exact_characteristics(EXPAND_STOP, Scenario((0.5,))).distribution != {}
    assert (figures().true_mtd, figures().mean_of_ratios) == (0, 0.0)


def test_the_likeliest_level_may_be_none() -> None:
    assert most_likely_level(figures((0.5, 0.2, 0.3))) == 0
    assert most_likely_level(figures((0.2, 0.3, 0.5))) == 2


# --- how the trial is run -------------------------------------------------------------------------


def test_a_trial_is_run_without_delay_unless_told() -> None:
    assert Conduct(0.5) == Conduct(0.5, 0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize("field", ["screening_days", "meeting_days"])
@pytest.mark.parametrize("days", [-0.5, inf])
def test_days_that_cannot_be_are_refused(field, days) -> None:
    with pytest.raises(ValueError, match="0 days or more"):
        Conduct(1, **{field: days})


@pytest.mark.parametrize("field", ["screen_failures", "not_evaluable"])
@pytest.mark.parametrize("share", [-0.5, 1.0])
def test_shares_that_cannot_be_are_refused(field, share) -> None:
    with pytest.raises(ValueError, match="a share from 0 to below 1"):
        Conduct(1, **{field: share})


@pytest.mark.parametrize("accrual", [0, -0.5])
def test_a_trial_without_candidates_is_refused(accrual) -> None:
    with pytest.raises(ValueError, match="accrual: more than 0"):
        Conduct(accrual)


def test_a_month_is_a_twelfth_of_a_year() -> None:
    assert pytest.approx(365.25) == 12 * DAYS_A_MONTH


def test_where_a_candidate_is_always_waiting_screening_is_waited_for_and_nothing_else() -> None:
    safe = Scenario((0.0,) * 2)
    forecast = simulate_calendar(EXPAND_STOP, 21, safe, Conduct(inf, screening_days=5), trials=3, seed=1)
    # Two groups of three; each subject waits for their own screening, since nothing else is to be waited for.
    assert forecast.spent.accrual == 0
    assert forecast.spent.screening == pytest.approx(2 * 5)
    assert forecast.months * DAYS_A_MONTH == pytest.approx([2 * 21 + 2 * 5] * 3)


# --- named designs --------------------------------------------------------------------------------


def test_the_named_designs_are_three_and_none_accelerates() -> None:
    assert [one.title for one in NAMED] == ["3+3, top confirmed", "3+3, top stopped", "3+3, no search-down"]
    assert {one.rules(BAT6026).accelerated_levels for one in NAMED} == {0}
    assert {one.rules(BAT6026).spacing for one in NAMED} == {BAT6026.spacing}


@pytest.mark.parametrize(
    ("rules", "title"),
    [
        (EXPAND_CONFIRM, "3+3, top confirmed"),
        (BAT6026, "3+3, top stopped"),
        (NONE_STOP, "3+3, no search-down"),
        (Rules(after_exceeded=AfterExceeded.PREVIOUS, top=TopLevel.CONFIRM), None),
    ],
)
def test_a_protocol_is_the_named_design_that_has_its_rules(rules, title) -> None:
    found = named_design_of(rules)
    assert (found.title if found else None) == title


def test_an_open_rule_without_readings_is_listed_last_and_once() -> None:
    protocol = load_shipped("bat6026")
    part = protocol.first_part
    prefix = f"parts.{part.part_id}.rules."
    paths = [prefix + "group_must_finish", prefix + "top", "parts.elsewhere.rules.top"]
    asked = replace(protocol, provenance={path: Provenance("", is_assumed=True) for path in paths})
    found = open_rules(asked, part, Scenario((0.1, 0.3)))
    assert [(one.path, bool(one.readings)) for one in found] == [
        (prefix + "top", True),
        (prefix + "group_must_finish", False),
    ]


def test_only_an_escalation_has_a_chance_of_passing_its_number() -> None:
    part = make_part(EXPAND_STOP, 3)
    assert estimate_passing(part, (), 12) is not None
    assert estimate_passing(replace(part, kind=PartKind.EXPANSION), (), 12) is None


def test_an_optional_level_counts_for_the_planned_number_once_it_is_opened() -> None:
    part = make_part(EXPAND_STOP, 3, optional=1)
    closed, opened = (estimate_passing(part, (), 12, with_optional=one) for one in (False, True))
    assert estimate_passing(part, (), 12) == closed
    assert closed is not None
    assert opened is not None
    # Two levels hold twelve subjects at most.
    assert closed.highest == 0.0
    assert opened.highest > 0.0
