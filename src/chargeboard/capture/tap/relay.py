"""
How do bytes pass between a charger and its CSMS, whatever they are?

What one side sends is written to the other before anything else is done with it. A side that reads slowly
stops the other one, as it would without us; an end of one direction is passed on as such.
"""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, NamedTuple, Protocol, cast

from chargeboard.capture.csms.doorway import Doorway, Entered, Why, peer_of
from chargeboard.capture.csms.proxy_header import LOCAL_HEADER, Address, header_of
from chargeboard.capture.tap.records import Kind
from chargeboard.capture.tap.upstream import Routes, Upstream, in_words
from chargeboard.capture.tap.words import say
from chargeboard.domain.addresses import Proxies
from chargeboard.domain.allowance import Sparing
from chargeboard.time.instants import Instant

_log = logging.getLogger(__name__)
_HEAD_S = 10.0
"""Within which a charger must have said what it asks for, where that decides where it goes."""
_HIGH_WATER = 1 << 18
_LONGEST_HEAD = 1 << 16
_REFUSED = re.compile(rb"HTTP/1\.[01] (?!1)\d{3} ")
_HOST = re.compile(rb"(?im)^(host[ \t]*:)[^\r\n]*")


class Manner(NamedTuple):
    """How a relay takes chargers in, and passes them on."""

    rewrites_host: bool = False
    """The CSMS's name goes into the Host header."""
    tells_address: bool = False
    """The CSMS is told from where a charger comes, by a PROXY header before all."""
    tls: ssl.SSLContext | None = None
    proxies: Proxies | None = None
    """They begin each connection with a PROXY header."""


class Copies(Protocol):
    """Who gets the copies. No call may wait."""

    def opened(self) -> Any: ...  # noqa: ANN401 - whatever stands for a connection there

    def said(self, link: Any, kind: Kind, data: bytes) -> None: ...  # noqa: ANN401 - see above

    def closed(self, link: Any) -> None: ...  # noqa: ANN401 - see above


class _Side(asyncio.Protocol):
    """One of the two: what it receives goes to the other."""

    def __init__(self, relay: Relay, kind: Kind) -> None:
        self.relay, self.kind = relay, kind
        self.other: Any
        self.link: object = None
        self.transport: asyncio.Transport
        self.has_ended = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.transport.set_write_buffer_limits(high=_HIGH_WATER)

    def data_received(self, data: bytes) -> None:
        self.pass_on(data)
        self.relay.copies.said(self.link, self.kind, data)

    def pass_on(self, data: bytes) -> None:
        """Write to the other side."""
        self.other.transport.write(data)

    def pause_writing(self) -> None:
        if not self.other.transport.is_closing():
            self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        if not self.other.transport.is_closing():
            self.other.transport.resume_reading()

    def eof_received(self) -> bool:
        self.has_ended = True
        other = self.other.transport
        if other.is_closing():
            return False
        if self.other.has_ended or not other.can_write_eof():
            # TLS knows no half of a connection
            other.close()
            return False
        other.write_eof()
        return bool(self.transport.can_write_eof())

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self.other.transport.close()
        self.relay.copies.closed(self.link)


