"""How is the server: connections, room, standbys?"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any, LiteralString

from chargeboard.store.postgres.connection import PostgresDatabase
from chargeboard.store.postgres.migrate import schema_version
from chargeboard.store.postgres.pools import Connection
from chargeboard.store.reports import ServerState, Standby

_SERVER = """
    select
        current_setting('server_version'),
        current_setting('fsync') = 'on' and current_setting('synchronous_commit') <> 'off',
        pg_is_in_recovery(),
        (select count(*) from pg_stat_activity where backend_type = 'client backend'),
        current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
        pg_database_size(current_database()),
        (
            select coalesce(extract(epoch from clock_timestamp() - min(xact_start)), 0)::float
            from pg_stat_activity
            where pid <> pg_backend_pid()
        )
"""
_STANDBYS = """
    select
        coalesce(application_name, ''),
        coalesce(state, ''),
        coalesce(sync_state, '') in ('sync', 'quorum'),
        pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint,
        extract(epoch from replay_lag)::float
    from pg_stat_replication
    order by 1
"""
_SLOTS = """
    select coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)), 0)::bigint
    from pg_replication_slots
"""
_ARCHIVE = """
    select coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false)
    from pg_stat_archiver
"""
_FOLDER = """
    select current_setting('data_directory')
    where pg_has_role('pg_read_all_settings', 'member')
        and (inet_server_addr() is null or inet_server_addr() = inet_client_addr())
"""


def server_state(db: PostgresDatabase) -> ServerState:
    """As it is now; what this user may not see is left out, or None."""
    with db.reading() as connection:
        version, is_durable, is_standby, used, most, size, oldest_s = _row(connection, _SERVER)
        standbys = () if is_standby else connection.execute(_STANDBYS).fetchall()
        slots = 0 if is_standby else _row(connection, _SLOTS)[0]
        return ServerState(
            version=str(version),
            schema=schema_version(db),
            is_durable=bool(is_durable),
            takes_no_writes=bool(is_standby),
            connections=int(used),
            most_connections=int(most),
            size_bytes=int(size),
            free_bytes=_free_bytes(connection),
            oldest_transaction_s=float(oldest_s),
            standbys=tuple(Standby(*row) for row in standbys),
            kept_for_slots_bytes=int(slots),
            archive_fails=bool(_row(connection, _ARCHIVE)[0]),
        )


def _free_bytes(connection: Connection) -> int | None:
    for (folder,) in connection.execute(_FOLDER).fetchall():
        with suppress(OSError):
            disk = os.statvfs(folder)
            return disk.f_bavail * disk.f_frsize
    return None


def _row(connection: Connection, sql: LiteralString) -> tuple[Any, ...]:
    found = connection.execute(sql).fetchone()
    assert found is not None  # noqa: S101 - each of them has one row
    return tuple(found)
