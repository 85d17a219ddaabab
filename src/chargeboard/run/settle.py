"""
Which conclusions will no passing of time change, so that they can be kept?

After new facts, conclusions are computed again from the last checkpoint before the earliest new one, and kept
up to the latest instant at which nothing was open. Everything after it is computed anew at each look.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import msgspec
from msgspec.structs import replace

from chargeboard.domain.conclusions import Checkpoint, Conclusions
from chargeboard.domain.facts import AnyFact, Sampled, StopReported, TransactionTold
from chargeboard.domain.instants import BEGINNING, HOUR, NEVER, Instant
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Overtaken, Progress
from chargeboard.domain.span import Span
from chargeboard.fold import pending
from chargeboard.metrics.conclude import METRICS_VERSION, conclude
from chargeboard.metrics.late import heard_by
from chargeboard.metrics.sessions.rows import session_row
from chargeboard.pipeline import restore
from chargeboard.run.keep import Kept, Stretch, carry_of, keep
from chargeboard.run.ports import Store

_CHUNK = 7 * 24 * HOUR


def conclusions_version(profile: Profile) -> str:
    """Names everything besides facts that conclusions depend on."""
    return f"{METRICS_VERSION}/{profile.policy.digest()}"


def settle(store: Store, profile: Profile) -> None:
    """
    Bring the station's stored conclusions up to its facts, a week of facts at a time.

    Each step is atomic and may be repeated; whoever is overtaken by another writer computes it again.
    """
    while (progress := store.progress(profile.id)).newest_fact_at is not None:
        stale = progress.conclusions_version != conclusions_version(profile)
        if progress.dirty_from is None and not stale:
            return
        with suppress(Overtaken):
            dirty = NEVER if progress.dirty_from is None else progress.dirty_from
            _step(store, profile, progress, None if stale else store.checkpoint(profile.id, dirty, None))


def _step(store: Store, profile: Profile, progress: Progress, reached: Checkpoint | None) -> None:
    """Keep what can be kept of the next stretch of facts: a week, or as long as something was open."""
    first = progress.first_fact_at or 0
    known = reached.at if reached else first
    length, begin, kept, is_last = _CHUNK, known, None, False
    # a stretch that went back has to get further than before, or settling would never end
    while (kept is None or kept.until <= known) and not is_last:
        checkpoint = _restart(store, profile.id, reached, known + length)
        begin = checkpoint.at if checkpoint else first
        stretch, is_last = _stretch(store, profile, progress, checkpoint, Span(begin, known + length))
        kept = keep(store, profile, stretch)
        length *= 2
    until = kept.until if kept else begin
    settled = replace(
        progress,
        conclusions_version=conclusions_version(profile),
        settled_until=until,
        settled_revision=progress.revision + 1,
        dirty_from=None if is_last else until,
    )
    _save(store, settled, BEGINNING if checkpoint is None else begin, kept)


def _stretch(
    store: Store, profile: Profile, progress: Progress, checkpoint: Checkpoint | None, span: Span
) -> tuple[Stretch, bool]:
    """The facts of a span and what follows from them; whether there are none behind it."""
    newest = max(progress.newest_fact_at or 0, progress.received_at)
    is_last = span.end > newest
    start = checkpoint.at if checkpoint else BEGINNING
    facts = store.facts(profile.id, Span(start, NEVER if is_last else span.end))
    held = pending(restore(progress.snapshot).memory)
    now = progress.received_at if is_last else min(span.end, progress.received_at)
    heard_at = _heard_by(facts, progress, now)
    found = conclude(
        facts,
        carry_of(checkpoint),
        start=span.start,
        now=now,
        heard_at=heard_at,
        zone=profile.policy.timezone,
        policy=profile.policy,
    )
    return Stretch(checkpoint, span.start, facts, found, held, heard_at, now), is_last


def _save(store: Store, progress: Progress, since: Instant, kept: Kept | None) -> None:
    if kept is None:
        store.settle(progress, since, Conclusions(), [], [], [])
        return
    docs = [msgspec.json.encode(session_row(session)) for session in kept.conclusions.sessions]
    store.settle(progress, since, kept.conclusions, docs, kept.days, kept.checkpoints)


def _heard_by(facts: Sequence[AnyFact], progress: Progress, now: Instant) -> Instant | None:
    """The last sign of life by `now`; exact at the newest frame, to the minute before it."""
    if now >= progress.received_at:
        return restore(progress.snapshot).memory.links.heard_at
    return heard_by(facts, now)


def _restart(store: Store, station: str, checkpoint: Checkpoint | None, until: Instant) -> Checkpoint | None:
    """The checkpoint to go on from: before sessions that the facts up to `until` speak of again."""
    while checkpoint is not None:
        loose = carry_of(checkpoint).loose
        if not loose:
            return checkpoint
        named = {
            fact.transaction_id
            for fact in store.facts(station, Span(checkpoint.at, until))
            if isinstance(fact, StopReported | TransactionTold | Sampled) and fact.transaction_id in loose
        }
        if not named:
            return checkpoint
        checkpoint = store.checkpoint(station, min(loose[name] for name in named), None)
    return None
