import os
import shutil
from pathlib import Path

import pytest

from storage.backup.checking import checked
from storage.backup.making import make_backup
from storage.backup.manifest import manifest_of
from storage.backup.preview import Effect, Relation, preview_restore
from storage.backup.restoring import restore_backup
from storage.engine import open_connection
from storage.errors import DamagedBackup, FileExists, FileLocked, KeyDoesNotFit, KeyNeeded, OtherStudy, StudyFileError
from storage.keys.data_key import DataKey
from storage.keys.key_file import key_file_of
from storage.keys.new_keys import NewKeys
from storage.study_file import StudyFile
from tests.storage import build
from tests.storage.keys.build import CHEAP, KEY, NEW_PASSWORD, PASSWORD, at, store_of

SAVED = {"person": build.PERSON, "now": build.later(5)}


@pytest.fixture
def backup(study, folder):
    """A backup at position 4; the study went on to position 6 since, and is closed."""
    backup = make_backup(study, folder, at(10))
    study.save_all([build.subject(2), build.adverse_event()], **SAVED)
    study.close()
    return backup


def flip(path, place):
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


# statement 27: the restore drill
def test_a_lost_study_comes_back_whole_with_its_key_file(backup, study, path):
    for each in path.parent.glob("study*"):
        each.unlink()
    done = restore_backup(backup.path, path, at(30), key=study.key)
    assert (done.kept_aside, done.preview.relation) == (None, Relation.NO_PRESENT)
    key = study.key and store_of(path).log_in("lin.wei", PASSWORD, at(31)).key
    with StudyFile.open(path, key=key) as restored:
        assert (restored.head, restored.verify()) == (backup.head, [])
        restored.save(build.subject(2), **SAVED)


def test_the_present_study_is_kept_aside_whole(backup, study, path):
    if study.key:
        store_of(path).change_password("lin.wei", PASSWORD, NEW_PASSWORD, at(20))
    done = restore_backup(backup.path, path, at(30), key=study.key)
    assert done.kept_aside == path.with_name("study #1 首次?_before_restore_20260302T020000Z.titrant")
    with StudyFile.open(done.kept_aside, key=study.key) as aside:
        assert (aside.position, aside.verify()) == (6, [])
    if study.key:
        assert store_of(done.kept_aside).log_in("lin.wei", NEW_PASSWORD, at(31)).key == KEY
        assert store_of(path).log_in("lin.wei", PASSWORD, at(31)).key == KEY
    with StudyFile.open(path, key=study.key) as restored:
        assert restored.position == 4
    assert not list(path.parent.glob(".*")), "something unfinished was left"


def test_saves_in_the_write_ahead_file_of_a_crashed_study_are_kept_aside_too(backup, study, path, tmp_path):
    with StudyFile.open(path, key=study.key) as crashed:
        crashed.save(build.subject(5), **SAVED)
        for end in ("", "-wal"):
            shutil.copy(path.with_name(path.name + end), tmp_path / f"kept{end}")
    for end in ("", "-wal"):
        shutil.copy(tmp_path / f"kept{end}", path.with_name(path.name + end))
    done = restore_backup(backup.path, path, at(30), key=study.key)
    assert not done.kept_aside.with_name(done.kept_aside.name + "-wal").exists(), "they were taken in first"
    with StudyFile.open(done.kept_aside, key=study.key) as aside:
        assert aside.position == 7
    with StudyFile.open(path, key=study.key) as restored:
        assert (restored.position, restored.verify()) == (4, [])


def test_a_damaged_study_is_kept_aside_byte_for_byte(backup, study, path):
    content = bytearray(path.read_bytes())
    content[4096 * 2 : 4096 * 4] = b"\xa5" * 8192
    path.write_bytes(content)
    path.with_name(path.name + "-wal").write_bytes(b"what a crash left")
    done = restore_backup(backup.path, path, at(30), key=study.key)
    assert done.preview.relation is Relation.PRESENT_UNREADABLE
    assert done.kept_aside.read_bytes() == content
    with StudyFile.open(path, key=study.key) as restored:
        assert restored.verify() == []


def test_saves_that_a_damaged_study_can_not_take_in_go_along_and_not_into_the_restored_one(
    backup, study, path, tmp_path
):
    log = path.with_name(path.name + "-wal")
    with StudyFile.open(path, key=study.key) as crashed:
        crashed.save(build.subject(5), **SAVED)
        shutil.copy(log, tmp_path / "log")
    content = bytearray(path.read_bytes())
    content[:200] = b"\xa5" * 200
    path.write_bytes(content)
    shutil.copy(tmp_path / "log", log)
    done = restore_backup(backup.path, path, at(30), key=study.key)
    kept = done.kept_aside.with_name(done.kept_aside.name + "-wal")
    assert (done.kept_aside.read_bytes(), kept.read_bytes()) == (content, (tmp_path / "log").read_bytes())
    assert not log.exists()
    with StudyFile.open(path, key=study.key) as restored:
        assert (restored.position, restored.verify()) == (4, [])


