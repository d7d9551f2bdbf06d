import re

import pytest

from domain.records import RECORD_KINDS
from storage import migrations, schema_v1
from storage.engine import driver, open_memory, pragma
from storage.errors import Damaged, NewerSchema
from storage.mapping import mapping_of
from storage.migrations import MIGRATIONS, SCHEMA_VERSION, Migration, migrate
from storage.schema import columns_of, schema_of
from storage.study_file import StudyFile

STREAM_TABLES = {"study_file", "event", "payload", "redaction_ticket"}
STREAM_INDEXES = {"event_record_id"}


@pytest.fixture
def migrated(path):
    db = open_memory()
    migrate(db, path)
    yield db
    db.close()


def columns_in(sql):
    """Column definitions of a CREATE TABLE by name, white space made even; split at commas outside brackets."""
    body = sql[sql.index("(") + 1 : sql.rindex(")")]
    depth, part, parts = 0, "", []
    for sign in body:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            parts.append(part)
            part = ""
        else:
            part += sign
    return dict(" ".join(each.split()).split(" ", 1) for each in [*parts, part])


def even(sql):
    return re.sub(r"\s*([(),])\s*", r"\1", " ".join(sql.split()))


def test_the_migrations_make_the_tables_that_todays_records_call_for(migrated):
    rows = migrated.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    found = {name: columns_in(even(sql)) for name, sql in rows if name not in STREAM_TABLES}
    wanted = {
        kind.kind: {f'"{name}"': even(definition) for name, definition in columns_of(mapping_of(kind)).items()}
        for kind in RECORD_KINDS.values()
    }
    todays = ";\n".join(
        schema_of(kind for kind in RECORD_KINDS.values() if found.get(kind.kind) != wanted[kind.kind]).values()
    )
    assert found == wanted, f"no migration yet makes these tables as today's records call for:\n{todays}"


def test_the_migrations_make_the_indexes_that_todays_records_call_for(migrated):
    found = dict(
        migrated.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    )
    wanted = {name: sql for name, sql in schema_of(RECORD_KINDS.values()).items() if "INDEX" in sql}
    assert {name: even(sql) for name, sql in found.items() if name not in STREAM_INDEXES} == {
        name: even(sql) for name, sql in wanted.items()
    }


def test_versions_count_up_from_one():
    assert [migration.version for migration in MIGRATIONS] == list(range(1, SCHEMA_VERSION + 1))


def test_migrating_twice_changes_nothing(migrated, path):
    before = migrated.execute("SELECT name, sql FROM sqlite_master").fetchall()
    migrate(migrated, path)
    assert migrated.execute("SELECT name, sql FROM sqlite_master").fetchall() == before
    assert pragma(migrated, "foreign_keys") == 1


def test_a_newer_file_is_not_migrated(migrated, path):
    migrated.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    with pytest.raises(NewerSchema) as refused:
        migrate(migrated, path)
    assert refused.value.numbers == {"path": path, "version": SCHEMA_VERSION + 1, "known": SCHEMA_VERSION}


def test_a_migration_that_fails_leaves_the_file_at_the_version_before(migrated, path):
    broken = Migration(SCHEMA_VERSION + 1, ("ALTER TABLE leaving ADD COLUMN seen TEXT", "CREATE TABLE leaving (a)"))
    with pytest.raises(driver().OperationalError):
        migrate(migrated, path, [*MIGRATIONS, broken])
    assert pragma(migrated, "user_version") == SCHEMA_VERSION
    assert "seen" not in migrated.execute("SELECT sql FROM sqlite_master WHERE name = 'leaving'").fetchone()[0]


def test_a_migration_that_breaks_a_reference_is_undone(migrated, path):
    wrong = (
        "INSERT INTO leaving (record_id, last_event, subject_id, left_at, reason) VALUES ('a', 1, 'S-001', '', 'OTHER')"
    )
    with pytest.raises(Damaged):
        migrate(migrated, path, [*MIGRATIONS, Migration(SCHEMA_VERSION + 1, (wrong,))])
    assert migrated.execute("SELECT count(*) FROM leaving").fetchone()[0] == 0


# A field added, and a table made anew to take one more term.
NEXT = Migration(
    SCHEMA_VERSION + 1,
    (
        "ALTER TABLE leaving ADD COLUMN \"seen_by\" TEXT NOT NULL DEFAULT ''",
        """CREATE TABLE subject_new (record_id TEXT NOT NULL PRIMARY KEY, last_event INTEGER NOT NULL
        REFERENCES event(sequence), subject_id TEXT NOT NULL, consent_date TEXT, sex TEXT, birth_year INTEGER,
        tumour_type TEXT, weight_kg TEXT) STRICT""",
        """INSERT INTO subject_new SELECT record_id, last_event, subject_id, consent_date, sex, birth_year,
        tumour_type, weight_kg FROM subject""",
        "DROP TABLE subject",
        "ALTER TABLE subject_new RENAME TO subject",
        'CREATE UNIQUE INDEX "subject_subject_id" ON "subject" ("subject_id")',
    ),
)


@pytest.fixture
def next_version(monkeypatch):
    """The program as it may be one version later."""
    monkeypatch.setattr(migrations, "MIGRATIONS", (*MIGRATIONS, NEXT))
    monkeypatch.setattr(migrate, "__defaults__", ((*MIGRATIONS, NEXT),))
    for module in ("storage.openable", "storage.opening", "storage.migrations"):
        monkeypatch.setattr(f"{module}.SCHEMA_VERSION", NEXT.version)


def test_an_older_study_is_migrated_on_opening_and_keeps_its_stream_and_triggers(closed, next_version):
    with StudyFile.open(closed) as study:
        assert not study.is_read_only
        records, head = study.records(), study.head
        assert records == study.records_at(study.position)
    with StudyFile.open(closed, read_only=True) as study:
        assert (study.records(), study.head) == (records, head)
    db = open_memory()
    db.execute("ATTACH ? AS old", [str(closed)])
    assert db.execute("SELECT count(*) FROM old.sqlite_master WHERE type = 'trigger'").fetchone()[0] == 11
    db.close()


def test_an_older_study_open_for_reading_only_is_migrated_in_memory(closed, next_version):
    before = closed.read_bytes()
    with StudyFile.open(closed, read_only=True) as study:
        assert study.records() == study.records_at(study.position)
        assert len(study.records()["subject"]) == 2
    assert closed.read_bytes() == before


def test_schema_one_is_the_stream_and_the_records():
    assert schema_v1.STATEMENTS == schema_v1.STREAM + schema_v1.RECORDS
