"""What is old, and put into less room then?"""

from __future__ import annotations

from chargeboard.ports.store import Store
from chargeboard.time.instants import HOUR, Instant

_FRAMES_NEW, _FACTS_NEW = 7 * 24 * HOUR, 2 * 24 * HOUR


def old_before(now: Instant) -> Instant:
    """Frames that were received before are kept in little room."""
    return now - _FRAMES_NEW


def facts_old_before(now: Instant) -> Instant:
    """So are facts of before that."""
    return now - _FACTS_NEW


def pack(store: Store, station: str, now: Instant, blocks: int | None = None) -> int:
    """Put what is old of a charger into less room, all or so many blocks of it; how many frames and facts."""
    frames = store.pack(station, old_before(now), blocks)
    if frames and blocks:
        return frames
    return frames + store.pack_facts(station, facts_old_before(now), blocks)
