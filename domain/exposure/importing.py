"""Reads a laboratory's file of concentrations: a dry run that refuses row by row and writes nothing (PK-1).

The file itself is read elsewhere; here are its header and its rows of text, each with its number in the file. A row is
found by its sample id, or by subject, cycle and nominal time. Results are kept in the unit in which they were
reported; the analysis converts them.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from domain.exposure.columns import COLUMNS
from domain.exposure.known_samples import KnownSamples, read_cycle
from domain.exposure.result_cell import ReadResult, number_texts, read_nominal_hours, read_result_cell
from domain.importing.number_column import Mark, Number, find_marks, read_number
from domain.importing.reading import Read, compare_rows, find_columns, split_rows
from domain.importing.rows import AcceptedRow, ImportReport, Line, Outcome, RefusedRow, Row
from domain.pk.units import unit_fault
from domain.reasons import Finding, Reason
from domain.records import Concentration, PkSample
from domain.terms import SamplePurpose

_YES = frozenset(("y", "yes", "1", "true", "x", "r", "re-assay", "reassay", "repeat", "是", "复测", "重测"))
_NO = frozenset(("", "n", "no", "0", "false", "original", "否"))


def read_concentrations(
    header: Sequence[str],
    rows: Iterable[Row],
    *,
    samples: Iterable[PkSample],
    subjects: Iterable[str],
    existing: Iterable[Concentration],
    source: str,
    mapping: Mapping[str, str] | None = None,
    unit: str = "",
    replaces: str = "",
) -> ImportReport[Concentration]:
    """What each row would become.

    Args:
        header: names of the columns, left to right.
        rows: number in the file and cells of each row.
        samples: all that are recorded.
        subjects: known screening numbers.
        existing: concentrations already recorded.
        source: name of the file, kept with each result.
        mapping: field to column as a person set it, or as remembered; what it lacks is guessed.
        unit: of the numbers, where the file has no column of units.
        replaces: name of an earlier file that this one corrects; by default a file of the same name. What was taken
            from it and is not in this one is listed as gone.

    Raises:
        WrongColumnsError: a needed column is missing, or the mapping names one that is not there or twice there.
    """
    names = [name.strip() for name in header]
    columns = find_columns(COLUMNS, names, mapping, _also_needed)
    lines, refused = split_rows(rows, names, columns, Line)
    marks = find_marks(
        text for line in lines for cell in (line.text("value"), line.text("lloq")) for text in number_texts(cell)
    )
    known = KnownSamples.of(samples, subjects)
    read: list[tuple[Line, Concentration]] = []
    mentioned: set[str] = set()
    for line in lines:
        sample = _find_sample(line, known)
        mentioned |= {line.text("sample").casefold()} | ({sample.sample_id.casefold()} if sample else set())
        result = _read_line(line, sample, marks, unit, source)
        if result is None:
            refused.append(RefusedRow(line.number, tuple(line.findings)))
        else:
            read.append((line, result))
    recorded = list(existing)
    accepted, clashing = _compare(read, recorded)
    listed = sorted([*refused, *clashing], key=lambda row: row.number)
    earlier = [one for one in recorded if one.source == (replaces or source)]
    gone = tuple(one for one in earlier if one.sample_id.casefold() not in mentioned)
    return ImportReport(columns, tuple(accepted), tuple(listed), gone)


def _read_line(
    line: Line, sample: PkSample | None, marks: frozenset[Mark], unit: str, source: str
) -> Concentration | None:
    """The concentration in a row; None, and what is wrong in the line, if a part of it can't be read."""
    result = _read_result(line, marks)
    lloq = _read_lloq(line, marks, result)
    said_unit = line.text("unit") or unit.strip()
    if result is not None and (result.value is not None or lloq is not None):
        _check_unit(line, said_unit)
    reassay = line.text("reassay").casefold()
    if reassay not in _YES | _NO:
        line.refuse("reassay", Reason("import_not_yes_or_no", {"text": line.text("reassay")}))
    if line.findings or sample is None or result is None:
        return None
    if result.value is not None and lloq is not None and result.value < lloq:
        line.doubt("value", Reason("pk_value_below_lloq", {"value": result.value, "lloq": lloq}))
    if sample.taken_at is None:
        line.doubt("sample" if "sample" in line.mapping else "subject", Reason("pk_sample_not_taken"))
    return Concentration(
        record_id="",
        subject_id=sample.subject_id,
        sample_id=sample.sample_id,
        analyte=_analyte(line, sample),
        value=result.value,
        is_blq=result.is_blq,
        lloq=lloq,
        unit=said_unit,
        flag=result.flag,
        is_reassay=reassay in _YES,
        source=source,
    )


def _analyte(line: Line, sample: PkSample) -> str:
    """The analyte of the file in the sample's spelling if it is the sample's."""
    said = line.text("analyte")
    return sample.analyte if said.casefold() in ("", sample.analyte.casefold()) else said


def _find_sample(line: Line, known: KnownSamples) -> PkSample | None:
    if line.text("subject") and known.subject(line) is None:
        return None
    sample = known.sample(line) if line.text("sample") else _by_place(line, known)
    if sample is not None and sample.purpose is not SamplePurpose.PK:
        line.refuse("sample", Reason("import_sample_not_for_pk", {"sample": sample.sample_id, "for": sample.purpose}))
    return sample