def test_a_backup_whose_description_was_edited_is_refused(backup, study, path):
    manifest = manifest_of(backup.path)
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('"position":4', '"position":5'), encoding="utf-8")
    with pytest.raises(DamagedBackup, match="description is of another file"):
        restore_backup(backup.path, path, at(30), key=study.key)


def test_a_flipped_bit_in_a_page_that_nothing_uses_is_found_too(study, path):
    study.close()
    if study.key is None:
        return
    db = open_connection(path, mode="rw", key=study.key)
    db.execute("CREATE TABLE unused (a)")
    db.execute("INSERT INTO unused VALUES (zeroblob(100000))")
    db.execute("DROP TABLE unused")
    db.close()
    flip(path, -1)
    with StudyFile.open(path, key=study.key) as opened:
        assert opened.verify() == []
    with pytest.raises(DamagedBackup, match="HMAC"):
        checked(path, study.key)


@pytest.mark.parametrize("place", [0, 5000, -1])
def test_a_backup_with_one_flipped_bit_is_refused_and_nothing_is_touched(backup, study, path, place):
    flip(backup.path, place)
    before = {each: each.read_bytes() for each in path.parent.glob("study*")}
    with pytest.raises(DamagedBackup, match="present study was not touched"):
        restore_backup(backup.path, path, at(30), key=study.key)
    assert {each: each.read_bytes() for each in path.parent.glob("study*")} == before


def test_a_backup_that_was_edited_and_described_anew_is_refused_by_its_chain(closed, folder, path):
    with StudyFile.open(closed) as study:
        backup = make_backup(study, folder, at(10))
    manifest_of(backup.path).unlink()
    build.attack(backup.path, "UPDATE event SET person = 'Somebody Else' WHERE sequence = 8")
    with pytest.raises(DamagedBackup, match="event 8: event edited"):
        restore_backup(backup.path, path, at(30))


def test_a_backup_under_the_description_of_another_is_refused(study, path, folder):
    first = make_backup(study, folder, at(10))
    study.save(build.subject(2), **SAVED)
    second = make_backup(study, folder, at(20))
    study.close()
    shutil.copy(second.path, first.path)
    with pytest.raises(DamagedBackup, match="changed after it was made"):
        restore_backup(first.path, path, at(30), key=study.key)


@pytest.mark.parametrize("damage", ["missing", "rubbish", "edited", "another study's"])
def test_a_backup_without_its_own_sound_key_file_is_refused(backup, study, path, damage):
    if study.key is None:
        return
    keys = key_file_of(backup.path)
    text = keys.read_text(encoding="utf-8")
    if damage == "missing":
        keys.unlink()
    else:
        other = text.replace(study.file_id, "b" * 32)
        edited = text.replace('"reported_through":0', '"reported_through":9')
        keys.write_text({"rubbish": "rubbish", "edited": edited}.get(damage, other), encoding="utf-8")
    with pytest.raises(DamagedBackup, match="key file"):
        restore_backup(backup.path, path, at(30), key=study.key)


def test_who_looked_into_a_backup_did_not_spoil_it(backup, study, path):
    if study.key:
        with pytest.raises(StudyFileError):
            store_of(backup.path).log_in("lin.wei", "not the password", at(20))
        store_of(backup.path).log_in("lin.wei", PASSWORD, at(20))
    beside = sorted(backup.path.parent.iterdir())
    with StudyFile.open_backup(backup.path, key=study.key):
        assert sorted(backup.path.parent.iterdir()) == beside
    assert restore_backup(backup.path, path, at(30), key=study.key).path == path
    assert sorted(backup.path.parent.iterdir()) == beside


def test_a_study_that_is_open_for_writing_is_not_replaced(backup, study, path):
    with StudyFile.open(path, key=study.key), pytest.raises(FileLocked, match="Close the other program"):
        restore_backup(backup.path, path, at(30), key=study.key)


def test_a_backup_of_another_study_does_not_take_its_place(backup, study, tmp_path):
    other = tmp_path / "other.titrant"
    build.new_study(other).close()
    before = other.read_bytes()
    with pytest.raises(OtherStudy, match="another study"):
        restore_backup(backup.path, other, at(30), key=study.key)
    assert other.read_bytes() == before


def test_a_backup_does_not_take_the_place_of_a_study_under_another_key(backup, study, tmp_path):
    other = tmp_path / "other.titrant"
    keys = NewKeys(user_id="lin.wei", password=PASSWORD, cost=CHEAP)
    StudyFile.create(other, build.STUDY, build.PROTOCOL, **SAVED, key=keys).close()
    before = other.read_bytes()
    with pytest.raises(OtherStudy):
        restore_backup(backup.path, other, at(30), key=study.key)
    assert other.read_bytes() == before


