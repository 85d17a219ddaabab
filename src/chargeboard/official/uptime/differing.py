"""On which time do two rules differ, and what does each make of it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chargeboard.domain.conclusions import State
from chargeboard.official.uptime.counting import Counted, counted
from chargeboard.official.uptime.port import Port
from chargeboard.official.uptime.rule import UptimeRule
from chargeboard.time.instants import Instant
from chargeboard.time.series import merged
from chargeboard.time.spans import Span


class Differing(NamedTuple):
    """Some time of a socket, and how either rule counts it."""

    socket: int
    start: Instant
    end: Instant
    state: State
    one: Counted
    other: Counted


def differing(one: UptimeRule, other: UptimeRule, port: Port, window: Span) -> Iterator[Differing]:
    """What they count otherwise, by time; all else they agree on (law: the rest is equal)."""
    both = merged(_pair, [counted(one, port, window), counted(other, port, window)])
    for start, end, (first, second) in both:
        if first.counts != second.counts:
            yield Differing(port.socket, start, end, first.state, first, second)


def _pair(two: Sequence[Counted | None]) -> tuple[Counted, Counted]:
    first, second = two
    assert first is not None  # noqa: S101 - both tile the same window
    assert second is not None  # noqa: S101 - see above
    return first, second
