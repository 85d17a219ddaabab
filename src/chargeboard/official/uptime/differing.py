"""On which time do two rules differ, and what does each make of it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from chargeboard.domain.conclusions import State
from chargeboard.official.uptime.counting import Counted, counted
from chargeboard.official.uptime.port import Port
from chargeboard.official.uptime.rule import Count, UptimeRule
from chargeboard.official.uptime.rules import RULES
from chargeboard.time.instants import Instant, Micros
from chargeboard.time.series import Series, merged
from chargeboard.time.spans import Span

PAIRS: Final[tuple[frozenset[str], ...]] = tuple(
    frozenset((one.code, other.code)) for one, other in combinations(RULES, 2)
)
"""Any two rules."""


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


def differing_of_pairs(pieces: Sequence[Series[Counted]]) -> list[Micros]:
    """On how much time each of the pairs differs; of each rule, in order, the pieces of one socket."""
    held: Counter[tuple[Count, ...]] = Counter()
    for start, end, counts in merged(_counts, pieces):
        held[counts] += end - start
    return [
        sum(length for counts, length in held.items() if counts[one] != counts[other])
        for one, other in combinations(range(len(pieces)), 2)
    ]


def _counts(all_rules: Sequence[Counted | None]) -> tuple[Count, ...]:
    assert None not in all_rules  # noqa: S101 - all tile the same window
    return tuple(one.counts for one in all_rules if one is not None)
