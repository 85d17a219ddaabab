"""
What if a charger changed its name?

Its frames count as the other charger's from then on, and its history is read under the new name. The old
journal stays as it is: nothing is lost, and merging again is harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from msgspec.structs import replace

from chargeboard.domain.frame import Frame
from chargeboard.domain.instants import BEGINNING
from chargeboard.domain.records import Charger
from chargeboard.run.ports import ChargersPort, FactsPort, JournalPort


class Store(JournalPort, FactsPort, ChargersPort, Protocol):
    """What merging needs of a store."""


def new_names(chargers: Iterable[Charger]) -> dict[str, str]:
    """For each charger that was merged into another, the one that its frames count for."""
    into = {charger.id: charger.merged_into for charger in chargers if charger.merged_into}
    names: dict[str, str] = {}
    for old in into:
        name, seen = old, {old}
        while (further := into.get(name)) is not None and further not in seen:
            name = further
            seen.add(name)
        names[old] = name
    return names


def new_name(store: ChargersPort, station: str) -> str:
    """The charger that a station's frames count for, looked up alone."""
    name, seen = station, {station}
    while (charger := store.charger(name)) and charger.merged_into and charger.merged_into not in seen:
        name = charger.merged_into
        seen.add(name)
    return name


def renamed(frames: Sequence[Frame], names: Mapping[str, str]) -> Sequence[Frame]:
    """The frames under the names that they count for."""
    if not names:
        return frames
    return [
        replace(frame, station=names[frame.station]) if frame.station in names else frame for frame in frames
    ]


def merge(store: Store, old: str, new: str) -> int:
    """
    Let the frames of `old` be `new`'s, and say how many came over. `new` has to be refreshed afterwards.

    Raises: ValueError where `new` counts as `old` already.
    """
    names = new_names(store.chargers())
    if names.get(new, new) == old:
        raise ValueError(f"{new} counts as {old} already")
    # named first, so that what arrives from now on goes the new way
    store.save_charger(replace(store.charger(old) or Charger(id=old), merged_into=new))
    store.begin_source()
    moved = 0
    for batch in store.frames_after(old, BEGINNING, 0):
        moved += store.append([replace(stored.frame, station=new) for stored in batch])
    store.begin_source()
    store.forget(old)
    return moved
