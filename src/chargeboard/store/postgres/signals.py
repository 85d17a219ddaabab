"""
How do processes on several machines tell each other who was heard, and whom somebody looks at?

By the server's own notices, gathered for a moment and sent behind the commit, never in it: who writes does
not wait for who is told. What is lost costs time and nothing else, for the journal is the truth.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress

import msgspec
import psycopg
import psycopg.sql

from chargeboard.domain.members import Kind
from chargeboard.store.words import say

_log = logging.getLogger(__name__)
_GATHER_S = 0.05
_AGAIN_AFTER_S = 1.0
_LONGEST = 7_800
"""Bytes of a notice; a server takes 8,000."""
_CHANNEL = "select 'chargeboard_' || to_hex(hashtext(current_schema()))"
_NAMES = msgspec.json.Decoder(tuple[Kind, list[str]])


class Signals:
    """Of one process; each `hear` is told what anybody told since the one before."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._untold: dict[Kind, dict[str, None]] = {}
        self._lock, self._news, self._closing = threading.Lock(), threading.Event(), threading.Event()
        self._teller: threading.Thread | None = None
        self._heard = deque[psycopg.Notify]()
        self._ear: psycopg.Connection[tuple[object, ...]] | None = None

    def tell(self, stations: Iterable[str] = (), kind: Kind = "heard", /) -> None:
        """There are new frames of these; returns at once, any thread may."""
        names = dict.fromkeys(stations)
        if not names:
            return
        with self._lock:
            self._untold.setdefault(kind, {}).update(names)
            if self._teller is None:
                self._teller = threading.Thread(target=self._tell_on, name="signals", daemon=True)
                self._teller.start()
        self._news.set()

    def look(self, stations: Iterable[str], /) -> None:
        """Somebody looks at these now."""
        self.tell(stations, "looked_at")

    def hear(self, timeout_s: float) -> tuple[Kind, list[str]] | None:
        """What is told next, nobody where that takes longer; None: something may have been missed."""
        try:
            if self._ear is None:
                self._ear, channel = self._opened()
                self._ear.execute(psycopg.sql.SQL("listen {}").format(psycopg.sql.Identifier(channel)))
                return None
            if not self._heard:
                # several may come at once, and none comes again
                self._heard += self._ear.notifies(timeout=timeout_s, stop_after=1)
            while self._heard:
                with suppress(msgspec.DecodeError):
                    return _NAMES.decode(self._heard.popleft().payload)
        except psycopg.Error:
            ear, self._ear = self._ear, None
            if ear is not None:
                ear.close()
            time.sleep(min(timeout_s, _AGAIN_AFTER_S))
        return "heard", []

    def close(self) -> None:
        """Nothing is told any more."""
        self._closing.set()
        self._news.set()
        if self._teller is not None:
            self._teller.join()
        if self._ear is not None:
            self._ear.close()

    def _opened(self) -> tuple[psycopg.Connection[tuple[object, ...]], str]:
        connection = psycopg.connect(
            self._conninfo, autocommit=True, application_name="chargeboard signals", connect_timeout=10
        )
        (channel,) = connection.execute(_CHANNEL).fetchall()[0]
        return connection, str(channel)

    def _tell_on(self) -> None:
        mouth: psycopg.Connection[tuple[object, ...]] | None = None
        channel = ""
        while not self._closing.is_set():
            self._news.wait()
            self._news.clear()
            self._closing.wait(_GATHER_S)
            with self._lock:
                untold, self._untold = self._untold, {}
            try:
                if mouth is None:
                    mouth, channel = self._opened()
                for kind, stations in untold.items():
                    for some in _parts(kind, list(stations)):
                        mouth.execute("select pg_notify(%s, %s)", (channel, some))
            except psycopg.Error as error:
                _log.warning(say("signals_untold", why=str(error).strip()))
                if mouth is not None:
                    mouth.close()
                mouth = None
                self._closing.wait(_AGAIN_AFTER_S)
        if mouth is not None:
            mouth.close()


def _parts(kind: Kind, stations: list[str]) -> Iterable[str]:
    """Texts that are no longer than a notice may be; of a name that is, nothing is told."""
    text = msgspec.json.encode((kind, stations))
    if len(text) <= _LONGEST:
        yield text.decode()
    elif len(stations) > 1:
        half = len(stations) // 2
        yield from _parts(kind, stations[:half])
        yield from _parts(kind, stations[half:])
