"""
Which conclusions will no passing of time change, so that they can be kept?

After new facts, conclusions are computed again from the last checkpoint before the earliest new one, and kept
as far as they had settled by an instant a little while ago. All others are computed anew at each look.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TypeAlias

from msgspec.structs import replace

from chargeboard.domain.conclusions import Checkpoint, Conclusions
from chargeboard.domain.facts import AnyFact, Sampled, StopReported, TransactionTold
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Claim, Overtaken, Progress
from chargeboard.fold import pending
from chargeboard.history.behind import GoneOn
from chargeboard.history.checkpoints import carry_of, conclusions_version, earlier_than
from chargeboard.history.lasting import true_until
from chargeboard.history.tail import Tail
from chargeboard.history.written import Written
from chargeboard.metrics.carry import advance
from chargeboard.metrics.conclude import behind, concluded
from chargeboard.metrics.days.late import heard_by
from chargeboard.pipeline import restore
from chargeboard.ports.store import Store
from chargeboard.run.understanding.save import save
from chargeboard.run.understanding.settlement import Settlement, keep
from chargeboard.run.understanding.stretch import Stretch
from chargeboard.time.instants import BEGINNING, HOUR, NEVER, Instant
from chargeboard.time.spans import Span

_CHUNK = 7 * 24 * HOUR
FACTS_AT_ONCE = 4096
"""A part of the work concludes over so many facts at most, whatever the charger's history or rate."""

FactsIn: TypeAlias = Callable[[Span], list[AnyFact]]
"""The facts of a span of one charger, so many at most; what was asked last is read once."""
_NAMING = (StopReported, TransactionTold, Sampled)


@dataclass(frozen=True, slots=True)
class SettledPart:
    """A bounded part of the work."""

    is_done: bool = False
    """Conclusions are up to date."""
    is_long: bool = False
    """What follows takes more facts than a part may: nothing was done."""
    facts: int = 0
    """So many were read without that conclusions got any further: the tail."""
    behind: GoneOn | None = None
    """What follows from them, where it was concluded on the way."""
    written: Written | None = None
    """What was added to stored conclusions, where nothing of them was replaced."""
    revision: int = 0
    """The one that was reached by it."""


def settle(store: Store, profile: Profile, at_once: int = 4 * FACTS_AT_ONCE) -> SettledPart:
    """
    Bring the station's stored conclusions up to its facts; the last part of that.

    Each step is atomic and may be repeated; whoever is overtaken by another writer computes it again. More
    than `at_once` facts are only taken at once where fewer lead no further.
    """
    while not (turn := _turn(store, profile, at_once, is_bounded=False)).is_done:
        pass
    return turn


def settle_some(store: Store, profile: Profile) -> SettledPart:
    """One part of the same: a week of facts, of no more than `FACTS_AT_ONCE`."""
    return _turn(store, profile, FACTS_AT_ONCE, is_bounded=True)


def _turn(store: Store, profile: Profile, at_once: int, *, is_bounded: bool) -> SettledPart:
    progress = store.progress(profile.id)
    stale = progress.conclusions_version != conclusions_version(profile)
    if progress.newest_fact_at is None or (progress.dirty_from is None and not stale):
        return SettledPart(is_done=True)
    try:
        reached = reached_by(store, profile.id, BEGINNING if stale else progress.dirty_from or 0)
        since = reached.at if reached else BEGINNING
        if store.take_back(progress, since):
            return SettledPart()
        return _step(store, profile, progress, reached, at_once, is_bounded=is_bounded)
    except Overtaken:
        return SettledPart()


def _step(
    store: Store,
    profile: Profile,
    progress: Progress,
    reached: Checkpoint | None,
    most: int,
    *,
    is_bounded: bool,
) -> SettledPart:
    """Keep what can be kept of the next stretch of facts: a week, or as long as something was open."""
    first = progress.first_fact_at or 0
    known = reached.at if reached else first
    length = _CHUNK
    claim: Claim | None = None
    while True:
        facts_in = lru_cache(maxsize=1)(partial(store.facts, profile.id, most=most))
        checkpoint = _restart(store, profile.id, reached, _end(known + length, progress), facts_in)
        begin = checkpoint.at if checkpoint else first
        stretch = _stretch(
            store, profile, progress, checkpoint, Span(begin, known + length), facts_in, most=most
        )
        while checkpoint is not None and not stretch.found.holds:
            # what had not settled there turned out otherwise before it
            whole = store.kept_since(profile.id).evidence
            earlier = earlier_than(store, profile, checkpoint, whole, None)
            if earlier == checkpoint:
                break  # what it would take back is kept for good
            checkpoint, begin = earlier, earlier.at if earlier else first
            stretch = _stretch(
                store, profile, progress, checkpoint, Span(begin, known + length), facts_in, most=most
            )
            stretch = dataclasses.replace(stretch, went_back=True)
        kept = keep(store, profile, stretch) if stretch.facts or not stretch.is_cut else None
        # a stretch that went back has to get further than before, or settling would never end
        if stretch.is_last or (kept is not None and kept.until > known):
            break
        if not stretch.is_cut:
            length *= 2
        elif is_bounded:
            return SettledPart(is_long=True, facts=len(stretch.facts))
        else:
            most *= 2
            if claim is None:
                claim, progress = store.claim(progress), store.progress(profile.id)
    until = kept.until if kept else begin
    settled = replace(
        progress,
        conclusions_version=conclusions_version(profile),
        settled_until=until,
        settled_revision=progress.revision + 1,
        dirty_from=None if stretch.is_last else until,
    )
    since = BEGINNING if checkpoint is None else begin
    if claim is None and store.take_back(progress, since):
        return SettledPart()
    save(store, settled, since, kept, claim)
    if not stretch.is_last:
        return SettledPart()
    facts = [fact for fact in stretch.facts if fact.at >= until]
    return SettledPart(
        is_done=True,
        facts=len(facts),
        behind=_behind(profile, stretch, kept, facts, settled),
        written=_written(progress, stretch, kept, until) if claim is None else None,
        revision=settled.settled_revision,
    )


