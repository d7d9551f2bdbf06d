"""``titrant report``: casebook and blank forms beside the cohort report."""

from pathlib import Path

import pytest

from tests.ui.build import make_whole
from ui.command_line import main

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_whole(tmp_path_factory.mktemp("demo") / "demo.titrant")


@pytest.mark.parametrize("what", [["--casebook", "01-002"], ["--blank-forms"], []])
def test_each_kind_of_report_is_a_pdf(demo: Path, tmp_path: Path, qapp: object, what: list[str]) -> None:  # REP-2
    out = tmp_path / "out.pdf"
    assert main(["report", str(demo), *what, "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_an_unknown_subject_is_refused_with_those_there_are(demo: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out.pdf"
    assert main(["report", str(demo), "--casebook", "02-001", "--out", str(out)]) == 1
    told = capsys.readouterr().err
    assert "no subject 02-001" in told
    assert "01-002" in told
    assert not out.exists()


def test_a_casebook_and_blank_forms_are_not_asked_for_at_once(demo: Path, capsys: Capture) -> None:
    assert main(["report", str(demo), "--casebook", "01-002", "--blank-forms", "--out", "x.pdf"]) == 2
    assert "not allowed with" in capsys.readouterr().err
