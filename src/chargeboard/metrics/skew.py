"""
How far is the charger's clock from ours (definitions I20)?

Receipt minus stamp, over the latest messages that were sent when they were made; a positive skew is a clock
that is behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from chargeboard.domain.facts import AnyFact, StartReported, StatusReported, StopReported, TransactionTold
from chargeboard.domain.instants import SECOND, Micros
from chargeboard.domain.policy import Policy

_LATEST = 25
_LEAST = 5


def advance(before: Sequence[Micros], facts: Iterable[AnyFact], policy: Policy) -> tuple[Micros, ...]:
    """The latest skews behind these facts."""
    found = [skew for fact in facts if (skew := _skew(fact, policy)) is not None]
    return (*before, *found)[-_LATEST:]


def skew_s(latest: Sequence[Micros]) -> float | None:
    """The median in seconds; None where too few messages tell."""
    return median(latest) / SECOND if len(latest) >= _LEAST else None


def _skew(fact: AnyFact, policy: Policy) -> Micros | None:
    if isinstance(fact, StatusReported):
        if fact.stated_at:
            return fact.received_at - fact.stated_at
        # a stamp that is believed although it is old is that of a message that waited for the link
        skew = fact.received_at - fact.at
        is_live = not fact.clock_repaired and abs(skew) <= policy.clock_skew_max_s * SECOND
        return skew if is_live and skew else None
    if isinstance(fact, StartReported | StopReported | TransactionTold):
        is_late = isinstance(fact, TransactionTold) and fact.offline
        skew = fact.received_at - fact.at
        return skew if skew and not is_late and not fact.clock_repaired else None
    return None
