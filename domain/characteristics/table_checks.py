"""Whether an imported decision table can be run, and whether it is safe."""

from collections.abc import Iterator, Mapping

from domain.characteristics.imported import ImportedTable, TableAction
from domain.escalation.rule import EXCEEDING_DLTS
from domain.reasons import Finding
from domain.terms import Severity

_UNSAFE_ONE_IN = 3


def check_table(table: ImportedTable, *, cohort_size: int = 3, most: int = 6) -> tuple[Finding, ...]:
    """Every fault of a table; the ``field`` of each is its row, "row 7", or "table" where a cell is missing.

    Hard: a cell that a trial can reach is missing; more DLTs among the same number lead to a bolder action; further
    subjects who all had a DLT lead to a bolder action, or who all had none to a more cautious one; escalation with
    DLTs in a third or more. Soft: staying where half or more had a DLT.

    Args:
        table: as read.
        cohort_size: subjects dosed together.
        most: subjects at one level, at most.
    """
    return (
        *_missing(table, cohort_size, most),
        *_not_monotone(table),
        *_not_coherent(table),
        *_unsafe(table),
    )


def _missing(table: ImportedTable, cohort_size: int, most: int) -> Iterator[Finding]:
    for n in range(cohort_size, most + 1, cohort_size):
        for dlt in range(n + 1):
            if (n, dlt) not in table.actions:
                yield Finding("table", "table_missing", numbers={"n": n, "dlt": dlt})


def _finding(
    table: ImportedTable, key: tuple[int, int], code: str, severity: Severity, numbers: Mapping[str, object]
) -> Finding:
    known = {"n": key[0], "dlt": key[1], "action": table.actions[key].value, **numbers}
    return Finding(f"row {table.rows[key]}", code, severity, known)


def _not_monotone(table: ImportedTable) -> Iterator[Finding]:
    for (n, dlt), action in table.actions.items():
        fewer = max((d for m, d in table.actions if m == n and d < dlt), default=None)
        if fewer is not None and action.caution < (other := table.actions[n, fewer]).caution:
            numbers = {"fewer": fewer, "other": other.value}
            yield _finding(table, (n, dlt), "table_not_monotone", Severity.HARD, numbers)


def _not_coherent(table: ImportedTable) -> Iterator[Finding]:
    """Each cell against those with fewer subjects from which it can be reached by DLTs only, or by none.

    Source: coherence, Cheung, Biometrika 2005;92:863-873.
    """
    sizes = sorted({n for n, _ in table.actions})
    for (n, dlt), action in table.actions.items():
        size = max((size for size in sizes if size < n), default=n)
        for more, code in ((n - size, "table_bolder_after_dlts"), (0, "table_warier_after_none")):
            other = table.actions.get((size, dlt - more))
            if other is None:
                continue
            is_wrong = action.caution < other.caution if more else action.caution > other.caution
            if is_wrong:
                numbers = {"n_before": size, "dlt_before": dlt - more, "other": other.value}
                yield _finding(table, (n, dlt), code, Severity.HARD, numbers)


def _unsafe(table: ImportedTable) -> Iterator[Finding]:
    for (n, dlt), action in table.actions.items():
        if action is TableAction.ESCALATE and dlt * _UNSAFE_ONE_IN >= n:
            yield _finding(table, (n, dlt), "table_unsafe", Severity.HARD, {})
        elif action is TableAction.STAY and dlt >= EXCEEDING_DLTS and 2 * dlt >= n:
            yield _finding(table, (n, dlt), "table_doubtful", Severity.SOFT, {})
