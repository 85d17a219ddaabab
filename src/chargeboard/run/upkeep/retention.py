"""
What is older than it is to be kept, and how is it let go of?

Frames go once they are understood; what they left behind in the fold is kept, so that the others are
understood as before. Evidence goes up to a checkpoint behind which all had settled that was open there: what
it was concluded to stays.
"""

from __future__ import annotations

from chargeboard.domain.policy import Profile, Retention
from chargeboard.fold import drop_told
from chargeboard.history.checkpoints import conclusions_version, unsettled_from
from chargeboard.history.names import new_name
from chargeboard.pipeline import left_by, mark_of
from chargeboard.ports.journal import FRAMES_AT_ONCE
from chargeboard.ports.store import Store
from chargeboard.time.instants import BEGINNING, HOUR, NEVER, Instant
from chargeboard.time.spans import Span

_DAY = 24 * HOUR
_LOOKED_AT = 1000


def let_go(store: Store, profile: Profile, keeps: Retention, now: Instant) -> bool:
    """A bounded part of what is too old of a charger; whether there was one."""
    kinds = (
        (keeps.frames_days, _frames),
        (keeps.evidence_days, _evidence),
        (keeps.sessions_days, _sessions),
    )
    return any(days and part(store, profile, now - days * _DAY) for days, part in kinds)


def holds_back(store: Store, profile: Profile, keeps: Retention, now: Instant) -> bool:
    """Whether facts that name somebody are there two days longer than they should be."""
    until = now - (keeps.evidence_days + 2) * _DAY
    if not keeps.evidence_days:
        return False
    first = store.facts(profile.id, Span(BEGINNING, until), most=_LOOKED_AT)
    return any(getattr(fact, "token", "") for fact in first)


def _frames(store: Store, profile: Profile, until: Instant) -> bool:
    station = profile.id
    if new_name(store, station) == station:
        # what is to be read again, or was not read yet, is still needed
        if store.needs_refold(station):
            return False
        until = min(until, store.progress(station).received_at)
    whole = store.kept_since(station)
    first = next(store.frames_after(station, BEGINNING, 0), [])
    batch = [stored for stored in first if stored.frame.received_at < until]
    if not batch:
        return False
    last = batch[-1].frame.received_at
    if len(batch) == FRAMES_AT_ONCE and batch[0].frame.received_at < last:
        # whole instants: the last one may go on behind the batch
        batch = [stored for stored in batch if stored.frame.received_at < last]
    state = left_by(whole.mark, batch, profile.policy)
    drop_told(state.memory, lambda held: held in store.facts(station, Span(held.at, held.at + 1)))
    store.let_frames_go(station, batch[-1].frame.received_at + 1, mark_of(state))
    return True


def _evidence(store: Store, profile: Profile, until: Instant) -> bool:
    progress, whole = store.progress(profile.id), store.kept_since(profile.id).evidence
    if progress.fold_version and progress.conclusions_version == conclusions_version(profile):
        if progress.dirty_from is not None:
            until = min(until, progress.dirty_from)
        # days are told with what settles later until it has
        if (last := store.checkpoint(profile.id, NEVER, None)) is not None:
            until = min(until, unsettled_from(last))
        reached = store.checkpoint(profile.id, until, None)
        whole = max(whole, reached.at if reached else BEGINNING)
    return whole > BEGINNING and store.let_evidence_go(profile.id, whole)


def _sessions(store: Store, profile: Profile, until: Instant) -> bool:
    # a day is computed again with the sessions that reach into it
    until = min(until, store.kept_since(profile.id).evidence - 2 * _DAY)
    return store.let_sessions_go(profile.id, until)
