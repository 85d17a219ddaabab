"""
How long may a browser or a program take to say what it wants from the page?

A server waits for ever for a request that never ends, and holds a connection for it. Here a head has some
seconds, and a body must come at a rate; who only listens, to the news of a live page, may stay.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

from chargeboard.cli.server.straight import Straight
from chargeboard.cli.server.words import say
from chargeboard.web.live.streams import OUTLET

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, HTTPScope

_log = logging.getLogger(__name__)
HEAD_S = 10.0
"""Within which a request's head must be there, from the first moment that it may come."""
BODY_RATE = 1024
"""Bytes a second that a body brings at least, over `BODY_S`."""
BODY_S = 20.0
_LOOK_S = 2.5


class PatientProtocol(H11Protocol):
    """HTTP whose patience ends, and which lets news go straight to who follows a page."""

    _received = 0
    _waits_since: float | None = None
    _body_since: float | None = None
    _watching: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The first head may come."""
        super().connection_made(cast("asyncio.Transport", transport))
        self._app, self.app = self.app, self._served
        self._watch()

    async def _served(self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """A request of this connection, which has one at a time."""
        scope["extensions"] = cast(
            "dict[str, dict[object, object]]", {OUTLET: Straight(self.cycle, self.transport)}
        )
        await self._app(scope, receive, send)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for."""
        if self._watching is not None:
            self._watching.cancel()
        self.app = self._app
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some of a head or of a body."""
        self._received += len(data)
        super().data_received(data)

    def on_response_complete(self) -> None:
        """The next head may come."""
        self._watch()
        super().on_response_complete()

    def _watch(self) -> None:
        """From now on a head is waited for. While nothing is to come, as from a follower, nobody looks."""
        self._waits_since = self.loop.time()
        if self._watching is None:
            self._look_later()

    def _look_later(self) -> None:
        self._watching = self.loop.call_later(min(_LOOK_S, HEAD_S, BODY_S), self._look)

    def _look(self) -> None:
        self._watching = None
        if self.transport.is_closing():
            return
        if self._is_too_slow(self.loop.time()):
            _log.info(say("slow_client"))
            self.transport.abort()
        elif self._is_anything_to_come:
            self._look_later()

    @property
    def _is_anything_to_come(self) -> bool:
        cycle = self.cycle
        return cycle is None or cycle.response_complete or cycle.more_body

    def _is_too_slow(self, now: float) -> bool:
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            self._body_since = None
            self._waits_since = self._waits_since or now
            return now - self._waits_since >= HEAD_S
        self._waits_since = None
        if not cycle.more_body or self.flow.read_paused:
            self._body_since = None
            return False
        if self._body_since is None:
            self._body_since, self._received = now, 0
        elif now - self._body_since >= BODY_S:
            is_slow = self._received < BODY_RATE * (now - self._body_since)
            self._body_since, self._received = now, 0
            return is_slow
        return False
