"""
What is new in a capture?

It is read once, from its beginning, and gives the same frames each time. What is needed to read the next one
of the same wire, where connections go on, is left in a file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from chargeboard.capture.feeds.kind import FeedError, Part
from chargeboard.capture.feeds.mirror.capture import Ahead, Packet, packets
from chargeboard.capture.feeds.mirror.connection import Known
from chargeboard.capture.feeds.mirror.connections import Connections, Seen
from chargeboard.capture.feeds.mirror.words import say
from chargeboard.domain.frame import AHEAD_MOST
from chargeboard.time.instants import SECOND, Instant

STDIN = "-"
_PATIENCE_S = 0.5
_LEFT_EVERY = 10 * SECOND


class Left(msgspec.Struct, frozen=True):
    """How it was when reading ended."""

    at: Instant
    """Of the newest packet."""
    connections: Sequence[Known]


class Mirror:
    """Captures of one wire, one after the other; `-` is what comes in."""

    def __init__(self, files: Sequence[str], mark: Path | None = None) -> None:
        """`mark`: the file in which it is written down how they were left; None: in none."""
        self._mark = mark
        left = _read(mark)
        self._connections = Connections(left.connections, left.at) if left else Connections()
        self._ahead = Ahead(_all(files))
        self._part: Part | None = None
        self._count = 0
        self._left_at: Instant = 0

    @property
    def seen(self) -> Seen:
        """What was in it so far."""
        return self._connections.seen

    def read(self, cursor: str, now: Instant) -> Part:
        """
        What has come by now; the same again as long as `cursor` does not say that it is kept.

        Raises: FeedError.
        """
        if self._part is not None and cursor != self._part.cursor:
            return self._part
        self._kept(now)
        taken, is_over = self._ahead.take(_PATIENCE_S)
        ahead_s = (max((packet.at for packet in taken), default=now) - now) // SECOND
        if ahead_s * SECOND > AHEAD_MOST:
            raise FeedError(say("clock_ahead", seconds=ahead_s), is_lasting=True)
        frames = self._connections.take(taken)
        if is_over:
            frames += self._connections.rest()
        if not frames:
            return Part([], [], cursor, is_over)
        self._count += 1
        frames.sort(key=lambda frame: frame.received_at)
        self._part = Part(frames, [], f"{now} {self._count}", is_over)
        return self._part

    def leave(self, cursor: str, now: Instant) -> None:
        """Write down how it is left, if all that was read is kept."""
        if self._part is None or cursor == self._part.cursor:
            self._left_at = now - _LEFT_EVERY
            self._kept(now)

    def close(self) -> None:
        """Read no more."""
        self._ahead.close()

    def _kept(self, now: Instant) -> None:
        """All that was read so far is kept; now and then that is written down."""
        at = self._connections.at
        if self._mark is None or at is None or 0 <= now - self._left_at < _LEFT_EVERY:
            return
        self._left_at = now
        draft = self._mark.with_name(f"{self._mark.name}.new")
        draft.write_bytes(msgspec.msgpack.encode(Left(at, self._connections.left())))
        draft.replace(self._mark)


def told(seen: Seen) -> list[str]:
    """What was in a capture, and what could not be made of it, in words."""
    numbers = {"unknown": {}, "encrypted": {}, "missing": {"size": seen.missing_bytes}, "cut": {}}
    more = {"fragments": {}, "malformed": {}, "foreign": {"link": seen.link}}
    packets_seen, chargers = say("seen_packets", n=seen.packets), say("seen_connections", n=seen.chargers)
    return [
        say("seen", packets=packets_seen, connections=chargers),
        *(
            say(f"seen_{name}", n=n, **about)
            for name, about in (numbers | more).items()
            if (n := getattr(seen, name))
        ),
    ]


def _all(files: Sequence[str]) -> Iterator[Packet]:
    for name in files:
        if name == STDIN:
            yield from packets(sys.stdin.buffer, name)
            continue
        try:
            with Path(name).open("rb") as file:
                yield from packets(file, name)
        except OSError as error:
            raise FeedError(say("no_capture", name=name, error=error.strerror), is_lasting=True) from error


def _read(mark: Path | None) -> Left | None:
    try:
        return msgspec.msgpack.decode(mark.read_bytes(), type=Left) if mark is not None else None
    except (OSError, msgspec.DecodeError, ValueError):
        return None
