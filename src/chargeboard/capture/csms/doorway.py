"""
What comes before a connection says anything: for whom a proxy speaks, and TLS.

The event loop could accept encrypted connections by itself, but is silent about those that fail, and knows no
proxies. So both begin here, on a connection that was accepted bare. What comes meanwhile is kept: uvloop
begins to read as soon as a connection is made, and a greeting may have come before that.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, Literal, NamedTuple, cast

from chargeboard.capture.csms.link import HANDSHAKE_S, Link
from chargeboard.capture.csms.proxy_header import HeaderError, header_in
from chargeboard.capture.csms.tls import in_words
from chargeboard.capture.csms.words import say
from chargeboard.domain.addresses import Proxies

Why = Literal["no_tls", "no_proxy"]
Tell = Callable[[str, Why, str], None]
"""Is told the other side's address, what there is not, and why."""
_SHUTDOWN_S = 5.0


class Entered(NamedTuple):
    """Who came in."""

    transport: asyncio.Transport
    """Not read from yet."""
    address: str
    """Empty: by a UNIX socket."""
    came: bytes
    """What was said since."""


class Doorway:
    """How connections come in."""

    def __init__(self, tell: Tell, tls: ssl.SSLContext | None = None, proxies: Proxies | None = None) -> None:
        """`proxies` begin each connection with a PROXY header; without `tls` nothing is encrypted."""
        self._tell, self._tls, self._proxies = tell, tls, proxies

    @property
    def is_open(self) -> bool:
        """Whether nothing has to be done before a connection speaks."""
        return self._tls is None and not self._proxies

    def enter(self, plain: asyncio.Transport) -> Coroutine[Any, Any, Entered | None]:
        """To be called at once when a connection is made; None: it is over, and that was told."""
        return self._enter(plain, _Porch(plain))

    async def _enter(self, plain: asyncio.Transport, porch: _Porch) -> Entered | None:
        address = peer_of(plain)
        missing: Why = "no_proxy"
        try:
            # who may open a UNIX socket is not a question of addresses
            if self._proxies and (self._proxies.trusts(address) or not address):
                async with asyncio.timeout(HANDSHAKE_S):
                    address = await porch.header() or address
            missing = "no_tls"
            entered = (
                Entered(plain, address, b"")
                if self._tls is None
                else await self._encrypted(plain, self._tls, address, porch)
            )
        except (HeaderError, OSError) as error:
            in_time = error if isinstance(error, HeaderError) else say("header_ends")
            self._tell(address, missing, in_words(error) if missing == "no_tls" else str(in_time))
            with suppress(OSError):
                plain.abort()
            return None
        if entered is None or entered.transport.is_closing():
            return None
        return entered if self._tls else entered._replace(came=porch.leave())

    async def _encrypted(
        self, plain: asyncio.Transport, tls: ssl.SSLContext, address: str, porch: _Porch
    ) -> Entered | None:
        loop, hall = asyncio.get_running_loop(), _Hall()
        begun = loop.create_task(
            loop.start_tls(
                plain,
                hall,
                tls,
                server_side=True,
                ssl_handshake_timeout=HANDSHAKE_S,
                ssl_shutdown_timeout=_SHUTDOWN_S,
            )
        )
        # behind what its first step has to be done next, and before anything is read
        loop.call_soon(loop.call_soon, partial(_hand_over, plain, porch))
        secure = await begun
        if secure is None:
            return None
        secure.pause_reading()
        return Entered(secure, address, b"".join(hall.came))


class _Porch(asyncio.Protocol):
    """Where what comes waits until it is known for whom it is."""

    def __init__(self, plain: asyncio.Transport) -> None:
        self._plain, self._came = plain, b""
        self._has_ended = False
        self._news = asyncio.Event()
        plain.set_protocol(self)
        plain.pause_reading()

    def data_received(self, data: bytes) -> None:
        """Keep it, and read on when more is needed."""
        self._came += data
        self._plain.pause_reading()
        self._news.set()

    def eof_received(self) -> bool:
        """Nothing follows."""
        self._has_ended = True
        self._news.set()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there."""
        del exc
        self.eof_received()

    async def header(self) -> str:
        """
        The address that the proxy names.

        Raises: HeaderError.
        """
        while (found := header_in(self._came)) is None:
            if self._has_ended or self._plain.is_closing():
                raise HeaderError(say("header_ends"))
            self._news.clear()
            self._plain.resume_reading()
            await self._news.wait()
        self._came = self._came[found.size :]
        return found.address

    def leave(self) -> bytes:
        """What came and was not read."""
        came, self._came = self._came, b""
        return came


def _hand_over(plain: asyncio.Transport, porch: _Porch) -> None:
    """What came before TLS took over is its own."""
    came = porch.leave()
    reader = cast("asyncio.BufferedProtocol", plain.get_protocol())
    while came:
        room = memoryview(reader.get_buffer(len(came)))
        size = min(len(room), len(came))
        room[:size] = came[:size]
        reader.buffer_updated(size)
        came = came[size:]


def peer_of(transport: asyncio.BaseTransport) -> str:
    """The address that a connection was made from; empty: by a UNIX socket."""
    peer = transport.get_extra_info("peername")
    return str(peer[0]) if isinstance(peer, tuple) else ""


class _Hall(asyncio.Protocol):
    """Where what comes right behind the handshake waits until the connection has begun."""

    def __init__(self) -> None:
        self.came: list[bytes] = []

    def data_received(self, data: bytes) -> None:
        """Keep it."""
        self.came.append(data)


class GreetedLink(Link):
    """A connection that is nobody's until it has come in."""

    def __init__(self, doorway: Doorway, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - those of a connection
        super().__init__(*arguments, **options)
        self._doorway = doorway
        self._greeting: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See who it is first."""
        entering = self._doorway.enter(cast("asyncio.Transport", transport))
        self._greeting = self.loop.create_task(self._begin(entering))

    async def _begin(self, entering: Coroutine[Any, Any, Entered | None]) -> None:
        found = await entering
        if found is None:
            return
        self.address = found.address
        found.transport.set_protocol(self)
        super().connection_made(found.transport)
        if found.came:
            self.data_received(found.came)
        found.transport.resume_reading()
