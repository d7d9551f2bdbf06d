"""An imported decision table: read, checked, and given exact characteristics."""

from math import comb

import pytest
from hypothesis import given

from domain.characteristics.exact import Scenario, exact_characteristics
from domain.characteristics.graph import TooManyStates
from domain.characteristics.imported import ImportedTable, build_table_graph, read_table, table_characteristics
from domain.characteristics.table_checks import check_table
from domain.terms import Severity
from tests.domain.characteristics.designs import scenarios
from tests.domain.escalation.designs import EXPAND_CONFIRM
from ui.sentences import SENTENCES

THREE_PLUS_THREE = """n,dlt,action
3,0,E
3,1,S
3,2,DU
3,3,DU
6,0,E
6,1,E
6,2,DU
6,3,DU
6,4,DU
6,5,DU
6,6,DU
"""


def table_of(text: str) -> ImportedTable:
    table, findings = read_table(text)
    assert findings == ()
    return table


def interval_table(most: int, target: float = 0.3) -> str:
    """A table by intervals of the observed share, as BOIN makes it: up to 0.236, down from 0.359, closed at 95 %."""
    rows = ["n,dlt,action"]
    for n in range(3, most + 1, 3):
        for dlt in range(n + 1):
            # P(p > target) under a uniform prior.
            beyond = sum(comb(n + 1, k) * target**k * (1 - target) ** (n + 1 - k) for k in range(dlt + 1))
            share = dlt / n
            action = "DU" if beyond > 0.95 else "E" if share <= 0.236 else "D" if share >= 0.359 else "S"
            rows.append(f"{n},{dlt},{action}")
    return "\n".join(rows)


@given(scenarios())
def test_3_plus_3_as_a_table_is_3_plus_3(scenario: Scenario) -> None:
    """With six at most the table searches down and confirms the top with six."""
    found = table_characteristics(table_of(THREE_PLUS_THREE), scenario)
    expected = exact_characteristics(EXPAND_CONFIRM, scenario)
    for field in ("selection", "expected_subjects", "expected_dlts"):
        assert list(getattr(found, field)) == pytest.approx(list(getattr(expected, field)), abs=1e-12)
    assert found.not_reached == pytest.approx(expected.not_reached, abs=1e-12)
    for number in {*found.distribution, *expected.distribution}:
        assert found.distribution.get(number, 0) == pytest.approx(expected.distribution.get(number, 0), abs=1e-12)


def test_a_table_without_fault_has_no_finding() -> None:
    assert check_table(table_of(THREE_PLUS_THREE)) == ()
    assert check_table(table_of(interval_table(12)), most=12) == ()


def test_an_interval_design_gets_exact_figures() -> None:
    scenario = Scenario((0.05, 0.15, 0.3, 0.45))
    answer = table_characteristics(table_of(interval_table(9)), scenario, most=9)
    assert sum(answer.selection) == pytest.approx(1.0, abs=1e-12)
    assert max(answer.selection) == answer.selection[3]
    assert max(answer.distribution) <= 36


@pytest.mark.parametrize(
    ("row", "by", "code"),
    [
        ("3,2,DU", "3,2,E", "table_unsafe"),
        ("6,2,DU", "6,2,E", "table_unsafe"),
        ("3,1,S", "3,1,E", "table_unsafe"),
        ("6,3,DU", "6,3,S", "table_not_monotone"),
        ("6,1,E", "6,1,D", "table_warier_after_none"),
        ("6,5,DU", "6,5,S", "table_bolder_after_dlts"),
        ("3,2,DU", "3,2,S", "table_doubtful"),
        ("6,5,DU\n", "", "table_missing"),
    ],
)
def test_each_fault_is_a_finding_with_its_row(row: str, by: str, code: str) -> None:
    text = THREE_PLUS_THREE.replace(row, by)
    findings = [finding for finding in check_table(table_of(text)) if finding.code == code]
    assert findings
    line = text.splitlines().index(by) + 1 if by else 0
    assert f"row {line}" in {finding.field for finding in findings} or code == "table_missing"
    for finding in findings:
        assert (finding.severity is Severity.SOFT) == (code == "table_doubtful")
        assert "{" not in SENTENCES[code].format(**finding.numbers)


@pytest.mark.parametrize(
    ("text", "field", "code"),
    [
        ("", "row 1", "table_no_columns"),
        ("a,b,c\n3,0,E", "row 1", "table_no_columns"),
        ("n,dlt,action\n", "row 2", "table_empty"),
        ("n,dlt,action\n3,0,E\n\nthree,1,S", "row 4", "table_not_a_row"),
        ("n,dlt,action\n3,0", "row 2", "table_not_a_row"),
        ("n,dlt,action\n3,0,UP", "row 2", "table_not_an_action"),
        ("n,dlt,action\n3,4,S", "row 2", "table_impossible"),
        ("n,dlt,action\n0,0,S", "row 2", "table_impossible"),
        ("n,dlt,action\n3,0,E\n3,0,S", "row 3", "table_twice"),
    ],
)
def test_what_cant_be_read_is_named_by_its_row(text: str, field: str, code: str) -> None:
    _, findings = read_table(text)
    assert [(finding.field, finding.code) for finding in findings] == [(field, code)]
    assert "{" not in SENTENCES[code].format(**findings[0].numbers)


def test_a_table_may_come_from_a_spreadsheet() -> None:
    text = "\ufeffAction;N;DLT\r\ne;3;0\r\n"
    assert list(table_of(text).actions.items()) == [((3, 0), "E")]


def test_a_table_that_goes_back_and_forth_too_much_is_refused() -> None:
    with pytest.raises(TooManyStates, match="more than 5,000 states"):
        build_table_graph(table_of(interval_table(12)), 8, 3, 12, 5_000)
