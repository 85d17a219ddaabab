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
from collections.abc import Awaitable
from typing import Any, NamedTuple, Protocol, cast
from urllib.parse import urlsplit

from chargeboard.capture.tap.records import Kind
from chargeboard.capture.tap.words import say

_log = logging.getLogger(__name__)
_CONNECT_S = 30.0
_HIGH_WATER = 1 << 18
_LONGEST_HEAD = 1 << 16
_REFUSED = re.compile(rb"HTTP/1\.[01] (?!1)\d{3} ")
_HOST = re.compile(rb"(?im)^(host[ \t]*:)[^\r\n]*")


class Upstream(NamedTuple):
    """The CSMS."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None

    @property
    def authority(self) -> bytes:
        """What a Host header says of it."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        usual = 443 if self.tls else 80
        return (name if self.port == usual else f"{name}:{self.port}").encode()


def upstream_of(url: str) -> Upstream:
    """
    The CSMS that `ws://HOST[:PORT]` or `wss://HOST[:PORT]` names.

    Raises: ValueError that says what is wrong.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"ws", "wss"} or not parts.hostname:
        raise ValueError(say("not_a_csms", url=url))
    if parts.path.strip("/") or parts.query:
        raise ValueError(say("path_is_the_chargers", url=url, path=parts.path))
    is_tls = parts.scheme == "wss"
    return Upstream(
        parts.hostname,
        parts.port or (443 if is_tls else 80),
        ssl.create_default_context() if is_tls else None,
    )


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
        self._early = list[bytes]()
        self._head = bytearray() if relay.rewrites_host else None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.relay.begin(self)

    def data_received(self, data: bytes) -> None:
        if self.link is None:
            self._early.append(data)
            self.transport.pause_reading()
        else:
            super().data_received(data)

    def eof_received(self) -> bool:
        if self.link is None:
            self.has_ended = True
            return True
        if self._head:
            self.other.transport.write(bytes(self._head))
            self._head = None
        return super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        if self.link is not None:
            super().connection_lost(exc)
        self.relay.end(self)

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
        if self.relay.rewrites_host:
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
            name = rb"\1 " + self.relay.upstream.authority
            self.other.transport.write(_HOST.sub(name, head, count=1) + rest)


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
        self.link = self.other.link = self.relay.copies.opened()
        self.other.go_on()

    def connection_lost(self, exc: Exception | None) -> None:
        if self.link is not None:
            super().connection_lost(exc)


class Relay:
    """A listener, and the connections through it."""

    def __init__(self, upstream: Upstream, copies: Copies, *, rewrites_host: bool = False) -> None:
        self.upstream, self.copies, self.rewrites_host = upstream, copies, rewrites_host
        self._beginning: set[asyncio.Task[None]] = set()
        self._chargers: set[_Charger] = set()
        self._is_unreachable = False

    async def listen(self, host: str, port: int) -> asyncio.Server:
        """Accept chargers."""
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: _Charger(self), host, port, backlog=4096)

    def begin(self, charger: _Charger) -> None:
        """Connect to the CSMS for a charger."""
        self._chargers.add(charger)
        task = asyncio.get_running_loop().create_task(self._connect(charger))
        self._beginning.add(task)
        task.add_done_callback(self._beginning.discard)

    async def _connect(self, charger: _Charger) -> None:
        loop, upstream = asyncio.get_running_loop(), self.upstream
        connecting: Awaitable[object] = loop.create_connection(
            lambda: charger.other,
            upstream.host,
            upstream.port,
            ssl=upstream.tls,
            server_hostname=upstream.host if upstream.tls else None,
        )
        try:
            await asyncio.wait_for(connecting, _CONNECT_S)
        except (OSError, TimeoutError) as error:
            if not self._is_unreachable:
                self._is_unreachable = True
                _log.error(say("csms_unreachable", address=upstream.authority.decode(), error=error))
            charger.transport.abort()
            return
        if self._is_unreachable:
            self._is_unreachable = False
            _log.warning(say("csms_reachable", address=upstream.authority.decode()))

    def end(self, charger: _Charger) -> None:
        """A charger is gone."""
        self._chargers.discard(charger)

    def close(self) -> None:
        """End all connections."""
        for task in self._beginning:
            task.cancel()
        for charger in list(self._chargers):
            charger.transport.close()