def _by_place(line: Line, known: KnownSamples) -> PkSample | None:
    """The sample of a subject, cycle and nominal time, and of the analyte where tubes are separate."""
    if not {"subject", "cycle", "hours"} <= line.mapping.keys():
        line.refuse("sample", Reason("import_cell_empty"))
        return None
    empty = [field for field in ("subject", "cycle", "hours") if not line.text(field)]
    for field in empty:
        line.refuse(field, Reason("import_cell_empty"))
    if empty:
        return None
    cycle = read_cycle(line)
    if cycle is None:
        return None
    hours = read_nominal_hours(line.text("hours"))
    if isinstance(hours, Reason):
        line.refuse("hours", hours)
        return None
    found = known.by_place.get((line.text("subject").casefold(), cycle, hours), ())
    analyte = line.text("analyte").casefold()
    named = tuple(one for one in found if one.analyte.casefold() == analyte) if len(found) > 1 else found
    if len(named) != 1:
        code = "import_no_sample_then" if not found else "import_several_samples_then"
        line.refuse("hours", Reason(code, {"cycle": cycle, "nominal": hours}))
        return None
    return named[0]


def _read_result(line: Line, marks: frozenset[Mark]) -> ReadResult | None:
    if not line.text("value"):
        line.refuse("value", Reason("import_concentration_empty"))
        return None
    found = read_result_cell(line.text("value"), marks)
    if isinstance(found, Reason):
        line.refuse("value", found)
        return None
    if found.flag and line.text("comment"):
        return dataclasses.replace(found, flag=f"{found.flag}: {line.text('comment')}")
    return found


def _read_lloq(line: Line, marks: frozenset[Mark], result: ReadResult | None) -> Decimal | None:
    """The limit of the column, or the one beside BLQ in the result; both must agree."""
    beside = result.lloq if result else None
    text = line.text("lloq")
    if not text:
        return beside
    number = read_number(text, marks)
    if isinstance(number, Reason):
        line.refuse("lloq", number)
        return None
    if not isinstance(number, Number) or number.value <= 0:
        line.refuse("lloq", Reason("import_lloq_not_positive", {"text": text}))
        return None
    if beside is not None and beside != number.value:
        line.refuse("lloq", Reason("import_lloq_differs", {"lloq": number.value, "beside": beside}))
    return number.value


def _check_unit(line: Line, unit: str) -> None:
    if not unit:
        line.refuse("unit", Reason("import_unit_missing"))
    elif unit_fault("conc", unit):
        line.refuse("unit", Reason("import_unit_not_of_concentration", {"unit": unit}))


def _compare(
    read: list[tuple[Line, Concentration]], existing: Iterable[Concentration]
) -> tuple[list[AcceptedRow[Concentration]], list[RefusedRow]]:
    """The rows against each other and against what is recorded.

    Of several rows of one sample and analyte a single re-assay stands for the others. Else, if they differ, nobody can
    tell which is right: all are refused. The same value again is no second result.
    """
    recorded = {_key(one): one for one in existing}
    left, refused = _without_reassayed(read)
    accepted, clashing = compare_rows(
        left,
        key=_key,
        agree=lambda one, other: _measured(one) == _measured(other),
        clash=_clash,
        against=lambda line, result: _against(line, result, recorded.get(_key(result))),
    )
    return accepted, [*refused, *clashing]


def _without_reassayed(read: list[tuple[Line, Concentration]]) -> tuple[Read[Line, Concentration], list[RefusedRow]]:
    """The rows but for those that a single re-assay of the same sample and analyte stands for, and these."""
    again: dict[tuple[str, str], list[int]] = {}
    for line, result in read:
        if result.is_reassay:
            again.setdefault(_key(result), []).append(line.number)
    left: Read[Line, Concentration] = []
    refused = []
    for line, result in read:
        rows = again.get(_key(result), [])
        if len(rows) == 1 and line.number != rows[0]:
            line.refuse("value", Reason("import_reassayed", {"row": rows[0]}))
            refused.append(RefusedRow(line.number, tuple(line.findings)))
        else:
            left.append((line, result))
    return left, refused


def _clash(line: Line, result: Concentration, rows: str) -> Finding:
    line.refuse("value", Reason("import_sample_twice", {"sample": result.sample_id, "rows": rows}))
    return line.findings[-1]


def _also_needed(columns: Mapping[str, str]) -> tuple[str, ...]:
    """Without sample ids a row is found by its place in the plan."""
    return ("cycle", "hours") if "sample" not in columns and "subject" in columns else ()


def _against(line: Line, result: Concentration, before: Concentration | None) -> AcceptedRow[Concentration]:
    """A row against what is recorded. That a person left a value out stays as long as the value does."""
    doubts = tuple(line.doubts)
    if before is None:
        return AcceptedRow(line.number, Outcome.NEW, result, None, doubts)
    if _measured(result) == _measured(before) and result.is_reassay == before.is_reassay:
        return AcceptedRow(line.number, Outcome.SAME, before, before, doubts)
    changed = dataclasses.replace(result, record_id=before.record_id, excluded_because=before.excluded_because)
    if before.excluded_because:
        fault = Reason("import_was_left_out", {"reason": before.excluded_because})
        numbers = {"row": line.number, "column": line.mapping["value"], "fault": fault}
        doubts = (*doubts, Finding("value", "import_in_cell", numbers=numbers))
    return AcceptedRow(line.number, Outcome.CHANGE, changed, before, doubts)


def _key(one: Concentration) -> tuple[str, str]:
    return one.sample_id, one.analyte.casefold()


def _measured(one: Concentration) -> tuple[object, ...]:
    return one.value, one.is_blq, one.lloq, one.unit.casefold(), one.flag.casefold()