class _Charger(_Side):
    """The side that connects to us. What it says before its CSMS is there waits for it."""

    def __init__(self, relay: Relay) -> None:
        super().__init__(relay, Kind.IN)
        self.other: _Csms = _Csms(self)
        self.upstream: Upstream
        self.address = ""
        """From where it comes; empty: by a UNIX socket."""
        self.asked: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        """The first line of what it says; empty where it ends before."""
        self._early = list[bytes]()
        self._head = bytearray() if relay.reads_heads else None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.address, doorway = peer_of(transport), self.relay.doorway
        self.relay.begin(self, None if doorway.is_open else doorway.enter(self.transport))

    def came_in(self, entered: Entered) -> None:
        """Past proxies and by TLS."""
        self.address = entered.address
        entered.transport.set_protocol(self)
        super().connection_made(entered.transport)
        entered.transport.resume_reading()
        if entered.came:
            self.data_received(entered.came)

    def refuse(self) -> None:
        """As a CSMS does that does not know the path."""
        text = f"{say('path_not_here')}\n".encode()
        head = "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
        self.transport.write(f"{head}Content-Length: {len(text)}\r\n\r\n".encode() + text)
        self.transport.close()

    @property
    def header(self) -> bytes:
        """What a proxy says of it."""
        try:
            ours, peer = (self.transport.get_extra_info(name)[:2] for name in ("sockname", "peername"))
            port = peer[1] if peer[0] == self.address else 0
            return header_of(Address(self.address, port), Address(*ours))
        except (TypeError, ValueError):  # by a UNIX socket
            return LOCAL_HEADER

    def data_received(self, data: bytes) -> None:
        if self.link is None:
            self._early.append(data)
            said = b"".join(self._early)
            if b"\n" in said or len(said) > _LONGEST_HEAD or not self.relay.reads_paths:
                self.transport.pause_reading()
                self._answer(said)
        else:
            super().data_received(data)

    def eof_received(self) -> bool:
        if self.link is None:
            self.has_ended = True
            self._answer(b"")
            return True
        if self._head:
            self.other.transport.write(bytes(self._head))
            self._head = None
        return super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        self._answer(b"")
        if self.link is not None:
            super().connection_lost(exc)
        self.relay.end(self)

    def _answer(self, line: bytes) -> None:
        if not self.asked.done():
            self.asked.set_result(line)

    def go_on(self) -> None:
        """The CSMS is there."""
        for data in self._early:
            self.data_received(data)
        self._early = []
        if self.has_ended:
            self.eof_received()
        self.transport.resume_reading()

    def was_refused(self) -> None:
        """The CSMS answered otherwise than by a WebSocket: another request may follow."""
        if self.relay.reads_heads:
            self._head = bytearray()

    def pass_on(self, data: bytes) -> None:
        if self._head is None:
            self.other.transport.write(data)
            return
        self._head += data
        end = self._head.find(b"\r\n\r\n")
        if end >= 0 or len(self._head) > _LONGEST_HEAD:
            head, rest = self._head[: max(end, 0)], self._head[max(end, 0) :]
            self._head = None
            self.other.is_awaited = True
            if end >= 0 and self.relay.routes.of(bytes(head)) is not self.upstream:
                # a proxy keeps its connections, and another charger asks on this one
                self.other.transport.abort()
                return
            if self.relay.manner.rewrites_host:
                head = bytearray(_HOST.sub(rb"\1 " + self.upstream.authority, head, count=1))
            self.other.transport.write(bytes(head + rest))


class _Csms(_Side):
    """The side that we connect to."""

    def __init__(self, charger: _Charger) -> None:
        super().__init__(charger.relay, Kind.OUT)
        self.other: _Charger = charger
        self.is_awaited = False
        """Whether a request was changed whose answer decides what follows."""

    def data_received(self, data: bytes) -> None:
        if self.is_awaited:
            self.is_awaited = False
            if _REFUSED.match(data):
                self.other.was_refused()
        super().data_received(data)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if self.other.transport.is_closing():
            self.transport.abort()
            return
        if self.relay.manner.tells_address:
            self.transport.write(self.other.header)
        self.link = self.other.link = self.relay.copies.opened()
        self.other.go_on()

    def connection_lost(self, exc: Exception | None) -> None:
        if isinstance(exc, ssl.SSLError):
            self.relay.is_away(self.other.upstream, exc)
        if self.link is not None:
            super().connection_lost(exc)


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
        self._chargers: set[_Charger] = set()
        self._away: set[str] = set()
        self._sparing = Sparing()

    async def listen(self, host: str, port: int) -> asyncio.Server:
        """Accept chargers."""
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: _Charger(self), host, port, backlog=4096)

    async def listen_at(self, path: str) -> asyncio.Server:
        """Accept chargers by a UNIX socket, of whoever may open it."""
        loop = asyncio.get_running_loop()
        return await loop.create_unix_server(lambda: _Charger(self), path, backlog=4096)

    def begin(self, charger: _Charger, entering: Coroutine[Any, Any, Entered | None] | None) -> None:
        """Connect to the CSMS for a charger, which may have to come in first."""
        self._chargers.add(charger)
        task = asyncio.get_running_loop().create_task(self._connect(charger, entering))
        self._beginning.add(task)
        task.add_done_callback(self._beginning.discard)

    async def _connect(self, charger: _Charger, entering: Coroutine[Any, Any, Entered | None] | None) -> None:
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

    async def _upstream_of(self, charger: _Charger) -> Upstream | None:
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

    def end(self, charger: _Charger) -> None:
        """A charger is gone."""
        self._chargers.discard(charger)

    def close(self) -> None:
        """End all connections."""
        for task in self._beginning:
            task.cancel()
        for charger in list(self._chargers):
            charger.transport.close()
