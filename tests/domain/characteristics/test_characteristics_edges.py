"""The corners of the exact figures: tables with gaps between lines, roots of the tree, choices nobody has listed."""

from dataclasses import replace

import pytest

from domain.characteristics.exact import Scenario, exact_characteristics
from domain.characteristics.imported import build_table_graph, read_table, table_characteristics
from domain.characteristics.table_checks import check_table
from domain.characteristics.table_design import read_design
from domain.characteristics.tables import Mark, Situation, decision_table, pathway
from domain.characteristics.variants import describe_rules, diff_readings
from domain.escalation.rule import Step, StepKind
from domain.notation import parse_history
from domain.protocol.model import Provenance, Rules
from domain.protocol.reader import load_shipped
from domain.terms import AfterExceeded
from tests.domain.characteristics.test_imported import THREE_PLUS_THREE
from tests.domain.escalation.designs import BAT6026, EXPAND_CONFIRM, EXPAND_STOP

SCENARIO = Scenario((0.05, 0.1, 0.2, 0.35), (0.1, 0.2, 0.2, 0.3))


def test_empty_lines_between_the_rows_of_a_table_are_passed_over() -> None:
    spaced = THREE_PLUS_THREE.replace("\n", "\n\n")
    table, findings = read_table(spaced)
    assert findings == ()
    assert table.actions == read_table(THREE_PLUS_THREE)[0].actions
    assert min(table.rows.values()) == 3


def test_a_faulty_row_hides_no_row_after_it() -> None:
    table, findings = read_table("n,dlt,action\nthree,0,E\n3,0,E\n0,0,E\n1,1,S\n1,2,S\n1,0,S")
    assert [finding.field for finding in findings] == ["row 2", "row 4", "row 6"]
    assert set(table.actions) == {(3, 0), (1, 1), (1, 0)}


def test_a_trial_by_a_table_ends_with_a_level_or_without_one() -> None:
    table, _ = read_table(THREE_PLUS_THREE)
    graph = build_table_graph(table, 2, 3, 6)
    ends = {node for node in graph.nodes if isinstance(node, Step)}
    assert ends == {Step(StepKind.STOP, 0), Step(StepKind.MTD, 1), Step(StepKind.MTD, 2)}


@pytest.mark.parametrize("history", ["", "1N", "1N 2N 3NN?"])
def test_the_root_of_the_tree_is_certain_and_its_branches_share_that(history: str) -> None:
    tree = pathway(BAT6026, parse_history(history, 4), 2, SCENARIO)
    assert (tree.chance, tree.reach) == (1.0, 1.0)
    assert sum(one.reach for one in tree.branches) == pytest.approx(1.0, abs=1e-12)


def test_a_cell_that_asks_for_nobody_asks_for_nobody() -> None:
    cells = decision_table(EXPAND_CONFIRM, Situation.ESCALATING)
    assert {cell.subjects for cell in cells if cell.mark is not Mark.STAY} == {0}
    assert {cell.subjects for cell in cells if cell.mark is Mark.STAY} == {1, 2, 3}


def test_where_the_protocol_lists_no_choices_the_usual_ones_are_asked() -> None:
    protocol = load_shipped("bat6026")
    part = protocol.first_part
    prefix = f"parts.{part.part_id}.rules."
    usual = {
        "accelerated_levels": {"0", "1", "2", "3"},
        "moderate_limit": {"1", "2"},
        "after_exceeded": {"fill", "previous"},
        "fill": {"stepwise", "direct"},
        "top": {"stop", "confirm"},
        "start_level": {"1", "2"},
    }
    open_rules = {prefix + name: Provenance("", is_assumed=True) for name in usual}
    asked = replace(protocol, provenance={**protocol.provenance, **open_rules})
    found: dict[str, set[str]] = {}
    for one in diff_readings(asked, part, SCENARIO):
        found.setdefault(one.path.removeprefix(prefix), set()).add(str(one.value))
    assert found == usual


