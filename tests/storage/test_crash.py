"""kill -9 in the middle of saves: what was acknowledged is there, and nothing is half there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from storage.study_file import StudyFile

ROOT = Path(__file__).resolve().parents[2]


def kill(folder, *options):
    """What ``tests/storage/durability/kills.py`` found."""
    command = [sys.executable, "-m", "tests.storage.durability.kills", folder, *options]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert not done.stderr, done.stderr
    return json.loads(done.stdout)


# TRU-3; statement 29: a hundred kills in all
@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("options", [[], ["--encrypted"]], ids=["plain", "encrypted"])
def test_a_killed_program_loses_no_acknowledged_save_and_leaves_no_half_one(tmp_path, options):
    found = kill(tmp_path, "--kills", "50", *options)
    assert found["wrong"] == []
    assert found["kills"] == 50
    # The kills hit what they are meant to hit: open studies, some of them between a commit and its acknowledgement.
    assert found["inside"] > 25
    assert 100 < found["acknowledged"] <= found["saved"] <= found["acknowledged"] + 50


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no SIGKILL")
def test_a_program_that_acknowledges_too_early_is_found_out_by_the_test_above(tmp_path):
    assert any("saves acknowledged" in each for each in kill(tmp_path, "--kills", "20", "--lies")["wrong"])


FILLS_UP = """
import pathlib, resource, sys
from storage.errors import StudyFileError
from storage.study_file import StudyFile
from tests.storage import build
study = StudyFile.open(pathlib.Path(sys.argv[1]))
study.save(build.subject(2), person=build.PERSON, now=build.NOW)
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
saved = 0
try:
    while True:
        study.save(build.deviation(saved), person=build.PERSON, now=build.NOW)
        saved += 1
except StudyFileError as error:
    assert study.position == 5 + saved, study.position
    print(saved, error.code)
"""


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no limit of this kind")
def test_a_disk_that_takes_no_more_refuses_a_save_and_keeps_those_before(study, path):
    study.close()
    done = subprocess.run([sys.executable, "-c", FILLS_UP, path], capture_output=True, text=True, cwd=ROOT, check=True)
    saved, code = done.stdout.split()
    assert code in ("disk_failed", "disk_full")
    assert int(saved) > 3
    with StudyFile.open(path) as after:
        assert len(after.records()["deviation"]) == int(saved)
        assert after.verify() == []
