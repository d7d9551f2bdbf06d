"""The decision table and the tree of next outcomes, both made by the rule itself."""

import pytest
from hypothesis import given

from domain.characteristics.exact import Scenario
from domain.characteristics.tables import Mark, Prospect, Situation, decision_table, pathway
from domain.escalation.recommend import recommend_next, treated_from
from domain.escalation.rule import StepKind
from domain.notation import format_history, parse_history
from domain.protocol.model import Rules
from domain.terms import FillMode
from tests.domain.characteristics.designs import rules_of_all_kinds, scenarios
from tests.domain.escalation.designs import BAT6026, EXPAND_CONFIRM, NONE_STOP, make_part

SCENARIO = Scenario((0.05, 0.1, 0.2, 0.35), (0.1, 0.2, 0.2, 0.3))


def marks(rules: Rules, situation: Situation = Situation.ESCALATING) -> dict[str, str]:
    return {
        f"{cell.evaluable}/{cell.dlt}{'m' if cell.moderate else ''}": f"{cell.mark}{cell.subjects or ''}"
        for cell in decision_table(rules, situation)
    }


def test_the_table_while_escalating_is_the_count_rule() -> None:
    """SPIRE, Trials 2018, Table 3: 3 to 6 and none, escalate; below 6 and one, up to 6; two or more, not tolerated."""
    found = marks(BAT6026)
    assert len(found) == sum(n + 1 for n in range(1, 8))
    assert [found[cell] for cell in ("1/0", "2/0", "3/0", "4/0", "5/0", "6/0")] == ["S2", "S1", "E", "E", "E", "E"]
    assert [found[cell] for cell in ("1/1", "2/1", "3/1", "4/1", "5/1", "6/1")] == ["S2", "S1", "S3", "S2", "S1", "E"]
    assert {found[f"{n}/{dlt}"] for n in range(2, 7) for dlt in range(2, n + 1)} == {"DU"}
    assert (found["7/1"], found["7/2"]) == ("E", "choose")


def test_the_table_depends_on_where_the_level_stands() -> None:
    assert marks(BAT6026, Situation.BELOW_EXCEEDED)["3/0"] == "S3"
    assert marks(BAT6026, Situation.BELOW_EXCEEDED)["6/1"] == "MTD"
    assert marks(Rules(fill=FillMode.DIRECT), Situation.BELOW_EXCEEDED)["1/0"] == "S5"
    assert marks(NONE_STOP, Situation.BELOW_EXCEEDED)["3/0"] == "MTD"
    assert marks(BAT6026, Situation.TOP)["3/0"] == "MAD"
    assert (marks(EXPAND_CONFIRM, Situation.TOP)["3/0"], marks(EXPAND_CONFIRM, Situation.TOP)["6/1"]) == ("S3", "MTD")


def test_the_accelerated_table_tells_moderate_toxicities_apart() -> None:
    found = marks(BAT6026, Situation.ACCELERATED)
    assert (found["1/0"], found["1/0m"], found["1/1"], found["3/0m"]) == ("E", "S2", "S2", "E")
    assert decision_table(Rules(), Situation.ACCELERATED) == ()


@given(rules_of_all_kinds)
def test_more_dlts_are_never_bolder_in_any_table(rules: Rules) -> None:
    order = {Mark.ESCALATE: 0, Mark.MAD: 0, Mark.MTD: 0, Mark.STAY: 1, Mark.CHOOSE: 1, Mark.EXCEEDED: 2}
    for situation in Situation:
        rows: dict[int, list[int]] = {}
        for cell in decision_table(rules, situation):
            if not cell.moderate:
                rows.setdefault(cell.evaluable, []).append(order[cell.mark])
        assert all(row == sorted(row) for row in rows.values())


def places(place: Prospect, history: str = "") -> list[tuple[str, Prospect]]:
    after = f"{history} {format_history(cohort.group for cohort in place.outcomes)}".strip()
    return [(after, place), *(one for branch in place.branches for one in places(branch, after))]


def test_the_tree_from_today_says_where_each_number_of_dlts_leads() -> None:
    tree = pathway(BAT6026, parse_history("1N 2MNN", 4), 1, SCENARIO)
    assert tree.step.level == 3
    assert [format_history(c.group for c in branch.outcomes) for branch in tree.branches] == [
        "3NNN",
        "3NNT",
        "3NTT",
        "3TTT",
    ]
    assert [(one.step.level, one.step.subjects) for one in tree.branches] == [(4, 3), (3, 3), (2, 3), (2, 3)]
    assert tree.branches[0].chance == pytest.approx(0.8**3)


def test_pending_subjects_are_the_first_branches() -> None:
    tree = pathway(BAT6026, parse_history("1N 2MNN 3NN?", 4), 2, SCENARIO)
    assert tree.step.kind is StepKind.WAIT
    assert sorted(str(branch.outcomes[0].group) for branch in tree.branches) == ["3N", "3T"]
    assert sum(branch.chance for branch in tree.branches) == pytest.approx(1.0)
    assert pathway(BAT6026, parse_history("1N 2MNN 3NN?", 4), 0, SCENARIO).branches == ()


def test_moderate_toxicities_are_told_apart_only_where_they_matter() -> None:
    tree = pathway(BAT6026, parse_history("1N 2m", 4), 1, SCENARIO)
    assert sorted(str(branch.outcomes[0].group) for branch in tree.branches) == ["2M", "2T"]
    first = pathway(BAT6026, parse_history("1?", 4), 1, SCENARIO)
    assert sorted(str(branch.outcomes[0].group) for branch in first.branches) == ["1M", "1N", "1T"]


@given(rules_of_all_kinds, scenarios())
def test_every_place_of_the_tree_is_what_decide_says(rules: Rules, scenario: Scenario) -> None:
    levels = len(scenario.dlt)
    tree = pathway(rules, (), 3, scenario)
    for history, place in places(tree):
        if place.branches:
            assert sum(branch.chance for branch in place.branches) == pytest.approx(1.0)
            assert all(branch.reach == pytest.approx(place.reach * branch.chance) for branch in place.branches)
        answer = recommend_next(make_part(rules, levels), treated_from(parse_history(history, levels)))
        assert (answer.dose_level or 0, answer.subjects) == (place.step.level, place.step.subjects)


def test_a_tree_beyond_the_scenario_is_refused() -> None:
    with pytest.raises(ValueError, match="probabilities for 4 levels"):
        pathway(BAT6026, parse_history("5N", 5), 1, SCENARIO)
