"""kill -9 in the middle of saves: what was acknowledged is there, and nothing is half there."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.study_file import StudyFile

ROOT = Path(__file__).resolve().parents[2]
SAVER = """
import pathlib, sys
from storage.study_file import StudyFile
from tests.storage import build
study = StudyFile.open(pathlib.Path(sys.argv[1]))
assert not study.is_read_only
first = study.position
for number in range(first, first + 100_000):
    event = build.adverse_event(number)
    study.save_all([event, build.deviation(number, subject_id="S-001")], person=build.PERSON, now=build.NOW)
    print(number, flush=True)
"""


# TRU-3; statement 29
@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no SIGKILL")
def test_a_killed_program_loses_no_acknowledged_save_and_leaves_no_half_one(study, path):
    study.close()
    acknowledged: list[int] = []
    for saves in (3, 47, 120):
        with subprocess.Popen([sys.executable, "-c", SAVER, path], stdout=subprocess.PIPE, cwd=ROOT) as saver:
            assert saver.stdout is not None
            acknowledged += [int(saver.stdout.readline()) for _ in range(saves)]
            saver.send_signal(signal.SIGKILL)
            acknowledged += [int(line) for line in saver.stdout.read().splitlines()]
        with StudyFile.open(path) as after:
            assert not after.is_read_only, "a crash left the study locked"
            records = after.records()
            assert {f"event-{number}" for number in acknowledged} <= {
                event.record_id for event in records["adverse_event"]
            }
            assert len(records["adverse_event"]) == len(records["deviation"])
            assert after.position == 4 + 2 * len(records["deviation"])
            assert after.verify() == []


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
