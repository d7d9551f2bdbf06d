import subprocess
import sys

import pytest

from storage.engine import driver, meaning_of, one_transaction, open_memory, pragma
from storage.errors import Damaged, DiskFailed, DiskFull, FileLocked, NotAStudyFile, ReadOnlyFile
from storage.migrations import APPLICATION_ID, SCHEMA_VERSION
from storage.opening import open_study


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 2000),
        ("trusted_schema", 0),
        ("recursive_triggers", 1),
        ("cell_size_check", 1),
        ("application_id", APPLICATION_ID),
        ("user_version", SCHEMA_VERSION),
        ("query_only", 0),
        ("fullfsync", 1),
        ("checkpoint_fullfsync", 1),
    ],
)
def test_a_study_open_for_writing_has_each_of_its_settings(closed, name, value):
    opened = open_study(closed, read_only=False)
    assert pragma(opened.db, name) == value
    opened.close()


def test_a_study_open_for_reading_can_write_nothing(closed):
    opened = open_study(closed, read_only=True)
    assert pragma(opened.db, "query_only") == 1
    with pytest.raises(driver().OperationalError, match="readonly"):
        opened.db.execute("DELETE FROM leaving")
    opened.close()


def test_every_table_is_strict(closed):
    opened = open_study(closed, read_only=True)
    loose = opened.db.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'"
    )
    assert loose.fetchall() == []
    opened.close()


def test_the_engine_is_new_enough_and_sqlite_utils_uses_it():
    import sqlite_utils.utils

    assert driver().sqlite_version_info >= (3, 51, 3)
    assert sqlite_utils.utils.sqlite3 is driver()


def test_an_engine_that_can_corrupt_a_file_is_refused(monkeypatch):
    module = driver()
    driver.cache_clear()
    monkeypatch.setattr(module, "sqlite_version_info", (3, 40, 1))
    with pytest.raises(RuntimeError, match=r"3\.51\.3"):
        driver()
    monkeypatch.undo()
    assert driver() is module


def test_importing_the_study_file_does_not_import_the_engine():
    code = "import sys, storage.study_file; print({'sqlite_utils', 'sqlcipher3', 'sqlite3'} & sys.modules.keys())"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "set()"


def test_a_transaction_is_whole_or_nothing():
    db = open_memory()
    db.execute("CREATE TABLE t (a)")

    def write_and_fail():
        with one_transaction(db):
            db.execute("INSERT INTO t VALUES (1)")
            with db.atomic():
                db.execute("INSERT INTO t VALUES (2)")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with one_transaction(db):
        db.execute("INSERT INTO t VALUES (3)")
    assert db.execute("SELECT a FROM t").fetchall() == [(3,)]
    db.close()


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (5, FileLocked),
        (261, FileLocked),
        (8, ReadOnlyFile),
        (10, DiskFailed),
        (778, DiskFailed),
        (14, DiskFailed),
        (11, Damaged),
        (13, DiskFull),
        (26, NotAStudyFile),
        (1, type(None)),
    ],
)
def test_what_sqlite_says_of_the_surroundings_becomes_an_error_of_ours(path, code, meaning):
    error = driver().OperationalError("said")
    error.sqlite_errorcode = code
    assert type(meaning_of(error, path)) is meaning
