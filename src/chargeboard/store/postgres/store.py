"""How does a server hold everything, for as many processes as ask?"""

from __future__ import annotations

from pathlib import Path

from chargeboard.store.beside import Beside
from chargeboard.store.errors import StoreError
from chargeboard.store.postgres.checks import findings
from chargeboard.store.postgres.connection import PostgresDatabase
from chargeboard.store.postgres.migrate import migrate
from chargeboard.store.postgres.server_state import server_state
from chargeboard.store.reports import Finding, Holdings, ServerState
from chargeboard.store.sql.store import SqlStore
from chargeboard.store.words import say
from chargeboard.time.instants import Instant

_CLOCK = "select (extract(epoch from clock_timestamp()) * 1000000)::bigint"


class PostgresStore(SqlStore):
    """A store in one schema of a PostgreSQL database."""

    _db: PostgresDatabase

    def __init__(self, db: PostgresDatabase, beside: Beside) -> None:
        super().__init__(db, beside)

    def begin_delivery(self) -> None:
        self._db.begin_delivery()

    def data_version(self) -> tuple[int, int]:
        """The transactions that are visible, whosever they are, and what was written inside of ours."""
        with self._db.reading() as connection:
            found = connection.execute("select pg_current_snapshot()::text").fetchone()
            return hash(found), self._db.rows_changed

    def open_no_more_files(self) -> None:
        """A server opens its own."""

    def backup(self, path: str | Path) -> Holdings:
        """
        That is what the server's own tools are for.

        Raises: StoreError that says which.
        """
        raise StoreError(say("pg_backup"), str(path), say("use_pg_dump", place=self._db.path))

    def clock(self) -> Instant:
        """What the server's clock says."""
        with self._db.reading() as connection:
            found = connection.execute(_CLOCK).fetchone()
            assert found is not None  # noqa: S101 - it always says something
            return int(found[0])

    def server(self) -> ServerState:
        """How the server is, as far as this user is told."""
        return server_state(self._db)

    def findings(self, now: Instant) -> list[Finding]:
        """What is well and what is wrong with it, in the order in which to read it."""
        return findings(self._db, now)


def open_postgres(
    conninfo: str, shown: str, beside: Beside, *, read_only: bool = False, gives_way: bool = False
) -> PostgresStore:
    """
    Open the database, making its tables or bringing them up to date where they may be written.

    Raises: StoreError, which says what to do.
    """
    db = PostgresDatabase(conninfo, shown, read_only=read_only, gives_way=gives_way)
    try:
        migrate(db)
    except BaseException:
        db.close()
        raise
    return PostgresStore(db, beside)
