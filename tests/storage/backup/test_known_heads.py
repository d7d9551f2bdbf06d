import shutil

import pytest

from storage.backup.known_heads import (
    HeadRelation,
    KnownHead,
    KnownHeads,
    check_backups,
    check_known_head,
    printed_head,
)
from storage.backup.making import make_backup
from storage.backup.manifest import list_backups
from storage.backup.restoring import restore_backup
from storage.errors import StudyFileError
from storage.stream import Head
from storage.study_file import StudyFile
from tests.storage import build
from tests.storage.keys.build import at

SAVED = {"person": build.PERSON, "now": build.later(5)}


@pytest.fixture
def heads(tmp_path):
    return KnownHeads(tmp_path / "profile" / "known-heads.json")


def checked(path, heads, key):
    with StudyFile.open(path, read_only=True, key=key) as study:
        check = check_known_head(study, heads.of(study.file_id))
        assert study.verify() == [], "the chain alone shows nothing"
    return check


# TRU-1: an older copy is found by a head known outside the file
def test_an_older_copy_in_the_place_of_the_study_is_noticed(study, path, tmp_path, heads):
    study.close()
    shutil.copy(path, tmp_path / "copy")
    with StudyFile.open(path, key=study.key) as newer:
        newer.save_all([build.subject(2), build.subject(3)], **SAVED)
        heads.note(newer.file_id, newer.head, at(10))
    assert checked(path, heads, study.key).relation is HeadRelation.SAME
    shutil.copy(tmp_path / "copy", path)
    check = checked(path, heads, study.key)
    assert (check.relation, check.missing, check.is_sound) == (HeadRelation.OLDER, 2, False)


def test_a_study_that_went_on_elsewhere_holds_all_that_was_known(study, heads):
    heads.note(study.file_id, study.head, at(10))
    study.save(build.subject(2), **SAVED)
    check = check_known_head(study, heads.of(study.file_id))
    assert (check.relation, check.is_sound) == (HeadRelation.AHEAD, True)


@pytest.mark.parametrize("further", [1, 3])
def test_a_copy_that_was_written_to_separately_is_noticed(study, path, tmp_path, heads, further):
    study.close()
    shutil.copy(path, tmp_path / "copy")
    with StudyFile.open(path, key=study.key) as first:
        first.save(build.subject(2), **SAVED)
        heads.note(first.file_id, first.head, at(10))
    shutil.copy(tmp_path / "copy", path)
    with StudyFile.open(path, key=study.key) as second:
        second.save_all([build.subject(number) for number in range(3, 3 + further)], **SAVED)
    check = checked(path, heads, study.key)
    assert (check.relation, check.is_sound) == (HeadRelation.DIVERGED, False)


def test_where_no_head_is_known_it_is_said_that_none_is(study, heads):
    check = check_known_head(study, heads.of(study.file_id))
    assert (check.relation, check.is_sound, check.missing) == (HeadRelation.UNKNOWN, True, 0)
    assert check_backups(study, ()).relation is HeadRelation.UNKNOWN


def test_a_backup_knows_more_than_an_older_copy(study, path, tmp_path, folder):
    study.close()
    shutil.copy(path, tmp_path / "copy")
    with StudyFile.open(path, key=study.key) as newer:
        make_backup(newer, folder, at(5))
        newer.save(build.subject(2), **SAVED)
        make_backup(newer, folder, at(10))
        newer.save(build.subject(3), **SAVED)
        assert check_backups(newer, list_backups(folder).backups).relation is HeadRelation.AHEAD
    shutil.copy(tmp_path / "copy", path)
    with StudyFile.open(path, key=study.key) as older:
        check = check_backups(older, list_backups(folder).backups)
        assert (check.relation, check.missing) == (HeadRelation.OLDER, 1)


def test_the_first_digits_of_a_printed_head_are_enough(study):
    assert check_known_head(study, printed_head(study, 4, study.head.hash[:16].upper())).relation is HeadRelation.SAME
    assert check_known_head(study, printed_head(study, 4, "0" * 16)).relation is HeadRelation.DIVERGED
    assert check_known_head(study, printed_head(study, 9, "0" * 16)).relation is HeadRelation.OLDER


def test_a_restore_on_record_explains_what_is_missing_and_one_that_is_not_does_not(study, path, folder, heads):
    backup = make_backup(study, folder, at(10))
    study.save_all([build.subject(2), build.subject(3)], **SAVED)
    lost = make_backup(study, folder, at(20))
    heads.note(study.file_id, study.head, at(20))
    printed = study.head
    study.close()
    done = restore_backup(backup.path, path, at(30), key=study.key)
    with StudyFile.open(path, key=study.key) as restored:
        assert check_known_head(restored, heads.of(study.file_id)).relation is HeadRelation.OLDER
        restored.save_system_event("backup_restored", done.details(), person=build.PERSON, now=at(30))
        assert check_known_head(restored, heads.of(study.file_id)).relation is HeadRelation.RESTORED
        assert check_backups(restored, [lost]).is_sound
        assert check_known_head(restored, printed_head(restored, 6, printed.hash[:16])).is_sound
        # What was seen after the restore, or beyond what it replaced, it doesn't explain.
        assert not check_known_head(restored, KnownHead(printed, at(40))).is_sound
        assert not check_known_head(restored, KnownHead(Head(7, "x"), at(20))).is_sound


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format":"titrant-known-heads","heads":{"a":{"position":"x"}}}'])
def test_a_store_that_can_not_be_read_knows_nothing(tmp_path, content):
    path = tmp_path / "known-heads.json"
    path.write_text(content, encoding="utf-8")
    heads = KnownHeads(path)
    assert heads.of("a") is None
    heads.note("b", Head(3, "x"), at(1))
    assert heads.of("b") == KnownHead(Head(3, "x"), at(1))


def test_the_store_keeps_each_study_apart(heads):
    heads.note("a", Head(3, "x"), at(1))
    heads.note("b", Head(4, "y"), at(2))
    heads.note("a", Head(5, "z"), at(3))
    assert (heads.of("a"), heads.of("b")) == (KnownHead(Head(5, "z"), at(3)), KnownHead(Head(4, "y"), at(2)))


def test_a_store_that_can_not_be_written_is_said_to_be_so(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StudyFileError):
        KnownHeads(tmp_path / "file" / "known-heads.json").note("a", Head(3, "x"), at(1))
