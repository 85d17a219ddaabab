"""
What was not settled at an instant, and what does it stand on?

A computation may go on from almost any instant, if it knows the few facts before it that still decide about
something: those of transactions that run, of cables that are in, and of the last quarter of an hour. What
followed from them up to that instant is known, too: where facts behind it make that untrue, what was kept
before it does not hold, and one goes on from an earlier instant instead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import blake2b
from operator import attrgetter
from typing import Final

import msgspec

from chargeboard.domain.conclusions import Gap, Segment, Session
from chargeboard.domain.facts import (
    CarriedFact,
)
from chargeboard.metrics.attempts import NOTHING_BEFORE, Before
from chargeboard.metrics.errors.reports import Report
from chargeboard.time.instants import BEGINNING, Instant

_MOST_REPORTS: Final = 64
_AT: Final = attrgetter("at")


class Assumed(msgspec.Struct, frozen=True, array_like=True):
    """What was known of a transaction at an instant: an end before it, and whether its start was refused."""

    end: Instant | None
    is_refused: bool


class States(msgspec.Struct, frozen=True, array_like=True):
    """A digest of the states of a socket from an instant on."""

    since: Instant
    digest: bytes


class Unsettled(msgspec.Struct, frozen=True, kw_only=True):
    """What later facts may still change."""

    at: Instant = BEGINNING
    """Rows that had settled before this instant are kept, and not among what is concluded from here on."""
    earliest: Instant = BEGINNING
    """When the first of what was not settled began; `at` where nothing was."""
    facts: tuple[CarriedFact, ...] = ()
    """From before `at`, by time; the newest status of each connector among them."""
    before: Before = NOTHING_BEFORE
    gaps: tuple[Gap, ...] = ()
    open_from: dict[int, Instant] = {}
    """When the first session of a socket began that was not settled."""
    assumed: dict[str, Assumed] = {}
    states: dict[int, States] = {}

    @property
    def is_certain(self) -> bool:
        """Whether nothing that comes later can make untrue what was known."""
        return not (self.assumed or self.states)

    def since(self, start: Instant) -> dict[int, Instant]:
        """From when on the states of each socket are to be known again that may still turn out otherwise."""
        return {socket: min(states.since, start) for socket, states in self.states.items()}


ALL_SETTLED: Final = Unsettled()


def digest(segments: Sequence[Segment], until: Instant) -> bytes:
    """Of the states before an instant."""
    told = [(one.start, one.state) for one in segments if one.start < until]
    return blake2b(repr(told).encode(), digest_size=8).digest()


def assumed(begun: Sequence[Session], refused: Collection[str], at: Instant) -> dict[str, Assumed]:
    """What is known of each transaction at an instant."""
    return {
        session.key: Assumed(
            session.end if session.end is not None and session.end < at else None, session.key in refused
        )
        for session in begun
        if session.start < at
    }


def reports_before(
    reports: Mapping[int, Sequence[Report]], begins: Mapping[int, Instant], at: Instant
) -> tuple[Report, ...]:
    """The errors that were told on sockets since the attempts there began that are not settled."""
    needed: list[Report] = []
    for socket, begin in begins.items():
        told = [one for one in reports.get(socket, ()) if one.at < at and one.last_at >= begin]
        needed += told if len(told) <= _MOST_REPORTS else _first_and_last(told)
    return tuple(sorted(needed, key=lambda one: one.at))


def _first_and_last(told: Sequence[Report]) -> Iterator[Report]:
    """Of an error that is told again and again the first and the last report."""
    first: dict[tuple[str, str], Report] = {}
    last: dict[tuple[str, str], Report] = {}
    for one in told:
        first.setdefault((one.code, one.group), one)
        last[one.code, one.group] = one
    yield from first.values()
    yield from (one for key, one in last.items() if one is not first[key])
