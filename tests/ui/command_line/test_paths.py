"""``titrant paths``: the counts that are checked, and the list."""

import json
from pathlib import Path

import pytest

from ui.command_line import main

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("arguments", "count"),
    [  # ESC-10
        (["3+3", "--levels", "8", "--top", "confirm6"], 16138),
        (["3+3", "--levels", "8"], 13066),
        (["3+3", "--levels", "8", "--search-down", "none"], 1531),
        (["bat6026", "--levels", "8"], 51610),
        (["bat6026"], 51610),
        (["bat6026", "--levels", "4", "--accelerated", "3"], 3772),
        (["imm27m", "--levels", "3"], 310),
        (["3+3", "--levels", "1", "--top", "confirm6"], 10),
    ],
)
def test_histories_are_counted(capsys: Capture, arguments: list[str], count: int) -> None:
    assert main(["paths", *arguments, "--count", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"count": count}


def test_the_list_has_every_history_with_its_end(capsys: Capture) -> None:
    assert main(["paths", "3+3", "--levels", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 7
    assert lines[0] == "1NNN\tmad 1"
    assert lines[-1] == "1TTT\tstop"


def test_a_list_in_json_is_one_object_a_line(capsys: Capture) -> None:
    assert main(["paths", "bat6026", "--levels", "1", "--json"]) == 0
    histories = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(histories) == 13
    assert histories[0] == {"history": "1N", "end": "mad", "dose_level": 1}


def test_the_list_goes_to_a_file(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "paths.txt"
    assert main(["paths", "3+3", "--levels", "3", "--out", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"count": 118}
    assert len(file.read_text(encoding="utf-8").splitlines()) == 118


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["3+3", "--count"], "give --levels"),
        (["3+3", "--levels", "0"], "less than 1"),
        (["3+3", "--levels", "200"], "at most"),
        (["3+3", "--levels", "2", "--count", "--out", "x"], "leave --count away"),
    ],
)
def test_wrong_use_exits_2_with_a_sentence(capsys: Capture, arguments: list[str], words: str) -> None:
    assert main(["paths", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_a_refusal(capsys: Capture, tmp_path: Path) -> None:
    assert main(["paths", "3+3", "--levels", "1", "--out", str(tmp_path / "no" / "folder")]) == 1
    assert "cannot be written" in capsys.readouterr().err
