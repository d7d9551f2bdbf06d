"""``titrant grade``: laboratory results from a CSV file, one answer a row."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from ui.command_line import main

Capture = pytest.CaptureFixture[str]
HEADER = "term,direction,value,unit,lln,uln,baseline,baseline_flag"


def grade(capsys: Capture, path: Path, text: str, ctcae: str = "5.0", code: int = 0) -> list[dict[str, Any]]:
    file = path / "laboratory.csv"
    file.write_text(text, encoding="utf-8")
    assert main(["grade", str(file), "--ctcae", ctcae, "--json"]) == code
    return json.loads(capsys.readouterr().out)["results"]  # type: ignore[no-any-return]


def grades(capsys: Capture, path: Path, *rows: str, header: str = HEADER, code: int = 0) -> list[int | None]:
    return [result["grade"] for result in grade(capsys, path, "\n".join([header, *rows]) + "\n", code=code)]


def test_the_grades_come_in_the_order_of_the_rows(capsys: Capture, tmp_path: Path) -> None:
    rows = (
        "Anemia,L,9.9,g/dL,14,,,",
        "Anemia,L,140,g/L,140,,,",
        "Anemia,L,139,g/L,,,,",
        "Alanine aminotransferase increased,H,801,U/L,,40,40,NORMAL",
    )
    assert grades(capsys, tmp_path, *rows) == [2, 0, None, 4]


def test_the_version_decides_and_is_never_mixed(capsys: Capture, tmp_path: Path) -> None:
    text = f"{HEADER}\nNeutrophil count decreased,L,0.4,10^9/L,1.8,,,\nPlatelet count decreased,L,20,10^9/L,150,,,\n"
    assert [result["grade"] for result in grade(capsys, tmp_path, text, "5.0")] == [4, 4]
    old, renamed = grade(capsys, tmp_path, text, "6.0")
    assert old["grade"] == 3
    assert renamed["grade"] is None
    assert "5.0" in renamed["reason"]


def test_every_answer_has_its_reason(capsys: Capture, tmp_path: Path) -> None:
    text = f"{HEADER}\nAnemia,L,9.9,g/dL,14,,,\nAnemia,L,139,g/L,,,,\nAnemia,L,139,g/cL,,,,\n"
    met, no_range, no_unit = grade(capsys, tmp_path, text)
    assert met["reason"] == "Grade 2: 9.9 < 10.0 g/dL."
    assert no_range["reason"] == "The lower limit of normal is missing."
    assert '"g/cL" is not a unit of this test' in no_unit["reason"]


def test_the_words_for_a_person_have_a_line_a_row(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "laboratory.csv"
    file.write_text(f"{HEADER}\nHypokalemia,L,3.2,mmol/L,3.5,,,\n", encoding="utf-8")
    assert main(["grade", str(file), "--ctcae", "5.0"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("row 2: Hypokalemia: 2.")
    assert "Assumed symptomatic. Without that assumption: 1." in said


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("Anemia,L,nine,g/dL,14,,,", "value"),
        ("Anemia,L,<9,g/dL,14,,,", "value"),
        ("Anemia,L,NaN,g/dL,14,,,", "value"),
        ('Anemia,L,"9,9",g/dL,14,,,', "value"),
        ('Anemia,L,9.9,g/dL,"14,0",,,', "lln"),
        ("Anemia,L,9.9,g/dL,14,x,,", "uln"),
        ("Anemia,low,9.9,g/dL,14,,,", "direction"),
        ("Anemia,L,9.9,g/dL,14,,12,odd", "baseline_flag"),
    ],
)
def test_a_cell_that_can_not_be_read_is_named_and_the_other_rows_are_graded(
    capsys: Capture, tmp_path: Path, cells: str, column: str
) -> None:
    file = tmp_path / "laboratory.csv"
    file.write_text("\n".join([HEADER, "Anemia,L,9.9,g/dL,14,,,", cells, "Anemia,L,7.9,g/dL,14,,,"]), encoding="utf-8")
    assert main(["grade", str(file), "--ctcae", "5.0", "--json"]) == 1
    out, err = capsys.readouterr()
    answers = json.loads(out)["results"]
    assert [answer["grade"] for answer in answers] == [2, None, 3]
    assert f"row 3, column {column}" in answers[1]["reason"]
    assert f"row 3, column {column}" in err


def test_a_row_with_too_few_cells_is_named(capsys: Capture, tmp_path: Path) -> None:
    assert grades(capsys, tmp_path, "Anemia,L,9.9", "Anemia,L,7.9,g/dL,14,,,", code=1) == [None, 3]


def test_semicolons_with_decimal_commas_are_read(capsys: Capture, tmp_path: Path) -> None:
    header = HEADER.replace(",", ";")
    assert grades(capsys, tmp_path, "Anemia;L;9,9;g/dL;14,0;;;", header=header) == [2]


def test_decimal_commas_among_points_are_named_and_not_guessed(capsys: Capture, tmp_path: Path) -> None:
    header = HEADER.replace(",", ";")
    rows = ("Anemia;L;9,9;g/dL;14;;;", "Anemia;L;9.9;g/dL;14;;;")
    assert grades(capsys, tmp_path, *rows, header=header, code=1) == [None, 2]


def test_further_columns_blank_lines_and_a_byte_order_mark_do_no_harm(capsys: Capture, tmp_path: Path) -> None:
    header = "\ufeffsubject,Term, direction,value,unit,lln,uln,baseline,baseline_flag"
    assert grades(capsys, tmp_path, "", "001,anemia,l,9.9,G/DL,14,NA,,", "", header=header) == [2]


def test_the_baseline_itself_is_graded_by_the_range(capsys: Capture, tmp_path: Path) -> None:
    rows = [f"Alanine aminotransferase increased,H,60,U/L,,40,60,HIGH,{mark}" for mark in ("yes", "")]
    assert grades(capsys, tmp_path, *rows, header=f"{HEADER},is_baseline") == [1, 0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("term,value\nAnemia,9.9\n", "direction, unit, lln, uln, baseline, baseline_flag"),
        ("", "lacks the columns"),
        (f"{HEADER},value\n", "twice"),
    ],
)
def test_wrong_columns_are_refused(capsys: Capture, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "laboratory.csv"
    file.write_text(text, encoding="utf-8")
    assert main(["grade", str(file), "--ctcae", "5.0", "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


def test_other_faults_of_the_call_are_refused_in_a_sentence(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "laboratory.csv"
    assert main(["grade", str(file), "--ctcae", "5.0"]) == 1
    file.write_bytes(HEADER.encode() + b"\nAn\xe4mie,L,9,g/dL,,,,\n")
    assert main(["grade", str(file), "--ctcae", "5.0"]) == 1
    assert "UTF-8" in capsys.readouterr().err
    assert main(["grade", str(file), "--ctcae", "4.03"]) == 2
    assert "5.0 or 6.0" in capsys.readouterr().err
    assert main(["grade", str(file)]) == 2


@pytest.mark.parametrize("version", ["5.0", "6.0"])
def test_the_published_cases_come_out_of_the_command_line(
    capsys: Capture, tmp_path: Path, shared_cases: Any, version: str
) -> None:
    cases = [case for case in shared_cases("labgrade")["rows"] if case["ctcae"] == version and case["pchg"] is None]
    fields = ("term", "direction", "aval", "unit", "lln", "uln", "base", "base_flag")
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(HEADER.split(","))
    writer.writerows([["" if case[field] is None else case[field] for field in fields] for case in cases])
    expected = [None if case["expected"] is None else int(case["expected"]) for case in cases]
    assert [result["grade"] for result in grade(capsys, tmp_path, table.getvalue(), version)] == expected
