"""
Who is looked at because settings, rules or the code changed?

Some chargers at a time, so that what chargers say does not wait for it; who was looked at is not again at the
next start.
"""

from __future__ import annotations

from collections.abc import Callable

from chargeboard.ports.unlooked import UnlookedPort

_AT_ONCE = 64


class Unlooked:
    """Those of one store, in the order of their ids."""

    def __init__(self, store: UnlookedPort, hear: Callable[[list[str]], None]) -> None:
        """`hear` has chargers looked at, whatever they said."""
        self._store, self._hear = store, hear
        self._behind: str | None = None
        """Up to whom they were asked for; None: there is nobody left."""
        self._asked: set[str] = set()
        self._looked: list[str] = []

    def start(self) -> None:
        """Begin with the first."""
        self._behind = ""

    def is_looked_at(self, station: str) -> None:
        """Conclusions and the line of a charger are as of today."""
        if station in self._asked:
            self._asked.remove(station)
            self._looked.append(station)

    def work(self) -> bool:
        """Ask for some more; False where nobody is left."""
        if self._looked:
            self._store.are_looked_at(self._looked)
            self._looked = []
        if self._behind is None:
            return False
        some = self._store.unlooked(self._behind, _AT_ONCE)
        self._behind = some[-1] if some else None
        self._asked.update(some)
        self._hear(some)
        return bool(some)
