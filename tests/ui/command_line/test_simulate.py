"""``titrant simulate``: months, subjects, and where the time goes."""

import json

import pytest

from ui.command_line import main

Capture = pytest.CaptureFixture[str]
RUN = ["simulate", "bat6026", "--dlt", "0.02,0.05,0.1,0.25", "--accrual", "2/month", "--seed", "1", "--trials", "300"]


def test_the_json_says_months_subjects_and_days(capsys: Capture) -> None:
    assert main([*RUN, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["trials"], answer["seed"]) == (300, 1)
    for name in ("months", "subjects"):
        assert answer[name]["p10"] <= answer[name]["median"] <= answer[name]["p90"]
    assert list(answer["selection"]) == ["none", "1", "2", "3", "4"]
    assert sum(answer["selection"].values()) == pytest.approx(1.0)
    assert set(answer["days"]) == {"accrual", "screening", "spacing", "window", "replacement", "meetings"}
    assert sum(answer["days"].values()) / 30.4375 == pytest.approx(answer["months"]["mean"])


def test_the_same_seed_gives_the_same_answer(capsys: Capture) -> None:
    said = []
    for seed in ("1", "1", "2"):
        assert main([*RUN[:-3], seed, *RUN[-2:], "--json"]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1] != said[2]


def test_rates_may_be_given_for_any_unit(capsys: Capture) -> None:
    medians = []
    for accrual in ("12/year", "1/month", "10/week"):
        assert main([*RUN, "--accrual", accrual, "--json"]) == 0
        medians.append(json.loads(capsys.readouterr().out)["months"]["median"])
    assert medians[0] == pytest.approx(medians[1])
    assert medians[2] < medians[1]


def test_a_person_reads_what_was_assumed(capsys: Capture) -> None:
    assert main([*RUN, "--meeting-days", "7", "--not-evaluable", "0.1"]) == 0
    said = capsys.readouterr().out
    assert "window of 21 days; 24 h after the first subject of a level" in said
    assert "10% not evaluable and replaced; 7 days to each decision" in said
    assert "Where the time goes" in said


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--accrual", "two"], "write 2/month"),
        (["--accrual", "0/month"], "more than 0"),
        (["--screen-failures", "1"], "below 1"),
        (["--screening-days", "-3"], "0 days or more"),
        (["--trials", "0"], "less than 1"),
        (["--trials", "2000000"], "at most"),
        (["--seed", "x"], "not a whole number"),
    ],
)
def test_wrong_use_exits_2_with_a_sentence(capsys: Capture, options: list[str], words: str) -> None:
    assert main([*RUN, *options]) == 2
    assert words in capsys.readouterr().err
