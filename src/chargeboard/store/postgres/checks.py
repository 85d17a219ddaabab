"""What is wrong with this server and what it holds, in words?"""

from __future__ import annotations

from collections.abc import Iterator

from chargeboard.store.postgres.connection import PostgresDatabase
from chargeboard.store.postgres.migrate import schema_version
from chargeboard.store.reports import Finding
from chargeboard.store.sql.checks import work_left
from chargeboard.store.sqlite.migrate import versions
from chargeboard.store.words import say
from chargeboard.time.instants import Instant

_FEW_CONNECTIONS = 10


def findings(db: PostgresDatabase, now: Instant) -> list[Finding]:
    """All checks, in the order in which to read them."""
    return [
        *_server(db),
        Finding("ok", say("schema_is", version=schema_version(db), newest=max(versions()))),
        *work_left(db, now),
        *_size(db),
    ]


def _server(db: PostgresDatabase) -> Iterator[Finding]:
    with db.reading() as connection:
        asked = "select current_setting(%s)"
        version, synced, fsync, most = (
            str(row[0])
            for name in ("server_version", "synchronous_commit", "fsync", "max_connections")
            for row in connection.execute(asked, (name,)).fetchall()
        )
        ((used,),) = connection.execute("select count(*) from pg_stat_activity").fetchall()
        collation = connection.execute(
            "select datcollversion, pg_database_collation_actual_version(oid)"
            " from pg_database where datname = current_database()"
        ).fetchone()
    yield Finding("ok", f"PostgreSQL {version}")
    if fsync != "on" or (synced == "off" and not db.is_read_only):
        yield Finding("error", say("pg_not_durable"), say("pg_turn_on"))
    if int(most) - used < _FEW_CONNECTIONS:
        yield Finding(
            "warning", say("pg_few_connections", used=used, most=int(most)), say("do_pg_connections")
        )
    if collation is not None and None not in collation and collation[0] != collation[1]:
        yield Finding(
            "warning", say("pg_collation", was=collation[0], now=collation[1]), say("pg_refresh_collation")
        )


def _size(db: PostgresDatabase) -> Iterator[Finding]:
    yield Finding("ok", say("pg_size", mb=db.size_bytes / 1e6))
