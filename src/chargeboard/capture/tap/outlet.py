"""
How do copies leave the relay without ever delaying it?

They wait in a queue that is bounded in bytes. When it is full, or when the process that reads them dies, the
copies of a connection are left out from one instant to another, and the reader is told so.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import cast

import msgspec

from chargeboard.capture.tap.handshake import END, Handshake
from chargeboard.capture.tap.records import CONFIRMED, Kind, Missed, Record, packed
from chargeboard.time.instants import Instant

MOST_BYTES = 64 << 20
_AT_ONCE = 1 << 18
_PAUSE_S = 0.003
_TICK_S = 1.0


class Link:
    """A connection through the relay, as far as its copies need it."""

    __slots__ = ("handshake", "heads", "is_missing", "lost_bytes", "missed_since", "number", "opened_at")

    def __init__(self, number: int, opened_at: Instant) -> None:
        self.number, self.opened_at = number, opened_at
        self.handshake: Handshake | None = Handshake()
        """None once it is over."""
        self.heads = (b"", b"")
        """The request and the answer that were agreed: who reads on after a loss needs to know who speaks."""
        self.is_missing = False
        self.missed_since: Instant = 0
        self.lost_bytes = 0

    def learn(self, handshake: Handshake, kind: Kind, data: bytes) -> None:
        """Keep the heads once they are agreed."""
        agreed = handshake.feed(kind, data)
        if agreed is not None:
            self.heads = (agreed.request + END, agreed.response + END)
        if agreed is not None or handshake.is_foreign:
            self.handshake = None

    @property
    def known_heads(self) -> tuple[bytes, bytes]:
        """The heads, or what there is of them."""
        going_on = self.handshake
        return self.heads if going_on is None else (_head(going_on.request), _head(going_on.response))


class Outlet(asyncio.Protocol):
    """The relay's end of the pipe."""

    def __init__(self, now: Callable[[], Instant], most_bytes: int = MOST_BYTES) -> None:
        self._now, self._most = now, most_bytes
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.WriteTransport | None = None
        self._is_paused = False
        self._is_scheduled = False
        self._held: deque[tuple[Instant, bytes]] = deque()
        self._held_bytes = 0
        self._numbers = 0
        self._live: dict[int, Link] = {}
        self._over: deque[tuple[Instant, Link]] = deque()
        self._missing: dict[int, Link] = {}
        self._written_at: Instant = 0
        self._confirmed_at: Instant = 0
        self.lost_bytes = 0
        """Bytes of which no copy was made, since the start."""
        self.on_lost: Callable[[], None] = lambda: None
        """Called when the reader is gone."""
        self._put(Kind.BEGAN, 0, now())
        self._tick()

    @property
    def live(self) -> int:
        """How many connections there are."""
        return len(self._live)

    @property
    def held_bytes(self) -> int:
        """How much waits."""
        return self._held_bytes

    def opened(self) -> Link:
        """A charger connected."""
        self._numbers += 1
        link = Link(self._numbers, self._now())
        self._live[link.number] = link
        self._put(Kind.OPENED, link.number, link.opened_at)
        return link

    def said(self, link: Link, kind: Kind, data: bytes) -> None:
        """Copy what one side sent."""
        at = self._now()
        if link.handshake is not None:
            link.learn(link.handshake, kind, data)
        if link.is_missing or self._held_bytes + len(data) > self._most:
            self._miss(link, at)
            link.lost_bytes += len(data)
            self.lost_bytes += len(data)
        else:
            self._put(kind, link.number, at, data)

    def closed(self, link: Link) -> None:
        """The connection is over."""
        at = self._now()
        if self._live.pop(link.number, None) is None:
            return
        if link.is_missing:
            self._tell_missed(link, at)
        self._over.append((at, link))
        self._put(Kind.CLOSED, link.number, at)

    def _put(self, kind: Kind, number: int, at: Instant, data: bytes = b"") -> None:
        record = packed(Record(kind, number, at, data))
        self._held.append((at, record))
        self._held_bytes += len(record)
        if not self._is_scheduled:
            self._is_scheduled = True
            self._loop.call_later(_PAUSE_S, self._flush)

    def _miss(self, link: Link, since: Instant) -> None:
        if not link.is_missing:
            link.is_missing, link.missed_since, link.lost_bytes = True, since, 0
            self._missing[link.number] = link

    def _tell_missed(self, link: Link, at: Instant) -> None:
        self._put(Kind.MISSED, link.number, at, _missed(link))
        link.is_missing = False
        self._missing.pop(link.number, None)

    def _flush(self) -> None:
        self._is_scheduled = False
        transport = self._transport
        while transport is not None and self._held and not self._is_paused:
            some, size = list[bytes](), 0
            while self._held and size < _AT_ONCE:
                self._written_at, record = self._held.popleft()
                some.append(record)
                size += len(record)
            self._held_bytes -= size
            transport.write(b"".join(some))
        if self._missing and self._held_bytes < self._most // 2:
            for link in list(self._missing.values()):
                self._tell_missed(link, self._now())

    def _tick(self) -> None:
        if not self._held:
            self._put(Kind.TICK, 0, self._now())
        self._ticking = self._loop.call_later(_TICK_S, self._tick)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)
        self._transport.set_write_buffer_limits(high=_AT_ONCE)
        self._is_paused = False
        self._flush()

    def data_received(self, data: bytes) -> None:
        whole = len(data) // CONFIRMED.size * CONFIRMED.size
        if whole:
            (self._confirmed_at,) = CONFIRMED.unpack_from(data, whole - CONFIRMED.size)
        while self._over and self._over[0][0] <= self._confirmed_at:
            self._over.popleft()

    def pause_writing(self) -> None:
        self._is_paused = True

    def resume_writing(self) -> None:
        self._is_paused = False
        self._flush()

    def connection_lost(self, exc: Exception | None) -> None:
        """The reader died: what was on its way is lost, of every connection that it knew."""
        del exc
        self._transport, at = None, self._now()
        since = at if self._confirmed_at >= self._written_at else max(self._confirmed_at, 1)
        resumed = self._held[0][0] if self._held else at
        for link in [link for _, link in self._over] + list(self._live.values()):
            if link.opened_at > self._written_at:
                continue
            records = []
            if not link.is_missing:
                link.missed_since, link.lost_bytes = max(since, link.opened_at), 0
                records.append(Record(Kind.MISSED, link.number, max(resumed, since), _missed(link)))
            if link.number not in self._live:
                records.append(Record(Kind.CLOSED, link.number, max(resumed, since)))
            for record in reversed(records):
                self._held.appendleft((resumed, packed(record)))
                self._held_bytes += len(self._held[0][1])
        self.on_lost()

    async def drained(self) -> None:
        """Hand over what waits, as far as the reader takes it."""
        while self._transport is not None and (self._held or self._transport.get_write_buffer_size()):
            self._flush()
            await asyncio.sleep(_PAUSE_S)

    def close(self) -> None:
        """Nothing follows."""
        self._ticking.cancel()
        if self._transport is not None:
            self._transport.abort()


def _head(held: bytearray) -> bytes:
    head, end, _ = bytes(held).partition(END)
    return head + end


def _missed(link: Link) -> bytes:
    request, response = link.known_heads
    return msgspec.msgpack.encode(Missed(link.missed_since, link.lost_bytes, request, response))
