"""
What is known of a charger at an instant, stored and computed?

Conclusions before the right checkpoint come from the store; what follows it is computed from its facts. A
look at an earlier instant uses nothing that was received after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chargeboard.domain.conclusions import Checkpoint, Conclusions, DayFigures
from chargeboard.domain.facts import AnyFact, Quiet
from chargeboard.domain.instants import HOUR, SECOND, Instant
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Progress, SessionDoc
from chargeboard.domain.span import Span, day_of, day_span, midnight
from chargeboard.fold import pending
from chargeboard.metrics.carry import Carry, advance
from chargeboard.metrics.conclude import SETTLING, conclude
from chargeboard.metrics.days import DayBook
from chargeboard.pipeline import restore
from chargeboard.run.ports import Store
from chargeboard.run.settle import before, carry_of, conclusions_version, merged

_FOREVER = 2**62
_BEGINNING = -(2**62)


@dataclass(frozen=True, slots=True)
class Known:
    """A charger as it is known at `at`."""

    station: str
    at: Instant
    progress: Progress
    begin: Instant
    """Where the computed part begins: the checkpoint, or the first fact."""
    has_checkpoint: bool
    tail: Conclusions
    carry: Carry
    """The past in brief at `at`."""
    heard_at: Instant | None
    protocol: str


def known(store: Store, profile: Profile, at: Instant) -> Known:
    """Everything up to `at`, stored conclusions left where they are."""
    station = profile.id
    progress = store.progress(station)
    checkpoint = _checkpoint(store, profile, progress, at)
    begin = checkpoint.at if checkpoint else min(progress.first_fact_at or at, at)
    ahead = profile.policy.clock_skew_max_s * SECOND
    facts = store.facts(
        station, Span(checkpoint.at if checkpoint else _BEGINNING, at + ahead + 1), received_until=at
    )
    memory = restore(progress.snapshot).memory
    if at >= progress.received_at:
        heard_at = memory.links.heard_at
        held = [fact for fact in pending(memory) if fact.at >= begin]
        facts = sorted([*facts, *held], key=lambda fact: (fact.at, fact.received_at)) if held else facts
    else:
        heard_at = _heard_by(store, station, at)
    facts = [fact for fact in facts if fact.at <= at]
    carry = carry_of(checkpoint)
    found = conclude(
        facts,
        carry,
        start=begin,
        now=at,
        heard_at=heard_at,
        zone=profile.policy.timezone,
        policy=profile.policy,
    )
    return Known(
        station=station,
        at=at,
        progress=progress,
        begin=begin,
        has_checkpoint=checkpoint is not None,
        tail=found.conclusions,
        carry=advance(carry, facts, found.conclusions, profile.policy),
        heard_at=heard_at,
        protocol=memory.protocol,
    )


def conclusions_in(store: Store, seen: Known, span: Span) -> Conclusions:
    """Attempts, segments, gaps and episodes that overlap the span; sessions are only those of the tail."""
    if not seen.has_checkpoint or span.start >= seen.begin:
        return seen.tail
    stored = before(store.conclusions(seen.station, span), seen.begin)
    again = {(one.socket, one.code, one.vendor_code, one.start) for one in seen.tail.episodes}
    stored.episodes = [
        one for one in stored.episodes if (one.socket, one.code, one.vendor_code, one.start) not in again
    ]
    return merged(stored, seen.tail)


def days_in(store: Store, seen: Known, profile: Profile, first: date, end: date) -> dict[date, DayFigures]:
    """The figures of each local day in [first, end) that has begun."""
    zone = profile.policy.timezone
    end = min(end, day_of(seen.at, zone) + timedelta(days=1))
    figures: dict[date, DayFigures] = {}
    if seen.has_checkpoint:
        over = day_of(seen.begin, zone)
        figures = {one.on: one for one in store.days(seen.station, first, min(end, over))}
    missing = [
        day
        for number in range(first.toordinal(), end.toordinal())
        if (day := date.fromordinal(number)) not in figures
    ]
    if missing:
        span = Span(midnight(missing[0], zone), day_span(missing[-1], zone).end)
        found = conclusions_in(store, seen, span)
        if seen.has_checkpoint and span.start < seen.begin:
            early = [
                one
                for one in store.sessions(seen.station, Span(span.start, seen.begin))
                if one.start < seen.begin
            ]
            found = Conclusions(
                sessions=early + seen.tail.sessions, attempts=found.attempts, segments=found.segments
            )
        book = DayBook(found, seen.carry.sockets, zone=zone, now=seen.at, policy=profile.policy)
        figures |= {day: book.day(day) for day in missing}
    return dict(sorted(figures.items()))


def session_docs(store: Store, seen: Known, span: Span) -> list[SessionDoc]:
    """Stored sessions of the span, before the tail's."""
    if not seen.has_checkpoint or span.start >= seen.begin:
        return []
    stored = store.session_docs(seen.station, Span(span.start, min(span.end, seen.begin)))
    return [doc for doc in stored if doc.start < seen.begin]


def _checkpoint(store: Store, profile: Profile, progress: Progress, at: Instant) -> Checkpoint | None:
    if progress.conclusions_version != conclusions_version(profile):
        return None
    latest = at - SETTLING
    if progress.dirty_from is not None:
        latest = min(latest, progress.dirty_from)
    return store.checkpoint(profile.id, latest, at)


def _heard_by(store: Store, station: str, at: Instant) -> Instant:
    """The last sign of life by an instant of the past: a silence around it tells, else it was heard."""
    around: Sequence[AnyFact] = store.facts(station, Span(at - 60 * 24 * HOUR, at))
    for fact in reversed(around):
        if isinstance(fact, Quiet) and fact.at <= at < fact.until:
            return fact.at
    return at
