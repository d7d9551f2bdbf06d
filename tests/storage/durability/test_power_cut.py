import shutil
import struct

import pytest

from storage.study_file import StudyFile
from tests.storage import build
from tests.storage.durability.engine_disk import library
from tests.storage.durability.power_cut import cut, record_work
from tests.storage.keys.build import KEY, new_encrypted_study

pytestmark = pytest.mark.skipif(library() is None, reason="this wheel doesn't let anybody watch its files (Windows)")
both = pytest.mark.parametrize("is_encrypted", [False, True], ids=["plain", "encrypted"])


# TRU-3; statement 29. A thousand of each: python -m tests.storage.durability --cuts 1000
@both
def test_after_a_power_cut_at_any_instant_no_acknowledged_save_is_missing_and_nothing_is_half_there(
    tmp_path, is_encrypted
):
    outcome = cut(record_work(tmp_path, is_encrypted=is_encrypted), cuts=60, seed=6026)
    assert (dict(outcome.corrupt), outcome.lost, outcome.invented) == ({}, [], 0)
    # The cuts hit what they are meant to hit: most fall between a write and its sync.
    assert outcome.in_doubt > outcome.cuts / 2
    assert outcome.unacknowledged > 0


# The teeth of the test above: with the protection off, it finds what it looks for.
@both
def test_without_a_sync_at_each_commit_acknowledged_saves_are_lost(tmp_path, is_encrypted):
    recording = record_work(tmp_path, is_encrypted=is_encrypted, setting="PRAGMA synchronous=NORMAL")
    assert len(cut(recording, cuts=30, seed=6026).lost) > 5


@both
def test_without_any_sync_a_power_cut_leaves_studies_that_are_said_to_be_damaged(tmp_path, is_encrypted):
    recording = record_work(tmp_path, is_encrypted=is_encrypted, setting="PRAGMA synchronous=OFF")
    assert cut(recording, cuts=30, seed=6026).corrupt.total() > 15


@both
@pytest.mark.parametrize("torn", [slice(0, 512), slice(16, 100), slice(512, 1024)], ids=["first", "header", "second"])
def test_a_first_page_torn_on_its_way_out_of_the_write_ahead_file_is_read_from_there(tmp_path, is_encrypted, torn):
    path, copy = tmp_path / "study.titrant", tmp_path / "after.titrant"
    with new_encrypted_study(path) if is_encrypted else build.new_study(path) as study:
        for number in range(60):
            study.save(build.subject(number), person=build.PERSON, now=build.later(number))
        head = study.head
        for end in ("", "-wal"):
            shutil.copy(path.with_name(path.name + end), copy.with_name(copy.name + end))
    log = copy.with_name(copy.name + "-wal").read_bytes()
    page_numbers = [struct.unpack(">I", log[start : start + 4])[0] for start in range(32, len(log), 24 + 4096)]
    assert 1 in page_numbers
    content = bytearray(copy.read_bytes())
    content[torn] = b"\xa5" * len(content[torn])
    copy.write_bytes(content)
    with StudyFile.open(copy, key=KEY if is_encrypted else None) as after:
        assert after.head == head
        assert after.verify() == []
