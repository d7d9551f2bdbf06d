import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from storage.engine import open_connection
from storage.errors import (
    AccessDenied,
    Damaged,
    FileExists,
    FileLocked,
    MissingFile,
    NewerSchema,
    NotAStudyFile,
    ReadOnlyFile,
    StudyFileError,
    UnreadableHere,
)
from storage.lock import WriterLock
from storage.migrations import SCHEMA_VERSION
from storage.opening import ReadOnlyReason
from storage.study_file import StudyFile
from tests.storage import build

SAVED = {"person": build.PERSON, "now": build.later(5)}


# TRU-3
def test_a_second_window_opens_read_only_and_says_so(study, path):
    with StudyFile.open(path) as second:
        assert second.read_only_reason is ReadOnlyReason.ANOTHER_WINDOW
        assert second.records() == study.records()
    study.save(build.subject(2), **SAVED)
    study.close()
    with StudyFile.open(path) as third:
        assert not third.is_read_only


def test_a_window_of_another_process_opens_read_only_and_says_so(study, path):
    code = "import sys, pathlib; from storage.study_file import StudyFile; "
    code += "print(StudyFile.open(pathlib.Path(sys.argv[1])).read_only_reason)"
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "another window"
    study.save(build.subject(2), **SAVED)
    assert study.verify() == []


@pytest.mark.skipif("sys.platform == 'win32'", reason="making a link takes a privilege on Windows")
def test_a_second_window_by_another_name_of_the_same_file_is_noticed(study, path):
    link = path.with_name("link.titrant")
    link.symlink_to(path)
    with StudyFile.open(link) as second:
        assert second.read_only_reason is ReadOnlyReason.ANOTHER_WINDOW


def test_a_closed_study_is_one_file(study, path):
    reader = StudyFile.open(path)
    reader.close()
    study.close()
    study.close()
    assert list(path.parent.iterdir()) == [path]


def test_the_lock_is_given_to_one_and_to_the_next_after_release(path):
    first = WriterLock.take(path)
    assert first is not None
    assert WriterLock.take(path) is None
    first.release()
    first.release()
    second = WriterLock.take(path)
    assert second is not None
    second.release()


def test_a_path_to_nothing_is_said_to_be_missing(path):
    with pytest.raises(MissingFile, match="moved or renamed"):
        StudyFile.open(path)
    with pytest.raises(MissingFile):
        build.new_study(path / "no such folder" / "study.titrant")


def foreign_database(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE event (a)")
    db.execute("PRAGMA journal_mode=WAL")
    db.commit()
    db.close()


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("study,subject\n" * 500),
        lambda path: path.write_bytes(os.urandom(20_000)),
        lambda path: path.write_bytes(b"SQLite format 3\0"),
        foreign_database,
        lambda path: path.mkdir(),
    ],
    ids=["empty", "text", "noise", "stump", "another program's", "folder"],
)
def test_what_is_not_a_study_is_refused_and_left_as_it_is(path, make):
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    for read_only in (False, True):
        with pytest.raises(NotAStudyFile, match="left untouched"):
            StudyFile.open(path, read_only=read_only)
    assert list(path.parent.iterdir()) == [path]
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_study_of_a_newer_version_is_refused_and_left_as_it_is(closed):
    db = open_connection(closed, mode="rw")
    db.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    db.close()
    before = closed.read_bytes()
    for read_only in (False, True):
        with pytest.raises(NewerSchema, match="newer version of Titrant") as refused:
            StudyFile.open(closed, read_only=read_only)
    assert refused.value.numbers["version"] == SCHEMA_VERSION + 1
    assert closed.read_bytes() == before


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_truncated_study_is_said_to_be_damaged_and_left_as_it_is(closed, share):
    whole = closed.read_bytes()
    closed.write_bytes(whole[: int(len(whole) * share)])
    before = closed.read_bytes()
    with pytest.raises(Damaged, match="backup"):
        StudyFile.open(closed)
    assert closed.read_bytes() == before


def test_a_study_with_an_overwritten_page_is_said_to_be_damaged(closed):
    content = bytearray(closed.read_bytes())
    content[4096 * 2 : 4096 * 3] = b"\xa5" * 4096
    closed.write_bytes(content)
    with pytest.raises(Damaged):
        StudyFile.open(closed)


