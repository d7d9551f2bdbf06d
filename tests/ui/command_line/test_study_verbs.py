"""``titrant demo``, ``export`` and ``report`` on a real file, without a display."""

import csv
from pathlib import Path

import pytest

from storage.study_file import StudyFile
from tests.ui.build import make_whole
from ui.command_line import main

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_whole(tmp_path_factory.mktemp("demo") / "demo.titrant")


def test_the_demonstration_is_the_documented_history_and_verifies(demo: Path) -> None:
    with StudyFile.open(demo) as file:
        records = file.records()
        assert file.verify() == []  # TRU-1
    assert len(records["subject"]) == 14
    assert len(records["decision"]) >= 4
    assert records["study"][0].is_demo  # type: ignore[attr-defined]


@pytest.mark.parametrize("protocol", ["mil93", "mil97", "imm27m", "bat6021"])
def test_every_protocol_has_a_demonstration(tmp_path: Path, protocol: str, qapp: object) -> None:
    out = tmp_path / f"{protocol}.titrant"
    # What is measured in the subjects of each protocol is told by the tests of the demonstration itself.
    assert main(["demo", "--protocol", protocol, "--plain", "--seed", "3", "--no-window", "--out", str(out)]) == 0
    assert main(["report", str(out), "--out", str(tmp_path / "cohort.pdf")]) == 0


def test_a_demonstration_does_not_overwrite(demo: Path, capsys: Capture) -> None:
    before = demo.stat().st_size
    assert main(["demo", "--no-window", "--out", str(demo)]) == 1
    assert "already exists" in capsys.readouterr().err
    assert demo.stat().st_size == before


def test_each_record_kind_is_one_csv(demo: Path, tmp_path: Path) -> None:
    assert main(["export", str(demo), "--csv", str(tmp_path / "csv")]) == 0  # REP-3
    with (tmp_path / "csv" / "subject.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 14
    assert {"subject_id", "consent_date", "weight_kg"} <= set(rows[0])


def test_an_export_stops_at_the_cut_off(demo: Path, tmp_path: Path) -> None:
    assert main(["export", str(demo), "--csv", str(tmp_path / "all")]) == 0
    assert main(["export", str(demo), "--csv", str(tmp_path / "none"), "--cutoff", "2001-01-01"]) == 0  # REP-4
    assert len((tmp_path / "none" / "administration.csv").read_text(encoding="utf-8-sig").splitlines()) == 1


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_cohort_report_is_a_pdf(demo: Path, tmp_path: Path, paper: str, qapp: object) -> None:
    out = tmp_path / "cohort.pdf"
    assert main(["report", str(demo), "--out", str(out), "--paper", paper]) == 0  # REP-1
    assert out.read_bytes().startswith(b"%PDF-1.4")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["report", "{folder}/none.titrant", "--out", "x.pdf"], 1, "There is no study"),
        (["report", "{foreign}", "--out", "x.pdf"], 1, "not a Titrant study"),
        (["export", "{demo}", "--csv", "{folder}/c", "--cutoff", "12/01/2026"], 2, "is not a date"),
        (["export", "{demo}", "--csv", "{folder}/c", "--cutoff", "2026"], 2, "names no day"),
        (["report", "{demo}", "--out", "{folder}/no/such/x.pdf"], 1, "x.pdf"),
        (["demo", "--no-window", "--history", "1N 22", "--out", "{folder}/h.titrant"], 2, "can't be read"),
    ],
)
def test_what_stands_in_the_way_is_said(
    demo: Path, tmp_path: Path, capsys: Capture, qapp: object, arguments: list[str], code: int, words: str
) -> None:
    foreign = tmp_path / "foreign.titrant"
    foreign.write_text("not a study")
    places = {"folder": str(tmp_path), "demo": str(demo), "foreign": str(foreign)}
    assert main([argument.format(**places) for argument in arguments]) == code
    assert words in capsys.readouterr().err


def test_a_window_is_refused_without_a_screen(demo: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert main([str(demo)]) == 1
    assert "no screen" in capsys.readouterr().err
