"""``titrant dlt``: one subject, clause by clause (AE-4, AE-5)."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from domain.protocol.reader import shipped_protocols
from ui.command_line import main

Capture = pytest.CaptureFixture[str]
DOCS = Path(__file__).resolve().parents[3] / "docs" / "dlt-rules.md"


@pytest.fixture
def subject(tmp_path: Path) -> Path:
    """The documented example."""
    file = tmp_path / "subject.json"
    file.write_text(re.findall(r"(?ms)^```json\n(.*?)^```", DOCS.read_text(encoding="utf-8"))[0], encoding="utf-8")
    return file


def dlt(capsys: Capture, *arguments: str) -> dict[str, Any]:
    assert main(["dlt", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def test_the_documented_example_is_judged(capsys: Capture, subject: Path) -> None:
    answer = dlt(capsys, "bat6021", str(subject))
    assert set(answer) == {
        "subject", "part", "cut_off", "window", "verdict", "is_final", "known_on", "clauses", "awaited", "moderate",
        "outside_window",
    }  # fmt: skip
    assert (answer["verdict"], answer["known_on"], answer["is_final"]) == ("not yet known", "2026-11-23", False)
    assert answer["awaited"] == [3]
    assert answer["window"] == {"from": "2026-11-10T00:40:00+00:00", "to": "2026-12-01T00:40:00+00:00"}
    clause = answer["clauses"][2]
    assert set(clause) == {"number", "title", "source", "verdict", "known_on", "records", "trace"}
    assert clause["source"] == "registration, DLT definition: Grade 4 thrombocytopenia lasting ≥7 days"
    assert clause["records"] == ["ae-1"]
    assert [step["code"] for step in clause["trace"]] == ["dlt_at_grade", "dlt_result_awaited"]
    assert clause["trace"][1]["numbers"]["least"] == 3
    assert answer["moderate"]["verdict"] == "met"


def test_an_assumed_clause_says_so(capsys: Capture, subject: Path) -> None:
    assert dlt(capsys, "bat6021", str(subject))["clauses"][5]["source"].startswith("assumption: ")
    assert dlt(capsys, "mil97", str(subject))["clauses"][0]["source"].startswith("assumption: ")


def test_the_answer_can_be_read_by_a_person(capsys: Capture, subject: Path) -> None:
    assert main(["dlt", "bat6021", str(subject)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("01-014: not yet known (known on 23 Nov 2026)\n")
    assert "? 3. Grade 4 thrombocytopenia for 7 days or more: not yet known, known on 23 Nov 2026" in said
    assert "3 days of 7. Awaited: a repeat value." in said
    assert "[registration, DLT definition: Grade 5 toxicity]" in said


@pytest.mark.parametrize("protocol", shipped_protocols())
def test_every_shipped_protocol_answers(capsys: Capture, subject: Path, protocol: str) -> None:
    assert dlt(capsys, protocol, str(subject))["part"] == "mono"  # AE-4


def test_another_part_judges_by_its_own_window(capsys: Capture, subject: Path) -> None:
    answer = dlt(capsys, "mil97", str(subject), "--part", "q2w")
    assert answer["window"]["to"].startswith("2026-12-08")


def test_an_event_outside_the_window_is_listed(capsys: Capture, subject: Path) -> None:
    content = json.loads(subject.read_text(encoding="utf-8"))
    content["cut_off"] = "2027-01-20T14:10"
    content["events"] = [
        {"id": "ae-9", "term": "Diarrhea", "onset": "2026-12-20", "grade": 3, "relationship": "related"}
    ]
    content["doses"], content["laboratory"], content["interventions"] = content["doses"][:1], [], []
    subject.write_text(json.dumps(content), encoding="utf-8")
    answer = dlt(capsys, "bat6021", str(subject))
    assert (answer["verdict"], answer["is_final"]) == ("not met", True)
    assert [(one["record"], one["number"]) for one in answer["outside_window"]] == [("ae-9", 9)]
    assert main(["dlt", "bat6021", str(subject)]) == 0
    assert "Outside the window, 9." in capsys.readouterr().out


def test_wrong_input_exits_2_and_names_every_place(capsys: Capture, subject: Path) -> None:
    content = json.loads(subject.read_text(encoding="utf-8"))
    content["events"][0]["term"], content["zone"] = "Platelet count decrease", "Mars"
    subject.write_text(json.dumps(content), encoding="utf-8")
    assert main(["dlt", "bat6021", str(subject)]) == 2
    said = capsys.readouterr().err
    assert "2 to put right" in said
    assert 'events[1].term: "Platelet count decrease" is not a term of CTCAE 5.0. Is "Platelet count decreased"' in said
    assert "zone: " in said


def test_wrong_use_exits_2(capsys: Capture, subject: Path, tmp_path: Path) -> None:
    assert main(["dlt", "nosuch", str(subject)]) == 2
    assert main(["dlt", "bat6021", str(tmp_path / "missing.json")]) == 2
    assert main(["dlt", "bat6021", str(subject), "--part", "nosuch"]) == 2
    assert "not a part of bat6021" in capsys.readouterr().err
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    assert main(["dlt", "bat6021", str(broken)]) == 2
    assert "Not JSON" in capsys.readouterr().err


def test_a_protocol_without_a_definition_says_so(capsys: Capture, subject: Path, tmp_path: Path) -> None:
    from tests.domain.protocol.test_dlt_definition import BARE

    file = tmp_path / "bare.toml"
    file.write_text(BARE, encoding="utf-8")
    assert main(["dlt", str(file), str(subject)]) == 2
    assert "has no DLT definition" in capsys.readouterr().err
