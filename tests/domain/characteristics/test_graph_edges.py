"""States that the rule can't tell apart are one; tables that move both ways; trees as deep as asked for."""

from dataclasses import replace

import pytest

from domain.characteristics.graph import TooManyStates, build_graph, moderate_matters
from domain.characteristics.imported import build_table_graph, read_table, table_characteristics
from domain.characteristics.scenario import Scenario
from domain.characteristics.starts import (
    lost_subjects,
    outcomes_by_level,
    pending_moderate_matters,
    resolve_history,
)
from domain.characteristics.table_checks import check_table
from domain.characteristics.table_design import read_design
from domain.characteristics.tables import Cell, Mark, Prospect, Situation, decision_table, pathway
from domain.characteristics.variants import describe_rules, diff_readings
from domain.escalation.rule import Count, Step, StepKind
from domain.notation import parse_history
from domain.protocol.model import Provenance, Rules
from domain.protocol.reader import load_shipped
from domain.terms import AfterExceeded, FillMode, TopLevel
from tests.domain.characteristics.test_imported import THREE_PLUS_THREE, interval_table, table_of
from tests.domain.escalation.designs import BAT6026, EXPAND_CONFIRM, EXPAND_STOP, NONE_STOP

SCENARIO = Scenario((0.05, 0.1, 0.2, 0.35), (0.1, 0.2, 0.2, 0.3))
LONG = Rules(accelerated_levels=3, moderate_limit=2)
LONG_PREVIOUS = Rules(accelerated_levels=3, after_exceeded=AfterExceeded.PREVIOUS)
FROM_SECOND = Rules(accelerated_levels=2, fill=FillMode.DIRECT, top=TopLevel.CONFIRM, start_level=2)


# --- how many states there are --------------------------------------------------------------------


# With these numbers the Design page answers at every stroke; a state more is one that could have been another.
@pytest.mark.parametrize(
    ("rules", "states"),
    [
        (EXPAND_STOP, [5, 13, 24, 38, 55]),
        (EXPAND_CONFIRM, [6, 14, 25, 39, 56]),
        (NONE_STOP, [5, 12, 22, 35, 51]),
        (BAT6026, [9, 27, 47, 68, 92]),
        (LONG, [7, 29, 67, 109, 146]),
        (LONG_PREVIOUS, [9, 23, 43, 65, 90]),
        (FROM_SECOND, [1, 13, 28, 43, 61]),
    ],
)
def test_states_that_the_rule_treats_alike_are_one(rules, states) -> None:
    assert [len(build_graph(rules, ((Count(),) * levels,)).nodes) for levels in range(1, 6)] == states


def test_a_table_that_closes_a_level_forgets_what_was_seen_there() -> None:
    plain = table_of(THREE_PLUS_THREE)
    assert [len(build_table_graph(plain, levels, 3, 6).nodes) for levels in (1, 2, 3, 4)] == [6, 17, 39, 83]
    interval = table_of(interval_table(9))
    assert [len(build_table_graph(interval, levels, 3, 9).nodes) for levels in (1, 2, 3)] == [14, 100, 468]


@pytest.mark.parametrize(
    ("rules", "history", "tables"),
    [
        (BAT6026, "1N 2??", 5),
        (EXPAND_STOP, "1N 2??", 3),
        (BAT6026, "1? 2? 3?", 18),
        (EXPAND_STOP, "1? 2? 3?", 8),
        (BAT6026, "1N 2NN? 3???", 9),
        (EXPAND_STOP, "1N 2NN? 3???", 6),
        (EXPAND_STOP, "1N 2N 3NNTTT??????", 1),
        (BAT6026, "1N 2? 3?M?", 9),
        (EXPAND_STOP, "1N 2? 3?M?", 6),
        (BAT6026, "1??? 2??? 3???", 58),
        (EXPAND_STOP, "1??? 2??? 3???", 15),
    ],
)
def test_pending_subjects_lead_to_no_more_tables_than_the_rule_tells_apart(rules, history, tables) -> None:
    starts = resolve_history(rules, SCENARIO, parse_history(history, 4))
    assert len(starts.weights) == tables
    assert sum(sum(by_dlts.values()) for by_dlts in starts.weights.values()) == pytest.approx(1.0)


