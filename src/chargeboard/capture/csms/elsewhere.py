"""Is the charger connected to another gateway?"""

from __future__ import annotations

from typing import Protocol

from chargeboard.time.instants import Instant


class Elsewhere(Protocol):
    """The connections of other gateways to chargers."""

    def held(self, station: str, /) -> bool:
        """Whether one of them has a connection of the charger."""

    async def lives(self, station: str, /) -> bool:
        """Whether such a connection shows a sign of life in time."""

    def lost_since(self, station: str, /) -> Instant | None:
        """Since when the charger is missed, where it was connected to one that is gone."""


class Nowhere:
    """There is one gateway."""

    def held(self, _: str) -> bool:
        """There is no other."""
        return False

    async def lives(self, _: str) -> bool:
        """Nothing does."""
        return False

    def lost_since(self, _: str) -> Instant | None:
        """Nobody was."""
        return None
