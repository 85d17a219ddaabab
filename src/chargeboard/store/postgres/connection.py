"""
How is a PostgreSQL database read and written safely?

What is read in a block is read of one snapshot. Who writes of stations waits for whoever else writes of
one of them, by advisory locks that end with the transaction: what was read inside before it is written still
holds, as in SQLite's file. They are taken at the begin, in one order, so that nobody waits in a circle. Who
does not say of whom waits for all. What is acknowledged waits for the log on the disk; what can be made again
of frames does not.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext, suppress
from zlib import crc32

import psycopg
import psycopg.sql

from chargeboard.domain.records import Overtaken, Unforeseen
from chargeboard.store.errors import StoreError
from chargeboard.store.postgres.errors import explained
from chargeboard.store.postgres.pools import Connection, shared
from chargeboard.store.postgres.rows import Rows
from chargeboard.store.sql.database.connection import LINES, Database
from chargeboard.store.sql.database.queries import Queries

_QUERIES = Queries(Rows())
WRITING, ALONE = 0x63680001, 0x63680002
"""Advisory locks; each is of one schema of one database, whose number is the second half."""
_BEGIN_READING = "begin isolation level repeatable read read only"
_BEGIN_WRITING = "begin; set local idle_in_transaction_session_timeout = '{patience}'; "
"""A process that is stopped in the middle keeps others out for so long."""
_OF_ANYBODY = f"select pg_advisory_xact_lock({WRITING}, hashtext(current_schema()))"
_OF_SOME = f"select pg_advisory_xact_lock_shared({WRITING}, hashtext(current_schema()))"
_OF_EACH = (
    "; select pg_advisory_xact_lock(station # hashtextextended(current_schema(), 0))"
    " from unnest('{{{stations}}}'::bigint[]) as station"
)
_MOST_NAMED = 512
"""So many locks of stations a transaction takes: a server has room for some thousands."""
_PATIENCE, _PATIENCE_OF_ALL = "15s", "60s"
_OURS = """
    select count(*)
    from unnest(%s::text[], %s::bigint[]) as held (name, epoch)
    inner join lease on lease.name = held.name and lease.epoch = held.epoch and lease.owner = %s
