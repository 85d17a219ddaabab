"""
Which chargers speak on the connections of a capture?

Packets are put into the order in which they were sent, and read as what passes through a tap is. A connection
whose beginning was not seen may be anybody's: it is counted, and nothing is made of it.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator

import dpkt
import msgspec

from chargeboard.capture.feeds.mirror.capture import Packet
from chargeboard.capture.feeds.mirror.connection import Connection, Known, taken_up
from chargeboard.capture.feeds.mirror.segments import (
    End,
    FragmentError,
    Segment,
    UnknownLinkError,
    reader_of,
    segment_of,
)
from chargeboard.capture.feeds.mirror.strangers import Stranger, is_encrypted
from chargeboard.domain.frame import AHEAD_MOST, Frame
from chargeboard.time.instants import MINUTE, SECOND, Instant

MOST_CONNECTIONS = 100_000
"""More come of somebody who scans: those that were seen first are forgotten."""
_AWAY_FROM = 5 * SECOND
_TICK = SECOND
_LINGERS = 2 * MINUTE
"""So long a packet of a connection that is over may come late."""
_NO_PACKET = (dpkt.Error, struct.error, LookupError, ValueError, TypeError, AttributeError)
"""What dpkt raises over bytes that are no packet."""
_ASKS = b"GET "

_Ends = tuple[End, End]


class Seen(msgspec.Struct):
    """What was in a capture."""

    packets: int = 0
    chargers: int = 0
    """Connections of chargers, from their handshake on."""
    unknown: int = 0
    """Connections that speak OCPP and began before: whose they are is not known."""
    encrypted: int = 0
    """Connections that are hidden by TLS."""
    missing: int = 0
    """Holes in what was said."""
    missing_bytes: int = 0
    cut: int = 0
    """Packets that were not captured whole."""
    fragments: int = 0
    malformed: int = 0
    foreign: int = 0
    """Packets of a kind of link that is not known, `link` the last."""
    link: int = 0


class Connections:
    """All of a capture, or of several that follow each other."""

    def __init__(self, known: Iterable[Known] = (), left_at: Instant | None = None) -> None:
        """`known`: those that were open when somebody read no more, at `left_at`."""
        self.seen = Seen()
        self.at: Instant | None = None
        """Of the newest packet."""
        self._left_at = left_at
        self._live: dict[_Ends, Connection] = {}
        self._left: dict[_Ends, Connection] = {}
        """Those of before that were not seen since."""
        self._waiting: dict[_Ends, Connection] = {}
        self._strangers: dict[_Ends, Stranger] = {}
        self._over: dict[_Ends, Instant] = {}
        self._stamps: dict[str, Instant] = {}
        self._readers: dict[int, Callable[[bytes], object] | None] = {}
        for one in known:
            connection = taken_up(one)
            self._left[_ends(connection.charger, connection.csms)] = connection
        self._live |= self._left

    def take(self, packets: Iterable[Packet]) -> list[Frame]:
        """The frames that are whole with these packets."""
        frames = list[Frame]()
        for packet in packets:
            frames += self._took(packet)
        return frames

    def rest(self) -> list[Frame]:
        """Nothing follows for now: what waits for something else does so no more."""
        frames = list[Frame]()
        for connection in list(self._waiting.values()):
            frames += self._told(connection, connection.rest(self.at or 0))
        return frames

    def left(self) -> list[Known]:
        """Those that are open, of chargers."""
        return [connection.left() for connection in self._live.values() if connection.talk.station]

    def _took(self, packet: Packet) -> Iterator[Frame]:
        self.seen.packets += 1
        if self.at is None:
            self._been_away(packet.at)
        if self.at is None or not 0 <= packet.at - self.at < _TICK:
            self.at = packet.at
            yield from self._time_passed(packet.at)
        segment = self._segment(packet)
        if segment is not None:
            self.seen.cut += bool(segment.cut)
            yield from self._sent(segment)

    def _been_away(self, at: Instant) -> None:
        """Nothing is known of connections from when they were left until they are seen again."""
        if self._left_at is not None and at - self._left_at >= _AWAY_FROM:
            self._waiting |= self._left
            for connection in self._left.values():
                connection.talk.unseen(self._left_at)

    def _segment(self, packet: Packet) -> Segment | None:
        link = packet.link_type
        if link not in self._readers:
            try:
                self._readers[link] = reader_of(link)
            except UnknownLinkError:
                self._readers[link], self.seen.link = None, link
        reader = self._readers[link]
        if reader is None:
            self.seen.foreign += 1
            return None
        try:
            return segment_of(packet.at, reader(packet.data))
        except FragmentError:
            self.seen.fragments += 1
        except _NO_PACKET:
            self.seen.malformed += 1
        return None

    def _sent(self, segment: Segment) -> Iterator[Frame]:
        ends, at = _ends(segment.source, segment.target), segment.at
        connection = self._live.get(ends)
        if ends in self._left:
            assert connection is not None  # noqa: S101 - it lives until it is forgotten
            if at < connection.seen_at:
                # the capture was read before: who speaks here now is not who spoke here last
                self._forget(ends)
                connection = None
            else:
                del self._left[ends]
        if segment.begins:
            yield from self._begun(ends, connection, segment)
            return
        if connection is None:
            if segment.data[: len(_ASKS)] != _ASKS or ends in self._over:
                self._unknown(ends, segment)
                return
            connection = self._begin(ends, segment.source, segment.target, at)
        elif segment.data and not connection.talk.station and is_encrypted(segment.data):
            self._forget(ends)
            self._unknown(ends, segment)
            return
        yield from self._told(connection, connection.take(segment))
        if segment.is_reset or connection.is_over(at):
            yield from self._ended(ends, connection, at)
        elif connection.talk.is_foreign:
            self._forget(ends)
        elif connection.waits:
            self._waiting[ends] = connection
        else:
            self._waiting.pop(ends, None)

    def _begun(self, ends: _Ends, known: Connection | None, segment: Segment) -> Iterator[Frame]:
        """Somebody connects, or is answered."""
        is_answer = segment.acknowledged is not None
        if known is not None and not is_answer and not known.is_same(segment):
            # its end was not seen
            yield from self._ended(ends, known, segment.at)
            known = None
        if known is None:
            charger, csms = (
                (segment.target, segment.source) if is_answer else (segment.source, segment.target)
            )
            known = self._begin(ends, charger, csms, segment.at)
        known.begins(segment)

    def _begin(self, ends: _Ends, charger: End, csms: End, at: Instant) -> Connection:
        self._over.pop(ends, None)
        self._strangers.pop(ends, None)
        self._waiting.pop(ends, None)
        connection = self._live[ends] = Connection(charger, csms, at)
        if len(self._live) > MOST_CONNECTIONS:
            self._forget(next(iter(self._live)))
        return connection

    def _unknown(self, ends: _Ends, segment: Segment) -> None:
        if not segment.data or ends in self._over:
            return
        stranger = self._strangers.setdefault(ends, Stranger())
        if stranger.said(segment.data):
            self.seen.unknown += stranger.guess == "ocpp"
            self.seen.encrypted += stranger.guess == "encrypted"
        if len(self._strangers) > MOST_CONNECTIONS:
            del self._strangers[next(iter(self._strangers))]

    def _ended(self, ends: _Ends, connection: Connection, at: Instant) -> Iterator[Frame]:
        yield from self._told(connection, connection.closed(at))
        self._forget(ends)
        self._over[ends] = at

    def _forget(self, ends: _Ends) -> None:
        for one in (self._live, self._left, self._waiting):
            one.pop(ends, None)

    def _time_passed(self, at: Instant) -> Iterator[Frame]:
        for ends, connection in list(self._waiting.items()):
            yield from self._told(connection, connection.time_passed(at))
            if connection.is_over(at):
                yield from self._ended(ends, connection, at)
        while self._over and not 0 <= at - next(iter(self._over.values())) < _LINGERS:
            del self._over[next(iter(self._over))]

    def _told(self, connection: Connection, frames: Iterable[Frame]) -> Iterator[Frame]:
        talk = connection.talk
        was_known, missing, size = bool(talk.station), connection.missing, connection.missing_bytes
        for frame in frames:
            yield self._stamped(frame)
        if talk.station and not was_known:
            self.seen.chargers += 1
            # it has another connection, so that the one of before is over
            for ends in [ends for ends, one in self._left.items() if one.talk.station == talk.station]:
                self._forget(ends)
        self.seen.missing += connection.missing - missing
        self.seen.missing_bytes += connection.missing_bytes - size

    def _stamped(self, frame: Frame) -> Frame:
        """
        No two frames of a charger have the same instant; another reading of the capture gives each its own.

        What was stamped by a clock that was ahead and set back holds up nothing.
        """
        last, at = self._stamps.get(frame.station), frame.received_at
        if last is not None and last - at <= AHEAD_MOST:
            at = max(at, last + 1)
        self._stamps[frame.station] = at
        return frame if at == frame.received_at else msgspec.structs.replace(frame, received_at=at)


def _ends(one: End, other: End) -> _Ends:
    """What a connection is found by, whichever side speaks."""
    return (one, other) if one < other else (other, one)
