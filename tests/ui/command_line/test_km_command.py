"""``titrant km``: Kaplan-Meier estimates from a CSV file."""

import json
from pathlib import Path
from typing import Any

import pytest

from ui.command_line import main

Capture = pytest.CaptureFixture[str]


def km(capsys: Capture, path: Path, text: str, *options: str, code: int = 0) -> dict[str, Any]:
    file = path / "times.csv"
    file.write_text(text, encoding="utf-8")
    assert main(["km", str(file), *options, "--json"]) == code
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def close(value: float | None, expected: float | None) -> bool:
    return value is expected if value is None or expected is None else value == pytest.approx(expected, abs=1e-9)


def test_every_published_curve_comes_out_of_the_command(capsys: Capture, tmp_path: Path, shared_cases) -> None:
    for case in shared_cases("survival")["km"].values():
        rows = "".join(f"{time},{event}\n" for time, event in zip(case["time"], case["event"], strict=True))
        for band, expected in case["conf"].items():
            at = ",".join(str(time) for time in expected["at"]["times"])
            (curve,) = km(capsys, tmp_path, f"time,event\n{rows}", "--conf", band, "--at", at)["curves"]
            for theirs, ours in (("surv", "survival"), ("lower", "lower"), ("upper", "upper"), ("n_risk", "n_risk")):
                for step, value in zip(curve["steps"], expected[theirs], strict=True):
                    assert close(step[ours], value)
            for quantile, time in zip(curve["quantiles"], expected["quantiles"]["est"], strict=True):
                assert close(quantile["time"], time)
            assert [step["n_risk"] for step in curve["at"]] == expected["at"]["n_risk"]


def test_the_median_of_a_curve_flat_at_one_half_is_the_middle(capsys: Capture, tmp_path: Path) -> None:  # EFF-2
    (curve,) = km(capsys, tmp_path, "time,event\n1,1\n2,1\n3,1\n4,1\n")["curves"]
    assert curve["median"]["time"] == 2.5


def test_groups_have_a_curve_each_and_are_compared(capsys: Capture, tmp_path: Path) -> None:
    text = "time,event,group\n1,1,a\n5,1,a\n2,1,b\n9,0,b\n"
    said = km(capsys, tmp_path, text)
    assert [(curve["group"], curve["n"]) for curve in said["curves"]] == [("a", 2), ("b", 2)]
    assert said["comparison"]["log_rank"]["df"] == 1
    assert main(["km", str(tmp_path / "times.csv"), "--at", "3"]) == 0
    out = capsys.readouterr().out
    assert "a: n = 2, events 2, censored 0" in out
    assert "log-rank: chi-square" in out


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("-1,1", "row 3: column time: -1 is negative"),
        ("x,1", 'row 3: column time: "x" is not a number'),
        ("nan,1", 'row 3: column time: "nan" is not a number'),
        (",1", 'row 3: column time: "" is not a number'),
        ("4,2", 'row 3: column event: "2" is neither 1 (event) nor 0 (censored)'),
        ("4", "row 3: has 1 cells"),
    ],
)
def test_a_row_that_can_not_be_read_is_named_and_left_out(capsys: Capture, tmp_path: Path, row: str, said: str) -> None:
    file = tmp_path / "times.csv"
    file.write_text(f"time,event\n1,1\n{row}\n3,0\n", encoding="utf-8")
    assert main(["km", str(file), "--json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["curves"][0]["n"] == 2
    assert said in err


@pytest.mark.parametrize(
    ("text", "options", "code", "said"),
    [
        ("time,status\n1,1\n", [], 1, "lacks the column event"),
        ("time,event\n", [], 1, "no row that can be used"),
        ("time,event\n1,1\n", ["--level", "95"], 2, "--level is 95"),
        ("time,event\n1,1\n", ["--at", "x"], 2, '--at is "x"'),
        ("time,event\n1,1\n", ["--at", "12,nan"], 2, '--at is "12,nan"; write times from 0 on'),
        ("time,event\n1,1\n", ["--at=-1"], 2, '--at is "-1"'),
    ],
)
def test_wrong_use_has_a_sentence(
    capsys: Capture, tmp_path: Path, text: str, options: list[str], code: int, said: str
) -> None:
    file = tmp_path / "times.csv"
    file.write_text(text, encoding="utf-8")
    assert main(["km", str(file), *options]) == code
    assert said in capsys.readouterr().err
