import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from storage.engine import driver, open_connection
from storage.errors import (
    Damaged,
    FileExists,
    KeyDoesNotFit,
    KeyNeeded,
    MissingKeyFile,
    NotAStudyFile,
    RecordRefused,
    StudyFileError,
)
from storage.keys.data_key import DataKey
from storage.keys.key_file import key_file_of
from storage.keys.recovery import read_recovery, recovery_text
from storage.opening import ReadOnlyReason
from storage.study_file import StudyFile
from tests.storage import build
from tests.storage.keys.build import KEY, PASSWORD, at, new_encrypted_study, new_keys, store_of

SAVED = {"person": build.PERSON, "now": build.later(5)}


# TRU-2; statement 28
def test_an_encrypted_study_shows_nothing_of_its_content(path):
    with new_encrypted_study(path) as study:
        study.save(build.subject(), **SAVED)
        written = b"".join(each.read_bytes() for each in path.parent.iterdir() if each.is_file())
    written += path.read_bytes()
    for word in (
        b"SQLite format",
        b"BAT6026",
        "首次人体试验".encode(),
        b"S-001",
        b"CREATE TABLE",
        KEY.secret,
        KEY.secret.hex().encode(),
    ):
        assert word not in written


def test_a_plain_study_shows_its_content_so_that_the_test_above_would_see_it(closed):
    assert b"SQLite format" in closed.read_bytes()
    assert b"BAT6026" in closed.read_bytes()


def test_a_user_opens_the_study_saves_and_closes_it_to_two_files(encrypted):
    key = store_of(encrypted).log_in("lin.wei", PASSWORD, at(2)).key
    with StudyFile.open(encrypted, key=key) as study:
        study.save(build.subject(2), **SAVED)
        assert study.verify() == []
        with StudyFile.open(encrypted, key=key) as second:
            assert second.read_only_reason is ReadOnlyReason.ANOTHER_WINDOW
            assert len(second.records()["subject"]) == 2
    assert sorted(encrypted.parent.iterdir()) == [encrypted, key_file_of(encrypted)]


