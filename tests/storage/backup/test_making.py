import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from storage.backup.making import backup_before_migration, make_backup
from storage.backup.manifest import (
    default_folder,
    delete_backup,
    list_backups,
    manifest_of,
    read_backup,
    sha256_of_file,
)
from storage.errors import Damaged, DamagedBackup, FileExists, ReadOnlyFile, StudyFileError
from storage.keys.key_file import key_file_of
from storage.migrations import SCHEMA_VERSION
from storage.study_file import StudyFile
from tests.storage import build
from tests.storage.keys.build import KEY, PASSWORD, at, store_of

SAVED = {"person": build.PERSON, "now": build.later(5)}
ROOT = Path(__file__).resolve().parents[3]


# TRU-3; statement 27
def test_a_backup_is_the_study_at_that_moment_and_opens_like_one(study, folder):
    backup = make_backup(study, folder, at(10))
    study.save(build.subject(2), **SAVED)
    with StudyFile.open(backup.path, read_only=True, key=study.key) as copy:
        assert copy.records() == study.records_at(4)
        assert (copy.head, copy.file_id) == (backup.head, study.file_id)
        assert copy.verify([backup.head]) == []
    assert (backup.head.position, backup.problems) == (4, 0)


def test_a_backup_is_named_by_study_time_position_and_head(study, folder):
    backup = make_backup(study, folder, at(10))
    assert backup.path.name == f"study #1 首次?_20260302T014000Z_000004_{study.head.hash[:8]}.titrant"
    beside = [backup.path, manifest_of(backup.path)] + ([key_file_of(backup.path)] if study.key else [])
    assert sorted(folder.iterdir()) == sorted(beside)


def test_the_manifest_gives_the_hash_of_each_file(study, folder):
    backup = make_backup(study, folder, at(10))
    assert read_backup(backup.path) == backup
    content = json.loads(manifest_of(backup.path).read_text(encoding="utf-8"))
    assert content["sha256"] == sha256_of_file(backup.path)
    assert content["size"] == backup.path.stat().st_size
    if study.key:
        assert content["key_file_sha256"] == sha256_of_file(key_file_of(backup.path))
        assert store_of(backup.path).log_in("lin.wei", PASSWORD, at(1)).key == KEY


def test_a_backup_of_an_encrypted_study_is_encrypted(study, folder):
    content = make_backup(study, folder, at(10)).path.read_bytes()
    assert (b"BAT6026" in content) == (study.key is None)


def test_a_study_whose_key_file_is_missing_is_backed_up_all_the_same(study, folder):
    key_file_of(study.path).unlink(missing_ok=True)
    assert make_backup(study, folder, at(10)).key_file_sha256 == ""


def test_a_study_open_for_reading_only_is_backed_up_with_what_the_writer_saved(study, folder, path):
    with StudyFile.open(path, key=study.key) as reader:
        study.save(build.subject(2), **SAVED)
        assert make_backup(reader, folder, at(10)).head == study.head


SAVER = """
import pathlib, sys
from storage.study_file import StudyFile
from storage.keys.data_key import DataKey
from tests.storage import build
key = DataKey(bytes.fromhex(sys.argv[2])) if sys.argv[2] else None
with StudyFile.open(pathlib.Path(sys.argv[1]), key=key) as study:
    assert not study.is_read_only
    print("ready", flush=True)
    number = 0
    while not pathlib.Path(sys.argv[3]).exists():
        study.save_all([build.deviation(number), build.adverse_event(number)], person=build.PERSON, now=build.NOW)
        number += 1
"""


# statement 27
def test_backups_while_another_program_writes_are_each_whole(study, folder, path, tmp_path):
    study.close()
    key = study.key.secret.hex() if study.key else ""
    stop = tmp_path / "stop"
    positions = []
    command = [sys.executable, "-c", SAVER, path, key, stop]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as saver:
        assert saver.stdout is not None
        saver.stdout.readline()
        try:
            with StudyFile.open(path, read_only=True, key=study.key) as reader:
                for number in range(5):
                    backup = make_backup(reader, folder, at(number))
                    assert backup.problems == 0
                    assert backup.head.position % 2 == 0, "half of an act was copied"
                    positions.append(backup.head.position)
        finally:
            stop.touch()
    assert positions == sorted(set(positions)), "nothing was written meanwhile, so nothing was proven"


def test_a_backup_of_an_edited_study_is_made_and_says_how_much_is_wrong(closed, folder):
    build.attack(closed, "UPDATE adverse_event SET grade = 1")
    with StudyFile.open(closed) as study:
        assert make_backup(study, folder, at(10)).problems == len(study.verify()) > 0


