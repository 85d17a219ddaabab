"""
How do the stores of a process share connections to a server?

A thread takes one for as long as a block lasts, and no more than a few are there at once. One that is not
idle is made by who asks, so that what is wrong with the server is said at once and to them: a pool that
connects in the background lets them wait, and only says that none came. A process that was forked has none of
its parent's.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Mapping
from typing import Any, NamedTuple

import psycopg
from psycopg.pq import TransactionStatus

from chargeboard.store.postgres.rows import adapt
from chargeboard.store.sql.bodies.press import Press

MOST = 16
"""Connections of a process and kind: its threads, and some."""
_WAIT_S = 15.0
_IDLE_S = 60.0
_CONNECT_S = 10


class NoConnectionLeftError(Exception):
    """All that this process may have are in use, for too long."""


class Connection(psycopg.Connection[Any]):
    """With what belongs to one connection here."""

    rows_changed = 0
    """How many rows were written and dropped over it."""
    has_delivery = False
    """Whether it has the tables of the delivery that is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as psycopg has it
        super().__init__(*args, **kwargs)
        self.press = Press()


class _Idle(NamedTuple):
    connection: Connection
    since_s: float


_Key = tuple[int, str, tuple[tuple[str, str], ...]]
_LOCK = threading.Lock()
_POOLS: dict[_Key, Pool] = {}


class Pool:
    """Connections of one place and kind."""

    def __init__(self, key: _Key, conninfo: str, settings: Mapping[str, str]) -> None:
        self._key, self._conninfo = key, conninfo
        # a pooler before the server knows no options of a start
        self._told = "; ".join(f"set {name} = {value}" for name, value in settings.items())
        self._free = threading.Semaphore(MOST)
        self._idle: deque[_Idle] = deque()
        self.users = 0
        self._refused_at_s: float | None = None

    def away_s(self) -> float | None:
        """For how long no connection could be made; None where the last one could."""
        since_s = self._refused_at_s
        return None if since_s is None else time.monotonic() - since_s

    def take(self) -> Connection:
        """
        One that nobody else has; whether its server is still there is not known.

        Raises: psycopg.Error, NoConnectionLeftError.
        """
        if not self._free.acquire(timeout=_WAIT_S):
            raise NoConnectionLeftError
        try:
            while self._idle:
                connection = self._idle.pop().connection
                if not connection.closed:
                    return connection
            return self._made()
        except BaseException:
            self._free.release()
            raise

    def give(self, connection: Connection) -> None:
        """Back, for others; one in the middle of something, or that nobody shares, is closed."""
        now = time.monotonic()
        if connection.info.transaction_status != TransactionStatus.IDLE or not self.users:
            connection.close()
        else:
            self._idle.append(_Idle(connection, now))
        while self._idle and now - self._idle[0].since_s > _IDLE_S:
            self._idle.popleft().connection.close()
        self._free.release()

    def leave(self) -> None:
        """Who shared it does not any more; with the last one its connections end."""
        with _LOCK:
            self.users -= 1
            if self.users:
                return
            _POOLS.pop(self._key, None)
        while self._idle:
            self._idle.pop().connection.close()

    def _made(self) -> Connection:
        try:
            connection = Connection.connect(
                self._conninfo,
                autocommit=True,
                application_name=f"chargeboard {os.getpid()}",
                connect_timeout=_CONNECT_S,
                client_encoding="utf8",
            )
        except psycopg.OperationalError:
            if self._refused_at_s is None:
                self._refused_at_s = time.monotonic()
            raise
        self._refused_at_s = None
        connection.execute(self._told)
        adapt(connection)
        return connection


def shared(conninfo: str, settings: Mapping[str, str]) -> Pool:
    """The pool of this process for that place and kind; who asked leaves it in the end."""
    key: _Key = (os.getpid(), conninfo, tuple(sorted(settings.items())))
    with _LOCK:
        pool = _POOLS.get(key)
        if pool is None:
            pool = _POOLS[key] = Pool(key, conninfo, settings)
        pool.users += 1
    return pool
