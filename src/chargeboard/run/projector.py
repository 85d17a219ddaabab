"""
How do frames in the journal become facts in the store?

Each batch of frames is folded on from the stored snapshot; its facts, the new snapshot and the cursor are
saved in one step, so that a crash anywhere repeats and loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from chargeboard.domain.facts import AnyFact
from chargeboard.domain.instants import BEGINNING
from chargeboard.domain.policy import Policy
from chargeboard.domain.records import Overtaken, Progress, Stored
from chargeboard.pipeline import StationState, fold_version, restore, snapshot, step
from chargeboard.run.ports import Store


class StationFailedError(Exception):
    """The frames of one station could not be folded; the others are not concerned."""

    def __init__(self, station: str) -> None:
        super().__init__(f"The frames of charger {station!r} could not be understood")
        self.station = station


def project(store: Store, station: str, policy: Policy, *, limit: int | None = None) -> int:
    """
    Fold what is new of one station, at least `limit` frames where there are so many, and say how many.

    Raises: StationFailedError, with the cause.
    """
    folded = 0
    try:
        while True:
            try:
                for count in _batches(store, station, policy):
                    folded += count
                    if limit is not None and folded >= limit:
                        break
            except Overtaken:
                continue
            return folded
    except Exception as error:
        raise StationFailedError(station) from error


def _batches(store: Store, station: str, policy: Policy) -> Iterator[int]:
    """Fold and save batch by batch; gives how many frames each had."""
    version = fold_version(policy)
    progress = store.progress(station)
    if (progress.fold_version not in {"", version}) or store.needs_refold(station):
        store.forget(station)
        progress = store.progress(station)
    state = restore(progress.snapshot)
    # a log may hold stamps from before 1970
    since = progress.received_at if progress.seq else BEGINNING
    for batch in store.frames_after(station, since, progress.seq):
        facts = [fact for stored in batch for fact in step(state, stored.frame, policy)]
        progress = _moved_on(progress, batch[-1], facts, state, version)
        store.save_batch(facts, progress)
        progress = msgspec.structs.replace(progress, revision=progress.revision + 1)
        yield len(batch)


def _moved_on(
    progress: Progress, last: Stored, facts: list[AnyFact], state: StationState, version: str
) -> Progress:
    """The progress after the batch that ended with `last` and gave `facts`."""
    instants = [fact.at for fact in facts]

    def least(known: int | None) -> int | None:
        return min([*instants, *([] if known is None else [known])], default=None)

    def most(known: int | None) -> int | None:
        return max([*instants, *([] if known is None else [known])], default=None)

    return msgspec.structs.replace(
        progress,
        received_at=last.frame.received_at,
        seq=last.seq,
        fold_version=version,
        snapshot=snapshot(state),
        first_fact_at=least(progress.first_fact_at),
        newest_fact_at=most(progress.newest_fact_at),
        dirty_from=least(progress.dirty_from),
    )
