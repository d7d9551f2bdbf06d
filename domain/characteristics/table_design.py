"""An imported decision table as a design to compare with: read, checked and ready to be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.characteristics.exact import evaluate_graph
from domain.characteristics.figures import Characteristics
from domain.characteristics.graph import Graph
from domain.characteristics.imported import MOST_STATES, ImportedTable, build_table_graph, read_table
from domain.characteristics.scenario import Scenario
from domain.characteristics.starts import Starts
from domain.characteristics.table_checks import check_table
from domain.reasons import Finding

COHORT_SIZE = 3


@dataclass(frozen=True, eq=False)
class TableDesign:
    """A table without hard findings.

    Attributes:
        name: as a person knows it, such as the file's name.
        table: as read.
        most: subjects at one level, at most: the most the table has a row for.
    """

    name: str
    table: ImportedTable
    most: int

    def characteristics(self, scenario: Scenario, *, most_states: int = MOST_STATES) -> Characteristics:
        """The exact answer from the start; the states are followed once for so many levels.

        Args:
            scenario: one probability of a DLT a level.
            most_states: more than these are not followed.

        Raises:
            TooManyStates: the table can go back and forth in too many ways to be followed exactly.
        """
        levels = len(scenario.dlt)
        starts = Starts({(): {0: 1.0}}, (0,) * levels, (0.0,) * levels)
        return evaluate_graph(_graph(self, levels, most_states), scenario, starts)


@lru_cache(maxsize=8)
def _graph(design: TableDesign, levels: int, most_states: int) -> Graph:
    return build_table_graph(design.table, levels, COHORT_SIZE, design.most, most_states)


def read_design(content: bytes, name: str) -> tuple[TableDesign | None, tuple[Finding, ...]]:
    """Read and check a CSV.

    Args:
        content: of the file.
        name: of the design.

    Returns:
        The design, or None where a finding is hard; and every finding, with "row 7", "table" or "file" as its field.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, (Finding("file", "table_not_text"),)
    table, findings = read_table(text)
    if findings:
        return None, findings
    most = max((n for n, _ in table.actions if n % COHORT_SIZE == 0), default=COHORT_SIZE)
    findings = _in_order(check_table(table, cohort_size=COHORT_SIZE, most=most))
    if any(finding.is_hard for finding in findings):
        return None, findings
    return TableDesign(name, table, most), findings


def _in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """By row, as a person goes through the file; what is missing comes last."""

    def place(finding: Finding) -> float:
        number = finding.field.removeprefix("row ")
        return int(number) if number.isdigit() else float("inf")

    return tuple(sorted(findings, key=place))
