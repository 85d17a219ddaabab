"""
How do processes tell each other over the log's servers who was heard, and whom somebody looks at?

Gathered for a moment, and never kept: what is lost costs time and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import msgspec

from chargeboard.domain.members import Kind
from chargeboard.stream.address import LogAddress
from chargeboard.stream.errors import LogError
from chargeboard.stream.opening import connected

if TYPE_CHECKING:
    from nats.aio.client import Client
    from nats.aio.msg import Msg

_log = logging.getLogger(__name__)
_GATHER_S = 0.05
_AGAIN_S = 1.0
_MOST_IN_ONE = 500
_STOP_WITHIN_S = 5.0
_NAMES = msgspec.msgpack.Decoder(tuple[Kind, list[str]])


class LogSignals:
    """Of one process; each `hear` is told what anybody told since the one before."""

    def __init__(self, address: LogAddress) -> None:
        self._address = address
        self._subject = address.live("signals")
        self._untold: dict[Kind, dict[str, None]] = {}
        self._lock = threading.Lock()
        self._heard = SimpleQueue[tuple[Kind, list[str]] | None]()
        self._loop = asyncio.new_event_loop()
        self._news, self._closing = asyncio.Event(), asyncio.Event()
        self._thread = threading.Thread(
            target=lambda: self._loop.run_until_complete(self._live()), name="signals", daemon=True
        )
        self._thread.start()

    def tell(self, stations: Iterable[str] = (), kind: Kind = "heard", /) -> None:
        """There are new frames of these; returns at once, any thread may."""
        names = dict.fromkeys(stations)
        if not names:
            return
        with self._lock:
            self._untold.setdefault(kind, {}).update(names)
        self._on_loop(self._news)

    def look(self, stations: Iterable[str], /) -> None:
        """Somebody looks at these now."""
        self.tell(stations, "looked_at")

    def hear(self, timeout_s: float) -> tuple[Kind, list[str]] | None:
        """What is told next, nobody where that takes longer; None: something may have been missed."""
        try:
            return self._heard.get(timeout=timeout_s)
        except Empty:
            return "heard", []

    def close(self) -> None:
        """Nothing is told any more."""
        self._on_loop(self._closing)
        self._thread.join(_STOP_WITHIN_S)

    def _on_loop(self, event: asyncio.Event) -> None:
        with suppress(RuntimeError):  # it has ended
            self._loop.call_soon_threadsafe(event.set)

    async def _live(self) -> None:
        while not self._closing.is_set():
            try:
                async with connected(self._address, "chargeboard signals", self._missed) as client:
                    await client.subscribe(self._subject, cb=self._hear)
                    # who listens from now on may have missed something, and whenever it was cut off
                    await self._missed()
                    await self._tell_on(client)
            except LogError as error:
                _log.debug("%s", error)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), _AGAIN_S)

    async def _missed(self) -> None:
        self._heard.put(None)

    async def _hear(self, message: Msg) -> None:
        with suppress(msgspec.DecodeError):
            self._heard.put(_NAMES.decode(message.data))

    async def _tell_on(self, client: Client) -> None:
        from nats.errors import Error  # noqa: PLC0415 - it may not be there

        closing = asyncio.ensure_future(self._closing.wait())
        while not closing.done():
            news = asyncio.ensure_future(self._news.wait())
            await asyncio.wait([news, closing], return_when=asyncio.FIRST_COMPLETED)
            news.cancel()
            self._news.clear()
            await asyncio.wait([closing], timeout=_GATHER_S)
            with self._lock:
                untold, self._untold = self._untold, {}
            for kind, stations in untold.items():
                names = iter(stations)
                while some := list(islice(names, _MOST_IN_ONE)):
                    with suppress(Error):  # what finds no room costs time and nothing else
                        await client.publish(self._subject, _encoded(kind, some))
        with suppress(Error, TimeoutError):
            await client.flush(timeout=1)


def _encoded(kind: Kind, stations: list[str]) -> bytes:
    try:
        return msgspec.msgpack.encode((kind, stations))
    except UnicodeEncodeError:
        return msgspec.msgpack.encode((kind, [name.encode(errors="replace").decode() for name in stations]))
