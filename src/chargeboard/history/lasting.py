"""
Until when does time alone leave conclusions true?

What is asked again at that instant, and not before unless the charger says something, is never wrong in
between. Rather too early than too late: an instant at which nothing changes costs one look.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from chargeboard.domain.codes import Outcome
from chargeboard.domain.policy import Policy
from chargeboard.history.tail import Tail
from chargeboard.metrics.timeline import offline_periods
from chargeboard.metrics.timeline.sockets import socket_of
from chargeboard.time.days import day_of, day_span
from chargeboard.time.instants import SECOND, Instant, Micros
from chargeboard.time.spans import Span, overlap, union


def true_until(late: Tail, policy: Policy, at: Instant) -> Instant:
    """
    The next instant at which something may be concluded that was not.

    The next local midnight; silence or a closed link that makes the charger offline; a fact that lies ahead;
    an attempt or a session that waits for something that does not come.
    """
    instants = [
        day_span(day_of(at, policy.timezone), policy.timezone).end,
        late.ahead,
        # a span's end is not in it: what happened this very instant counts in the next
        at + 1 if at == late.heard_at or (late.facts and late.facts[-1].at == at) else at,
        *_by_the_link(late, policy),
        *_by_waiting(late, policy, at),
    ]
    return min(instant for instant in instants if instant > at)


def _by_the_link(late: Tail, policy: Policy) -> Iterator[Instant]:
    link = late.carry.link
    if link.closed_at is not None:
        yield link.closed_at + policy.reconnect_grace_s * SECOND + 1
    if policy.silence_detection and late.heard_at is not None:
        yield late.heard_at + link.limit(policy) + 1


def _by_waiting(late: Tail, policy: Policy, at: Instant) -> Iterator[Instant]:
    """Windows that open with a fact, of what waits: attempt (A1), Available (S5b), any sign at all (S5c)."""
    found = late.found.conclusions
    if any(one.outcome == Outcome.PENDING for one in found.attempts):
        yield _next_of_age(late, policy.attempt_match_window_s * SECOND, at)
    running = [one for one in found.sessions if one.is_open]
    if not running:
        return
    free = {socket_of(one.socket, policy) for one in late.carry.statuses if one.status == "Available"}
    if any(one.socket in free for one in running):
        yield _next_of_age(late, policy.stop_grace_s * SECOND, at)
    first, stale = min(one.start for one in running), policy.stale_tx_s * SECOND
    yield first + stale if at < first + stale else _next_stale(late, stale, at)


def _next_of_age(late: Tail, age: Micros, at: Instant) -> Instant:
    """When the next fact is that old; facts that are older have been it."""
    behind = bisect_right(late.facts, at - age, key=lambda fact: fact.at)
    return late.facts[behind].at + age if behind < len(late.facts) else at


def _next_stale(late: Tail, age: Micros, at: Instant) -> Instant:
    """The same of the time in which the charger could be heard."""
    gaps = late.found.conclusions.gaps
    unheard = union([*offline_periods.offline(gaps, at), *offline_periods.collector(gaps, at)])

    def due(heard: Instant) -> Instant:
        return heard + age + overlap(unheard, Span(heard, max(heard, at)))

    behind = bisect_right(late.facts, at, key=lambda fact: due(fact.at))
    return due(late.facts[behind].at) if behind < len(late.facts) else at
