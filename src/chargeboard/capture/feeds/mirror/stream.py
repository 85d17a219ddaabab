"""
What did one side of a TCP connection say, in its order?

Segments may come twice, late or never. What the other side has acknowledged has arrived there: where a
capture does not show it soon after, it is missing here, and what follows it goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from chargeboard.time.instants import SECOND, Instant

_NUMBERS = 1 << 32
_LATE = SECOND // 5
"""Copies of the two directions may be swapped by so much where a capture has several queues."""
MOST_WAITING_BYTES = 4 << 20
"""Of segments behind a hole; a receiver's window is seldom larger."""


class Piece(NamedTuple):
    """What comes next: bytes, or how many are missing, which passed until then."""

    at: Instant
    data: bytes
    missing: int = 0


class _Ahead(NamedTuple):
    at: Instant
    data: bytes
    cut: int


class Stream:
    """One direction."""

    def __init__(self, number: int | None = None) -> None:
        """`number`: of the next byte; None: of the first that is seen."""
        self.next = number
        self.known_at: Instant = 0
        """Up to when all is known that was said."""
        self._ahead: dict[int, _Ahead] = {}
        self._ahead_bytes = 0
        self._acknowledged = 0
        self._since: Instant | None = None
        self._end: int | None = None

    @property
    def lacks_something(self) -> bool:
        """Whether bytes passed that may still come."""
        return self._since is not None or bool(self._ahead)

    def take(self, number: int, data: bytes, cut: int, at: Instant) -> Iterator[Piece]:
        """A segment, of which the capture left out `cut` bytes at the end."""
        if self.next is None:
            self.next = number
        early = _distance(self.next, number)
        if early < 0:  # sent again, or a probe
            known = min(-early, len(data))
            data, cut, early = data[known:], max(0, cut - (-early - known)), 0
        if not data and not cut:
            # where it stands it has said nothing more
            self.known_at = self.known_at if early or self._ahead else at
            return
        if early:
            self._wait(number, _Ahead(at, data, cut))
            if self._ahead_bytes > MOST_WAITING_BYTES:
                yield from self.give_up()
            return
        yield from self._said(at, data, cut)
        yield from self._join(at)

    def ends(self, number: int) -> None:
        """Nothing follows the byte before that number, which stands for the end itself."""
        self._end = number

    def acknowledged(self, number: int, at: Instant) -> None:
        """The other side has everything before that byte."""
        if self.next is None or (self._end is not None and _distance(self._end, number) == 1):
            return
        by = _distance(self.next, number)
        if by > 0 and self._since is None:
            self._since = at
        self._acknowledged = max(self._acknowledged, by)

    def overdue(self, at: Instant) -> Iterator[Piece]:
        """What has been waited for long enough."""
        if self._since is not None and not 0 <= at - self._since < _LATE:
            yield from self.give_up()

    def give_up(self) -> Iterator[Piece]:
        """Wait for nothing any more: what is not here is missing."""
        if self.next is None:
            return
        while self._ahead:
            number, ahead = min(self._ahead.items(), key=lambda one: _distance(self.next or 0, one[0]))
            yield self._lost(_distance(self.next, number), ahead.at)
            yield from self._join(ahead.at)
        if self._since is not None and self._acknowledged > 0:
            yield self._lost(self._acknowledged, self._since)
        self._forget()

    def _wait(self, number: int, ahead: _Ahead) -> None:
        known = self._ahead.get(number)
        if known is None or len(known.data) < len(ahead.data):
            self._ahead[number] = ahead
            self._ahead_bytes += len(ahead.data) - (len(known.data) if known else 0)

    def _join(self, at: Instant) -> Iterator[Piece]:
        """What waited for what is here now."""
        while self._ahead:
            assert self.next is not None  # noqa: S101 - something came
            number = min(self._ahead, key=lambda one: _distance(self.next or 0, one))
            early = _distance(self.next, number)
            if early > 0:
                return
            ahead = self._ahead.pop(number)
            self._ahead_bytes -= len(ahead.data)
            known = min(-early, len(ahead.data))
            data, cut = ahead.data[known:], max(0, ahead.cut - (-early - known))
            if data or cut:
                yield from self._said(max(at, ahead.at), data, cut)

    def _said(self, at: Instant, data: bytes, cut: int) -> Iterator[Piece]:
        if data:
            self._pass(len(data))
            yield Piece(at, data)
            self.known_at = at
        if cut:
            yield self._lost(cut, at)

    def _lost(self, size: int, at: Instant) -> Piece:
        self._pass(size)
        return Piece(at, b"", size)

    def _pass(self, size: int) -> None:
        assert self.next is not None  # noqa: S101 - something came
        self.next = (self.next + size) % _NUMBERS
        self._acknowledged -= size
        if self._acknowledged <= 0:
            self._forget()

    def _forget(self) -> None:
        self._acknowledged, self._since = 0, None


def _distance(number: int, other: int) -> int:
    """How many bytes `other` is behind `number`; numbers begin again after 4 GiB."""
    return (other - number + _NUMBERS // 2) % _NUMBERS - _NUMBERS // 2