def test_a_record_that_cannot_be_read_leaves_the_stream_readable(closed):
    build.attack(closed, "UPDATE adverse_event SET onset = 'yesterday'")
    with StudyFile.open(closed) as study:
        with pytest.raises(Damaged, match="event-1"):
            study.records()
        with pytest.raises(Damaged):
            study.save(build.subject(3), **SAVED)
        assert len(study.records_at(study.position)["adverse_event"]) == 1
    build.attack(closed, "UPDATE payload SET content = 'x' WHERE sequence = 5")
    with StudyFile.open(closed) as study, pytest.raises(Damaged, match="event 5"):
        study.records_at(study.position)


def test_an_existing_file_is_never_made_anew(closed):
    before = closed.read_bytes()
    with pytest.raises(FileExists, match="left untouched"):
        build.new_study(closed)
    assert closed.read_bytes() == before


def test_a_study_is_not_made_where_the_saves_of_a_deleted_one_lie(path):
    path.with_name(path.name + "-wal").write_bytes(b"saves of a study whose main file was deleted")
    with pytest.raises(FileExists):
        build.new_study(path)


def test_a_study_is_not_made_where_another_window_is_making_one(path):
    lock = WriterLock.take(path)
    with pytest.raises(FileLocked):
        build.new_study(path)
    lock.release()


def test_a_study_is_made_on_a_drive_without_links(path, monkeypatch):
    def link(*_):
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", link)
    build.new_study(path).close()
    assert list(path.parent.iterdir()) == [path]


def test_a_study_that_could_not_be_completed_leaves_nothing_behind(path, monkeypatch):
    def fsync(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", fsync)
    monkeypatch.setattr(Path, "rename", fsync)
    with pytest.raises(StudyFileError, match="disk is full"):
        build.new_study(path)
    assert list(path.parent.iterdir()) == []


@pytest.fixture
def without_privilege(tmp_path):
    """Permissions bind root too once it has put its privilege down; the folder's parents must be passable."""
    if sys.platform == "win32":
        pytest.skip("permissions of folders work otherwise on Windows")
    folders = [folder for folder in tmp_path.parents if folder.is_relative_to("/tmp") and folder != Path("/tmp")]
    modes = {folder: folder.stat().st_mode for folder in folders if os.geteuid() == 0}
    for folder in modes:
        folder.chmod(0o755)
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(65534)
    yield
    if was_root:
        os.seteuid(0)
    for folder, mode in modes.items():
        folder.chmod(mode)


@pytest.fixture
def protected(closed):
    """A study in a folder without write permission."""
    closed.chmod(0o444)
    closed.parent.chmod(0o555)
    yield closed
    closed.parent.chmod(0o755)


def test_a_study_in_a_folder_without_write_permission_opens_read_only(protected, without_privilege):
    with StudyFile.open(protected) as study:
        assert study.read_only_reason is ReadOnlyReason.FILE_SYSTEM
        assert len(study.records()["subject"]) == 2
        assert study.verify() == []
        with pytest.raises(ReadOnlyFile, match="file system"):
            study.save(build.subject(3), **SAVED)


def test_a_study_without_write_permission_opens_read_only(closed, without_privilege_later):
    closed.chmod(0o444)
    closed.parent.chmod(0o777)
    without_privilege_later()
    with StudyFile.open(closed) as study:
        assert study.read_only_reason is ReadOnlyReason.FILE_SYSTEM
        assert study.records() == study.records_at(study.position)


@pytest.fixture
def without_privilege_later(request):
    return lambda: request.getfixturevalue("without_privilege")


def test_saves_that_cannot_be_read_in_without_write_permission_are_not_left_out(
    study, path, tmp_path, without_privilege_later
):
    folder = tmp_path / "stick"
    folder.mkdir()
    for end in ("", "-wal"):
        shutil.copy(path.with_name(path.name + end), folder / f"copy.titrant{end}")
        (folder / f"copy.titrant{end}").chmod(0o444)
    folder.chmod(0o555)
    tmp_path.chmod(0o755)
    without_privilege_later()
    with pytest.raises(UnreadableHere, match="-wal"):
        StudyFile.open(folder / "copy.titrant")


def test_a_study_that_may_not_be_read_is_said_to_be_so(closed, without_privilege_later):
    closed.chmod(0)
    closed.parent.chmod(0o755)
    without_privilege_later()
    with pytest.raises(AccessDenied, match="permission to read"):
        StudyFile.open(closed)


def test_a_study_is_not_made_in_a_folder_without_write_permission(protected, without_privilege):
    with pytest.raises(ReadOnlyFile):
        build.new_study(protected.with_name("another.titrant"))
