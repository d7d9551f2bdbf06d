"""A decision table from a file as a design: read, checked, and given exact characteristics.

The table says, for n evaluable subjects and their DLTs at the level in question, E (escalate), S (stay), D
(de-escalate) or DU (de-escalate and never come back).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.characteristics.exact import evaluate_graph
from domain.characteristics.figures import Characteristics
from domain.characteristics.graph import Dosing, Graph, grow_graph
from domain.characteristics.scenario import USUAL_LIMIT, Scenario
from domain.characteristics.starts import Starts
from domain.escalation.rule import Step, StepKind
from domain.reasons import Finding

COLUMNS = ["n", "dlt", "action"]
MOST_STATES = 200_000


class TableAction(StrEnum):
    """What a table can say, boldest first."""

    ESCALATE = "E"
    STAY = "S"
    DE_ESCALATE = "D"
    NEVER_AGAIN = "DU"

    @property
    def caution(self) -> int:
        """0 for the boldest."""
        return list(TableAction).index(self)


@dataclass(frozen=True)
class ImportedTable:
    """A table as read.

    Attributes:
        actions: by (subjects, DLTs).
        rows: line of the file of each, 1-based.
    """

    actions: Mapping[tuple[int, int], TableAction]
    rows: Mapping[tuple[int, int], int]


def read_table(text: str) -> tuple[ImportedTable, tuple[Finding, ...]]:
    """Read a CSV with the columns n, dlt, action, parted by commas or semicolons.

    Returns:
        What could be read, and a hard finding for each line that could not; its ``field`` is "row 7".
    """
    plain = text.removeprefix("\ufeff").splitlines()
    try:
        lines = list(csv.reader(plain, delimiter=";" if plain and ";" in plain[0] else ","))
    except csv.Error:
        lines = []
    header = [cell.strip().lower() for cell in lines[0]] if lines else []
    if sorted(header) != sorted(COLUMNS):
        return ImportedTable({}, {}), (Finding("row 1", "table_no_columns"),)
    actions: dict[tuple[int, int], TableAction] = {}
    rows: dict[tuple[int, int], int] = {}
    findings = []
    for row, line in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in line):
            continue
        where = f"row {row}"
        named = {name: cell.strip() for name, cell in zip(header, line, strict=False)}
        try:
            key = int(named["n"]), int(named["dlt"])
            word = named["action"].upper()
        except (KeyError, ValueError):
            findings.append(Finding(where, "table_not_a_row", numbers={"text": ",".join(line)}))
            continue
        numbers = {"n": key[0], "dlt": key[1]}
        if word not in set(TableAction):
            findings.append(Finding(where, "table_not_an_action", numbers={"text": named["action"]}))
        elif not 0 <= key[1] <= key[0] or key[0] < 1:
            findings.append(Finding(where, "table_impossible", numbers=numbers))
        elif key in actions:
            findings.append(Finding(where, "table_twice", numbers={**numbers, "first": rows[key]}))
        else:
            actions[key], rows[key] = TableAction(word), row
    if not actions and not findings:
        findings.append(Finding("row 2", "table_empty"))
    return ImportedTable(actions, rows), tuple(findings)


@dataclass(frozen=True)
class _Place:
    """Where a trial stands: (subjects, DLTs) per level, the level dosed last, the lowest level closed for good."""

    counts: tuple[tuple[int, int], ...]
    level: int
    closed: int


def table_characteristics(
    table: ImportedTable,
    scenario: Scenario,
    *,
    cohort_size: int = 3,
    most: int = 6,
    with_distributions: bool = True,
    tolerable: float = USUAL_LIMIT,
) -> Characteristics:
    """Exact characteristics of a table without hard findings.

    The trial starts at the lowest level. E goes up unless the next level is closed or there is none, D goes down unless
    there is no lower one; then the level stays. DU at the lowest level ends the trial without a tolerable dose. The
    trial ends when the level to be dosed already holds ``most`` subjects: the MTD is the highest level up to it whose
    data say E or S.

    Args:
        table: for every multiple of ``cohort_size`` up to ``most`` it has every number of DLTs.
        scenario: one probability of a DLT a level.
        cohort_size: subjects dosed together.
        most: subjects at one level, at most; a multiple of ``cohort_size``.
        with_distributions: also the distributions of the totals.
        tolerable: the highest true probability of a DLT at which a level is tolerable.

    Raises:
        KeyError: the table lacks a cell.
        TooManyStates: the table can go back and forth in too many ways to be followed exactly.
    """
    levels = len(scenario.dlt)
    graph = build_table_graph(table, levels, cohort_size, most)
    starts = Starts({(): {0: 1.0}}, (0,) * levels, (0.0,) * levels)
    return evaluate_graph(graph, scenario, starts, with_distributions=with_distributions, tolerable=tolerable)


def build_table_graph(
    table: ImportedTable, levels: int, cohort_size: int, most: int, most_states: int = MOST_STATES
) -> Graph:
    """The states that a table can reach; see ``table_characteristics``."""

    def expand(place: _Place) -> Step | tuple[Dosing, list[_Place]]:
        target = _next_level(table, place, levels)
        if target == 0:
            return Step(StepKind.STOP, 0)
        n, dlt = place.counts[target - 1]
        if n + cohort_size > most:
            return _declare(table, place, target)
        afters = []
        for dlts in range(cohort_size + 1):
            counts = [*place.counts]
            counts[target - 1] = (n + cohort_size, dlt + dlts)
            closed = place.closed
            if table.actions[counts[target - 1]] is TableAction.NEVER_AGAIN:
                closed = target
                # What is closed is not dosed again, so its data make no difference.
                counts[target - 1 :] = [(0, 0)] * (levels - target + 1)
            afters.append(_Place(tuple(counts), target, closed))
        return Dosing(target, cohort_size, counts_moderate=False), afters

    return grow_graph([_Place(((0, 0),) * levels, 1, levels + 1)], expand, levels, most_states)


def _next_level(table: ImportedTable, place: _Place, levels: int) -> int:
    """The level that the data at the level dosed last lead to; 0 where none is left."""
    if place.level >= place.closed:
        return place.closed - 1
    here = place.counts[place.level - 1]
    action = TableAction.STAY if here[0] == 0 else table.actions[here]
    if action is TableAction.ESCALATE:
        return min(place.level + 1, place.closed - 1, levels)
    return max(place.level - 1, 1) if action is TableAction.DE_ESCALATE else place.level


def _declare(table: ImportedTable, place: _Place, target: int) -> Step:
    for level in range(target, 0, -1):
        here = place.counts[level - 1]
        if here[0] and table.actions[here].caution <= TableAction.STAY.caution:
            return Step(StepKind.MTD, level)
    return Step(StepKind.STOP, 0)