def test_a_study_with_a_damaged_page_is_said_to_be_damaged_and_leaves_no_backup(study, folder, path):
    study.close()
    with StudyFile.open(path, key=study.key) as reopened:
        content = bytearray(path.read_bytes())
        content[4096 * 2 : 4096 * 9] = b"\xa5" * 4096 * 7
        path.write_bytes(content)
        with pytest.raises(Damaged, match="study #1"):
            make_backup(reopened, folder, at(10))
    assert list(folder.iterdir()) == []


FILLS_UP = """
import pathlib, resource, sys
from storage.backup.making import make_backup
from storage.errors import StudyFileError
from storage.study_file import StudyFile
from tests.storage import build
with StudyFile.open(pathlib.Path(sys.argv[1]), read_only=True) as study:
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
    try:
        make_backup(study, pathlib.Path(sys.argv[2]), build.NOW)
    except StudyFileError as error:
        print(error.code)
"""


@pytest.mark.skipif("sys.platform == 'win32'", reason="Windows has no limit of this kind")
def test_a_disk_that_takes_no_more_leaves_no_half_backup_and_the_study_as_it_was(closed, folder):
    before = closed.read_bytes()
    command = [sys.executable, "-c", FILLS_UP, closed, folder]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() in ("disk_failed", "disk_full")
    assert list(folder.iterdir()) == []
    assert closed.read_bytes() == before


def test_a_full_disk_at_the_last_step_leaves_no_listed_backup(study, folder, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StudyFileError, match="disk is full"):
        make_backup(study, folder, at(10))
    assert list_backups(folder).backups == ()


def test_a_folder_that_can_not_be_made_is_said_to_be_so(study, tmp_path, monkeypatch):
    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", denied)
    with pytest.raises(ReadOnlyFile, match="can't be written to"):
        make_backup(study, tmp_path / "no" / "such", at(10))


def test_a_backup_never_takes_the_place_of_another(study, folder):
    first = make_backup(study, folder, at(10))
    with pytest.raises(FileExists):
        make_backup(study, folder, at(10))
    assert list_backups(folder).backups == (first,)


def test_backups_are_listed_newest_first_and_by_study(study, folder, tmp_path):
    first = make_backup(study, folder, at(10))
    study.save(build.subject(2), **SAVED)
    second = make_backup(study, folder, at(20))
    with build.new_study(tmp_path / "other.titrant") as other:
        third = make_backup(other, folder, at(30))
    assert list_backups(folder).backups == (third, second, first)
    assert list_backups(folder, study.file_id).backups == (second, first)
    assert list_backups(tmp_path / "nowhere").backups == ()


def test_a_backup_whose_description_can_not_be_read_is_listed_apart(study, folder):
    backup = make_backup(study, folder, at(10))
    manifest_of(backup.path).write_text("{}", encoding="utf-8")
    assert list_backups(folder).unreadable == (backup.path,)
    with pytest.raises(DamagedBackup):
        read_backup(backup.path)


def test_a_deleted_backup_is_gone_with_all_its_files(study, folder):
    delete_backup(make_backup(study, folder, at(10)))
    assert list(folder.iterdir()) == []


def test_an_older_study_is_backed_up_as_it_is_before_it_is_migrated(study, folder, path):
    study.close()
    calls = []
    before = backup_before_migration(path, folder, at(10))

    def noted(db, key):
        calls.append(db)
        before(db, key)

    with StudyFile.open(path, key=study.key, before_migration=noted):
        assert calls == [], "it is of today's format"
    with StudyFile.open(path, read_only=True, key=study.key) as opened:
        before(opened._db, study.key)
    (backup,) = list_backups(folder).backups
    assert backup.file_id == study.file_id
    assert SCHEMA_VERSION >= 1


def test_an_older_study_is_not_migrated_when_its_backup_fails(study, path, monkeypatch):
    study.close()
    monkeypatch.setattr("storage.opening.SCHEMA_VERSION", SCHEMA_VERSION + 1)

    def fails(db, key):
        raise ReadOnlyFile(path=path, reason="file system")

    before = path.read_bytes()
    with StudyFile.open(path, key=study.key, before_migration=fails) as opened:
        assert opened.is_read_only
    assert path.read_bytes() == before


def test_backups_go_beside_the_study_unless_another_folder_is_chosen(path):
    assert default_folder(path) == path.parent / "study #1 首次?-backups"


def test_the_time_of_a_backup_is_utc(study, folder):
    with pytest.raises(ValueError, match="UTC"):
        make_backup(study, folder, at(1).replace(tzinfo=None))
