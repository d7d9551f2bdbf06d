"""``titrant grade``: the grade of every laboratory result in a CSV file."""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from domain.ctcae.catalogue import VERSIONS
from domain.ctcae.grading import LabGrade, grade_lab
from domain.ctcae.lab_value import BaselineFlag, LabValue
from domain.ctcae.limits import Direction
from domain.reasons import Reason
from ui.command_line import Refused
from ui.command_line.csv_rows import ABSENT, read_csv_table
from ui.sentences import SENTENCES

COLUMNS = ("term", "direction", "value", "unit", "lln", "uln", "baseline", "baseline_flag")
_NUMBERS = ("value", "lln", "uln", "baseline")
_BASELINE_ROW = "is_baseline"
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_COMMA_NUMBER = re.compile(r"[+-]?\d+,\d+")
_FLAGS = {
    "N": BaselineFlag.NORMAL,
    "NORMAL": BaselineFlag.NORMAL,
    "L": BaselineFlag.LOW,
    "LOW": BaselineFlag.LOW,
    "LL": BaselineFlag.LOW,
    "LOW LOW": BaselineFlag.LOW,
    "H": BaselineFlag.HIGH,
    "HIGH": BaselineFlag.HIGH,
    "HH": BaselineFlag.HIGH,
    "HIGH HIGH": BaselineFlag.HIGH,
}
_YES_NO = {"": False, "N": False, "NO": False, "FALSE": False, "0": False} | dict.fromkeys(
    ("Y", "YES", "TRUE", "1"), True
)


@dataclass(frozen=True)
class Unreadable:
    """A row that can't be read: the sentence names row and column."""

    sentence: str


class _Fault(Exception):  # noqa: N818 - what a cell has wrong, caught in this file
    """What is wrong with a cell."""


def add_to(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    parser = verbs.add_parser(
        "grade",
        help="the CTCAE grade of every laboratory result in a CSV file",
        description="Grades laboratory results by one version of the CTCAE: 0 within limits, 1 to 4, or no grade with "
        "the reason. A row that can't be read is named and has no grade; the others are graded.",
        epilog=f"Columns: {', '.join(COLUMNS)}. direction is L or H; the range and the baseline are in the unit of the "
        "value; baseline_flag is NORMAL, LOW or HIGH. An is_baseline column (yes, no) may mark the baseline value "
        "itself; further columns are passed over.",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="a CSV file (UTF-8)")
    parser.add_argument("--ctcae", metavar="VERSION", required=True, help=" or ".join(VERSIONS))
    parser.add_argument("--json", action="store_true", help='print {"results": [{"grade": ..., "reason": ...}, ...]}')
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Grade and print; 1 if a row can't be read."""
    if chosen.ctcae not in VERSIONS:
        raise Refused(
            f'"{chosen.ctcae}" is not a CTCAE version that can be graded by; it is {" or ".join(VERSIONS)}', 2
        )
    results: list[dict[str, object]] = []
    unreadable: list[str] = []
    for row, lab in _read_table(chosen.file):
        if isinstance(lab, Unreadable):
            unreadable.append(lab.sentence)
            results.append({"grade": None, "reason": lab.sentence, "codes": ["row_unreadable"]})
        else:
            results.append(_say_grade(grade_lab(chosen.ctcae, lab)))
        if not chosen.json:
            grade, reason = results[-1]["grade"], results[-1]["reason"]
            if not isinstance(lab, Unreadable):
                print(f"row {row}: {lab.term or '(no term)'}: {'no grade' if grade is None else grade}. {reason}")
    if chosen.json:
        print(json.dumps({"results": results}, ensure_ascii=False))
    for sentence in unreadable:
        print(f"titrant: {chosen.file.name}, {sentence}", file=sys.stderr)
    return 1 if unreadable else 0


def _say_grade(answer: LabGrade) -> dict[str, object]:
    return {
        "grade": answer.grade,
        "reason": " ".join(_say(reason) for reason in answer.reasons),
        "codes": [reason.code for reason in answer.reasons],
    }


def _say(reason: Reason) -> str:
    return SENTENCES[reason.code].format(**reason.numbers)


def _read_table(path: Path) -> Iterator[tuple[int, LabValue | Unreadable]]:
    """Every result of a file with its row, counted as a spreadsheet does: the header is row 1.

    Raises:
        Refused: the file can't be read, or its columns are wrong.
    """
    table = read_csv_table(path, COLUMNS, (_BASELINE_ROW,))
    # A comma is the decimal sign only where it can't separate columns and no number of the file has a point.
    numbers = (row.cells.get(name, "") for row in table.rows for name in _NUMBERS)
    has_commas = table.separator != "," and not any("." in cell for cell in numbers)
    for row in table.rows:
        if row.fault:
            yield row.number, Unreadable(f"row {row.number}: {row.fault}")
            continue
        try:
            yield row.number, _read_row(row.cells, has_commas=has_commas)
        except _Fault as fault:
            yield row.number, Unreadable(f"row {row.number}, {fault}")


def _read_row(row: Mapping[str, str], *, has_commas: bool) -> LabValue:
    if row["direction"].upper() not in ("L", "H"):
        raise _Fault(f'column direction: "{row["direction"]}" is neither L nor H')
    flag = row["baseline_flag"].upper()
    if flag not in ABSENT and flag not in _FLAGS:
        raise _Fault(f'column baseline_flag: "{row["baseline_flag"]}" is not NORMAL, LOW or HIGH')
    mark = row.get(_BASELINE_ROW, "").upper()
    if mark not in _YES_NO:
        raise _Fault(f'column {_BASELINE_ROW}: "{row[_BASELINE_ROW]}" is neither yes nor no')
    value, lln, uln, baseline = (_read_number(name, row[name], has_commas=has_commas) for name in _NUMBERS)
    unit = row["unit"] if row["unit"] not in ABSENT else ""
    direction = Direction(row["direction"].upper())
    return LabValue(row["term"], direction, value, unit, lln, uln, baseline, _FLAGS.get(flag), _YES_NO[mark])


def _read_number(name: str, text: str, *, has_commas: bool) -> Decimal | None:
    if text in ABSENT:
        return None
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    if _COMMA_NUMBER.fullmatch(text):
        if has_commas:
            return Decimal(text.replace(",", "."))
        raise _Fault(f'column {name}: "{text}" has a comma, which may be a decimal sign or not; write it with a point')
    raise _Fault(f'column {name}: "{text}" is not a number')
