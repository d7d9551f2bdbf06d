"""From one version of the file format to the next, in SQL.

A migration is a list of statements, frozen once released. Never ``table.transform()`` of sqlite-utils, which drops
triggers without a word. A table that needs more than a new column is made beside the old one, filled from it, and takes
its name once the old one is dropped (renaming the old one first would turn others' references to the renamed one). The
stream's tables keep their rows and their triggers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from storage import schema_v1
from storage.engine import one_transaction, open_memory, pragma
from storage.errors import Damaged, NewerSchema

if TYPE_CHECKING:
    from sqlite_utils import Database

# "TITR"; it marks the file as a Titrant study for us and for file(1).
APPLICATION_ID = 0x54495452


@dataclass(frozen=True)
class Migration:
    """Statements that take a file to ``version`` from the one before."""

    version: int
    statements: tuple[str, ...]


MIGRATIONS: tuple[Migration, ...] = (Migration(1, schema_v1.STATEMENTS),)
SCHEMA_VERSION = MIGRATIONS[-1].version


def schema_version(db: "Database") -> int:
    """Version of the file's format; 0 for a file without tables."""
    return int(pragma(db, "user_version"))


def check_tables(db: "Database", path: Path) -> None:
    """Refuse a file of today's format whose tables are not those of the format: no verb could read them.

    Raises:
        Damaged: names the first such table.
    """
    found = _tables_of(db)
    for name, sql in _tables_of_format(MIGRATIONS).items():
        if found.get(name) != sql:
            raise Damaged(path=path, detail=f"its table {name} is not as Titrant made it")


@cache
def _tables_of_format(migrations: tuple[Migration, ...]) -> dict[str, str]:
    fresh = open_memory()
    for migration in migrations:
        for statement in migration.statements:
            fresh.execute(statement)
    tables = _tables_of(fresh)
    fresh.close()
    return tables


def _tables_of(db: "Database") -> dict[str, str]:
    rows = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name: " ".join(str(sql).split()) for name, sql in rows}


def migrate(db: "Database", path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the file to the last migration: each whole, or not at all.

    Raises:
        NewerSchema: the file is already beyond the last migration.
        Damaged: rows no longer find what they refer to.
    """
    version = schema_version(db)
    if version > migrations[-1].version:
        raise NewerSchema(path=path, version=version, known=migrations[-1].version)
    # A table that others refer to can't be made anew with the keys on; the pragma has no effect in a transaction.
    db.execute("PRAGMA foreign_keys=OFF")
    try:
        for migration in migrations:
            if migration.version > version:
                _apply(db, path, migration)
    finally:
        db.execute("PRAGMA foreign_keys=ON")


def _apply(db: "Database", path: Path, migration: Migration) -> None:
    with one_transaction(db):
        for statement in migration.statements:
            db.execute(statement)
        if broken := db.execute("PRAGMA foreign_key_check").fetchone():
            raise Damaged(path=path, detail=f"{broken[0]} row {broken[1]} refers to no {broken[2]}")
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        db.execute(f"PRAGMA user_version={migration.version}")
