"""``titrant demo`` makes a complete study, or a plain one, and the same one again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.protocol.reader import load_shipped
from storage.study_file import StudyFile
from ui.command_line import main
from ui.demo import make_demo

NOW = datetime(2026, 11, 21, 6, 10, tzinfo=UTC)
EVERYTHING = (
    "lab_result", "normal_range", "pk_sample", "concentration", "ada_result", "lesion_measurement", "response_call",
    "adjudication", "safety_report", "intervention", "vital_signs", "criterion_answer", "end_of_treatment", "shipment",
    "deviation", "decision", "preparation", "survival_contact", "rescreening",
)  # fmt: skip


def test_a_demonstration_holds_every_kind_of_data_and_verifies(tmp_path: Path) -> None:
    out = tmp_path / "whole.titrant"
    assert main(["demo", "--no-window", "--out", str(out)]) == 0
    with StudyFile.open(out) as file:
        records = file.records()
        assert file.verify() == []
    assert [kind for kind in EVERYTHING if not records.get(kind)] == []
    assert records["study"][0].is_demo  # type: ignore[attr-defined]


def test_a_plain_demonstration_holds_no_results(tmp_path: Path) -> None:
    out = tmp_path / "plain.titrant"
    assert main(["demo", "--plain", "--no-window", "--out", str(out)]) == 0
    with StudyFile.open(out) as file:
        records = file.records()
    assert len(records["subject"]) == 14
    assert not records.get("lab_result")


@pytest.mark.parametrize(
    ("seeds", "is_complete", "is_same"), [((4, 4), True, True), ((4, 5), False, False)], ids=["same", "another"]
)
def test_the_same_seed_makes_the_same_file_content(
    tmp_path: Path, seeds: tuple[int, int], is_complete: bool, is_same: bool
) -> None:
    heads = []
    for number, seed in enumerate(seeds):
        path = tmp_path / f"{number}.titrant"
        make_demo(path, load_shipped("imm27m"), seed=seed, now=NOW, is_complete=is_complete)
        with StudyFile.open(path) as file:
            heads.append(file.head)
    assert (heads[0] == heads[1]) is is_same


@pytest.mark.parametrize("option", [["--plain"], ["--history", "1N"]])
def test_a_whole_demonstration_takes_neither_a_history_nor_plain(
    tmp_path: Path, option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "whole.titrant"
    assert main(["demo", "--stage", "complete", *option, "--no-window", "--out", str(out)]) == 2
    assert option[0] in capsys.readouterr().err
    assert not out.exists()
