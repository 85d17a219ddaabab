"""
Until when does time alone leave conclusions true?

What is asked again at that instant, and not before unless the charger says something, is never wrong in
between. Rather too early than too late: an instant at which nothing changes costs one look.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain

from chargeboard.domain.codes import Outcome
from chargeboard.domain.contact import lost_at, reconnect_grace
from chargeboard.domain.policy import Policy
from chargeboard.domain.transitions import Cause, Due
from chargeboard.history.tail import Tail
from chargeboard.metrics.errors import LONG_GAP
from chargeboard.metrics.timeline import offline_periods
from chargeboard.metrics.timeline.sockets import socket_of
from chargeboard.time.days import day_of, day_span
from chargeboard.time.instants import NEVER, SECOND, Instant, Micros
from chargeboard.time.spans import Span, overlap, union


def true_until(late: Tail, policy: Policy, at: Instant) -> Instant:
    """The next instant at which something may be concluded that was not."""
    return dues(late, policy, at)[0].at


def true_while_heard(late: Tail, policy: Policy, at: Instant) -> Instant:
    """The next such instant for a charger that goes on saying that it is there."""
    return next(due.at for due in dues(late, policy, at) if due.cause is not Cause.SILENCE)


def dues(late: Tail, policy: Policy, at: Instant) -> list[Due]:
    """
    What time alone may change, the next first; there always is one.

    The next local midnight; silence or a closed link that makes the charger offline; a fact that lies ahead;
    an attempt or a session that waits for something that does not come.
    """
    # of a session that was told as a whole no fact stands at its end
    ends = [session.end for session in late.found.conclusions.sessions if session.end is not None]
    ahead = [
        *(Due(max(end, at + 1), Cause.THIS_INSTANT) for end in ends if end >= at),
        Due(day_span(day_of(at, policy.timezone), policy.timezone).end, Cause.NEW_DAY),
        Due(late.ahead, Cause.CLOCK_AHEAD),
        *_by_the_link(late, policy),
        *_by_waiting(late, policy, at),
    ]
    if at == late.heard_at or (late.facts and late.facts[-1].at == at):
        ahead.append(Due(at + 1, Cause.THIS_INSTANT))
    return sorted(due for due in ahead if at < due.at < NEVER)


def _by_the_link(late: Tail, policy: Policy) -> Iterator[Due]:
    link = late.carry.link
    if link.closed_at is not None:
        yield Due(lost_at(link.closed_at, reconnect_grace(policy)), Cause.RECONNECT_GRACE)
    if policy.silence_detection and late.heard_at is not None:
        yield Due(lost_at(late.heard_at, link.limit(policy)), Cause.SILENCE)
    if policy.list_communication_errors:
        for gap in late.found.conclusions.gaps:
            yield Due(gap.start + LONG_GAP, Cause.LONG_GAP)


def _by_waiting(late: Tail, policy: Policy, at: Instant) -> Iterator[Due]:
    """Windows that open with a fact, of what waits: attempt (A1), Available (S5b), any sign at all (S5c)."""
    concluded = late.found.conclusions
    if any(attempt.outcome == Outcome.PENDING for attempt in concluded.attempts):
        yield Due(_next_of_age(late, policy.attempt_match_window_s * SECOND, at), Cause.ATTEMPT_WINDOW)
    running = [session for session in (*concluded.sessions, *concluded.refused) if session.is_open]
    if not running:
        return
    free = {
        socket_of(status.socket, policy) for status in late.carry.statuses if status.status == "Available"
    }
    if any(session.socket in free for session in running):
        yield Due(_next_of_age(late, policy.stop_grace_s * SECOND, at), Cause.STOP_GRACE)
    first, stale = min(session.start for session in running), policy.stale_tx_s * SECOND
    yield Due(first + stale if at < first + stale else _next_stale(late, stale, at), Cause.STALE)


def _next_of_age(late: Tail, age: Micros, at: Instant) -> Instant:
    """When the next fact is that old; facts that are older have been it."""
    told = late.told
    behind = bisect_right(told, at - age, key=lambda fact: fact.at)
    return told[behind].at + age if behind < len(told) else at


def _next_stale(late: Tail, age: Micros, at: Instant) -> Instant:
    """When the next fact is that old in time in which the charger could be heard."""
    gaps = [*late.before.gaps, *late.found.conclusions.gaps]
    unheard = union(chain(*offline_periods.absences(gaps, at)))

    def due(heard: Instant) -> Instant:
        return heard + age + overlap(unheard, Span(heard, max(heard, at)))

    told = late.told
    behind = bisect_right(told, at, key=lambda fact: due(fact.at))
    return due(told[behind].at) if behind < len(told) else at
