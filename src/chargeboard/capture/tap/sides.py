"""
The two sides of a connection that is relayed: what does each do with what it receives?

Write it to the other before anything else. What a charger says before its CSMS is there waits for it; its
requests are read where they decide to whom it goes, or have to be changed.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Coroutine
from typing import Any, NamedTuple, Protocol, cast

from chargeboard.capture.csms.doorway import Doorway, Entered, peer_of
from chargeboard.capture.csms.proxy_header import LOCAL_HEADER, Address, header_of
from chargeboard.capture.tap.records import Kind
from chargeboard.capture.tap.upstream import Routes, Upstream
from chargeboard.capture.tap.words import say
from chargeboard.domain.addresses import Proxies

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


class Through(Protocol):
    """What the two pass through: a relay."""

    routes: Routes
    copies: Copies
    manner: Manner
    doorway: Doorway
    reads_paths: bool
    """Whether what a charger asks for decides where it goes."""
    reads_heads: bool
    """Whether its requests are read at all."""

    def begin(self, charger: Charger, entering: Coroutine[Any, Any, Entered | None] | None) -> None: ...

    def end(self, charger: Charger) -> None: ...

    def is_away(self, upstream: Upstream, error: Exception) -> None: ...


class _Side(asyncio.Protocol):
    """One of the two: what it receives goes to the other."""

    def __init__(self, relay: Through, kind: Kind) -> None:
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


class Charger(_Side):
    """The side that connects to us. What it says before its CSMS is there waits for it."""

    def __init__(self, relay: Through) -> None:
        super().__init__(relay, Kind.IN)
        self.other: Csms = Csms(self)
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


class Csms(_Side):
    """The side that we connect to."""

    def __init__(self, charger: Charger) -> None:
        super().__init__(charger.relay, Kind.OUT)
        self.other: Charger = charger
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
