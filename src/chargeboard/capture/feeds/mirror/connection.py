"""What does one connection of a capture tell?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from chargeboard.capture.feeds.mirror.segments import End, Segment
from chargeboard.capture.feeds.mirror.stream import Piece, Stream
from chargeboard.capture.tap.conversation import Conversation
from chargeboard.capture.tap.records import Kind
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import MINUTE, Instant

_HALF_CLOSED = MINUTE
"""A side that has ended is followed by the other one, or by nothing any more."""
_OTHER = {Kind.IN: Kind.OUT, Kind.OUT: Kind.IN}


class Way(msgspec.Struct, frozen=True, array_like=True):
    """One direction, where it was left."""

    next: int | None
    can_go_on: bool
    known_at: Instant


class Known(msgspec.Struct, frozen=True, array_like=True):
    """A connection of a charger, for who reads on where it was left."""

    charger: End
    csms: End
    opened_at: Instant
    seen_at: Instant
    request: bytes
    response: bytes
    said: Way
    answered: Way


class Connection:
    """From its first packet on, or from where it was left."""

    def __init__(self, charger: End, csms: End, opened_at: Instant) -> None:
        self.charger, self.csms, self.opened_at = charger, csms, opened_at
        self.talk = Conversation(charger.port, opened_at)
        self.seen_at = opened_at
        self.missing = self.missing_bytes = 0
        self.streams = {Kind.IN: Stream(), Kind.OUT: Stream()}
        self._ended = dict[Kind, Instant]()

    @property
    def waits(self) -> bool:
        """Whether time alone changes something."""
        streams = self.streams.values()
        return bool(self._ended) or self.talk.is_waiting or any(one.lacks_something for one in streams)

    def begins(self, segment: Segment) -> None:
        """One side says where it begins to count."""
        at, kind = segment.at, self._kind(segment)
        self.seen_at = at
        stream, other = self.streams[kind], self.streams[_OTHER[kind]]
        if stream.next is None:
            stream.next, stream.known_at = segment.number, at
        if other.next is None and segment.acknowledged is not None:
            other.next, other.known_at = segment.acknowledged, at

    def is_same(self, segment: Segment) -> bool:
        """Whether a segment that begins a connection was sent again, and nothing else."""
        return segment.source == self.charger and self.streams[Kind.IN].next == segment.number

    def take(self, segment: Segment) -> Iterator[Frame]:
        """What is told with this segment."""
        at, kind = segment.at, self._kind(segment)
        self.seen_at = at
        if segment.acknowledged is not None:
            self.streams[_OTHER[kind]].acknowledged(segment.acknowledged, at)
        yield from self._read(kind, self.streams[kind].take(segment.number, segment.data, segment.cut, at))
        for one, stream in self.streams.items():
            yield from self._read(one, stream.overdue(at))
        if segment.ends:
            self.streams[kind].ends((segment.number + len(segment.data) + segment.cut) % (1 << 32))
            self._ended.setdefault(kind, at)

    def is_over(self, at: Instant) -> bool:
        """Whether both sides have ended, or one has and nothing came since."""
        if not self._ended:
            return False
        return len(self._ended) == len(_OTHER) or not 0 <= at - max(self._ended.values()) < _HALF_CLOSED

    def time_passed(self, at: Instant) -> Iterator[Frame]:
        """Nothing of it was seen until now."""
        for kind, stream in self.streams.items():
            yield from self._read(kind, stream.overdue(at))
        yield from self.talk.time_passed(at)

    def rest(self, at: Instant) -> Iterator[Frame]:
        """No more will be seen."""
        for kind, stream in self.streams.items():
            yield from self._read(kind, stream.give_up())
        yield from self.talk.unknown_until(at)

    def closed(self, at: Instant) -> Iterator[Frame]:
        """It is over."""
        yield from self.rest(at)
        yield from self.talk.closed(at)

    def _read(self, kind: Kind, pieces: Iterable[Piece]) -> Iterator[Frame]:
        for at, data, missing in pieces:
            if missing:
                self.missing += 1
                self.missing_bytes += missing
                self.talk.lost(kind, self.streams[kind].known_at or self.opened_at)
            else:
                yield from self.talk.received(kind, data, at)

    def _kind(self, segment: Segment) -> Kind:
        return Kind.IN if segment.source == self.charger else Kind.OUT

    def left(self) -> Known:
        """For who reads on."""
        request, response = self.talk.heads
        ways = [
            Way(stream.next, self.talk.can_go_on(kind), stream.known_at)
            for kind, stream in self.streams.items()
        ]
        return Known(self.charger, self.csms, self.opened_at, self.seen_at, request, response, *ways)


def taken_up(known: Known) -> Connection:
    """A connection where it was left: what was said since is missing as far as its numbers show."""
    connection = Connection(known.charger, known.csms, known.opened_at)
    connection.seen_at = known.seen_at
    connection.talk.take_up(known.request, known.response)
    for kind, way in zip((Kind.IN, Kind.OUT), (known.said, known.answered), strict=True):
        stream = connection.streams[kind] = Stream(way.next)
        stream.known_at = way.known_at
        if not way.can_go_on:
            connection.talk.lost(kind, way.known_at or known.seen_at)
    return connection
