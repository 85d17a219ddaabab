"""
Who is looked at because settings, rules or the code changed?

Some chargers at a time, so that what chargers say does not wait for it; who was looked at is not again at the
next start. What is set while we run is found by looking for it every few seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from chargeboard.ports.unlooked import UnlookedPort

_AT_ONCE = 64
_LOOK_EVERY_S = 3.0


class Unlooked:
    """Those of one store, in the order of their ids."""

    def __init__(self, store: UnlookedPort, hear: Callable[[list[str]], None]) -> None:
        """`hear` has chargers looked at, whatever they said."""
        self._store, self._hear = store, hear
        self._behind: str | None = None
        """Up to whom they were asked for; None: there is nobody left."""
        self._asked: dict[str, int] = {}
        """Who is to be looked at, by how many changes; with one more it is asked for again."""
        self._looked: dict[str, int] = {}
        self._look_at = float("-inf")
        """When it is asked next whether anything was set meanwhile."""

    def start(self) -> None:
        """Begin with the first."""
        self._behind = ""

    def is_looked_at(self, station: str) -> None:
        """Conclusions and the line of a charger are as of today."""
        if station in self._asked:
            self._looked[station] = self._asked.pop(station)

    def work(self) -> bool:
        """Ask for some more; False where nobody is left."""
        if self._looked:
            self._store.are_looked_at(self._looked)
            self._looked = {}
        if self._behind is None:
            if monotonic() < self._look_at:
                return False
            self._behind = ""
        some = self._store.unlooked(self._behind, _AT_ONCE)
        self._behind = next(reversed(some), None)
        self._look_at = monotonic() + _LOOK_EVERY_S
        self._hear([station for station, changes in some.items() if self._asked.get(station) != changes])
        self._asked.update(some)
        return bool(some)
