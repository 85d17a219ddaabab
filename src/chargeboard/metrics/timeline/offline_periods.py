"""When was the charger out of reach (definitions 1.5)?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Final

import msgspec
from msgspec.structs import replace

from chargeboard.domain.codes import GapKind
from chargeboard.domain.conclusions import Gap
from chargeboard.domain.contact import is_lost, reconnect_grace
from chargeboard.domain.facts import (
    AnyFact,
    CollectorGap,
    IntervalSet,
    LinkClosed,
    LinkOpened,
    LinkReplaced,
    PaceFound,
    PingAnswered,
    Quiet,
)
from chargeboard.domain.policy import Policy
from chargeboard.time.instants import HOUR, Instant, Micros
from chargeboard.time.series import Stretch
from chargeboard.time.spans import Span, clip, complement, subtract, union

_MOST_OPENED = 64
_OF_LINKS: Final = frozenset({IntervalSet, PaceFound, PingAnswered, LinkClosed, LinkOpened, LinkReplaced})
"""Most facts are none of these, and to ask each for every kind takes long."""
_HOLDING: Final = _OF_LINKS | {Quiet}

_RECONSIDERED: Final = 48 * HOUR
"""How long after its begin a silence between heartbeats may turn out to be their pace."""

_PACE_GAPS: Final = 5
"""Gaps that a pace is found from (O3a)."""


class LinkCarry(msgspec.Struct, frozen=True, array_like=True):
    """What of the past decides about the link: how often it should be heard, and an unfinished close."""

    interval_s: int | None = None
    closed_at: Instant | None = None
    flaps: int = 0
    ping_s: int | None = None
    opened: tuple[Instant, ...] = ()
    """When the link came up, the latest last, short breaks included (I09)."""
    pace_s: int = 0
    """How far apart heartbeats come, where that is slower than agreed (O3a)."""

    def limit(self, policy: Policy) -> Micros:
        """How long the charger may be silent now."""
        return policy.silence_limit(self.interval_s, self.pace_s, self.ping_s)


def advance(carry: LinkCarry, facts: Sequence[AnyFact], policy: Policy) -> LinkCarry:
    """The carry behind these facts."""
    interval, closed, flaps, ping = carry.interval_s, carry.closed_at, carry.flaps, carry.ping_s
    pace = carry.pace_s
    opened = list(carry.opened)
    grace = reconnect_grace(policy)
    for fact in facts:
        if type(fact) not in _OF_LINKS:
            continue
        match fact:
            case IntervalSet(interval_s=interval_s):
                interval = interval_s
            case PaceFound(pace_s=pace_s):
                pace = pace_s
            case PingAnswered(interval_s=interval_s):
                ping = interval_s
            case LinkClosed(at=at):
                closed, ping = at, None
            case LinkOpened(at=at):
                flaps += closed is not None and not is_lost(closed, at, grace)
                closed = None
                opened.append(at)
            case LinkReplaced(at=at):
                flaps += 1
                opened.append(at)
            case _:
                pass
    return LinkCarry(interval, closed, flaps, ping, tuple(opened[-_MOST_OPENED:]), pace)


def gaps(
    facts: Sequence[AnyFact], carry: LinkCarry, *, heard_at: Instant | None, now: Instant, policy: Policy
) -> list[Gap]:
    """
    Offline gaps by close (O2) and by silence (O3), and our own absences (O5), each by start.

    `heard_at` is the last sign of life by `now`. Gaps that still go on have no end.
    """
    found = [Gap(fact.at, fact.until, GapKind.COLLECTOR) for fact in facts if type(fact) is CollectorGap]
    ours = collector(found, now)
    found += _closed(facts, carry, now, policy)
    if policy.silence_detection:
        for start, end, limit in _silences(facts, carry, heard_at, policy):
            found += _silent(start, end, limit, ours, now)
    return sorted(found, key=lambda gap: gap.start)


def unwatched(found: Sequence[Gap]) -> list[Gap]:
    """Gaps where nobody listens any more: what goes on is our own absence (O5)."""
    return [replace(gap, kind=GapKind.COLLECTOR) if gap.end is None else gap for gap in found]


def is_unwatched(found: Sequence[Gap]) -> bool:
    """Whether we are absent, and do not come back."""
    return any(gap.end is None and gap.kind == GapKind.COLLECTOR for gap in found)


def absences(found: Sequence[Gap], now: Instant) -> tuple[list[Span], list[Span]]:
    """
    The charger's own gaps as spans up to `now` without our absences, and these.

    A word in between makes two.
    """
    away, ours = (
        _joined([gap for gap in found if gap.kind != GapKind.COLLECTOR], now),
        collector(found, now),
    )
    return subtract(away, ours) if ours else away, ours


def offline(found: Sequence[Gap], now: Instant) -> list[Span]:
    """The charger's own gaps without our absences."""
    return absences(found, now)[0]


def collector(found: Sequence[Gap], now: Instant) -> list[Span]:
    """Our own absences as spans."""
    return _joined([gap for gap in found if gap.kind == GapKind.COLLECTOR], now)