# A history that left the path: a level that is not cleared lies below one that holds six.
@pytest.mark.parametrize(
    ("history", "level", "subjects"),
    [("1NNT 2NNNNNN", 1, 3), ("1NN 2NNNNNN", 1, 1), ("1NNN 2NNNNNN", 3, 3), ("1NNNNNT 2NNNNNN", 3, 3)],
)
def test_what_lies_below_a_full_level_is_passed_by_only_if_it_is_cleared(
    history: str, level: int, subjects: int
) -> None:
    groups = parse_history(history, 4)
    answer = exact_characteristics(EXPAND_STOP, SCENARIO, history=groups)
    treated = [sum(len(group.outcomes) for group in groups if group.dose_level == place) for place in range(1, 5)]
    dosed = [after - known for after, known in zip(answer.expected_subjects, treated, strict=True)]
    assert dosed[level - 1] >= subjects - 1e-9
    assert all(abs(number) < 1e-9 for number in dosed[: level - 1])


@pytest.mark.parametrize(
    ("rules", "fill_is_said"),
    [
        (Rules(accelerated_levels=2), True),
        (Rules(), False),
        (Rules(accelerated_levels=2, after_exceeded=AfterExceeded.PREVIOUS), False),
    ],
)
def test_how_a_level_is_filled_is_said_only_where_it_can_matter(rules: Rules, *, fill_is_said: bool) -> None:
    assert any(one.code.startswith("variant_fill") for one in describe_rules(rules)) is fill_is_said


def test_totals_of_dlts_by_a_table_start_from_none() -> None:
    table, _ = read_table(THREE_PLUS_THREE)
    found = table_characteristics(table, Scenario((0.0, 0.0)), with_distributions=True)
    assert found.dlt_distribution == pytest.approx({0: 1.0})
    certain = table_characteristics(table, Scenario((1.0, 1.0)), with_distributions=True)
    assert certain.dlt_distribution == pytest.approx({3: 1.0})


def test_a_table_that_stays_to_the_end_at_its_lowest_level_declares_it() -> None:
    rows = [f"3,{dlt},{'S' if dlt < 2 else 'DU'}" for dlt in range(4)]
    rows += [f"6,{dlt},{'S' if dlt < 2 else 'DU'}" for dlt in range(7)]
    table, _ = read_table("\n".join(["n,dlt,action", *rows]))
    found = table_characteristics(table, Scenario((0.0,)))
    assert found.selection == pytest.approx((0.0, 1.0))


@pytest.mark.parametrize(
    ("n", "dlt", "is_doubtful"), [(3, 2, True), (4, 2, True), (5, 2, False), (6, 3, True), (7, 3, False)]
)
def test_staying_where_half_or_more_had_a_dlt_is_doubtful_at_every_size(n: int, dlt: int, *, is_doubtful: bool) -> None:
    table, _ = read_table(f"n,dlt,action\n{n},{dlt},S")
    codes = {finding.code for finding in check_table(table)}
    assert ("table_doubtful" in codes) is is_doubtful


def test_a_compared_table_is_asked_in_cohorts_of_three() -> None:
    design, findings = read_design(THREE_PLUS_THREE.encode(), "3+3")
    assert design is not None, findings
    found = design.characteristics(Scenario((0.0, 0.0)))
    assert found.expected_subjects == pytest.approx(
        exact_characteristics(EXPAND_CONFIRM, Scenario((0.0, 0.0))).expected_subjects
    )


def test_two_accelerated_levels_are_asked_where_the_file_takes_one() -> None:
    protocol = load_shipped("imm27m")
    part = protocol.first_part
    assert part.rules.accelerated_levels == 1
    path = f"parts.{part.part_id}.rules.accelerated_levels"
    silent = replace(protocol, provenance={path: Provenance("", is_assumed=True)})
    asked = {str(one.value) for one in diff_readings(silent, part, Scenario((0.1,) * 5, (0.1,) * 5))}
    assert asked == {"0", "1", "2", "3"}
