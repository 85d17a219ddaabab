"""
Is the schema of this database the one that the program knows?

A new database gets the schema that SQLite's had when PostgreSQL came, in one script; what came after is
written once for both. Whoever starts meanwhile waits for the lock of who writes, until all of it is there.
"""

from __future__ import annotations

import re
from pathlib import Path

from chargeboard.store.errors import StoreError
from chargeboard.store.postgres.connection import PostgresDatabase
from chargeboard.store.postgres.dialect import schema
from chargeboard.store.postgres.errors import explained
from chargeboard.store.postgres.pools import Connection
from chargeboard.store.sqlite.migrate import versions
from chargeboard.store.words import say

OLDEST = 150_000
"""The first version of a server that is known to do, as it numbers itself."""
BASELINE = Path(__file__).parent / "baseline.sql"
BASELINE_VERSION = 34
"""The schema that the baseline makes."""

PARTITIONS = "chargeboard.partitions"
"""How many parts a new database has what grows in: ALTER DATABASE ... SET, before it is first opened."""
_TABLE = re.compile(r"^CREATE TABLE (\w+) \(.*?\);$", re.MULTILINE | re.DOTALL)
_GROWING = frozenset(
    {
        "attempt",
        "checkpoint",
        "fact",
        "fact_block",
        "gap",
        "given_transaction",
        "journal",
        "journal_block",
        "no_energy",
        "orphan",
        "progress",
        "segment",
        "session",
        "session_body",
        "session_day",
        "station_day",
        "station_error",
    }
)

_FOUND = """
    select count(*), count(*) filter (where tablename in ('meta', 'journal')) from pg_tables
    where schemaname = current_schema()
"""
"""How many tables there are, and how many of the two that tell ours."""


def migrate(db: PostgresDatabase) -> None:
    """
    Bring the database to the newest schema, or check it where it may only be read.

    Raises: StoreError for a database of another program or of a newer version of this one, and for a server
            that is too old or a database that does not keep every text.
    """
    newest = max(versions())
    _check_server(db)
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
                connection.execute(_baseline(connection))
            elif number > BASELINE_VERSION:
                connection.execute(schema(versions()[number].read_text(encoding="utf-8")))
            else:
                continue
            db.sql.set_schema_version(connection, version=str(number))


def _check_server(db: PostgresDatabase) -> None:
    with db.reading() as connection:
        number, told = connection.info.server_version, connection.info.parameter_status
        version, encoding = told("server_version") or "", told("server_encoding") or ""
    if number < OLDEST:
        raise StoreError(say("pg_too_old", found=version), db.path, say("pg_update"))
    if encoding != "UTF8":
        raise StoreError(say("pg_encoding", found=encoding), db.path, say("pg_make_utf8"))


def _baseline(connection: Connection) -> str:
    """The first schema; what grows with time in partitions by station, where the database is set so."""
    whole = BASELINE.read_text(encoding="utf-8")
    found = connection.execute("select coalesce(nullif(current_setting(%s, true), ''), '0')", (PARTITIONS,))
    count = int(found.fetchall()[0][0])
    return _TABLE.sub(lambda table: _in_partitions(table[1], table[0], count), whole) if count else whole


def _in_partitions(name: str, whole: str, count: int) -> str:
    if name not in _GROWING:
        return whole
    parts = [
        f"create table {name}_p{n} partition of {name} for values with (modulus {count}, remainder {n});"
        for n in range(count)
    ]
    return "\n".join([f"{whole[:-1]} partition by hash (station);", *parts])


def schema_version(db: PostgresDatabase) -> int:
    """
    The number of the last migration applied; 0 for an empty schema.

    Raises: StoreError where it holds something else.
    """
    with db.reading() as connection:
        # of one moment: another process may make the tables now, and a name that the server remembers as
        # missing is so for a while longer
        ((tables, ours),) = connection.execute(_FOUND).fetchall()
        if ours == 2:
            return int(db.sql.schema_version(connection))
        if tables:
            raise StoreError(say("foreign_database"), db.path, say("name_another_file"))
        return 0