def test_a_table_holds_no_more_than_the_rule_needs() -> None:
    starts = resolve_history(BAT6026, SCENARIO, parse_history("1NNNNNNNNNN 2MMM 3MNN?", 4))
    tables = list(starts.weights)
    # More than full and one is all the same; above the accelerated levels no moderate toxicity counts.
    assert {table[0].evaluable for table in tables} == {7}
    assert {table[1].moderate for table in tables} == {BAT6026.moderate_limit}
    assert {table[2].moderate for table in tables} == {0}


def test_as_many_states_as_allowed_are_followed_and_not_one_more() -> None:
    table = table_of(THREE_PLUS_THREE)
    assert len(build_table_graph(table, 1, 3, 6, most_states=6).nodes) == 6
    with pytest.raises(TooManyStates, match="more than 5 states"):
        build_table_graph(table, 1, 3, 6, most_states=5)


EXCEEDED = Count(2, 2)


# Off the path: level 4 is exceeded, the levels below it are not all filled.
@pytest.mark.parametrize(
    ("counts", "matters"),
    [
        ((Count(3), Count(), Count(3), EXCEEDED), True),  # level 2 itself is not begun
        ((Count(3), Count(3), Count(), EXCEEDED), False),  # below the exceeded level there is no acceleration
        ((Count(3), Count(3), Count(1), EXCEEDED), False),
        ((Count(3), Count(1), Count(3), EXCEEDED), True),
    ],
)
def test_below_an_exceeded_level_a_moderate_toxicity_matters_where_a_cohort_is_not_full(counts, matters) -> None:
    assert moderate_matters(LONG, counts, 2) is matters


def test_the_subjects_awaited_count_towards_the_cohort_that_a_moderate_toxicity_could_change() -> None:
    counts = (Count(3), Count(1, pending=2), Count(3), EXCEEDED)
    assert moderate_matters(LONG, (Count(3), Count(1), Count(3), EXCEEDED), 2) is True
    assert pending_moderate_matters(LONG, counts, 2) is False


def test_who_was_lost_is_counted_only_where_nobody_is_replaced() -> None:
    outcomes = outcomes_by_level(parse_history("1NX 2N 3?x", 3), 3)
    assert lost_subjects(Rules(replace_not_evaluable=False), outcomes) == (1, 0, 1)
    assert lost_subjects(Rules(), outcomes) == ()


@pytest.mark.parametrize(("levels", "words"), [(1, "for 1 level$"), (2, "for 2 levels$")])
def test_a_level_without_a_probability_is_named(levels, words) -> None:
    with pytest.raises(ValueError, match=words):
        outcomes_by_level(parse_history("1N 2N 3N", 3), levels)


# --- tables that move both ways -------------------------------------------------------------------


def moving_table(most_dlt_to_stay: int = 0) -> str:
    """Up without a DLT, stay with a few, down with more; nothing is ever closed."""
    rows = ["n,dlt,action"]
    for n in (3, 6):
        rows += [f"{n},{dlt},{'E' if not dlt else 'S' if dlt <= most_dlt_to_stay else 'D'}" for dlt in range(n + 1)]
    return "\n".join(rows)


def test_a_table_goes_down_by_one_level_and_comes_back() -> None:
    found = table_characteristics(table_of(moving_table()), Scenario((0.0, 0.0, 1.0)))
    # 3 and 3 and 3 with DLTs, back to level 2, up again, and level 2 is full.
    assert found.expected_subjects == pytest.approx((3, 6, 6))
    assert found.selection == pytest.approx((0, 0, 1, 0))


def test_below_the_lowest_level_there_is_no_level_to_go_down_to() -> None:
    found = table_characteristics(table_of(moving_table()), Scenario((1.0, 1.0)))
    assert found.expected_subjects == pytest.approx((6, 0))
    assert found.selection == pytest.approx((1, 0, 0))
    graph = build_table_graph(table_of(moving_table()), 2, 3, 6)
    assert {node for node in graph.nodes if isinstance(node, Step) and node.kind is StepKind.STOP} == {
        Step(StepKind.STOP, 0)
    }


