"""When was the charger out of reach (definitions 1.5)?"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chargeboard.domain.conclusions import Gap
from chargeboard.domain.facts import (
    AnyFact,
    CollectorGap,
    IntervalSet,
    LinkClosed,
    LinkOpened,
    LinkReplaced,
    Quiet,
)
from chargeboard.domain.instants import SECOND, Instant, Micros
from chargeboard.domain.policy import Policy
from chargeboard.domain.span import Span, union


class LinkCarry(msgspec.Struct, frozen=True, array_like=True):
    """What of the past decides about the link: the heartbeat interval and an unfinished close."""

    interval_s: int | None = None
    closed_at: Instant | None = None
    flaps: int = 0


def advance(carry: LinkCarry, facts: Sequence[AnyFact], policy: Policy) -> LinkCarry:
    """The carry behind these facts."""
    interval, closed, flaps = carry.interval_s, carry.closed_at, carry.flaps
    grace = policy.reconnect_grace_s * SECOND
    for fact in facts:
        match fact:
            case IntervalSet(interval_s=interval_s):
                interval = interval_s
            case LinkClosed(at=at):
                closed = at
            case LinkOpened(at=at):
                flaps += closed is not None and at - closed <= grace
                closed = None
            case LinkReplaced():
                flaps += 1
            case _:
                pass
    return LinkCarry(interval, closed, flaps)


def gaps(
    facts: Sequence[AnyFact], carry: LinkCarry, *, heard_at: Instant | None, now: Instant, policy: Policy
) -> list[Gap]:
    """
    Offline gaps by close (O2) and by silence (O3), and our own absences (O5), each by start.

    `heard_at` is the last sign of life by `now`. Gaps that still go on have no end.
    """
    grace = policy.reconnect_grace_s * SECOND
    interval, closed = carry.interval_s, carry.closed_at
    found: list[Gap] = []
    silences: list[tuple[Instant, Instant | None, Micros]] = []
    for fact in facts:
        match fact:
            case IntervalSet(interval_s=interval_s):
                interval = interval_s
            case LinkClosed(at=at) if closed is None:
                closed = at
            case LinkOpened(at=at) if closed is not None:
                if at - closed > grace:
                    found.append(Gap(closed, at, "closed"))
                closed = None
            case Quiet(at=at, until=until):
                silences.append((at, until, policy.silence_limit(interval)))
            case CollectorGap(at=at, until=until):
                found.append(Gap(at, until, "collector"))
            case _:
                pass
    if closed is not None and now - closed > grace:
        found.append(Gap(closed, None, "closed"))
    if heard_at is not None and heard_at < now:
        silences.append((heard_at, None, policy.silence_limit(interval)))
    if policy.silence_detection:
        ours = [gap.until(now) for gap in found if gap.kind == "collector"]
        for start, end, limit in silences:
            found += _silent(start, end, limit, ours, now)
    return sorted(found, key=lambda gap: gap.start)


def offline(found: Sequence[Gap], now: Instant) -> list[Span]:
    """The charger's own gaps as spans up to `now`, without our absences, merged."""
    away = union(gap.until(now) for gap in found if gap.kind != "collector")
    return subtract(away, collector(found, now))


def collector(found: Sequence[Gap], now: Instant) -> list[Span]:
    """Our own absences as spans, merged."""
    return union(gap.until(now) for gap in found if gap.kind == "collector")


def subtract(spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """What is left of sorted spans without the holes."""
    left: list[Span] = []
    for span in spans:
        start = span.start
        for hole in holes:
            if hole.end <= start or hole.start >= span.end:
                continue
            if hole.start > start:
                left.append(Span(start, hole.start))
            start = max(start, hole.end)
        if start < span.end:
            left.append(Span(start, span.end))
    return left


def _silent(
    start: Instant, end: Instant | None, limit: Micros, ours: Sequence[Span], now: Instant
) -> list[Gap]:
    """Our absence proves no silence: only the pieces beside it count, each by the limit."""
    pieces = subtract([Span(start, now if end is None else end)], ours)
    return [
        Gap(piece.start, None if end is None and piece.end == now else piece.end, "silent")
        for piece in pieces
        if piece.length > limit
    ]
