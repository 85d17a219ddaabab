"""
Is the schema of this database the one that the program knows?

A new database gets the schema that SQLite's had when PostgreSQL came, in one script; what came after is
written once for both. Whoever starts meanwhile waits for the lock of who writes, until all of it is there.
"""

from __future__ import annotations

from pathlib import Path

from chargeboard.store.errors import StoreError
from chargeboard.store.postgres.connection import PostgresDatabase
from chargeboard.store.postgres.dialect import schema
from chargeboard.store.postgres.errors import explained
from chargeboard.store.postgres.pools import Connection
from chargeboard.store.sqlite.migrate import versions
from chargeboard.store.words import say

BASELINE = Path(__file__).parent / "baseline.sql"
BASELINE_VERSION = 34
"""The schema that the baseline makes."""


def migrate(db: PostgresDatabase) -> None:
    """
    Bring the database to the newest schema, or check it where it may only be read.

    Raises: StoreError for a database of another program or of a newer version of this one.
    """
    newest = max(versions())
    found = schema_version(db)
    if found > newest:
        raise StoreError(say("schema_too_new", found=found, newest=newest), db.path, say("install_newer"))
    if found < newest and db.is_read_only:
        if not found:
            raise StoreError(say("no_database"), db.path, say("check_path"))
        raise StoreError(say("schema_too_old", found=found), db.path, say("open_to_upgrade"))
    if found == newest:
        return
    with explained(db.path), db.writing() as connection:
        # another process may have been faster
        for number in range(schema_version(db) + 1, newest + 1):
            if number == BASELINE_VERSION:
                connection.execute(BASELINE.read_text(encoding="utf-8"))
            elif number > BASELINE_VERSION:
                connection.execute(schema(versions()[number].read_text(encoding="utf-8")))
            else:
                continue
            db.sql.set_schema_version(connection, version=str(number))


def schema_version(db: PostgresDatabase) -> int:
    """
    The number of the last migration applied; 0 for an empty schema.

    Raises: StoreError where it holds something else.
    """
    with db.reading() as connection:
        if _is_ours(connection):
            return int(db.sql.schema_version(connection))
        if connection.execute(
            "select 1 from pg_tables where schemaname = current_schema() limit 1"
        ).fetchone():
            raise StoreError(say("foreign_database"), db.path, say("name_another_file"))
        return 0


def _is_ours(connection: Connection) -> bool:
    found = connection.execute(
        "select to_regclass(quote_ident(current_schema()) || '.meta') is not null"
        " and to_regclass(quote_ident(current_schema()) || '.journal') is not null"
    ).fetchone()
    return found is not None and bool(found[0])
