"""``titrant oc``: the contract by which exact characteristics are checked."""

import json
from pathlib import Path

import pytest

from ui.command_line import main

Capture = pytest.CaptureFixture[str]
EIGHT = "0.01,0.01,0.03,0.08,0.2,0.35,0.5,0.65"
MODERATE = "0.05,0.05,0.06,0.16,0.3,0.3,0.3,0.3"


def oc(capsys: Capture, *arguments: str) -> dict[str, object]:
    assert main(["oc", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def test_the_json_has_every_key_of_the_contract(capsys: Capture) -> None:
    answer = oc(capsys, "bat6026", "--dlt", EIGHT, "--moderate", MODERATE)
    selection, total = answer["selection"], answer["total_subjects"]
    assert list(selection) == ["none", *"12345678"]  # type: ignore[call-overload]
    assert sum(selection.values()) == pytest.approx(1.0, abs=1e-12)  # type: ignore[attr-defined]
    assert selection["5"] == pytest.approx(0.4081, abs=5e-5)  # type: ignore[index]
    assert answer["not_reached"] == pytest.approx(0.0024, abs=5e-5)
    assert selection["8"] == answer["not_reached"]  # type: ignore[index]
    assert len(answer["expected_subjects"]) == len(answer["expected_dlts"]) == 8  # type: ignore[arg-type]
    assert total["mean"] == pytest.approx(19.69, abs=5e-3)  # type: ignore[index]
    assert set(total) == {"mean", "sd", "distribution"}  # type: ignore[call-overload]
    assert sum(total["distribution"].values()) == pytest.approx(1.0, abs=1e-12)  # type: ignore[index]
    assert min(map(int, total["distribution"])) == 3  # type: ignore[index]
    assert answer["undecided"] == 0.0
    assert answer["dlt_proportion"]["mean_of_ratios"] != answer["dlt_proportion"]["ratio_of_means"]  # type: ignore[index]


def test_fewer_probabilities_use_the_first_levels(capsys: Capture) -> None:
    answer = oc(capsys, "bat6026", "--dlt", "0.05,0.1,0.2")
    assert list(answer["selection"]) == ["none", "1", "2", "3"]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("options", "mean"),
    [
        ([], 23.40),
        (["--accelerated", "3"], 18.10),
        (["--accelerated", "2"], 19.69),
        (["--accelerated", "2", "--search-down", "none"], 17.17),
    ],
)
def test_options_change_the_plain_design_for_one_call(capsys: Capture, options: list[str], mean: float) -> None:
    answer = oc(capsys, "3+3", "--dlt", EIGHT, "--moderate", MODERATE, *options)
    assert answer["total_subjects"]["mean"] == pytest.approx(mean, abs=5e-3)  # type: ignore[index]


@pytest.mark.parametrize(
    ("option", "value"),
    [("--search-down", "none"), ("--top", "confirm6"), ("--fill", "direct"), ("--accelerated", "0"),
     ("--moderate-limit", "2")],
)  # fmt: skip
def test_every_option_changes_bat6026(capsys: Capture, option: str, value: str) -> None:
    arguments = ("bat6026", "--dlt", EIGHT, "--moderate", MODERATE)
    assert oc(capsys, *arguments) != oc(capsys, *arguments, option, value)


def test_a_confirmed_top_level_counts_as_not_reached_too(capsys: Capture) -> None:
    answer = oc(capsys, "3+3", "--dlt", "0.05,0.1,0.2", "--top", "confirm6")
    assert answer["not_reached"] == answer["selection"]["3"] > 0.5  # type: ignore[index]


def test_from_a_history(capsys: Capture) -> None:
    answer = oc(capsys, "bat6026", "--dlt", EIGHT, "--from", "1N 2MNN 3NNT")
    assert answer["expected_subjects"][:2] == pytest.approx([1.0001, 3.2620], abs=5e-5)  # type: ignore[index]
    ended = oc(capsys, "bat6026", "--dlt", EIGHT, "--from", "1N 2MNN 3NNTNNN 4T?T")
    assert ended["selection"]["3"] == pytest.approx(1.0)  # type: ignore[index]


def test_a_history_that_may_leave_the_choice_open_says_so(capsys: Capture) -> None:
    assert main(["oc", "bat6026", "--dlt", "0.1,0.2,0.3", "--from", "1N 2N 3NNTNNN?"]) == 0
    assert (
        "Undecided: 0.3000; this history may lead to counts on which the protocol is silent" in capsys.readouterr().out
    )


def test_the_plan_is_the_protocols(capsys: Capture) -> None:
    answer = oc(capsys, "imm27m", "--dlt", "0.05,0.1,0.2,0.3,0.4")
    assert answer["more_than_planned"]["planned"] == 16  # type: ignore[index]
    assert oc(capsys, "imm27m", "--dlt", "0.1,0.2", "--planned", "9")["more_than_planned"]["planned"] == 9  # type: ignore[index]
    assert oc(capsys, "3+3", "--dlt", "0.1,0.2")["more_than_planned"] is None


def test_a_person_reads_which_variant_it_is_and_both_proportions(capsys: Capture) -> None:
    assert main(["oc", "3+3", "--dlt", "0.1,0.2,0.3"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Plain 3+3\n  3+3 with search-down: the level below an exceeded one is filled to 6")
    assert "mean of ratios E[T/N]" in said
    assert "ratio of means E[T]/E[N]" in said
    assert main(["oc", "bat6026", "--dlt", EIGHT]) == 0
    assert "10 mg/kg (optional)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bat6026", "--dlt", EIGHT + ",0.7"], "gives 9 probabilities, but BAT6026"),
        (["bat6026", "--dlt", "0.1,0.2", "--moderate", "0.1"], "gives 2 probabilities and --moderate 1"),
        (["bat6026", "--dlt", "0.1,1.2"], "level 2: a probability lies between 0 and 1"),
        (["bat6026", "--dlt", "0.1,nan"], "level 2: a probability lies between 0 and 1"),
        (["bat6026", "--dlt", "0.1,0.6", "--moderate", "0.1,0.5"], "together exceed 1"),
        (["bat6026", "--dlt", "0.1,x"], '"x" at place 2 is not a number'),
        (["bat6026", "--dlt", ""], "is not a number"),
        (["bat6026", "--dlt", "0.1,0.2", "--from", "1N 2N 3N"], "names level 3, but there are probabilities for 2"),
        (["bat6026", "--dlt", "0.1,0.2", "--from", "1Q"], "the history can't be read"),
        (["3+3", "--dlt", "0.1,0.2", "--part", "mono"], "has no parts"),
        (["nosuch", "--dlt", "0.1"], "neither a shipped protocol"),
        (["bat6026"], "--dlt"),
        (["bat6026", "--dlt", "0.1", "--accelerated", "-1"], "less than 0"),
        (["bat6026", "--dlt", "0.1", "--moderate-limit", "0"], "less than 1"),
    ],
)
def test_wrong_use_exits_2_with_a_sentence(capsys: Capture, arguments: list[str], words: str) -> None:
    assert main(["oc", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_scenario_that_falls_is_a_warning(capsys: Capture) -> None:
    assert main(["oc", "3+3", "--dlt", "0.1,0.3,0.2", "--json"]) == 0
    said = capsys.readouterr()
    assert "warning: the probability of a DLT falls from level 2 to 3" in said.err
    assert json.loads(said.out)


def test_help_names_every_option(capsys: Capture) -> None:
    assert main(["oc", "--help"]) == 0
    said = capsys.readouterr().out
    for option in ("--dlt", "--moderate", "--from", "--search-down", "--top", "--fill", "--accelerated", "--json"):
        assert option in said


def documented_table() -> str:
    """The example of the documentation."""
    text = (Path(__file__).parents[3] / "docs" / "decision-table.md").read_text(encoding="utf-8")
    return text.split("```csv\n")[1].split("```")[0]


def test_the_documented_decision_table_is_3_plus_3_confirmed(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text(documented_table())
    found = oc(capsys, str(file), "--dlt", "0.05,0.1,0.2,0.35")
    expected = oc(capsys, "3+3", "--dlt", "0.05,0.1,0.2,0.35", "--top", "confirm6")
    assert list(found) == list(expected)
    for key in ("selection", "total_subjects"):
        mean = {name: value for name, value in found[key].items() if not isinstance(value, dict)}  # type: ignore[attr-defined]
        assert mean == pytest.approx({name: expected[key][name] for name in mean})  # type: ignore[index]
    assert found["not_reached"] == pytest.approx(expected["not_reached"])


def test_every_fault_of_a_decision_table_is_named_with_its_row(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text(documented_table().replace("6,3,DU", "6,3,E").replace("6,5,DU\n", ""))
    assert main(["oc", str(file), "--dlt", "0.1,0.2"]) == 2
    said = capsys.readouterr().err
    assert "3 to put right" in said
    assert "row 9: E with 3 DLTs in 6 is bolder than DU with 2 DLTs." in said
    assert "row 9: E with 3 DLTs in 6 subjects is not safe." in said
    assert "table: 5 DLTs in 6 subjects is missing." in said
    file.write_text("n,dlt,action\n3,0,UP\n3,x,S\n")
    assert main(["oc", str(file), "--dlt", "0.1,0.2"]) == 2
    said = capsys.readouterr().err
    assert "row 2:" in said
    assert "row 3:" in said
    file.write_bytes("n,dlt,action\n3,0,E".encode("utf-16"))
    assert main(["oc", str(file), "--dlt", "0.1,0.2"]) == 2
    assert "CSV UTF-8" in capsys.readouterr().err


def test_what_is_doubtful_in_a_decision_table_is_a_warning(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text(documented_table().replace("3,2,DU", "3,2,S").replace("6,2,DU", "6,2,S"))
    assert main(["oc", str(file), "--dlt", "0.1,0.2", "--json"]) == 0
    said = capsys.readouterr()
    assert "row 4: S with 2 DLTs in 3 subjects doses more" in said.err
    assert json.loads(said.out)


@pytest.mark.parametrize(
    "option",
    [["--from", "1N"], ["--moderate", "0.1"], ["--top", "stop"], ["--accelerated", "0"], ["--part", "mono"]],
)
def test_what_a_decision_table_does_not_know_is_refused(capsys: Capture, tmp_path: Path, option: list[str]) -> None:
    file = tmp_path / "table.csv"
    file.write_text(documented_table())
    assert main(["oc", str(file), "--dlt", "0.1", *option]) == 2
    assert f"{option[0]} does not apply to a decision table" in capsys.readouterr().err
    assert main(["oc", str(tmp_path / "none.csv"), "--dlt", "0.1"]) == 2