def test_a_full_level_that_says_down_leaves_the_mtd_to_the_level_below() -> None:
    found = table_characteristics(table_of(moving_table(1)), Scenario((0.0, 0.5)))
    # The first level never has a DLT, so there is always a level to declare.
    assert found.selection[0] == pytest.approx(0)
    assert 0 < found.selection[1] < 1


def test_a_table_is_read_by_the_separator_of_its_first_line() -> None:
    table, findings = read_table(THREE_PLUS_THREE.replace(",", ";") + "\n\n")
    assert findings == ()
    assert table.actions == table_of(THREE_PLUS_THREE).actions


def test_a_cell_longer_than_any_table_has_is_no_table() -> None:
    _, findings = read_table('n,dlt,action\n3,0,"' + "E" * 200_000 + '"')
    assert [one.code for one in findings] == ["table_no_columns"]


def test_an_impossible_row_and_a_repeated_one_give_their_numbers() -> None:
    _, findings = read_table("n,dlt,action\n3,1,S\n3,4,E\n3,-1,E\n3,1,E")
    assert [(one.field, one.code, dict(one.numbers)) for one in findings] == [
        ("row 3", "table_impossible", {"n": 3, "dlt": 4}),
        ("row 4", "table_impossible", {"n": 3, "dlt": -1}),
        ("row 5", "table_twice", {"n": 3, "dlt": 1, "first": 2}),
    ]


@pytest.mark.parametrize("key", [(3, 3), (6, 0), (6, 6)])
def test_every_cell_up_to_all_with_a_dlt_is_needed(key) -> None:
    n, dlt = key
    lines = [one for one in THREE_PLUS_THREE.splitlines() if not one.startswith(f"{n},{dlt},")]
    found = [one for one in check_table(table_of("\n".join(lines))) if one.code == "table_missing"]
    assert [dict(one.numbers) for one in found] == [{"n": n, "dlt": dlt}]


def test_cells_beyond_the_most_at_a_level_are_not_needed() -> None:
    rows = [f"{n},{dlt},{'E' if not dlt else 'S' if dlt < n else 'DU'}" for n in (1, 2) for dlt in range(n + 1)]
    table = table_of("\n".join(["n,dlt,action", *rows]))
    assert check_table(table, cohort_size=1, most=2) == ()
    assert [dict(one.numbers)["n"] for one in check_table(table, cohort_size=1, most=3)] == [3] * 4


def test_a_fault_gives_the_numbers_of_both_cells() -> None:
    table = table_of("n,dlt,action\n3,0,D\n3,1,S\n6,1,E\n6,2,DU\n6,3,S\n6,4,E")
    found = [(one.field, one.code, dict(one.numbers)) for one in check_table(table) if one.code != "table_missing"]
    assert found == [
        ("row 3", "table_not_monotone", {"n": 3, "dlt": 1, "action": "S", "fewer": 0, "other": "D"}),
        ("row 6", "table_not_monotone", {"n": 6, "dlt": 3, "action": "S", "fewer": 2, "other": "DU"}),
        ("row 7", "table_not_monotone", {"n": 6, "dlt": 4, "action": "E", "fewer": 3, "other": "S"}),
        (
            "row 6",
            "table_bolder_after_dlts",
            {"n": 6, "dlt": 3, "action": "S", "n_before": 3, "dlt_before": 0, "other": "D"},
        ),
        (
            "row 7",
            "table_bolder_after_dlts",
            {"n": 6, "dlt": 4, "action": "E", "n_before": 3, "dlt_before": 1, "other": "S"},
        ),
        ("row 6", "table_doubtful", {"n": 6, "dlt": 3, "action": "S"}),
        ("row 7", "table_unsafe", {"n": 6, "dlt": 4, "action": "E"}),
    ]


@pytest.mark.parametrize(
    ("n", "dlt", "is_unsafe"),
    [
        (2, 1, True),
        (3, 1, True),
        (4, 1, False),
        (5, 2, True),
        (6, 2, True),
        (7, 2, False),
        (9, 3, True),
        (10, 3, False),
    ],
)
def test_escalating_with_a_third_or_more_is_unsafe_at_every_size(n, dlt, is_unsafe) -> None:
    codes = {one.code for one in check_table(table_of(f"n,dlt,action\n{n},{dlt},E"))}
    assert ("table_unsafe" in codes) is is_unsafe


