"""
What did a charger say that nobody has understood yet?

Whoever looks need not wait for that to be kept: a few frames are understood for the look alone, by the code
by which all are.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from chargeboard.domain.facts import AnyFact
from chargeboard.domain.policy import Policy
from chargeboard.domain.records import Progress
from chargeboard.history.moving_on import fold_piece, is_plain, moved_on, version_of
from chargeboard.pipeline import restore
from chargeboard.ports.store import Store

_MOST_FRAMES = 64
"""More are better understood once for all."""


class ReadAhead(NamedTuple):
    """How far a charger would be understood, and the facts that this gives."""

    kept: Progress
    progress: Progress
    facts: list[AnyFact]


def read_ahead(store: Store, station: str, policy: Policy) -> ReadAhead | None:
    """
    What its next frames tell; None where that is no plain case, or much.

    The revision of the progress is one that nothing has that is kept.
    """
    for ahead in store.plainly_ahead([station], _MOST_FRAMES):
        version, state = version_of(policy), restore(ahead.progress.snapshot)
        if not ahead.frames or not is_plain(state, ahead.progress, version):
            return None
        facts, count = fold_piece(state, ahead.frames, ahead.progress.seq, policy)
        if count < len(ahead.frames) or state.proof is not None:
            return None
        last = ahead.frames[-1]
        moved = moved_on(ahead.progress, last, facts, state, version)
        return ReadAhead(ahead.progress, replace(moved, revision=-1 - last.seq), facts)
    return None
