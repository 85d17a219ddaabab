"""
Which conclusions will no passing of time change, so that they can be kept?

After new facts, conclusions are computed again from the last checkpoint before the earliest new one, and kept
up to the latest instant at which nothing was open. Everything after it is computed anew at each look.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import msgspec
from msgspec.structs import replace

from chargeboard.domain.conclusions import Checkpoint, Conclusions, DayFigures, Segment
from chargeboard.domain.facts import AnyFact, Quiet, Sampled, StopReported, TransactionTold
from chargeboard.domain.instants import HOUR, Instant
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Progress
from chargeboard.domain.span import Span, day_of, day_span, midnight
from chargeboard.metrics.carry import Carry, advance
from chargeboard.metrics.conclude import METRICS_VERSION, SETTLING, Found, conclude, quiet_instants
from chargeboard.metrics.days import DayBook
from chargeboard.metrics.errors import episodes
from chargeboard.metrics.session_rows import session_row
from chargeboard.pipeline import restore
from chargeboard.run.ports import Store

_CHUNK = 7 * 24 * HOUR
_FOREVER = 2**62
_BEGINNING = -(2**62)


def conclusions_version(profile: Profile) -> str:
    """Names everything besides facts that conclusions depend on."""
    return f"{METRICS_VERSION}/{profile.policy.digest()}"


def settle(store: Store, profile: Profile) -> None:
    """Bring the station's stored conclusions up to its facts; atomic step by step, safe to repeat."""
    station = profile.id
    progress = store.progress(station)
    version = conclusions_version(profile)
    stale = progress.conclusions_version != version
    if progress.newest_fact_at is None or (progress.dirty_from is None and not stale):
        return
    checkpoint = None if stale else _restart(store, progress)
    length = _CHUNK
    while True:
        start = _BEGINNING if checkpoint is None else checkpoint.at
        begin = progress.first_fact_at or 0 if checkpoint is None else checkpoint.at
        end = begin + length
        is_last = end > max(progress.newest_fact_at, progress.received_at)
        facts = store.facts(station, Span(start, _FOREVER if is_last else end))
        now = progress.received_at if is_last else min(end, progress.received_at)
        carry = carry_of(checkpoint)
        heard_at = heard_by(facts, progress, now)
        found = conclude(
            facts,
            carry,
            start=begin,
            now=now,
            heard_at=heard_at,
            zone=profile.policy.timezone,
            policy=profile.policy,
        )
        kept = _keep(
            store, profile, progress, checkpoint, facts, found, heard_at=heard_at, begin=begin, now=now
        )
        if kept is None and not is_last:
            length *= 2
            continue
        if is_last or kept is None:
            progress = store.progress(station)
            settled = replace(progress, dirty_from=None, conclusions_version=version)
            if kept is None:
                since = _BEGINNING if stale and checkpoint is None else begin
                store.settle(settled, since, Conclusions(), [], [], [])
            else:
                since, conclusions, docs, days, checkpoints = kept
                store.settle(
                    replace(settled, settled_until=checkpoints[-1].at),
                    since,
                    conclusions,
                    docs,
                    days,
                    checkpoints,
                )
            return
        since, conclusions, docs, days, checkpoints = kept
        progress = store.progress(station)
        store.settle(
            replace(
                progress,
                settled_until=checkpoints[-1].at,
                dirty_from=checkpoints[-1].at,
                conclusions_version=version,
            ),
            since,
            conclusions,
            docs,
            days,
            checkpoints,
        )
        progress = store.progress(station)
        checkpoint, length, stale = checkpoints[-1], _CHUNK, False


def carry_of(checkpoint: Checkpoint | None) -> Carry:
    """What is carried into the time after a checkpoint."""
    return Carry() if checkpoint is None else msgspec.msgpack.decode(checkpoint.carry, type=Carry)


def heard_by(facts: Sequence[AnyFact], progress: Progress, now: Instant) -> Instant | None:
    """The last sign of life by `now`; exact at the newest frame, to the minute before."""
    if now >= progress.received_at:
        return restore(progress.snapshot).memory.links.heard_at
    for fact in facts:
        if isinstance(fact, Quiet) and fact.at <= now < fact.until:
            return fact.at
    return now


def _restart(store: Store, progress: Progress) -> Checkpoint | None:
    """The checkpoint to go on from: before the new facts, and before sessions that they speak of again."""
    dirty = progress.dirty_from if progress.dirty_from is not None else _FOREVER
    checkpoint = store.checkpoint(progress.station, dirty, None)
    while checkpoint is not None:
        loose = carry_of(checkpoint).loose
        named = {
            fact.transaction_id
            for fact in (store.facts(progress.station, Span(checkpoint.at, _FOREVER)) if loose else ())
            if isinstance(fact, StopReported | TransactionTold | Sampled) and fact.transaction_id in loose
        }
        if not named:
            return checkpoint
        checkpoint = store.checkpoint(progress.station, min(loose[name] for name in named), None)
    return None


