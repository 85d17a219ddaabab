"""
What if a charger changed its id?

Its frames count as the other charger's from then on, and its history is read under the new id. What came and
comes under its own id stays in its journal, and the other one has copies, so that nothing is lost and the
merge can be taken back. Both are done by saying who counts for whom and then making the copies right, so that
whoever was stopped in between does it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import msgspec
from msgspec.structs import replace

from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Charger
from chargeboard.history.names import former, new_name
from chargeboard.ports.chargers import ChargersPort
from chargeboard.ports.facts import FactsPort
from chargeboard.ports.journal import JournalPort
from chargeboard.run.words import say
from chargeboard.time.instants import BEGINNING, Instant


class Store(JournalPort, FactsPort, ChargersPort, Protocol):
    """What merging needs of a store."""


class Moved(msgspec.Struct, frozen=True):
    """Frames that count for another charger now."""

    frames: int = 0
    first_at: Instant | None = None
    last_at: Instant | None = None
    since: int = 0
    """So many of them came while the charger was merged."""


def merge(store: Store, old: str, new: str, now: Instant) -> Moved:
    """
    Let the frames of `old` count for `new`, and say which. Who has them now is to be refreshed afterwards.

    Raises: ValueError where that cannot be.
    """
    known = store.charger(old) or Charger(id=old)
    if new_name(store, new) == old:
        raise ValueError(say("merged_already", new=new, old=old))
    if known.merged_into not in {None, new}:
        raise ValueError(say("merged_elsewhere", old=old, head=known.merged_into))
    moved = _moved(store, [old, *former(store, old)])
    if known.merged_into is None:
        # named first, so that what arrives from now on goes the new way
        store.save_charger(replace(known, merged_into=new, merged_at=now))
    _align(store, new_name(store, new))
    return moved


def unmerge(store: Store, old: str) -> Moved:
    """
    Let the frames of `old` count for itself again, those too that came while it was merged, and say which.

    It and the charger that it was merged into are to be refreshed afterwards.
    Raises: ValueError where it is not merged.
    """
    known, head = store.charger(old) or Charger(id=old), new_name(store, old)
    if known.merged_into is not None:
        if known.merged_at is None:
            # it was merged by a version that did not tell copies apart
            for frames in _own_frames(store, old):
                store.adopt(old, head, frames)
        alone = replace(known, merged_into=None, merged_at=None)
        if alone == Charger(id=old):
            store.drop_charger(old)
        else:
            store.save_charger(alone)
    ours = [old, *former(store, old)]
    strays = {one for each in ours for one in store.copies_of(each)} - {old, *store.heads()}
    if known.merged_into is None and not strays:
        raise ValueError(say("not_merged", old=old))
    for one in sorted({old, *strays}):
        _align(store, one)
    return _moved(store, ours, known.merged_at)


def _align(store: Store, head: str) -> None:
    """Make the journal of `head` have copies of what came under the ids that count for it, and no others."""
    ours = former(store, head)
    for one in store.copied_from(head):
        if one not in ours:
            store.drop_copies(head, one)
    for one in ours:
        for frames in _own_frames(store, one):
            store.copy(one, head, frames)
    if not any(store.frames_after(head, BEGINNING, 0)):
        store.forget(head)
        store.drop_unheard(head)


def _own_frames(store: JournalPort, station: str) -> Iterator[list[Frame]]:
    """What came under the id itself, in batches."""
    for batch in store.frames_after(station, BEGINNING, 0):
        own = store.own(station, [stored.seq for stored in batch])
        yield [stored.frame for stored in batch if stored.seq in own]


def _moved(store: JournalPort, stations: list[str], merged_at: Instant | None = None) -> Moved:
    stamps = [
        frame.received_at
        for station in stations
        for frames in _own_frames(store, station)
        for frame in frames
    ]
    since = 0 if merged_at is None else sum(at >= merged_at for at in stamps)
    return Moved(len(stamps), min(stamps, default=None), max(stamps, default=None), since)
