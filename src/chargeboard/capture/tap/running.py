"""How does a tap run: the relay in this process, and a child that reads the copies and may die?"""

from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from chargeboard.capture.tap.copier import Setup
from chargeboard.capture.tap.outlet import MOST_BYTES, Outlet
from chargeboard.capture.tap.relay import Relay
from chargeboard.capture.tap.sides import Manner
from chargeboard.capture.tap.upstream import Routes
from chargeboard.capture.tap.words import say
from chargeboard.time.instants import Instant

_log = logging.getLogger(__name__)
_PIPE_BYTES = 1 << 20
_LEAVING_S = 5.0
_SOONEST_S, _LATEST_S = 0.1, 5.0
_HEALTHY_S = 10.0


class Listening(NamedTuple):
    """Where chargers connect."""

    host: str = ""
    port: int = 0
    path: str = ""
    """Of a UNIX socket."""


class Tap:
    """A relay with its copier."""

    def __init__(
        self,
        routes: Routes,
        setup: Setup,
        manner: Manner,
        *,
        now: Callable[[], Instant],
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """Made on a running event loop; `setup.pipe` is filled in here."""
        self._setup = setup
        self.outlet = Outlet(now, most_bytes)
        self.outlet.on_lost = self._copier_died
        self._relay = Relay(routes, self.outlet, manner, now)
        self._server: asyncio.Server | None = None
        self._path = ""
        self._delay_s = _SOONEST_S
        self._started_at = 0.0
        self._is_ending = False
        self.copier: subprocess.Popen[bytes] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, at: Listening) -> Listening:
        """Accept chargers; where, if the port was 0."""
        await self._start_copier()
        if at.path:
            self._server, self._path = await self._relay.listen_at(at.path), at.path
            return at
        self._server = await self._relay.listen(at.host, at.port)
        return Listening(at.host, self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """End connections, and let the copier keep what it has."""
        self._is_ending = True
        if self._server is not None:
            self._server.close()
        self._let_go_of_socket()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.outlet.drained(), _LEAVING_S)
        # the ends that follow are ours, not the chargers': the next start tells of them as a gap
        self.outlet.close()
        self._relay.close()
        if self.copier is not None:
            try:
                await asyncio.to_thread(self.copier.wait, _LEAVING_S)
            except subprocess.TimeoutExpired:
                self.copier.kill()

    def _let_go_of_socket(self) -> None:
        if self._path:
            Path(self._path).unlink(missing_ok=True)

    async def _start_copier(self) -> None:
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair()
        with theirs:
            for one in (ours, theirs):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _PIPE_BYTES)
            setup = msgspec.json.encode(replace(self._setup, pipe=theirs.fileno())).decode()
            self.copier = subprocess.Popen(  # noqa: ASYNC220, S603 - our own module; forking is quick, and seldom
                [sys.executable, "-m", "chargeboard.capture.tap.copier", setup], pass_fds=[theirs.fileno()]
            )
        ours.setblocking(False)  # noqa: FBT003 - the standard library asks it so
        self._started_at = loop.time()
        await loop.create_unix_connection(lambda: self.outlet, sock=ours)

    def _copier_died(self) -> None:
        if not self._is_ending:
            task = asyncio.get_running_loop().create_task(self._restart_copier())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _restart_copier(self) -> None:
        loop, copier = asyncio.get_running_loop(), self.copier
        if copier is not None and copier.poll() is None:
            copier.kill()
        status = None if copier is None else await asyncio.to_thread(copier.wait)
        if loop.time() - self._started_at > _HEALTHY_S:
            self._delay_s = _SOONEST_S
        _log.error(say("copier_ended", status=status))
        await asyncio.sleep(self._delay_s)
        self._delay_s = min(2 * self._delay_s, _LATEST_S)
        if not self._is_ending:
            await self._start_copier()
