"""Reads a laboratory's file of antibody results: a dry run that refuses row by row and writes nothing (PK-4)."""

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from decimal import Decimal

from domain.exposure.dated_row import Check, Recorded, find_sampled, read_dated_rows
from domain.exposure.known_samples import KnownSamples
from domain.importing.against import compare_with_recorded
from domain.importing.columns import ColumnNames
from domain.importing.date_column import DayMonth, find_day_month
from domain.importing.number_column import Mark, Number, find_marks, read_number
from domain.importing.reading import compare_rows, find_columns, split_rows
from domain.importing.rows import AcceptedRow, ImportReport, Line, Row
from domain.reasons import Finding, Reason
from domain.records import AdaResult, PkSample
from domain.terms import AntibodyResult

COLUMNS = ColumnNames(
    {
        "sample": (
            "sample id", "sample", "sample no", "isrefid", "accession", "accession number", "barcode", "tube id",
            "specimen id", "样品编号", "样本编号", "样品号", "条码",
        ),
        "subject": (
            "subject", "subject id", "subjid", "usubjid", "subject number", "subject no", "screening number",
            "受试者编号", "受试者号", "受试者", "筛选号",
        ),
        "drug": ("drug", "analyte", "antibodies against", "istest", "istestcd", "antibody", "药物", "抗体"),
        "date": (
            "date", "sample date", "isdtc", "collection date", "taken", "sample taken", "date collected",
            "采样日期", "采集日期", "采样时间", "日期",
        ),
        "time": ("time", "sample time", "collection time", "采样时刻", "时间"),
        "cycle": ("cycle", "period", "周期"),
        "visit": ("visit", "visit name", "访视", "访视名称"),
        "result": (
            "result", "ada result", "ada", "isorres", "isstresc", "confirmatory result", "confirmed result",
            "final result", "ada status", "结果", "检测结果", "确证结果",
        ),
        "titre": ("titre", "titer", "ada titre", "ada titer", "滴度"),
        "neutralising": (
            "neutralising", "neutralizing", "nab", "nab result", "neutralising antibody", "neutralizing antibody",
            "中和抗体", "中和",
        ),
        "comment": ("comment", "comments", "remark", "remarks", "备注"),
    },
    needed=("sample|subject", "result"),
)  # fmt: skip

_POSITIVE = frozenset(("positive", "pos", "+", "confirmed positive", "yes", "y", "阳性", "确证阳性"))
_NEGATIVE = frozenset(("negative", "neg", "confirmed negative", "screened negative", "no", "n", "阴性"))
_NOT_REPORTED = frozenset(
    (
        *("nr", "na", "n/a", "ns", "qns", "not reported", "not reportable", "not done", "not assessed", "not tested"),
        *("haemolysed", "hemolysed", "hemolyzed", "insufficient volume", "未检", "未做", "溶血"),
    )
)
"""A dash and ND are in none of them: they can mean negative, or not done."""
_TITRE = re.compile(r"1\s*[:/]\s*(.+)")
_RECORD_FIELDS = {"subject_id": "subject", "sample_id": "sample", "taken_at": "date"}


def read_antibodies(
    header: Sequence[str],
    rows: Iterable[Row],
    *,
    samples: Iterable[PkSample],
    subjects: Iterable[str],
    existing: Iterable[AdaResult],
    zone: tzinfo,
    check: Check[AdaResult],
    drug: str = "",
    mapping: Mapping[str, str] | None = None,
) -> ImportReport[AdaResult]:
    """What each row would become.

    A row is of the sample whose id it names, or of a subject and a date.

    Args:
        header: names of the columns, left to right.
        rows: number in the file and cells of each row.
        samples: all that are recorded.
        subjects: known screening numbers.
        existing: antibody results already recorded.
        zone: of the site, in which the dates are.
        check: what is wrong with a record as it would be.
        drug: that the antibodies are against, where the file has no column that says it.
        mapping: field to column as a person set it, or as remembered; what it lacks is guessed.

    Raises:
        WrongColumnsError: a needed column is missing, or the mapping names one that is not there or twice there.
    """
    names = [name.strip() for name in header]
    columns = find_columns(COLUMNS, names, mapping, lambda found: () if "sample" in found else ("date",))
    lines, refused = split_rows(rows, names, columns, Line)
    styles = find_day_month(line.text("date") for line in lines)
    marks = find_marks(_plain_titre(line.text("titre")) for line in lines)
    known = KnownSamples.of(samples, subjects)
    recorded = Recorded(existing, _key, lambda one: (one.sample_id, one.drug.casefold()))
    read = read_dated_rows(
        lines,
        refused,
        read_line=lambda line: _read_line(line, known, styles, marks, zone, drug),
        recorded=recorded,
        check=check,
        fields=_RECORD_FIELDS,
    )
    accepted, clashing = compare_rows(
        read,
        key=_key,
        agree=lambda one, other: _measured(one) == _measured(other),
        clash=_clash,
        against=lambda line, result: _against(line, result, recorded.find(result)),
    )
    return ImportReport(columns, tuple(accepted), tuple(sorted([*refused, *clashing], key=lambda row: row.number)))


