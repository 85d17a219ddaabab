"""
How do bytes pass between a charger and its CSMS, whatever they are?

What one side sends is written to the other before anything else is done with it. A side that reads slowly
stops the other one, as it would without us; an end of one direction is passed on as such.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from chargeboard.capture.csms.doorway import Doorway, Entered, Why
from chargeboard.capture.tap.sides import Charger, Copies, Manner
from chargeboard.capture.tap.upstream import Routes, Upstream, in_words
from chargeboard.capture.tap.words import say
from chargeboard.domain.allowance import Sparing
from chargeboard.time.instants import Instant

_log = logging.getLogger(__name__)
_HEAD_S = 10.0
"""Within which a charger must have said what it asks for, where that decides where it goes."""


class Relay:
    """A listener, and the connections through it."""

    def __init__(
        self,
        routes: Routes,
        copies: Copies,
        manner: Manner = Manner(),  # noqa: B008 - it is frozen
        now: Callable[[], Instant] = lambda: 0,
    ) -> None:
        self.routes, self.copies, self.manner, self._now = routes, copies, manner, now
        self.reads_paths = routes.only is None
        self.reads_heads = self.reads_paths or manner.rewrites_host
        self.doorway = Doorway(self._not_entered, manner.tls, manner.proxies)
        self._beginning: set[asyncio.Task[None]] = set()
        self._chargers: set[Charger] = set()
        self._away: set[str] = set()
        self._sparing = Sparing()

    async def listen(self, host: str, port: int) -> asyncio.Server:
        """Accept chargers."""
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: Charger(self), host, port, backlog=4096)

    async def listen_at(self, path: str) -> asyncio.Server:
        """Accept chargers by a UNIX socket, of whoever may open it."""
        loop = asyncio.get_running_loop()
        return await loop.create_unix_server(lambda: Charger(self), path, backlog=4096)

    def begin(self, charger: Charger, entering: Coroutine[Any, Any, Entered | None] | None) -> None:
        """Connect to the CSMS for a charger, which may have to come in first."""
        self._chargers.add(charger)
        task = asyncio.get_running_loop().create_task(self._connect(charger, entering))
        self._beginning.add(task)
        task.add_done_callback(self._beginning.discard)

    async def _connect(self, charger: Charger, entering: Coroutine[Any, Any, Entered | None] | None) -> None:
        if entering is not None:
            entered = await entering
            if entered is None:
                self.end(charger)
                return
            charger.came_in(entered)
        upstream = await self._upstream_of(charger)
        if upstream is None:
            return
        charger.upstream = upstream
        try:
            await upstream.connect(charger.other)
        except OSError as error:
            self.is_away(upstream, error)
            charger.transport.abort()
            return
        if upstream.shown in self._away:
            self._away.discard(upstream.shown)
            _log.warning(say("csms_reachable", address=upstream.shown))

    async def _upstream_of(self, charger: Charger) -> Upstream | None:
        """Where a charger is to be led; None: it is refused."""
        if not self.reads_paths:
            return self.routes.only
        line = b""
        with suppress(TimeoutError):
            line = await asyncio.wait_for(charger.asked, _HEAD_S)
        if not line:
            charger.transport.abort()
            return None
        upstream = self.routes.of(line)
        if upstream is None:
            charger.refuse()
            more = self._sparing.tells(self._now(), charger.address)
            if more is not None:
                address = charger.address or say("unknown_address")
                _log.warning(say("no_such_path", address=address, more=more))
        return upstream

    def is_away(self, upstream: Upstream, error: Exception) -> None:
        """A CSMS cannot be reached; it is told once."""
        if upstream.shown not in self._away:
            self._away.add(upstream.shown)
            _log.error(say("csms_unreachable", address=upstream.shown, error=in_words(error, upstream)))

    def _not_entered(self, address: str, code: Why, why: str) -> None:
        more = self._sparing.tells(self._now(), address)
        if more is not None:
            address = address or say("unknown_address")
            _log.warning(say(f"not_entered_{code}", address=address, why=why, more=more))

    def end(self, charger: Charger) -> None:
        """A charger is gone."""
        self._chargers.discard(charger)

    def close(self) -> None:
        """End all connections."""
        for task in self._beginning:
            task.cancel()
        for charger in list(self._chargers):
            charger.transport.close()
