"""
How much energy flowed outside any session (definitions Q17, I21)?

A register that stands higher at a session's start than it stood at the end of the one before it on the same
socket counted what nobody told: a session whose frames were lost, a stop that came too early.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from types import MappingProxyType

import msgspec

from chargeboard.domain.conclusions import Session
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.plausibility import plausible_w
from chargeboard.time.days import day_of
from chargeboard.time.instants import HOUR, NEVER, Instant

_MOST_DAYS = 64


class Stood(msgspec.Struct, frozen=True, array_like=True):
    """Where a socket's register stood when its last session ended."""

    at: Instant
    wh: Decimal


class Between(msgspec.Struct, frozen=True, array_like=True):
    """A session, as far as the registers around it are of interest."""

    socket: int
    start: Instant
    end: Instant | None
    begin_wh: Decimal | None
    end_wh: Decimal | None


class Unaccounted(msgspec.Struct, frozen=True, array_like=True):
    """Where the registers stand, and what they gained between sessions by the date of the next start."""

    stood: dict[int, Stood] = {}
    gained_wh: dict[date, float] = {}
    waiting: tuple[Between, ...] = ()
    """Sessions, by start, that have one before them on their socket that had not settled."""

    def within(self, first: date, end: date) -> float:
        """The gain of the local dates in [first, end)."""
        return sum(wh for on, wh in self.gained_wh.items() if first <= on < end)


def advance(
    before: Unaccounted,
    sessions: Sequence[Session],
    policy: Policy,
    open_from: Mapping[int, Instant] = MappingProxyType({}),
) -> Unaccounted:
    """
    What is known behind these sessions, in whatever order they settled.

    `open_from` is when the first session of a socket began that has not settled: those behind it wait, for
    what stood before one is known when the one before it is.
    """
    stood, gained = dict(before.stood), dict(before.gained_wh)
    more = [
        Between(session.socket, session.start, session.end, session.begin_wh, session.end_wh)
        for session in sessions
        if session.socket is not None
    ]
    waiting: list[Between] = []
    for session in sorted([*before.waiting, *more], key=attrgetter("start")):
        if session.start >= open_from.get(session.socket, NEVER):
            waiting.append(session)
            continue
        last = stood.pop(session.socket, None)
        if last is not None and session.begin_wh is not None and last.at <= session.start:
            wh = session.begin_wh - last.wh
            # a meter that was exchanged is no energy
            if 0 < float(wh) * HOUR <= plausible_w(policy) * (session.start - last.at):
                on = day_of(session.start, policy.timezone)
                gained[on] = gained.get(on, 0.0) + float(wh)
        if session.end is not None and session.end_wh is not None:
            stood[session.socket] = Stood(session.end, session.end_wh)
    return Unaccounted(stood, dict(sorted(gained.items())[-_MOST_DAYS:]), tuple(waiting))