# statement 31
def test_a_second_reader_opens_the_study_with_the_documented_lines(encrypted):
    code = """
import sys, sqlcipher3
db = sqlcipher3.connect(sys.argv[1])
db.execute("PRAGMA key = \\"x'" + sys.argv[2] + "'\\"")
db.execute("PRAGMA cipher_page_size = 4096")
db.execute("PRAGMA cipher_use_hmac = 1")
db.execute("PRAGMA cipher_hmac_algorithm = HMAC_SHA512")
db.execute("PRAGMA cipher_kdf_algorithm = PBKDF2_HMAC_SHA512")
db.execute("PRAGMA cipher_plaintext_header_size = 0")
print(*db.execute("SELECT subject_id, (SELECT count(*) FROM event) FROM subject").fetchone())
"""
    sheet = recovery_text(KEY).replace("-", "")
    digits = f"{int.from_bytes(read_recovery(sheet).secret):064x}"
    assert digits in KEY.pragmas()[0]
    done = subprocess.run([sys.executable, "-c", code, encrypted, digits], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["S-001", "4"]
    for line in KEY.pragmas()[1:]:
        assert line in code


def test_the_systems_own_sqlite_can_not_read_it(encrypted):
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        sqlite3.connect(encrypted).execute("SELECT * FROM subject")


# statement 28: key file lost is not data lost
def test_without_its_key_file_the_recovery_key_opens_the_study(encrypted):
    key_file_of(encrypted).unlink()
    with pytest.raises(MissingKeyFile, match="recovery key"):
        StudyFile.open(encrypted)
    with StudyFile.open(encrypted, key=read_recovery(recovery_text(KEY).lower())) as study:
        assert len(study.records()["subject"]) == 1


def test_an_encrypted_study_asks_for_its_key(encrypted):
    for read_only in (False, True):
        with pytest.raises(KeyNeeded, match="Log in"):
            StudyFile.open(encrypted, read_only=read_only)


def test_the_key_of_another_study_does_not_open_it_and_leaves_it_as_it_is(encrypted):
    before = encrypted.read_bytes()
    with pytest.raises(KeyDoesNotFit, match="belongs to another study"):
        StudyFile.open(encrypted, key=DataKey.random())
    assert encrypted.read_bytes() == before
    assert sorted(encrypted.parent.iterdir()) == [encrypted, key_file_of(encrypted)]


def test_the_key_file_of_another_study_does_not_open_it(encrypted, tmp_path):
    other = tmp_path / "other.titrant"
    keys = new_keys()
    keys = type(keys)(user_id=keys.user_id, password=keys.password, cost=keys.cost)
    StudyFile.create(other, build.STUDY, build.PROTOCOL, **SAVED, key=keys).close()
    shutil.copy(key_file_of(other), key_file_of(encrypted))
    key = store_of(encrypted).log_in("lin.wei", PASSWORD, at(2)).key
    with pytest.raises(KeyDoesNotFit):
        StudyFile.open(encrypted, key=key)


def test_a_key_does_not_open_what_is_not_encrypted(closed):
    with pytest.raises(KeyDoesNotFit):
        StudyFile.open(closed, key=KEY)


@pytest.mark.parametrize("content", [b"", b"text" * 5000, b"\0" * 8192], ids=["empty", "text", "zeros"])
def test_what_is_no_study_is_refused_with_a_key_too(path, content):
    path.write_bytes(content)
    with pytest.raises((NotAStudyFile, KeyDoesNotFit)):
        StudyFile.open(path, key=KEY)
    assert path.read_bytes() == content


@pytest.mark.parametrize("page", [1, 2, 5, -1])
def test_one_flipped_bit_is_never_read_as_data(encrypted, page):
    content = bytearray(encrypted.read_bytes())
    content[(page % (len(content) // 4096)) * 4096 + 77] ^= 1
    encrypted.write_bytes(content)
    with pytest.raises(Damaged, match="backup"):
        StudyFile.open(encrypted, key=KEY)


def test_a_damaged_first_page_can_not_be_told_from_a_wrong_key_and_both_are_said(encrypted):
    content = bytearray(encrypted.read_bytes())
    content[77] ^= 1
    encrypted.write_bytes(content)
    with pytest.raises(KeyDoesNotFit, match="beginning of the file is damaged"):
        StudyFile.open(encrypted, key=KEY)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_encrypted_study_is_said_to_be_damaged(encrypted, share):
    content = encrypted.read_bytes()
    encrypted.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(Damaged):
        StudyFile.open(encrypted, key=KEY)


def test_the_engine_prints_nothing_when_a_key_is_wrong(encrypted, capfd):
    with pytest.raises(KeyDoesNotFit):
        StudyFile.open(encrypted, key=DataKey.random())
    assert capfd.readouterr().err == ""


def test_a_study_is_not_made_beside_the_key_file_of_another(encrypted):
    encrypted.unlink()
    before = key_file_of(encrypted).read_bytes()
    with pytest.raises(FileExists, match="-keys"):
        new_encrypted_study(encrypted)
    assert list(encrypted.parent.iterdir()) == [key_file_of(encrypted)]
    assert key_file_of(encrypted).read_bytes() == before


def test_a_study_that_could_not_be_completed_leaves_no_key_file_behind(path, monkeypatch):
    def refuse(source, target):
        if not str(target).endswith("-keys"):
            raise OSError(28, "No space left on device")
        shutil.copy(source, target)

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StudyFileError, match="disk is full"):
        new_encrypted_study(path)
    assert list(path.parent.iterdir()) == []


def test_a_study_is_not_made_with_a_poor_password(path):
    with pytest.raises(RecordRefused, match="password_short"):
        StudyFile.create(path, build.STUDY, build.PROTOCOL, **SAVED, key=new_keys(password="short"))
    assert list(path.parent.iterdir()) == []


def test_every_connection_of_an_encrypted_study_has_the_settings_that_are_documented(encrypted):
    db = open_connection(encrypted, mode="ro", key=KEY)
    settings = {row[0] for row in db.execute("PRAGMA cipher_settings")}
    db.close()
    assert {line.removeprefix("PRAGMA ").replace(" ", "") for line in KEY.pragmas()[1:]} <= {
        row.removeprefix("PRAGMA ").replace(" ", "").rstrip(";") for row in settings
    }
    assert driver().sqlite_version_info >= (3, 51, 3)
