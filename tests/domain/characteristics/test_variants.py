"""Variants by name, and what each reading of an open rule costs."""

import pytest
from hypothesis import given

from domain.characteristics.exact import Scenario, exact_characteristics
from domain.characteristics.variants import (
    VARIANTS,
    accelerated,
    describe_rules,
    diff_readings,
    filled,
    variant_of,
)
from domain.protocol.model import Rules
from domain.protocol.reader import load_shipped, shipped_protocols
from domain.terms import FillMode
from tests.domain.characteristics.designs import rules_of_all_kinds
from tests.domain.escalation.designs import EXPAND_CONFIRM, EXPAND_STOP, NONE_STOP
from ui.sentences import SENTENCES


def test_the_three_designs_of_the_field_have_names() -> None:
    names = [variant_of(rules).name for rules in (EXPAND_CONFIRM, EXPAND_STOP, NONE_STOP)]
    assert names == ["search-down-confirm", "search-down", "no-search-down"]
    assert len({variant.name for variant in VARIANTS}) == len(VARIANTS)


@given(rules_of_all_kinds)
def test_all_rules_have_a_variant_and_sentences(rules: Rules) -> None:
    assert variant_of(rules).apply(rules) == rules
    for reason in describe_rules(rules):
        assert "{" not in SENTENCES[reason.code].format(**reason.numbers)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_changes_nothing_but_the_search_and_the_top(variant: object) -> None:
    rules = filled(accelerated(Rules(), 3), FillMode.DIRECT)
    applied = variant.apply(rules)  # type: ignore[attr-defined]
    assert (applied.accelerated_levels, applied.fill) == (3, FillMode.DIRECT)
    assert variant_of(applied) is variant


def test_peers_that_name_two_variants_alike_differ_by_what_the_facts_say() -> None:
    """precautionary prints .0338 where escalation prints .0531 for the same words."""
    scenario = Scenario((0.05, 0.1, 0.2, 0.3, 0.5))
    stopped, confirmed = (exact_characteristics(rules, scenario) for rules in (EXPAND_STOP, EXPAND_CONFIRM))
    assert stopped.selection[5] == pytest.approx(0.0531, abs=5e-5)
    assert confirmed.selection[5] == pytest.approx(0.0338, abs=5e-5)


def test_each_reading_of_an_open_rule_has_its_cost() -> None:
    protocol = load_shipped("bat6026")
    part = protocol.first_part
    scenario = Scenario((0.01, 0.01, 0.03, 0.08, 0.2, 0.35, 0.5), (0.05, 0.05, 0.06, 0.16, 0.3, 0.3, 0.3))
    readings = diff_readings(protocol, part, scenario)
    assert [(one.path.rpartition(".")[2], str(one.value), one.is_taken) for one in readings] == [
        ("fill", "stepwise", True),
        ("fill", "direct", False),
        ("top", "stop", True),
        ("top", "confirm", False),
    ]
    fill = readings[1]
    # The fill costs subjects only: who is dosed is the same in the end.
    assert fill.selection_shift == pytest.approx((0.0,) * 8, abs=1e-12)
    assert 0 < fill.subjects_shift < 0.11
    assert sum(readings[3].selection_shift) == pytest.approx(0.0, abs=1e-12)
    assert readings[3].selection_shift[7] < 0 < readings[3].subjects_shift
    assert all(not any(one.selection_shift) and one.subjects_shift == 0 for one in readings if one.is_taken)


@pytest.mark.parametrize("name", shipped_protocols())
def test_the_open_rules_of_every_study_can_be_costed(name: str) -> None:
    protocol = load_shipped(name)
    part = protocol.first_part
    levels = len(part.levels)
    scenario = Scenario(tuple(0.05 * level for level in range(1, levels + 1)), (0.1,) * levels)
    readings = diff_readings(protocol, part, scenario)
    assert readings
    assert {one.path for one in readings if one.is_taken} == {one.path for one in readings}
    for one in readings:
        assert sum(one.characteristics.selection) == pytest.approx(1.0, abs=1e-12)
