"""``titrant bor``: best response of sequences."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from domain.response.best_response import best_response
from domain.response.confirmation import Timepoint
from domain.response.messages import MESSAGES
from domain.response.rules import ResponseRules
from domain.response.terms import PrAfterCr, Response
from tests.domain.response.build import shipped_endpoints
from ui.command_line import main
from ui.command_line.response_words import say

Capture = pytest.CaptureFixture[str]


def bor(capsys: Capture, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
    assert main(["bor", *arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)["results"]  # type: ignore[no-any-return]


def test_a_sequence_has_its_best_response_with_reasons(capsys: Capture) -> None:  # EFF-1
    (result,) = bor(capsys, "PR SD PR PD", "--every", "42")
    assert (result["sequence"], result["bor"], result["confirmed_bor"]) == ("PR SD PR PD", "PR", "SD")
    assert result["confirmed_response"] is False
    assert "SD stands between" in " ".join(result["reasons"])


def test_the_options_of_the_peer_run_through_the_command_line(capsys: Capture, shared_cases, tmp_path: Path) -> None:
    for block in shared_cases("recist")["peer_bruteforce"]["blocks"]:
        file = tmp_path / "sequences.txt"
        file.write_text("\n".join(row[0] for row in block["rows"]), encoding="utf-8")
        said = block["options"]
        options = ["--every", "42", "--confirm", str(said["confirm"]), "--sd-min", str(said["sd_min"])]
        options += ["--max-ne", str(said["max_ne"]), *(["--accept-sd"] if said["accept_sd"] else [])]
        keys = ("sequence", "bor", "bor_visit", "confirmed_bor", "confirmed_bor_visit", "confirmed_response")
        for result, row in zip(bor(capsys, str(file), *options), block["rows"], strict=True):
            assert [result[key] for key in keys] == [*row[:5], row[5] == "Y"]
            assert result["confirmed_response_visit"] == row[6]


def test_a_file_may_have_blank_lines_and_any_case(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "sequences.csv"
    file.write_text('\ufeffsequence\npr,pr\n\n"SD non-cr/non-pd"\n# a remark\n', encoding="utf-8")
    assert [one["confirmed_bor"] for one in bor(capsys, str(file), "--every", "42")] == ["PR", "SD"]


def test_no_visit_at_all_is_missing(capsys: Capture) -> None:
    assert [one["bor"] for one in bor(capsys, "", "--every", "42")] == ["MISSING"]
    assert [one["bor"] for one in bor(capsys, "", "--every", "42", "--missing-as-ne")] == ["NE"]


def test_a_word_that_is_no_response_is_named_and_the_others_are_derived(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "sequences.txt"
    file.write_text("PR PR\nPR XX\nSD\n", encoding="utf-8")
    assert main(["bor", str(file), "--every", "42", "--json"]) == 1
    out, err = capsys.readouterr()
    assert [one["confirmed_bor"] for one in json.loads(out)["results"]] == ["PR", None, "SD"]
    assert 'sequences.txt, line 2: visit 2: "XX" is not a response' in err


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "sequence\n"])
def test_a_file_without_a_sequence_is_refused(capsys: Capture, tmp_path: Path, text: str) -> None:
    file = tmp_path / "sequences.txt"
    file.write_text(text, encoding="utf-8")
    assert main(["bor", str(file), "--every", "42"]) == 1
    assert "has no sequence; write one a line" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["PR", "--every", "0"], 2, "--every is 0"),
        (["PR", "--every", "42", "--confirm", "0"], 2, "--confirm is 0"),
        (["PR", "--every", "42", "--max-ne", "-1"], 2, "--max-ne is -1"),
        (["no-such-file.txt", "--every", "42"], 1, "no such file"),
        (["XX", "--every", "42"], 1, '"XX" is not a response'),
    ],
)
def test_wrong_use_has_a_sentence(capsys: Capture, arguments: list[str], code: int, said: str) -> None:
    assert main(["bor", *arguments]) == code
    assert said in capsys.readouterr().err


def test_a_person_reads_method_answer_and_reasons(capsys: Capture) -> None:
    assert main(["bor", "CR PR", "--every", "42", "--pr-after-cr", "reread"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("RECIST 1.1; CR and PR confirmed after 28 days or more")
    assert "CR PR: PR, confirmed PR" in out
    assert "the CR is read as PR" in out


def test_the_sentence_of_every_reason_can_be_said() -> None:
    for words in itertools.product(("CR", "PR", "SD", "PD", "NE"), repeat=4):
        timepoints = [Timepoint(42 * at, Response(word)) for at, word in enumerate(words, 1)]
        for rules in (ResponseRules(), ResponseRules(sd_min_days=400, accepts_sd=True, max_ne=0, pr_sticks=False)):
            for reason in (*best_response(timepoints, rules).reasons, *rules.method()):
                assert "{" not in say(reason)
    for policy in PrAfterCr:
        assert f"response_method_pr_after_cr_{policy.name.lower()}" in MESSAGES
        assert f"response_pr_after_cr_{policy.name.lower()}" in MESSAGES
    for endpoints in shipped_endpoints().values():
        for definition in endpoints.endpoints:
            assert all(say(reason) for reason in definition.method())
