"""What happens to the folder and the files of an open study from outside."""

import shutil
import sys

import pytest

from storage.errors import FileReplaced, KeyDoesNotFit, KeyNeeded, MissingFile
from storage.keys.data_key import DataKey
from storage.study_file import StudyFile
from tests.storage import build
from tests.storage.keys.build import KEY, new_encrypted_study

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody take away an open file")
SAVED = {"person": build.PERSON, "now": build.later(5)}


@pytest.fixture(params=["plain", "encrypted"])
def opened(request, tmp_path):
    """An open study in a folder of its own, with one subject."""
    path = tmp_path / "folder" / "study.titrant"
    path.parent.mkdir()
    with build.new_study(path) if request.param == "plain" else new_encrypted_study(path) as study:
        study.save(build.subject(), **SAVED)
        yield study


# TRU-3: moved, removed and replaced under us
def test_a_folder_removed_under_an_open_study_refuses_the_next_save(opened):
    shutil.rmtree(opened.path.parent)
    for _ in range(2):
        with pytest.raises(FileReplaced, match="not saved"):
            opened.save(build.subject(2), **SAVED)
    assert len(opened.records()["subject"]) == 1
    opened.close()
    with pytest.raises(MissingFile):
        StudyFile.open(opened.path)


def test_a_folder_moved_under_an_open_study_refuses_the_next_save_and_holds_all_those_before(opened, tmp_path):
    opened.path.parent.rename(tmp_path / "elsewhere")
    with pytest.raises(FileReplaced, match="moved"):
        opened.save(build.subject(2), **SAVED)
    head, key = opened.head, opened.key
    opened.close()
    with StudyFile.open(tmp_path / "elsewhere" / "study.titrant", key=key) as moved:
        assert moved.head == head
        assert moved.verify() == []
        moved.save(build.subject(2), **SAVED)


def test_a_study_replaced_by_another_copy_under_us_is_not_written_to(opened, tmp_path):
    shutil.copy(opened.path, tmp_path / "copy")
    (tmp_path / "copy").replace(opened.path)
    before = opened.path.read_bytes()
    with pytest.raises(FileReplaced):
        opened.save(build.subject(2), **SAVED)
    assert opened.path.read_bytes() == before


def test_a_write_ahead_file_taken_away_by_a_tidy_program_refuses_the_next_save_and_loses_none(opened):
    opened.path.with_name(opened.path.name + "-wal").unlink()
    with pytest.raises(FileReplaced):
        opened.save(build.subject(2), **SAVED)
    head, key = opened.head, opened.key
    opened.close()
    with StudyFile.open(opened.path, key=key) as again:
        assert again.head == head
        assert again.verify() == []


def test_after_a_crash_a_wrong_key_changes_neither_the_study_nor_its_write_ahead_file(tmp_path):
    path, crashed = tmp_path / "study.titrant", tmp_path / "crashed.titrant"
    with new_encrypted_study(path) as study:
        study.save(build.subject(), **SAVED)
        for end in ("", "-wal", "-keys"):
            shutil.copy(path.with_name(path.name + end), crashed.with_name(crashed.name + end))
        head = study.head
    files = [crashed, crashed.with_name(crashed.name + "-wal")]
    before = [file.read_bytes() for file in files]
    for read_only in (False, True):
        with pytest.raises(KeyDoesNotFit):
            StudyFile.open(crashed, key=DataKey.random(), read_only=read_only)
        with pytest.raises(KeyNeeded):
            StudyFile.open(crashed, read_only=read_only)
    assert [file.read_bytes() for file in files] == before
    with StudyFile.open(crashed, key=KEY) as after:
        assert after.head == head
