"""
How do frames of one station become facts in the store?

Each piece of frames is folded on from the stored snapshot; its facts, the new snapshot and the cursor are
saved in one step, so that a crash anywhere repeats and loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from chargeboard.domain.policy import Policy
from chargeboard.domain.records import LAST_PLACE, Away, FactPlace, Overtaken, Progress, Retold
from chargeboard.history.moving_on import fold_piece, moved_on
from chargeboard.pipeline import (
    StationState,
    begun,
    fold_version,
    replaced,
    restore,
    rewound,
    snapshot,
    without_frames_before,
)
from chargeboard.ports.journal import FRAMES_AT_ONCE
from chargeboard.ports.store import Store
from chargeboard.run.understanding.folded import Folded, Tells, silent_at, tells
from chargeboard.run.words import say
from chargeboard.time.instants import BEGINNING, Instant

_PIECE = 256
"""So many frames are saved in one step where others write too: nobody else can meanwhile."""


class StationFailedError(Exception):
    """The frames of one station could not be folded; the others are not concerned."""

    def __init__(self, station: str) -> None:
        super().__init__(say("not_understood", station=repr(station)))
        self.station = station


def fold_all(
    store: Store,
    station: str,
    policy: Policy,
    *,
    limit: int | None = None,
    old_before: Instant = BEGINNING,
) -> int:
    """
    Fold what is new of one station, at least `limit` frames where there are so many, and say how many.

    Facts of before `old_before` are put into little room at once.
    Raises: StationFailedError, with the cause.
    """
    folded, part = 0, Folded()
    while not part.is_all and (limit is None or folded < limit):
        for part in _parts(store, station, policy, FRAMES_AT_ONCE, old_before):
            folded += part.frames
            if part.is_all or (limit is not None and folded >= limit):
                break
    return folded


def fold_some(store: Store, station: str, policy: Policy) -> Folded:
    """
    One bounded part of the same.

    Raises: StationFailedError, with the cause.
    """
    return next(_parts(store, station, policy, _PIECE))


def _parts(
    store: Store, station: str, policy: Policy, at_once: int, old_before: Instant = BEGINNING
) -> Iterator[Folded]:
    """Parts, until all is folded or another writer was faster."""
    try:
        yield from _fold(store, station, policy, at_once, old_before)
    except Overtaken:
        yield Folded()
    except Away:
        raise  # of no station more than of another
    except Exception as error:
        raise StationFailedError(station) from error


def _fold(store: Store, station: str, policy: Policy, at_once: int, old_before: Instant) -> Iterator[Folded]:
    version = fold_version(policy)
    progress = store.progress(station)
    if progress.fold_version not in {"", version} or _is_due(store, progress):
        while not store.forget_some(station):
            yield Folded()
        progress = store.progress(station)
    is_put_off = store.needs_refold(station)
    whole = store.kept_since(station)
    state = restore(progress.snapshot) if progress.snapshot else begun(whole.mark, store.fact_count(station))
    seq, goes_on = progress.seq, True
    while goes_on:
        goes_on = False
        if (proof := state.proof) is not None:
            if whole.frames > BEGINNING:
                born = store.first_fact_heard_from(station, whole.frames)
                without_frames_before(state, whole.frames, whole.mark, born)
            while (behind := store.facts_part(station, replaced(state)[1], state.kept_until)) is not None:
                progress = _given_way(store, progress, state, behind)
                yield Folded()
            state, seq = rewound(state, proof, policy)
        # a log may hold stamps from before 1970
        since = state.memory.newest if seq else BEGINNING
        for batch in store.frames_after(station, since, seq):
            frames = learned = 0
            told = Tells.LIFE
            for begin in range(0, len(batch), at_once):
                piece = batch[begin : begin + at_once]
                is_again, retold = state.again is not None, _retold(state)
                facts, count = fold_piece(state, piece, seq, policy)
                seq = piece[count - 1].seq
                progress = moved_on(_without(progress, retold), piece[count - 1], facts, state, version)
                store.save_batch(facts, progress, retold, old_before)
                progress = msgspec.structs.replace(progress, revision=progress.revision + 1)
                frames, learned = frames + (0 if is_again else count), learned + len(facts)
                told = max(told, tells(facts, state, policy))
                goes_on = state.proof is not None or (is_again and state.again is None)
                if goes_on:
                    break
            is_all = len(batch) < FRAMES_AT_ONCE and not goes_on and not is_put_off
            is_idle = not state.memory.is_plugged
            yield Folded(frames, learned, is_all, is_idle, told, silent_at(state, policy))
            if goes_on:
                break
        else:
            yield Folded(is_all=not is_put_off, is_idle=not state.memory.is_plugged)


def _is_due(store: Store, progress: Progress) -> bool:
    """Whether to fold again: not while much is to be read, or frames that go on coming would hold it up."""
    if not store.needs_refold(progress.station):
        return False
    since = progress.received_at if progress.seq else BEGINNING
    ahead = next(store.frames_after(progress.station, since, progress.seq), [])
    return len(ahead) < FRAMES_AT_ONCE


def _given_way(store: Store, progress: Progress, state: StationState, behind: FactPlace) -> Progress:
    """
    The progress after a part of the facts that a proof replaces, the newest of them, gave way.

    Who is stopped in between goes on: how far this came is kept with the proof.
    """
    assert state.proof is not None  # noqa: S101 - nothing else replaces facts
    retold = Retold(state.proof.by.received_at, replaced(state)[0], behind, state.kept_until)
    state.kept_until = behind
    progress = msgspec.structs.replace(_dirty(progress, behind[0]), snapshot=snapshot(state))
    store.save_batch([], progress, retold)
    return msgspec.structs.replace(progress, revision=progress.revision + 1)


def _retold(state: StationState) -> Retold | None:
    """Since when what was received before a proof is known, and what the next facts replace."""
    again, proven_at = state.again, state.proven_at
    if proven_at is None:
        return None
    if again is None or again.is_begun:
        return Retold(proven_at)
    until, state.kept_until = state.kept_until, LAST_PLACE
    again.is_begun = True
    return Retold(proven_at, again.first.told, (again.least_at, BEGINNING, 0), until)


def _without(progress: Progress, retold: Retold | None) -> Progress:
    """The progress without the facts that are replaced; what followed from them is to be concluded again."""
    if retold is None or retold.replaces is None:
        return progress
    progress = _dirty(progress, retold.behind[0])
    if retold.replaces:
        return progress
    return msgspec.structs.replace(progress, first_fact_at=None, newest_fact_at=None)


def _dirty(progress: Progress, since: Instant) -> Progress:
    """What followed from the facts since then is to be concluded again."""
    if progress.first_fact_at is None:
        return progress
    dirty = max(since, progress.first_fact_at)
    if progress.dirty_from is not None:
        dirty = min(dirty, progress.dirty_from)
    return msgspec.structs.replace(progress, dirty_from=dirty)
