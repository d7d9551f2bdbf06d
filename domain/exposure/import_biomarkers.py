"""Reads a laboratory's file of biomarker results: a dry run that refuses row by row and writes nothing (PK-4)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo

from domain.exposure.dated_row import Check, Recorded, find_sampled, read_dated_rows
from domain.exposure.known_samples import KnownSamples
from domain.exposure.result_cell import ReadResult, number_texts, read_result_cell
from domain.importing.against import compare_with_recorded
from domain.importing.columns import ColumnNames
from domain.importing.date_column import DayMonth, find_day_month
from domain.importing.number_column import Mark, Number, find_marks, read_number
from domain.importing.reading import compare_rows, find_columns, split_rows
from domain.importing.rows import AcceptedRow, ImportReport, Line, Row
from domain.reasons import Finding, Reason
from domain.records import BiomarkerResult, PkSample

COLUMNS = ColumnNames(
    {
        "sample": (
            "sample id", "sample", "sample no", "lbrefid", "accession", "accession number", "barcode", "tube id",
            "specimen id", "样品编号", "样本编号", "样品号", "条码",
        ),
        "subject": (
            "subject", "subject id", "subjid", "usubjid", "subject number", "subject no", "screening number",
            "受试者编号", "受试者号", "受试者", "筛选号",
        ),
        "marker": (
            "marker", "biomarker", "analyte", "test", "lbtest", "lbtestcd", "parameter", "cytokine", "项目", "指标",
            "标志物", "生物标志物",
        ),
        "date": (
            "date", "sample date", "lbdtc", "collection date", "taken", "sample taken", "date collected",
            "采样日期", "采集日期", "采样时间", "日期",
        ),
        "time": ("time", "sample time", "collection time", "采样时刻", "时间"),
        "cycle": ("cycle", "period", "周期"),
        "timepoint": ("time point", "timepoint", "lbtpt", "nominal time", "采血点", "时间点"),
        "value": ("result", "value", "lborres", "concentration", "结果", "检测结果", "数值"),
        "unit": ("unit", "units", "lborresu", "单位"),
        "comment": ("comment", "comments", "remark", "remarks", "备注"),
    },
    needed=("sample|subject", "value"),
)  # fmt: skip
_RECORD_FIELDS = {"subject_id": "subject", "sample_id": "sample", "taken_at": "date", "sign": "value"}


def read_biomarkers(
    header: Sequence[str],
    rows: Iterable[Row],
    *,
    samples: Iterable[PkSample],
    subjects: Iterable[str],
    existing: Iterable[BiomarkerResult],
    zone: tzinfo,
    check: Check[BiomarkerResult],
    markers: Sequence[str] = (),
    marker: str = "",
    unit: str = "",
    mapping: Mapping[str, str] | None = None,
) -> ImportReport[BiomarkerResult]:
    """What each row would become.

    A row is of the sample whose id it names, or of a subject and a date. Results keep the unit in which they were
    reported.

    Args:
        header: names of the columns, left to right.
        rows: number in the file and cells of each row.
        samples: all that are recorded.
        subjects: known screening numbers.
        existing: biomarker results already recorded.
        zone: of the site, in which the dates are.
        check: what is wrong with a record as it would be.
        markers: of the protocol; a marker of the file takes their spelling.
        marker: where the file has no column that says it.
        unit: of the numbers, where the file has no column of units.
        mapping: field to column as a person set it, or as remembered; what it lacks is guessed.

    Raises:
        WrongColumnsError: a needed column is missing, or the mapping names one that is not there or twice there.
    """
    names = [name.strip() for name in header]

    def also_needed(found: Mapping[str, str]) -> tuple[str, ...]:
        dated = () if "sample" in found else ("date",)
        return dated if marker.strip() else (*dated, "marker")

    columns = find_columns(COLUMNS, names, mapping, also_needed)
    lines, refused = split_rows(rows, names, columns, Line)
    styles = find_day_month(line.text("date") for line in lines)
    marks = find_marks(text for line in lines for text in number_texts(line.text("value")))
    known = KnownSamples.of(samples, subjects)
    held = list(existing)
    recorded = Recorded(held, _key, lambda one: (one.sample_id, one.marker.casefold()))
    spelt = {one.casefold(): one for one in (*(one.marker for one in held), *markers)}

    def read_line(line: Line) -> BiomarkerResult | None:
        named = line.text("marker") or marker.strip()
        return _read_line(line, known, styles, marks, zone, spelt.get(named.casefold(), named), unit.strip())

    read = read_dated_rows(lines, refused, read_line=read_line, recorded=recorded, check=check, fields=_RECORD_FIELDS)
    accepted, clashing = compare_rows(
        read,
        key=_key,
        agree=lambda one, other: _measured(one) == _measured(other),
        clash=_clash,
        against=lambda line, result: _against(line, result, recorded.find(result)),
    )
    return ImportReport(columns, tuple(accepted), tuple(sorted([*refused, *clashing], key=lambda row: row.number)))


def _read_line(
    line: Line,
    known: KnownSamples,
    styles: frozenset[DayMonth],
    marks: frozenset[Mark],
    zone: tzinfo,
    marker: str,
    unit: str,
) -> BiomarkerResult | None:
    """The result in a row; None, and what is wrong in the line, if a part of it can't be read."""
    sampled = find_sampled(line, known, styles, zone, frozenset(line.mapping))
    if not marker:
        line.refuse("marker", Reason("import_cell_empty"))
    found = _read_value(line, marks)
    if sampled is None or found is None or line.findings:
        return None
    said = [line.text("comment")]
    value, sign = found.value, ""
    if found.is_blq:
        value, sign = found.lloq, "<" if found.lloq is not None else ""
        said.append("" if found.lloq is not None else line.text("value"))
    said.append(found.flag)
    return BiomarkerResult(
        record_id="",
        subject_id=sampled.subject_id,
        marker=marker,
        taken_at=sampled.taken_at,
        cycle=sampled.cycle,
        timepoint=line.text("timepoint"),
        value=value,
        sign=sign,
        unit=(line.text("unit") or unit) if value is not None else "",
        sample_id=sampled.sample_id,
        comment="; ".join(one for one in said if one),
    )


def _read_value(line: Line, marks: frozenset[Mark]) -> ReadResult | None:
    if not line.text("value"):
        line.refuse("value", Reason("import_value_empty"))
        return None
    # A marker may be counted as a change, so that a number below 0 is one: the checks ask about it.
    number = read_number(line.text("value"), marks)
    if isinstance(number, Number) and not number.sign:
        return ReadResult(value=number.value)
    found = read_result_cell(line.text("value"), marks)
    if isinstance(found, Reason):
        line.refuse("value", found)
        return None
    return found


def _against(line: Line, result: BiomarkerResult, before: BiomarkerResult | None) -> AcceptedRow[BiomarkerResult]:
    keeps = ("cycle", "timepoint", "sample_id", "comment")
    return compare_with_recorded(line.number, result, before, keeps=keeps, doubts=tuple(line.doubts))


def _clash(line: Line, result: BiomarkerResult, rows: str) -> Finding:
    line.refuse("value", Reason("import_rows_clash", {"test": result.marker, "at": result.taken_at, "rows": rows}))
    return line.findings[-1]


def _key(one: BiomarkerResult) -> tuple[object, ...]:
    return one.subject_id, one.marker.casefold(), one.taken_at


def _measured(one: BiomarkerResult) -> tuple[object, ...]:
    return one.value, one.sign, one.unit.casefold()