def _joined(found: Sequence[Gap], now: Instant) -> list[Span]:
    # a car that stays for a week has some hundred of them carried
    spans = [Span(gap.start, now if (end := gap.end) is None or end > now else end) for gap in found]
    return union(spans, keeps_seams=True)


def contact(
    offline: Sequence[Span], ours: Sequence[Span], first_at: Instant | None, span: Span
) -> list[Stretch[str]]:
    """The contact to the charger, over the whole span; offline periods that only touch are told apart."""
    begun = span.end if first_at is None else min(max(first_at, span.start), span.end)
    known = Span(begun, span.end)
    told = {
        "uncommissioned": clip([Span(span.start, begun)], span),
        "offline": clip(offline, known),
        "unrecorded": clip(ours, known),
    }
    told["connected"] = complement(union(chain.from_iterable(told.values())), span)
    return sorted((part.start, part.end, state) for state, parts in told.items() for part in parts)


def _closed(facts: Sequence[AnyFact], carry: LinkCarry, now: Instant, policy: Policy) -> list[Gap]:
    """From the last close to the next open, unless that came within the grace (O2)."""
    grace = reconnect_grace(policy)
    closed = carry.closed_at
    found: list[Gap] = []
    for fact in facts:
        if type(fact) is LinkClosed and closed is None:
            closed = fact.at
        elif type(fact) is LinkOpened and closed is not None:
            if is_lost(closed, fact.at, grace):
                found.append(Gap(closed, fact.at, GapKind.CLOSED))
            closed = None
    if closed is not None and is_lost(closed, now, grace):
        found.append(Gap(closed, None, GapKind.CLOSED))
    return found


def _silences(
    facts: Sequence[AnyFact], carry: LinkCarry, heard_at: Instant | None, policy: Policy
) -> Iterator[tuple[Instant, Instant | None, Micros]]:
    """
    Each silence with the limit that held in it; the one that lasts has no end.

    A boot is answered after the charger was last heard: the interval given then holds for that very silence.
    A pace that was found from a silence between heartbeats holds for that one too (O3a).
    """
    held = LinkCarry(carry.interval_s, ping_s=carry.ping_s, pace_s=carry.pace_s)
    paces = [fact for fact in facts if type(fact) is PaceFound]
    limit_of = cache(policy.silence_limit)
    silence: tuple[Quiet, int | None] | None = None
    for fact in facts:
        if silence is not None and fact.at >= silence[0].until:
            yield _ended(*silence, held, paces, limit_of)
            silence = None
        if type(fact) not in _HOLDING:
            continue
        match fact:
            case Quiet():
                silence = fact, held.ping_s
            case IntervalSet(interval_s=interval_s):
                held = replace(held, interval_s=interval_s)
            case PaceFound(pace_s=pace_s):
                held = replace(held, pace_s=pace_s)
            case PingAnswered(interval_s=interval_s):
                held = replace(held, ping_s=interval_s)
            case LinkClosed():
                held = replace(held, ping_s=None)
            case _:
                pass
    if silence is not None:
        yield _ended(*silence, held, paces, limit_of)
    if heard_at is not None:
        yield heard_at, None, held.limit(policy)


def _ended(
    quiet: Quiet,
    ping_s: int | None,
    held: LinkCarry,
    paces: Sequence[PaceFound],
    limit_of: Callable[[int | None, int, int | None], Micros],
) -> tuple[Instant, Instant, Micros]:
    limit = limit_of(held.interval_s, held.pace_s, ping_s)
    if quiet.is_beat and quiet.until - quiet.at > limit:
        shown = [pace.pace_s for pace in paces if pace.since <= quiet.at and _may_excuse(pace, quiet)]
        limit = limit_of(held.interval_s, max([held.pace_s, *shown]), ping_s)
    return quiet.at, quiet.until, limit


def _may_excuse(pace: PaceFound, quiet: Quiet) -> bool:
    return quiet.until <= pace.at <= quiet.at + _RECONSIDERED


def unsettled(facts: Sequence[AnyFact], found: Sequence[Gap]) -> list[Span]:
    """From each silent gap between heartbeats until no pace can be found from it any more (O3a)."""
    beats = [fact for fact in facts if type(fact) is Quiet and fact.is_beat]
    silent = {gap.start for gap in found if gap.kind == GapKind.SILENT}
    spans: list[Span] = []
    for n, beat in enumerate(beats):
        if beat.at in silent:
            last = beat.at + _RECONSIDERED
            later = beats[n + _PACE_GAPS : n + _PACE_GAPS + 1]
            spans.append(Span(beat.at, min([last, *(following.until for following in later)]) + 1))
    return spans


def _silent(
    start: Instant, end: Instant | None, limit: Micros, ours: Sequence[Span], now: Instant
) -> list[Gap]:
    """Our absence proves no silence: only the pieces beside it count, each by the limit."""
    if end is None and start >= now:
        return []
    if not is_lost(start, now if end is None else end, limit):
        return []  # and no piece of it is longer
    pieces = subtract([Span(start, now if end is None else end)], ours)
    return [
        Gap(piece.start, None if end is None and piece.end == now else piece.end, GapKind.SILENT)
        for piece in pieces
        if is_lost(piece.start, piece.end, limit)
    ]
