"""How are a few new frames of many stations folded at the price of one write?"""

from __future__ import annotations

from collections.abc import Callable, Collection

from chargeboard.domain.facts import AnyFact
from chargeboard.domain.policy import Policy
from chargeboard.domain.records import Progress
from chargeboard.history.moving_on import fold_piece, is_plain, moved_on, version_of
from chargeboard.pipeline import restore
from chargeboard.ports.journal import FRAMES_AT_ONCE
from chargeboard.ports.store import Store
from chargeboard.run.understanding.folded import Folded, silent_at, tells


def fold_together(
    store: Store, stations: Collection[str], policy_of: Callable[[str], Policy]
) -> dict[str, Folded]:
    """
    What is new of the stations becomes facts; their frames are all or none in it.

    Who is not in the answer is no plain case, and to be folded alone: something came late or is to be folded
    again, there is very much, or another writer was faster.
    """
    parts: dict[str, Folded] = {}
    batches: list[tuple[list[AnyFact], Progress]] = []
    with store.reading():
        all_ahead = store.plainly_ahead(stations, FRAMES_AT_ONCE)
        policies = {ahead.progress.station: policy_of(ahead.progress.station) for ahead in all_ahead}
    for ahead in all_ahead:
        progress, frames = ahead.progress, ahead.frames
        station = progress.station
        policy = policies[station]
        version, state = version_of(policy), restore(progress.snapshot)
        if not is_plain(state, progress, version):
            continue
        if not frames:
            parts[station] = Folded(
                is_all=True, is_idle=not state.memory.is_plugged, silent_at=silent_at(state, policy)
            )
            continue
        facts, count = fold_piece(state, frames, progress.seq, policy)
        batches.append((facts, moved_on(progress, frames[count - 1], facts, state, version)))
        parts[station] = Folded(
            count,
            len(facts),
            is_all=state.proof is None,
            is_idle=not state.memory.is_plugged,
            tells=tells(facts, state, policy),
            silent_at=silent_at(state, policy),
        )
    for station in store.save_batches(batches) if batches else []:
        del parts[station]
    return parts
