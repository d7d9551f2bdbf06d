"""Reads the rows of a delimited laboratory file as results: a dry run that refuses row by row and writes nothing.

The file itself is read elsewhere; here are its header and its rows of text, each with its number in the file.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, tzinfo

from domain.importing.against import compare_with_recorded
from domain.importing.reading import compare_rows, find_columns, split_rows
from domain.importing.rows import AcceptedRow, ImportReport, RefusedRow, Row
from domain.laboratory.checking import check_result_values
from domain.laboratory.columns import COLUMNS
from domain.laboratory.import_row import LabLine, find_styles, read_line
from domain.partial_date import PartialDate
from domain.reasons import Finding
from domain.records import LabResult

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
) -> ImportReport[LabResult]:
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
    columns = find_columns(COLUMNS, names, mapping)
    lines, refused = split_rows(rows, names, columns, LabLine)
    styles = find_styles(lines)
    known = {subject.strip().casefold(): subject for subject in subjects}
    read: list[tuple[LabLine, LabResult]] = []
    for line in lines:
        result = read_line(line, styles, known)
        if result is not None:
            for finding in check_result_values(result, zone, now=now):
                line.findings.append(line.named(finding))
        if result is None or any(finding.is_hard for finding in line.findings):
            refused.append(RefusedRow(line.number, tuple(one for one in line.findings if one.is_hard)))
        else:
            read.append((line, result))
    recorded = {_key(one): one for one in existing}
    accepted, clashing = compare_rows(
        read,
        key=_key,
        agree=_agree,
        clash=_clash,
        against=lambda line, result: _against(line, result, recorded.get(_key(result))),
    )
    listed = sorted([*refused, *clashing], key=lambda row: row.number)
    return ImportReport(columns, tuple(accepted), tuple(listed))


def _key(one: LabResult) -> Key:
    return one.subject_id, one.test, one.taken_at


def _clash(line: LabLine, result: LabResult, rows: str) -> Finding:
    numbers = {"test": result.test, "at": result.taken_at, "rows": rows}
    return line.named(Finding("value", "import_rows_clash", numbers=numbers))


def _against(line: LabLine, result: LabResult, before: LabResult | None) -> AcceptedRow[LabResult]:
    keeps = ("laboratory", "lln", "uln", "visit", "comment")
    return compare_with_recorded(line.number, result, before, keeps=keeps, doubts=tuple(line.findings))


def _measured(result: LabResult) -> tuple[object, ...]:
    return result.value, result.sign, result.unit.strip().casefold()


def _agree(one: LabResult, other: LabResult) -> bool:
    """Whether two rows say the same; a row without a range says nothing against one."""
    limits = ((one.lln, other.lln), (one.uln, other.uln))
    return _measured(one) == _measured(other) and all(a is None or b is None or a == b for a, b in limits)
