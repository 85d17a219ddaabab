"""
Who computes an answer, so that one that takes long holds up nobody?

The loop only takes requests and sends. Answers are computed by clerks: threads, each with a desk of its own
(a connection, and what it remembers). A charger is asked of the same clerk as before, who knows it, unless
that one is busy and another is not. One client never has all of them.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from contextvars import copy_context
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar, cast
from zlib import crc32

from litestar import get
from litestar.handlers import HTTPRouteHandler

from chargeboard.web.desk import Desk
from chargeboard.web.requests import PageRequest

MOST_WAITING = 32
"""Requests of one client that may wait for their turn."""
_GIVES_WAY_S = 0.25
"""An open page is drawn while nobody asks, but waits no longer than this for that."""
P = ParamSpec("P")
T = TypeVar("T")
_own = threading.local()


class TooManyRequestsError(Exception):
    """One client asks for more at once than is computed for it."""


class _TurnsOf:
    """A client whose requests are computed, or wait."""

    def __init__(self, at_once: int) -> None:
        self.free = asyncio.Semaphore(at_once)
        self.requests = 0


class _OwnDesk:
    """The desk of the clerk who asks; elsewhere the one that it was made with."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __getattr__(self, name: str) -> object:
        return getattr(getattr(_own, "desk", self._desk), name)


class Clerks:
    """Threads that compute; `desks` are theirs, one each. Without any there is one clerk, at `desk`."""

    def __init__(self, desk: Desk, desks: Sequence[Desk] = ()) -> None:
        self.desk = cast("Desk", _OwnDesk(desk))
        self._threads = [
            ThreadPoolExecutor(1, f"clerk{number}", setattr, (_own, "desk", one))
            for number, one in enumerate(desks or [desk])
        ]
        self._asked = [0] * len(self._threads)
        self._clients: dict[str, _TurnsOf] = {}
        self._asking = 0
        """Requests of clients that are computed."""
        self._nobody_asks = asyncio.Event()

    async def compute(self, about: str, client: str, job: Callable[[], T], *, awaits: bool = True) -> T:
        """
        What `job` returns, computed by a clerk who knows what it is `about`.

        `awaits`: what was kept of that charger by now is to be understood first.
        Raises: TooManyRequestsError, and what `job` does.
        """
        async with self._turn_of(client):
            if not client:
                await self._give_way()
            number = self._clerk_for(about)
            self._asked[number] += 1
            self._asking += bool(client)
            try:
                first = partial(self._on_what_was_heard, about) if about and awaits else _at_once
                return await asyncio.get_running_loop().run_in_executor(
                    self._threads[number], copy_context().run, first, job
                )
            finally:
                self._asked[number] -= 1
                self._asking -= bool(client)
                if not self._asking:
                    self._nobody_asks.set()

    async def _give_way(self) -> None:
        """Wait, not for long, while somebody's request is computed: both would take twice as long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_GIVES_WAY_S):
                while self._asking:
                    self._nobody_asks.clear()
                    await self._nobody_asks.wait()

    @asynccontextmanager
    async def _turn_of(self, client: str) -> AsyncIterator[None]:
        """
        Wait until the client has fewer clerks than there are.

        Our own pages (no client) are drawn one after the other, and wait for ever: two at once take twice as
        long, and so does whoever asks meanwhile.
        """
        at_once = len(self._threads) - 1 if client else 1
        turns = self._clients.setdefault(client, _TurnsOf(max(1, at_once)))
        if client and turns.requests >= MOST_WAITING:
            raise TooManyRequestsError
        turns.requests += 1
        try:
            async with turns.free:
                yield
        finally:
            turns.requests -= 1
            if not turns.requests:
                self._clients.pop(client, None)

    def _on_what_was_heard(self, about: str, job: Callable[[], T]) -> T:
        self.desk.await_understood(about)
        return job()

    def _clerk_for(self, about: str) -> int:
        usual = crc32(about.encode()) % len(self._threads)
        least = min(range(len(self._threads)), key=lambda number: self._asked[number])
        return usual if not self._asked[usual] or self._asked[least] else least

    def close(self) -> None:
        """Let the clerks go once they are done with what they compute."""
        for thread in self._threads:
            thread.shutdown(wait=False, cancel_futures=True)


def _at_once(job: Callable[[], T]) -> T:
    return job()


async def by_a_clerk(
    request: PageRequest, job: Callable[[], T], about: str = "", *, awaits: bool = True
) -> T:
    """What `job` returns, computed for who asks."""
    clerks: Clerks = request.app.state["clerks"]
    client = request.client.host if request.client else "unknown"
    return await clerks.compute(about, client, job, awaits=awaits)


def computed(
    path: str,
    *,
    awaits: bool = True,
    **options: Any,  # noqa: ANN401 - those of `get`
) -> Callable[[Callable[P, T]], HTTPRouteHandler]:
    """
    A route for GET whose function, which takes the request by name, is left to a clerk.

    `awaits`: what the charger said by now is to be understood first; without, the function sees to that.
    """

    def made(compute: Callable[P, T]) -> HTTPRouteHandler:
        @wraps(compute)
        async def answer(*arguments: P.args, **named: P.kwargs) -> T:
            request = cast("PageRequest", named["request"])
            about = str(request.path_params.get("station", ""))
            return await by_a_clerk(request, partial(compute, *arguments, **named), about, awaits=awaits)

        return get(path, **options)(answer)

    return made