def test_a_restore_needs_the_key_of_the_backup(backup, study, path):
    if study.key is None:
        return
    with pytest.raises(KeyNeeded):
        restore_backup(backup.path, path, at(30))
    with pytest.raises(KeyDoesNotFit):
        restore_backup(backup.path, path, at(30), key=DataKey.random())


def test_a_backup_is_not_restored_onto_itself_nor_onto_one_kept_aside(backup, study, path):
    with pytest.raises(FileExists):
        restore_backup(backup.path, backup.path, at(30), key=study.key)
    restore_backup(backup.path, path, at(30), key=study.key)
    with pytest.raises(FileExists):
        restore_backup(backup.path, path, at(30), key=study.key)


def test_a_drive_without_links_keeps_a_copy_aside(backup, study, path, monkeypatch):
    def link(*_):
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", link)
    done = restore_backup(backup.path, path, at(30), key=study.key)
    with StudyFile.open(done.kept_aside, key=study.key) as aside:
        assert aside.position == 6


@pytest.mark.parametrize("step", [1, 2])
def test_a_restore_that_fails_half_way_leaves_study_and_key_file_as_they_were(backup, study, path, monkeypatch, step):
    if study.key:
        store_of(path).change_password("lin.wei", PASSWORD, NEW_PASSWORD, at(20))
    calls = []
    replace = Path.replace

    def fails(self, target):
        if self.name.startswith(".") and "restoring" in self.name:
            calls.append(self)
            if len(calls) == step:
                raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fails)
    if step == 2 and study.key is None:
        return
    with pytest.raises(StudyFileError, match="disk is full"):
        restore_backup(backup.path, path, at(30), key=study.key)
    key = study.key and store_of(path).log_in("lin.wei", NEW_PASSWORD, at(31)).key
    with StudyFile.open(path, key=key) as present:
        assert (present.position, present.verify()) == (6, [])


def test_a_disk_too_full_for_the_copy_leaves_everything_as_it_was(backup, study, path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    before = path.read_bytes()
    monkeypatch.setattr("storage.backup.restoring.copy_whole", full)
    with pytest.raises(StudyFileError, match="disk is full"):
        restore_backup(backup.path, path, at(30), key=study.key)
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*before_restore*"))


def test_the_preview_says_what_would_be_gone(backup, study, path):
    preview = preview_restore(backup.path, path, key=study.key)
    assert (preview.relation, preview.common) == (Relation.OLDER, 4)
    assert (preview.events_lost, preview.events_gained) == (2, 0)
    assert {(each.kind, each.record_id, each.effect) for each in preview.records} == {
        ("subject", "subject-2", Effect.REMOVED),
        ("adverse_event", "event-1", Effect.REMOVED),
    }
    assert preview.is_hash_known
    assert not preview.key_files_differ


def test_the_preview_knows_a_newer_backup_and_another_history(study, path, tmp_path, folder):
    study.close()
    shutil.copy(path, tmp_path / "copy")
    with StudyFile.open(path, key=study.key) as newer:
        newer.save(build.subject(2), **SAVED)
        weighed = build.replace(build.subject(), weight_kg=None)
        newer.correct(weighed, **SAVED, reason="not weighed that day")
        backup = make_backup(newer, folder, at(10))
        assert preview_restore(backup.path, path, key=study.key).relation is Relation.SAME
    shutil.copy(tmp_path / "copy", path)
    preview = preview_restore(backup.path, path, key=study.key)
    assert (preview.relation, preview.events_lost, preview.events_gained) == (Relation.NEWER, 0, 2)
    assert {each.effect for each in preview.records} == {Effect.BROUGHT_BACK, Effect.CHANGED}
    with StudyFile.open(path, key=study.key) as other:
        other.save_all([build.subject(7), build.subject(8), build.subject(9)], **SAVED)
    preview = preview_restore(backup.path, path, key=study.key)
    assert (preview.relation, preview.common) == (Relation.DIVERGED, 4)
    assert (preview.events_lost, preview.events_gained) == (3, 2)


def test_the_preview_says_that_passwords_would_be_those_of_then(backup, study, path):
    if study.key:
        store_of(path).change_password("lin.wei", PASSWORD, NEW_PASSWORD, at(20))
        assert preview_restore(backup.path, path, key=study.key).key_files_differ


def test_a_plain_copy_without_description_is_restored_by_its_chain_alone(backup, study, path):
    manifest_of(backup.path).unlink()
    assert not preview_restore(backup.path, path, key=study.key).is_hash_known
    assert restore_backup(backup.path, path, at(30), key=study.key).preview.events_lost == 2


def test_the_time_of_a_restore_is_utc(backup, path):
    with pytest.raises(ValueError, match="UTC"):
        restore_backup(backup.path, path, at(1).replace(tzinfo=None))