def _read_line(
    line: Line, known: KnownSamples, styles: frozenset[DayMonth], marks: frozenset[Mark], zone: tzinfo, drug: str
) -> AdaResult | None:
    """The result in a row; None, and what is wrong in the line, if a part of it can't be read."""
    sampled = find_sampled(line, known, styles, zone, frozenset(line.mapping))
    against = line.text("drug") or drug.strip()
    if not against:
        line.refuse("drug", Reason("import_cell_empty"))
    result = _read_word(line, "result") if line.text("result") else None
    if not line.text("result"):
        line.refuse("result", Reason("import_ada_empty"))
    neutralising = _read_word(line, "neutralising") if line.text("neutralising") else AntibodyResult.NOT_REPORTED
    titre = _read_titre(line, marks)
    if sampled is None or result is None or neutralising is None or line.findings:
        return None
    comment = line.text("comment")
    if result is AntibodyResult.NOT_REPORTED and not comment:
        comment = line.text("result")
    return AdaResult(
        record_id="",
        subject_id=sampled.subject_id,
        drug=against,
        taken_at=sampled.taken_at,
        cycle=sampled.cycle,
        visit=line.text("visit"),
        result=result,
        titre=titre,
        neutralising=neutralising,
        sample_id=sampled.sample_id,
        comment=comment,
    )


def _read_word(line: Line, field: str) -> AntibodyResult | None:
    word = " ".join(unicodedata.normalize("NFKC", line.text(field)).casefold().replace("_", " ").split())
    for words, result in (
        (_POSITIVE, AntibodyResult.POSITIVE),
        (_NEGATIVE, AntibodyResult.NEGATIVE),
        (_NOT_REPORTED, AntibodyResult.NOT_REPORTED),
    ):
        if word in words:
            return result
    line.refuse(field, Reason("import_not_an_ada_result", {"text": line.text(field)}))
    return None


def _plain_titre(text: str) -> str:
    match = _TITRE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return match.group(1) if match else text


def _read_titre(line: Line, marks: frozenset[Mark]) -> Decimal | None:
    """The titre, 80 for "1:80"; none where the cell says that there is none."""
    text = line.text("titre")
    if not text or text.casefold() in _NOT_REPORTED | {"-", "\u2212"}:
        return None
    number = read_number(_plain_titre(text), marks)
    if not isinstance(number, Number) or number.sign:
        line.refuse("titre", Reason("import_not_a_titre", {"text": text}))
        return None
    return number.value


def _against(line: Line, result: AdaResult, before: AdaResult | None) -> AcceptedRow[AdaResult]:
    if before is not None and before.drug.casefold() == result.drug.casefold():
        result = dataclasses.replace(result, drug=before.drug)
    keeps = ("cycle", "visit", "sample_id", "comment")
    return compare_with_recorded(line.number, result, before, keeps=keeps, doubts=tuple(line.doubts))


def _clash(line: Line, result: AdaResult, rows: str) -> Finding:
    line.refuse("result", Reason("import_rows_clash", {"test": result.drug, "at": result.taken_at, "rows": rows}))
    return line.findings[-1]


def _key(one: AdaResult) -> tuple[object, ...]:
    return one.subject_id, one.drug.casefold(), one.taken_at


def _measured(one: AdaResult) -> tuple[object, ...]:
    return one.result, one.titre, one.neutralising
