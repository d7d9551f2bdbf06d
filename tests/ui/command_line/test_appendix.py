"""``titrant appendix``: from the start or from a history, under a ready scenario or given probabilities."""

import shutil
import subprocess
from pathlib import Path

import pytest

from ui.command_line import main

Capture = pytest.CaptureFixture[str]
needs_pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not on this machine")


def text_of(path: Path) -> str:
    told = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


@needs_pdftotext
@pytest.mark.usefixtures("qapp")
def test_the_pathway_starts_where_the_history_stands_and_follows_the_given_probabilities(tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    given = ["--from", "1N 2MNN 3NNT", "--dlt", "0.01,0.02,0.05,0.1,0.2,0.35,0.5"]
    assert main(["appendix", "bat6026", "--out", str(out), *given]) == 0
    text = text_of(out)
    assert "From today's state, 1N 2MNN 3NNT. It goes 3 outcomes deep, so that it fits one page." in text
    assert "P(DLT) by level, lowest first: 0.01, 0.02, 0.05, 0.10, 0.20, 0.35, 0.50." in text
    assert "level 3 is the MTD" in text
    assert "0 DLT 0.86" in text


@needs_pdftotext
@pytest.mark.usefixtures("qapp")
def test_without_either_it_starts_at_the_first_subject_under_a_ready_scenario(tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    assert main(["appendix", "mil97", "--out", str(out), "--paper", "letter"]) == 0
    assert "From the first subject." in text_of(out)
    assert "6 Pathway with probabilities MTD in the middle" in text_of(out)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--from", "1Q"], "the history can't be read"),
        (["--from", "9N"], "the protocol has levels 1 to 8"),
        (["--from", "3N", "--dlt", "0.1,0.2"], "names level 3, but there are probabilities for 2"),
        (["--dlt", "0.1,2"], "level 2: a probability lies between 0 and 1"),
        (["--moderate", "0.1"], "--moderate goes with --dlt"),
    ],
)
def test_wrong_use_exits_2_and_writes_nothing(tmp_path: Path, capsys: Capture, options: list[str], words: str) -> None:
    out = tmp_path / "a.pdf"
    assert main(["appendix", "bat6026", "--out", str(out), *options]) == 2
    assert words in capsys.readouterr().err
    assert not out.exists()
