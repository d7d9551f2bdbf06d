"""``titrant decide``: the contract by which results are checked."""

import json
from pathlib import Path

import pytest

from ui.command_line import main

RUN = [  # ESC-1 to ESC-5, SUB-4: action, level, subjects
    ("1N", "escalate", 2, 1),
    ("1N 2M", "expand", 2, 2),
    ("1N 2MNN", "escalate", 3, 3),
    ("1N 2MNN 3NN?", "wait", 3, 0),
    ("1N 2MNN 3NNT", "expand", 3, 3),
    ("1N 2MNN 3NNTNNN", "escalate", 4, 3),
    ("1N 2MNN 3NNTNNN 4T?T", "mtd", 3, 0),
    ("1N 2N 3NNN 4TTN", "de-escalate", 3, 3),
    ("1N 2N 3NNN 4TTN 3NTT", "de-escalate", 2, 2),
    ("1T", "expand", 1, 2),
    ("1TNT", "stop", None, 0),
    ("1N 2N 3NX", "enrol", 3, 2),
    ("1N 2MNN 3NNNN", "escalate", 4, 3),
    ("1N 2MNN 3NNNT", "expand", 3, 2),
    ("1N 2MNN 3TT", "de-escalate", 2, 3),
    ("1N 2MNN 3NNT 4N", "de-escalate", 3, 3),
    ("1N 2MNN 3NTT 4NNN", "de-escalate", 2, 3),
    ("1N 2N 3NNN 4TT?", "de-escalate", 3, 3),
    ("1N 2N 3NNN 4TTN 3NT?", "wait", 3, 0),
    ("1N 2m", "expand", 2, 2),
    ("1MN", "expand", 1, 1),
    ("1N 2MNN 3NNTNNNT", "choose", 3, 0),
    ("1N 2N 3NNN 4NNN 5NNN 6NNN 7NNN", "mad", 7, 0),
    ("", "enrol", 1, 1),
]

Capture = pytest.CaptureFixture[str]


def decide(capsys: Capture, *arguments: str) -> dict[str, object]:
    assert main(["decide", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


@pytest.mark.parametrize(("history", "action", "level", "subjects"), RUN)
def test_the_run_that_must_come_out(
    capsys: Capture, history: str, action: str, level: int | None, subjects: int
) -> None:
    answer = decide(capsys, "bat6026", history)
    assert (answer["action"], answer["dose_level"], answer["subjects"]) == (action, level, subjects)
    assert answer["open_now"] is None


def test_the_json_has_every_key_of_the_contract(capsys: Capture) -> None:
    answer = decide(capsys, "bat6026", "1N 2M")
    assert {
        "action", "dose_level", "subjects", "open_now", "dose", "accelerated", "options", "departures", "reasons",
        "tallies",
    } <= set(answer)  # fmt: skip
    assert answer["dose"] == {"value": 0.03, "unit": "mg/kg"}
    assert answer["accelerated"] is False
    assert all({"code", "text", "source"} <= set(reason) for reason in answer["reasons"])  # type: ignore[attr-defined]
    assert answer["tallies"][1] == {  # type: ignore[index]
        "dose_level": 2, "treated": 1, "evaluable": 1, "dlt": 0, "moderate": 1, "pending": 0, "not_evaluable": 0,
        "state": "open",
    }  # fmt: skip


def test_where_the_protocol_is_silent_two_options_are_listed(capsys: Capture) -> None:
    options = decide(capsys, "bat6026", "1N 2MNN 3NNTNNNT")["options"]
    assert len(options) >= 2  # type: ignore[arg-type]
    assert all({"action", "dose_level", "subjects", "meaning"} == set(option) for option in options)  # type: ignore[attr-defined]
    assert all(isinstance(option["meaning"], str) for option in options)  # type: ignore[attr-defined]


def test_the_optional_level_opens_on_request(capsys: Capture) -> None:
    cleared = "1N 2N 3NNN 4NNN 5NNN 6NNN 7NNN"
    codes = [reason["code"] for reason in decide(capsys, "bat6026", cleared)["reasons"]]  # type: ignore[attr-defined]
    assert "optional_may_open" in codes
    assert decide(capsys, "bat6026", cleared, "--with-optional")["dose_level"] == 8


@pytest.mark.parametrize("protocol", ["mil93", "mil97", "imm27m", "bat6021", "bat6026"])
def test_every_shipped_protocol_answers(capsys: Capture, protocol: str) -> None:
    assert decide(capsys, protocol, "1N")["action"] == "escalate"  # PRO-1


def test_bat6021_confirms_its_top_level_with_six(capsys: Capture) -> None:
    up = "1N 2N 3N 4NNN 5NNN 6NNN 7NNN"
    assert decide(capsys, "bat6021", f"{up} 8NNN")["action"] == "expand"
    assert decide(capsys, "bat6021", f"{up} 8NNNNNN")["action"] == "mtd"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bat6026", "1N 9N"], "dose level 9 at character 4"),
        (["bat6026", "1N 2Q"], "at character 5"),
        (["nosuch", "1N"], "neither a shipped protocol"),
        (["bat6026", "1N", "--part", "nosuch"], "not an escalation part"),
        (["mil97", "1N", "--part", "q2w"], "chosen later"),
        (["missing.toml", "1N"], "cannot be read"),
    ],
)
def test_wrong_use_exits_2_with_a_sentence(capsys: Capture, arguments: list[str], words: str) -> None:
    assert main(["decide", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_protocol_file_with_three_faults_names_all_three(capsys: Capture, tmp_path: Path) -> None:
    """PRO-3."""
    from importlib import resources

    text = resources.files("domain.protocols").joinpath("bat6026.toml").read_text(encoding="utf-8")
    text = text.replace("[0.01, 0.03, 0.1", "[0.01, 0.3, 0.1").replace("days = 21", "days = 0")
    text = text.replace('value = "5.0"', 'value = "4.0"')
    file = tmp_path / "faulty.toml"
    file.write_text(text, encoding="utf-8")
    assert main(["decide", str(file), "1N"]) == 2
    said = capsys.readouterr().err
    assert "3 to put right" in said
    assert all(place in said for place in ("study.ctcae", "window.days", "levels"))


def test_the_answer_can_be_read_by_a_person(capsys: Capture) -> None:
    assert main(["decide", "bat6026", "1N 2MNN 3NNT"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Expand: Level 3 (0.1 mg/kg) has 1 DLT in 3 evaluable")
    assert "registration" in said


def test_help_is_everywhere(capsys: Capture) -> None:
    for verb in ("open", "demo", "decide", "export", "report"):
        assert main([verb, "--help"]) == 0
        assert "usage" in capsys.readouterr().out
    assert main(["--help"]) == 0
