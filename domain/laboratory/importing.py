"""Reads the rows of a delimited laboratory file as results: a dry run that refuses row by row and writes nothing.

The file itself is read elsewhere; here are its header and its rows of text, each with its number in the file.
"""

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo

from domain.importing.rows import check_cells
from domain.laboratory.checking import check_result_values
from domain.laboratory.columns import check_mapping, guess_mapping
from domain.laboratory.import_report import AcceptedRow, ImportReport, Outcome, RefusedRow, WrongColumnsError
from domain.laboratory.import_row import Line, find_styles, read_line
from domain.partial_date import PartialDate
from domain.reasons import Finding
from domain.records import LabResult

Row = tuple[int, Sequence[str]]
Key = tuple[str, str, PartialDate]


def read_results(
    header: Sequence[str],
    rows: Iterable[Row],
    *,
    subjects: Collection[str],
    existing: Iterable[LabResult],
    zone: tzinfo,
    now: datetime,
    mapping: Mapping[str, str] | None = None,
) -> ImportReport:
    """What each row would become.

    Args:
        header: names of the columns, left to right.
        rows: number in the file and cells of each row.
        subjects: known screening numbers.
        existing: results already recorded.
        zone: of the site, in which the dates are.
        now: moment of the import, aware.
        mapping: field to column as a person set it, or as remembered; what it lacks is guessed.

    Raises:
        WrongColumnsError: a needed column is missing, or the mapping names one that is not there or twice there.
    """
    names = [name.strip() for name in header]
    columns = dict(mapping or {})
    columns |= {field: name for field, name in guess_mapping(names, columns).items() if field not in columns}
    if faults := check_mapping(names, columns):
        raise WrongColumnsError(tuple(faults))
    place = {field: names.index(name) for field, name in columns.items()}
    lines: list[Line] = []
    refused: list[RefusedRow] = []
    for number, cells in rows:
        if finding := check_cells(number, cells, names):
            refused.append(RefusedRow(number, (finding,)))
            continue
        lines.append(Line(number, {f: cells[at] if at < len(cells) else "" for f, at in place.items()}, columns))
    styles = find_styles(lines)
    known = {subject.strip().casefold(): subject for subject in subjects}
    read: list[tuple[Line, LabResult]] = []
    for line in lines:
        result = read_line(line, styles, known)
        if result is not None:
            for finding in check_result_values(result, zone, now=now):
                line.findings.append(line.named(finding))
        if result is None or any(finding.is_hard for finding in line.findings):
            refused.append(RefusedRow(line.number, tuple(one for one in line.findings if one.is_hard)))
        else:
            read.append((line, result))
    accepted, clashing = _compare(read, existing)
    listed = sorted([*refused, *clashing], key=lambda row: row.number)
    return ImportReport(columns, tuple(accepted), tuple(listed))


def _compare(
    read: list[tuple[Line, LabResult]], existing: Iterable[LabResult]
) -> tuple[list[AcceptedRow], list[RefusedRow]]:
    """The rows against each other and against what is recorded.

    Two rows of one test at one time with different values can't both be right, and nobody can tell which is: both are
    refused. The same value again is no second result.
    """
    recorded = {(one.subject_id, one.test, one.taken_at): one for one in existing}
    groups: dict[Key, list[tuple[Line, LabResult]]] = {}
    for line, result in read:
        groups.setdefault((result.subject_id, result.test, result.taken_at), []).append((line, result))
    accepted: list[AcceptedRow] = []
    refused: list[RefusedRow] = []
    for key, listed in groups.items():
        first_line, first = listed[0]
        if any(not _agree(other, first) for _, other in listed[1:]):
            rows = ", ".join(str(line.number) for line, _ in listed)
            for line, result in listed:
                numbers = {"test": result.test, "at": result.taken_at, "rows": rows}
                clash = line.named(Finding("value", "import_rows_clash", numbers=numbers))
                refused.append(RefusedRow(line.number, (clash,)))
            continue
        accepted.append(_against(first_line, first, recorded.get(key)))
        accepted += [
            AcceptedRow(line.number, Outcome.SAME, accepted[-1].result, recorded.get(key)) for line, _ in listed[1:]
        ]
    return sorted(accepted, key=lambda row: row.number), refused


def _against(line: Line, result: LabResult, before: LabResult | None) -> AcceptedRow:
    """A row against what is recorded for that time. An empty cell takes nothing away from what is recorded."""
    doubts = tuple(line.findings)
    if before is None:
        return AcceptedRow(line.number, Outcome.NEW, result, None, doubts)
    kept = {
        field: getattr(before, field)
        for field in ("laboratory", "lln", "uln", "visit", "comment")
        if getattr(result, field) in ("", None)
    }
    changed = dataclasses.replace(result, record_id=before.record_id, **kept)
    if changed == before:
        return AcceptedRow(line.number, Outcome.SAME, before, before)
    return AcceptedRow(line.number, Outcome.CHANGE, changed, before, doubts)


def _measured(result: LabResult) -> tuple[object, ...]:
    return result.value, result.sign, result.unit.strip().casefold()


def _agree(one: LabResult, other: LabResult) -> bool:
    """Whether two rows say the same; a row without a range says nothing against one."""
    limits = ((one.lln, other.lln), (one.uln, other.uln))
    return _measured(one) == _measured(other) and all(a is None or b is None or a == b for a, b in limits)