def test_a_file_that_is_no_text_is_refused_as_a_whole() -> None:
    design, findings = read_design(b"n,dlt,action\n\xff\xfe", "table")
    assert design is None
    assert [(one.field, one.code) for one in findings] == [("file", "table_not_text")]


def test_findings_come_by_row_and_what_is_missing_last() -> None:
    lines = THREE_PLUS_THREE.replace("6,6,DU\n", "").replace("3,2,DU", "3,2,E").replace("6,5,DU", "6,5,E")
    design, findings = read_design(lines.encode(), "table")
    assert design is None
    assert [one.field for one in findings] == sorted(
        (one.field for one in findings),
        key=lambda field: int(field.removeprefix("row ")) if field != "table" else 1000,
    )
    assert {"row 4", "row 11", "table"} <= {one.field for one in findings}


def test_a_compared_table_starts_without_subjects_and_without_dlts() -> None:
    design, _ = read_design(THREE_PLUS_THREE.encode(), "3+3")
    assert design is not None
    scenario = Scenario((0.1, 0.3))
    expected = table_characteristics(table_of(THREE_PLUS_THREE), scenario)
    found = design.characteristics(scenario)
    assert found.expected_dlts == pytest.approx(expected.expected_dlts)
    assert found.dlt_distribution == pytest.approx(expected.dlt_distribution)


# --- the tree and the printed table ---------------------------------------------------------------


def height(tree: Prospect) -> int:
    return 1 + max(map(height, tree.branches)) if tree.branches else 0


@pytest.mark.parametrize("history", ["", "1N 2?", "1N 2NN? 3N??"])
@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_the_tree_is_as_deep_as_asked_for(history, depth) -> None:
    assert height(pathway(BAT6026, parse_history(history, 4), depth, SCENARIO)) == depth


def leaves(tree: Prospect) -> list[Prospect]:
    return [leaf for one in tree.branches for leaf in (leaves(one) or [one])]


def test_what_cannot_happen_is_no_branch() -> None:
    tree = pathway(EXPAND_STOP, (), 2, Scenario((0.0, 0.3, 0.0, 0.0)))
    assert [one.outcomes[0].dlts for one in tree.branches] == [0]
    assert all(one.chance > 0 for one in leaves(tree))


def test_a_moderate_toxicity_already_counted_is_no_new_one() -> None:
    tree = pathway(BAT6026, parse_history("1N 2M?", 4), 1, SCENARIO)
    assert [(one.outcomes[0].dlts, one.outcomes[0].moderates) for one in tree.branches] == [(1, 0), (0, 0)]


def test_a_cell_asks_for_nobody_unless_it_says_so() -> None:
    assert Cell(3, 0, False, Mark.ESCALATE).subjects == 0


def test_one_accelerated_level_has_a_table_of_its_own() -> None:
    assert decision_table(Rules(accelerated_levels=1), Situation.ACCELERATED) != ()
    assert decision_table(Rules(accelerated_levels=1, start_level=2), Situation.ACCELERATED) == ()


def test_a_design_without_acceleration_is_said_to_be_one() -> None:
    assert [one.code for one in describe_rules(Rules())][1:] == ["variant_not_accelerated"]
    (accelerated,) = (one for one in describe_rules(BAT6026) if one.code == "variant_accelerated")
    assert dict(accelerated.numbers) == {"accelerated": 2, "limit": BAT6026.moderate_limit}


@pytest.mark.parametrize(("levels", "starts"), [(1, {"1"}), (2, {"1", "2"})])
def test_a_trial_may_start_at_any_level_that_there_is(levels, starts) -> None:
    protocol = load_shipped("bat6026")
    part = protocol.first_part
    path = f"parts.{part.part_id}.rules.start_level"
    asked = replace(protocol, provenance={path: Provenance("", is_assumed=True)})
    found = diff_readings(asked, part, Scenario((0.1,) * levels))
    assert {str(one.value) for one in found} == starts
