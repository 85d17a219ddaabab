"""
How many sessions and attempts are there, and how far did they come?

What a store counts and what is counted of fresh conclusions add up: a page of a list tells of the whole list
without reading it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from chargeboard.domain.codes import Outcome, Stage
from chargeboard.domain.conclusions import Attempt, Session
from chargeboard.time.spans import Span


class SessionTotals(msgspec.Struct, frozen=True):
    """
    Of transactions: how many, how many are completed sessions that ended in a window (S2), and their energy.

    `delivered` gave energy and were said to have ended, `ended_well` with a valid stop (2.3, ChargeX).
    """

    total: int = 0
    counted: int = 0
    energy_wh: float = 0.0
    delivered: int = 0
    ended_well: int = 0

    def __add__(self, other: SessionTotals) -> SessionTotals:
        return SessionTotals(
            self.total + other.total,
            self.counted + other.counted,
            self.energy_wh + other.energy_wh,
            self.delivered + other.delivered,
            self.ended_well + other.ended_well,
        )


class AttemptCount(msgspec.Struct, frozen=True):
    """Of attempts of one outcome and one stage: how many there are, ended, and reached each step."""

    outcome: Outcome
    stage: Stage
    attempts: int = 0
    ended: int = 0
    plugged: int = 0
    authorised: int = 0
    started: int = 0
    ended_well: int = 0
    """Of those that ended: with a session that gave energy and ended as it should."""


def totals_of(sessions: Iterable[Session], window: Span) -> SessionTotals:
    """The totals of sessions that are at hand."""
    found = list(sessions)
    counted = [
        session
        for session in found
        if session.is_completed and session.end is not None and session.end in window
    ]
    return SessionTotals(
        len(found),
        len(counted),
        float(sum(session.energy_wh or 0 for session in counted if session.counts_energy)),
        sum(session.has_delivered for session in found),
        sum(session.ended_well for session in found),
    )


def counts_of(attempts: Iterable[Attempt]) -> list[AttemptCount]:
    """The counts of attempts that are at hand."""
    groups: dict[tuple[Outcome, Stage], list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        groups[attempt.outcome, attempt.stage].append(attempt)
    return [
        AttemptCount(
            outcome,
            stage,
            len(some),
            sum(attempt.end is not None for attempt in some),
            sum(attempt.is_plugged for attempt in some),
            sum(attempt.is_authorised for attempt in some),
            sum(attempt.is_started for attempt in some),
            sum(attempt.ended_well for attempt in some if attempt.end is not None),
        )
        for (outcome, stage), some in groups.items()
    ]
