"""Reads a laboratory's file of concentrations: a dry run that refuses row by row and writes nothing (PK-1).

The file itself is read elsewhere; here are its header and its rows of text, each with its number in the file. A row is
found by its sample id, or by subject, cycle and nominal time. Results are kept in the unit in which they were
reported; the analysis converts them.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.exposure.columns import COLUMNS
from domain.exposure.result_cell import ReadResult, number_texts, read_nominal_hours, read_result_cell
from domain.importing.rows import (
    AcceptedRow,
    ImportReport,
    Line,
    Outcome,
    RefusedRow,
    Row,
    WrongColumnsError,
    check_cells,
)
from domain.laboratory.number_column import Mark, Number, find_marks, read_number
from domain.pk.units import unit_fault
from domain.reasons import Finding, Reason
from domain.records import Concentration, PkSample
from domain.terms import SamplePurpose

_YES = frozenset(("y", "yes", "1", "true", "x", "r", "re-assay", "reassay", "repeat", "是", "复测", "重测"))
_NO = frozenset(("", "n", "no", "0", "false", "original", "否"))


@dataclass(frozen=True)
class KnownSamples:
    """The samples of the study by what a file can call them.

    Attributes:
        by_id: by sample id, small letters.
        by_place: by subject, cycle, nominal hours; several where analytes have tubes of their own.
        subjects: screening numbers, by small letters.
    """

    by_id: Mapping[str, PkSample]
    by_place: Mapping[tuple[str, int, Decimal], tuple[PkSample, ...]]
    subjects: Mapping[str, str]

    @classmethod
    def of(cls, samples: Iterable[PkSample], subjects: Iterable[str]) -> "KnownSamples":
        """The look-ups; samples for other purposes than concentrations are known by their id only."""
        listed = list(samples)
        places: dict[tuple[str, int, Decimal], tuple[PkSample, ...]] = {}
        for one in listed:
            if one.purpose is SamplePurpose.PK:
                key = (one.subject_id.casefold(), one.cycle, one.nominal_hours)
                places[key] = (*places.get(key, ()), one)
        return cls(
            {one.sample_id.strip().casefold(): one for one in listed},
            places,
            {subject.strip().casefold(): subject for subject in subjects},
        )


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
    columns = dict(mapping or {})
    columns |= {field: name for field, name in COLUMNS.guess(names, columns).items() if field not in columns}
    faults = COLUMNS.check(names, columns)
    if "sample" not in columns and "subject" in columns:
        faults += COLUMNS.check_all(names, columns, ("cycle", "hours"))
    if faults:
        raise WrongColumnsError(tuple(faults))
    place = {field: names.index(name) for field, name in columns.items()}
    lines: list[Line] = []
    refused: list[RefusedRow] = []
    for number, cells in rows:
        if finding := check_cells(number, cells, names):
            refused.append(RefusedRow(number, (finding,)))
            continue
        lines.append(Line(number, {f: cells[at] if at < len(cells) else "" for f, at in place.items()}, columns))
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
    subject = line.text("subject")
    if subject and subject.casefold() not in known.subjects:
        line.refuse("subject", Reason("import_unknown_subject", {"text": subject}))
        return None
    sample = _by_id(line, known) if line.text("sample") else _by_place(line, known)
    if sample is None:
        return None
    if subject and sample.subject_id.casefold() != subject.casefold():
        numbers = {"sample": sample.sample_id, "subject": sample.subject_id}
        line.refuse("subject", Reason("import_sample_of_other_subject", numbers))
    if sample.purpose is not SamplePurpose.PK:
        line.refuse("sample", Reason("import_sample_not_for_pk", {"sample": sample.sample_id, "for": sample.purpose}))
    return sample


def _by_id(line: Line, known: KnownSamples) -> PkSample | None:
    sample = known.by_id.get(line.text("sample").casefold())
    if sample is None:
        line.refuse("sample", Reason("import_unknown_sample", {"text": line.text("sample")}))
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
    digits = line.text("cycle").casefold().removeprefix("cycle").removeprefix("c").strip()
    if not digits.isascii() or not digits.isdigit():
        line.refuse("cycle", Reason("import_not_a_cycle", {"text": line.text("cycle")}))
        return None
    hours = read_nominal_hours(line.text("hours"))
    if isinstance(hours, Reason):
        line.refuse("hours", hours)
        return None
    found = known.by_place.get((line.text("subject").casefold(), int(digits), hours), ())
    analyte = line.text("analyte").casefold()
    named = tuple(one for one in found if one.analyte.casefold() == analyte) if len(found) > 1 else found
    if len(named) != 1:
        code = "import_no_sample_then" if not found else "import_several_samples_then"
        line.refuse("hours", Reason(code, {"cycle": int(digits), "nominal": hours}))
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
    groups: dict[tuple[str, str], list[tuple[Line, Concentration]]] = {}
    for line, result in read:
        groups.setdefault(_key(result), []).append((line, result))
    accepted: list[AcceptedRow[Concentration]] = []
    refused: list[RefusedRow] = []
    for key, listed in groups.items():
        again = [pair for pair in listed if pair[1].is_reassay]
        if len(again) == 1 and len(listed) > 1:
            row = again[0][0].number
            for line, _ in listed:
                if line.number != row:
                    line.refuse("value", Reason("import_reassayed", {"row": row}))
                    refused.append(RefusedRow(line.number, tuple(line.findings)))
            listed = again
        first_line, first = listed[0]
        if any(_measured(other) != _measured(first) for _, other in listed[1:]):
            rows = ", ".join(str(line.number) for line, _ in listed)
            for line, _ in listed:
                line.refuse("value", Reason("import_sample_twice", {"sample": first.sample_id, "rows": rows}))
                refused.append(RefusedRow(line.number, tuple(line.findings)))
            continue
        accepted.append(_against(first_line, first, recorded.get(key)))
        accepted += [
            AcceptedRow(line.number, Outcome.SAME, accepted[-1].record, recorded.get(key)) for line, _ in listed[1:]
        ]
    return sorted(accepted, key=lambda row: row.number), refused


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