def _written(before: Progress, stretch: Stretch, kept: Settlement | None, until: Instant) -> Written | None:
    """None where it went on from an earlier checkpoint than the last: what settled since is replaced."""
    if stretch.checkpoint is None or stretch.begin != before.settled_until:
        return None
    facts = [fact for fact in stretch.facts if fact.at < until]
    return Written(before, kept.conclusions if kept else Conclusions(), kept.days if kept else [], facts)


def _behind(
    profile: Profile, stretch: Stretch, kept: Settlement | None, facts: list[AnyFact], progress: Progress
) -> GoneOn | None:
    """What follows the last checkpoint by now; None where more is known than was concluded from."""
    is_ahead = bool(stretch.facts) and stretch.facts[-1].at > stretch.now
    if kept is None or stretch.held or is_ahead:
        return None
    checkpoint, memory = kept.checkpoints[-1], restore(progress.snapshot).memory
    found = behind(stretch.found, checkpoint.at, kept.carry)
    tail = Tail(
        begin=checkpoint.at,
        stored_until=checkpoint.at,
        found=found,
        carry=advance(kept.carry, facts, found.conclusions, found.sockets, profile.policy),
        heard_at=stretch.heard_at,
        protocol=memory.protocol,
        read=lambda: facts,
        before=kept.carry.unsettled,
    )
    return GoneOn(stretch.now, checkpoint, tail, true_until(tail, profile.policy, stretch.now))


def reached_by(store: Store, station: str, at_most: Instant) -> Checkpoint | None:
    """
    The latest checkpoint by an instant, from which on everything can be concluded again.

    Where older facts are gone, never one from before that: conclusions from then are kept for good.
    """
    whole = store.kept_since(station).evidence
    at_most = max(at_most, whole)
    return None if at_most == BEGINNING else store.checkpoint(station, at_most, None)


def _stretch(
    store: Store,
    profile: Profile,
    progress: Progress,
    checkpoint: Checkpoint | None,
    span: Span,
    facts_in: FactsIn,
    *,
    most: int,
) -> Stretch:
    """The facts of a span, `most` of them, and what follows from them."""
    start, end = checkpoint.at if checkpoint else BEGINNING, _end(span.end, progress)
    facts = facts_in(Span(start, end))
    is_cut = len(facts) == most
    if is_cut:
        # whole instants, so that what follows begins at one
        end = facts[-1].at
        facts, span = [fact for fact in facts if fact.at < end], Span(span.start, max(end, span.start))
    is_last = not is_cut and end == NEVER
    retold = store.retold(profile.id, Span(start, NEVER if is_last else span.end))
    held = pending(restore(progress.snapshot).memory)
    now = progress.received_at if is_last else min(span.end, progress.received_at)
    heard_at = _heard_by(facts, progress, now)
    found, evidence = concluded(
        facts,
        carry_of(checkpoint),
        start=span.start,
        now=now,
        heard_at=heard_at,
        zone=profile.policy.timezone,
        policy=profile.policy,
    )
    return Stretch(
        checkpoint, span.start, facts, found, evidence, held, heard_at, now, is_last, is_cut, retold
    )


def _end(at: Instant, progress: Progress) -> Instant:
    """An instant, or never where nothing is known behind it."""
    newest = max(progress.newest_fact_at or 0, progress.received_at)
    return NEVER if at > newest else at


def _heard_by(facts: Sequence[AnyFact], progress: Progress, now: Instant) -> Instant | None:
    """The last sign of life by `now`; exact at the newest frame, to the minute before it."""
    if now >= progress.received_at:
        return restore(progress.snapshot).memory.links.heard_at
    return heard_by(facts, now)


def _restart(
    store: Store, station: str, checkpoint: Checkpoint | None, until: Instant, facts_in: FactsIn
) -> Checkpoint | None:
    """The checkpoint to go on from: before sessions that the facts up to `until` speak of again."""
    while checkpoint is not None:
        loose = carry_of(checkpoint).loose
        if not loose:
            return checkpoint
        named = {
            fact.transaction_id
            for fact in facts_in(Span(checkpoint.at, until))
            if isinstance(fact, _NAMING) and fact.transaction_id in loose
        }
        if not named:
            return checkpoint
        earlier = reached_by(store, station, min(loose[name] for name in named))
        if earlier == checkpoint:
            return checkpoint  # what it would take back is kept for good
        checkpoint = earlier
    return None
