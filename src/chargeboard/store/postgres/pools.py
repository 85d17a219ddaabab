"""
How do the stores of a process share connections to a server?

One pool for each place and kind of use: a thread that asks for something takes a connection for as long as
the block lasts, and no more than a few are there at once. A process that was forked has pools of its own.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool, PoolTimeout

from chargeboard.store.postgres.rows import adapt
from chargeboard.store.sql.bodies.press import Press

MOST = 16
"""Connections of a process and kind: its threads, and some."""
_WAIT_S = 15.0
_CONNECT_S = 10
_RECONNECT_S = 1.0
"""Who asks tries again, and is told why it does not work."""


class Connection(psycopg.Connection[Any]):
    """With what belongs to one connection here."""

    rows_changed = 0
    """How many rows were written and dropped over it."""
    has_source = False
    """Whether it has the tables of the source that is read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as psycopg has it
        super().__init__(*args, **kwargs)
        self.press = Press()


_Key = tuple[int, str, tuple[tuple[str, str], ...]]
_LOCK = threading.Lock()
_POOLS: dict[_Key, tuple[ConnectionPool[Connection], int]] = {}


class Pool:
    """A share of a process's pool."""

    def __init__(self, conninfo: str, settings: Mapping[str, str]) -> None:
        self._key: _Key = (os.getpid(), conninfo, tuple(sorted(settings.items())))
        self._conninfo = conninfo
        with _LOCK:
            pool, users = _POOLS.get(self._key, (None, 0))
            if pool is None:
                pool = _made(conninfo, settings)
            _POOLS[self._key] = pool, users + 1
        self._pool = pool

    def take(self) -> Connection:
        """
        A connection that works.

        Raises: psycopg.Error or PoolTimeout.
        """
        if self._pool.get_stats().get("pool_size", 0) == 0:
            self._look()
        try:
            return self._pool.getconn()
        except PoolTimeout:
            self._look()
            raise

    def _look(self) -> None:
        """The pool would wait for a long time, and not say for what."""
        psycopg.connect(self._conninfo, connect_timeout=_CONNECT_S).close()

    def give(self, connection: Connection) -> None:
        self._pool.putconn(connection)

    def close(self) -> None:
        with _LOCK:
            pool, users = _POOLS.get(self._key, (self._pool, 1))
            if users > 1:
                _POOLS[self._key] = pool, users - 1
                return
            _POOLS.pop(self._key, None)
        pool.close()


def _made(conninfo: str, settings: Mapping[str, str]) -> ConnectionPool[Connection]:
    asked = conninfo_to_dict(conninfo).get("options") or ""
    options = " ".join([*(f"-c {name}={value}" for name, value in settings.items()), str(asked)]).strip()
    return ConnectionPool(
        conninfo,
        connection_class=Connection,
        kwargs={
            "autocommit": True,
            "options": options,
            "application_name": f"chargeboard {os.getpid()}",
            "connect_timeout": _CONNECT_S,
            "client_encoding": "utf8",
        },
        min_size=0,
        max_size=MOST,
        timeout=_WAIT_S,
        max_idle=60.0,
        reconnect_timeout=_RECONNECT_S,
        num_workers=1,
        configure=adapt,
        open=True,
    )