def _keep(  # noqa: PLR0913 - one step of settling and all that it looks at
    store: Store,
    profile: Profile,
    progress: Progress,
    checkpoint: Checkpoint | None,
    facts: Sequence[AnyFact],
    found: Found,
    *,
    heard_at: Instant | None,
    begin: Instant,
    now: Instant,
) -> tuple[Instant, Conclusions, list[bytes], list[DayFigures], list[Checkpoint]] | None:
    """What can be kept up to the last quiet instant; None where there is none yet."""
    policy, zone = profile.policy, profile.policy.timezone
    newest = now - SETTLING
    first_day = day_of(begin, zone)
    boundaries = [newest]
    on = first_day + timedelta(days=1)
    while (boundary := midnight(on, zone)) <= newest:
        boundaries.append(boundary)
        on += timedelta(days=1)
    carry = carry_of(checkpoint)
    quiet = [
        instant
        for instant in quiet_instants(
            facts, found.conclusions, carry, boundaries=boundaries, heard_at=heard_at, policy=policy
        )
        if instant > begin
    ]
    if not quiet:
        return None
    checkpoints: list[Checkpoint] = []
    episodes_by_start = {}
    received_until = 0 if checkpoint is None else checkpoint.received_until
    low, lower = 0, _BEGINNING
    for instant in quiet:
        high = low
        while high < len(facts) and facts[high].at < instant:
            received_until = max(received_until, facts[high].received_at)
            high += 1
        part = before(since(found.conclusions, lower), instant)
        seen = episodes(
            facts[low:high],
            open_before=carry.episodes,
            zone=zone,
            now=instant,
            policy=policy,
            gaps=part.gaps,
        )
        part.episodes = seen
        episodes_by_start.update({(one.socket, one.code, one.vendor_code, one.start): one for one in seen})
        carry = advance(carry, facts[low:high], part, policy)
        checkpoints.append(
            Checkpoint(at=instant, received_until=received_until, carry=msgspec.msgpack.encode(carry))
        )
        low, lower = high, instant
    last = quiet[-1]
    kept = before(found.conclusions, last)
    kept.episodes = list(episodes_by_start.values())
    days = _days(store, profile, progress.station, kept, found.sockets, begin=begin, last=last)
    docs = [msgspec.json.encode(session_row(session)) for session in kept.sessions]
    return (_BEGINNING if checkpoint is None else begin), kept, docs, days, checkpoints


def _days(
    store: Store,
    profile: Profile,
    station: str,
    kept: Conclusions,
    sockets: dict[int, Instant],
    *,
    begin: Instant,
    last: Instant,
) -> list[DayFigures]:
    """The local days that are over by the last checkpoint, the one that `begin` falls on included."""
    zone = profile.policy.timezone
    on = day_of(begin, zone)
    earlier = Span(day_span(on, zone).start, begin)
    whole = kept
    if earlier.length:
        stored = before(store.conclusions(station, earlier), begin)
        stored.sessions = [one for one in store.sessions(station, earlier) if one.start < begin]
        whole = merged(stored, kept)
    book = DayBook(whole, sockets, zone=zone, now=last, policy=profile.policy)
    days: list[DayFigures] = []
    while day_span(on, zone).end <= last:
        days.append(book.day(on))
        on += timedelta(days=1)
    return days


def before(found: Conclusions, instant: Instant) -> Conclusions:
    """What began before the instant; segments are cut at it."""
    return Conclusions(
        sessions=[one for one in found.sessions if one.start < instant],
        attempts=[one for one in found.attempts if one.start < instant],
        segments=[
            one if one.end <= instant else Segment(one.socket, one.start, instant, one.state)
            for one in found.segments
            if one.start < instant
        ],
        gaps=[one for one in found.gaps if one.start < instant],
        episodes=[one for one in found.episodes if one.start < instant],
        orphans=[one for one in found.orphans if one.at < instant],
    )


def since(found: Conclusions, instant: Instant) -> Conclusions:
    """What began at or after the instant, without segments."""
    return Conclusions(
        sessions=[one for one in found.sessions if one.start >= instant],
        attempts=[one for one in found.attempts if one.start >= instant],
        gaps=[one for one in found.gaps if one.start >= instant],
        episodes=[one for one in found.episodes if one.start >= instant],
        orphans=[one for one in found.orphans if one.at >= instant],
    )


def merged(early: Conclusions, late: Conclusions) -> Conclusions:
    """Both, the early ones first."""
    return Conclusions(
        sessions=early.sessions + late.sessions,
        attempts=early.attempts + late.attempts,
        segments=early.segments + late.segments,
        gaps=early.gaps + late.gaps,
        episodes=early.episodes + late.episodes,
        orphans=early.orphans + late.orphans,
    )