"""
_TABLES = "select tablename from pg_tables where schemaname = current_schema()"


class PostgresDatabase(Database):
    """One database on a server, used by the threads of a process one at a time."""

    def __init__(self, conninfo: str, shown: str, *, read_only: bool, gives_way: bool = False) -> None:
        super().__init__(shown, _QUERIES, is_read_only=read_only)
        self._lock = threading.RLock()
        self._is_reading = False
        self._now: Connection | None = None
        self._kept: Connection | None = None
        """The one that has the tables of our delivery."""
        self._rows_changed = 0
        self._named: frozenset[str] | None = None
        """Of whom may be written now; None: of anybody."""
        settings = {"synchronous_commit": "off" if gives_way else "on", "jit": "off", "timezone": "UTC"}
        if read_only:
            settings["default_transaction_read_only"] = "on"
        self._pool = shared(conninfo, settings)

    @property
    def connection(self) -> Connection:
        if self._now is None:
            raise RuntimeError("queries are asked inside `reading` or `writing`")
        return self._now

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._lock:
            if self._now is not None:
                yield self._now
                return
            with explained(self.path, self._pool.away_s), self._taken(_BEGIN_READING) as connection:
                self._is_reading, self.seen_now = True, {}
                try:
                    yield connection
                finally:
                    self._is_reading, self.seen_now = False, None
                    if not connection.closed:
                        connection.execute("rollback")

    @contextmanager
    def writing(self, stations: Collection[str] | None = None) -> Iterator[Connection]:
        with self._lock:
            if self._is_reading:
                raise RuntimeError("what is written inside `reading` would be undone with it")
            if self._now is not None:
                if stations is not None and self._named is not None and not self._named.issuperset(stations):
                    raise Unforeseen(*stations)
                yield from self._step(self._now)
                return
            is_of_some = stations is not None and len(stations) <= _MOST_NAMED
            self._named = frozenset(stations or ()) if is_of_some else None
            with explained(self.path, self._pool.away_s), self._taken(_begin(self._named)) as connection:
                had_delivery = connection.has_delivery
                try:
                    self._check_fence(connection)
                    yield connection
                    connection.execute("commit")
                except BaseException:
                    connection.has_delivery = had_delivery
                    if not connection.closed:
                        connection.execute("rollback")
                    raise

    @contextmanager
    def writing_along(self) -> Iterator[Connection]:
        with self._lock, nullcontext() if self._now is not None and not self._is_reading else self.writing():
            yield self.connection

    def _check_fence(self, connection: Connection) -> None:
        """
        Whether the stations are ours still: whoever takes them over waits behind our locks, or was before.

        Raises: Overtaken.
        """
        stations = (self._named or frozenset()) - {LINES}
        if self.fence is None or not stations:
            return
        leases = self.fence.fence(stations)
        names, epochs = [name for name, _ in leases], [epoch for _, epoch in leases]
        row = connection.execute(_OURS, (names, epochs, self.fence.owner)).fetchone()
        if row != (len(leases),):
            raise Overtaken(*stations)

    def _step(self, connection: Connection) -> Iterator[Connection]:
        """What is written inside is kept together, or undone without the rest."""
        had_delivery = connection.has_delivery
        connection.execute("savepoint step")
        try:
            yield connection
            connection.execute("release step")
        except BaseException:
            connection.has_delivery = had_delivery
            if not connection.closed:
                connection.execute("rollback to step; release step")
            raise

    @contextmanager
    def _taken(self, begin: str) -> Iterator[Connection]:
        """A connection that has begun."""
        connection = self._begun(begin)
        self._now, before = connection, connection.rows_changed
        try:
            yield connection
        finally:
            self._now = None
            self._rows_changed += connection.rows_changed - before
            self._kept = connection if connection.has_delivery and not connection.closed else None
            if self._kept is None:
                self._pool.give(connection)

    def _begun(self, begin: str) -> Connection:
        """Those whose server went away meanwhile make way for new ones: nothing was asked over them yet."""
        while True:
            is_kept = self._kept is not None and not self._kept.closed
            connection = self._kept if self._kept is not None and is_kept else self._pool.take()
            try:
                connection.execute(begin)
            except psycopg.OperationalError:
                is_gone = connection.closed
                self._kept = None
                self._pool.give(connection)
                if not is_gone:
                    raise
            else:
                return connection

    def begin_delivery(self) -> None:
        """Frames that come from now on are compared with what was there before."""
        with self._lock, explained(self.path, self._pool.away_s):
            if self._now is not None:
                _drop_delivery(self._now)
                return
            kept, self._kept = self._kept, None
            if kept is None:
                return
            try:
                _drop_delivery(kept)
            finally:
                self._pool.give(kept)

    def need_delivery(self) -> None:
        connection = self.connection
        if not connection.has_delivery:
            self.sql.begin_delivery_tables(connection)
            connection.has_delivery = True

    @property
    def rows_changed(self) -> int:
        if self._now is not None:
            return self._now.rows_changed
        return self._rows_changed

    def overwrite_freed(self) -> None:
        """What is dropped is in a free part until the server's own vacuum, and in its log."""

    @property
    def size_bytes(self) -> int:
        with self.reading() as connection:
            return int(_number(connection, "select pg_database_size(current_database())"))

    @property
    def free_bytes(self) -> int:
        """The server's own vacuum sees to it that what is dropped is used again, and keeps nobody waiting."""
        return 0

    @property
    def has_room_to_be_wiped(self) -> bool:
        """That is for the server to say."""
        return True

    def wipe(self) -> None:
        with self._lock, explained(self.path, self._pool.away_s), self._taken("select 1") as connection:
            for (name,) in connection.execute(_TABLES).fetchall():
                connection.execute(psycopg.sql.SQL("vacuum (full) {}").format(psycopg.sql.Identifier(name)))

    def wipe_while_used(self) -> bool:
        self.wipe()
        return True

    def after_copy(self) -> None:
        self.connection.execute(
            "select setval(pg_get_serial_sequence('audit', 'id'), greatest(1, (select max(id) from audit)))"
        )

    def drop_all(self) -> None:
        """Every table of ours is gone."""
        with self.writing() as connection:
            for (name,) in connection.execute(_TABLES).fetchall():
                connection.execute(
                    psycopg.sql.SQL("drop table if exists {} cascade").format(psycopg.sql.Identifier(name))
                )

    def close(self) -> None:
        with self._lock:
            with suppress(StoreError):  # the server is away: so is what it had of ours
                self.begin_delivery()
            self._pool.leave()


def _begin(stations: Collection[str] | None) -> str:
    if stations is None:
        return _BEGIN_WRITING.format(patience=_PATIENCE_OF_ALL) + _OF_ANYBODY
    # two that share a number share a lock, and no harm is done
    numbers = sorted({crc32(station.encode(errors="surrogatepass")) for station in stations})
    each = _OF_EACH.format(stations=",".join(map(str, numbers))) if numbers else ""
    return _BEGIN_WRITING.format(patience=_PATIENCE) + (_OF_SOME + each if numbers else "")


def _drop_delivery(connection: Connection) -> None:
    if connection.has_delivery:
        connection.has_delivery = False
        connection.execute("drop table if exists delivery_range, delivery_dropped")


def _number(connection: Connection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    assert row is not None  # noqa: S101 - it counts
    return int(row[0])
