"""How do the next frames of a charger move on what is known of it?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from chargeboard.domain.facts import AnyFact
from chargeboard.domain.policy import Policy
from chargeboard.domain.records import Progress, Stored
from chargeboard.pipeline import StationState, fold_version, snapshot, step

version_of = lru_cache(maxsize=64)(fold_version)


def is_plain(state: StationState, progress: Progress, version: str) -> bool:
    """Whether one may simply go on from there: nothing is to be told again, and by the code of today."""
    if progress.seq and progress.fold_version != version:
        return False
    if state.proof is not None or state.again is not None:
        return False
    return state.proven_at is None or progress.received_at >= state.proven_at


def fold_piece(
    state: StationState, batch: Sequence[Stored], seq: int, policy: Policy
) -> tuple[list[AnyFact], int]:
    """The facts of the first frames: all, or those up to a proof, or up to where telling again ends."""
    facts: list[AnyFact] = []
    again = state.again
    for count, stored in enumerate(batch, 1):
        facts += step(state, stored.frame, policy, stored.seq, seq)
        seq = stored.seq
        if state.proof is not None or state.again is not again:
            return facts, count
    return facts, len(batch)


def moved_on(
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
