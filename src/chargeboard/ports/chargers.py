"""What is asked of what operators say about chargers?"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from chargeboard.domain.records import Charger


class ChargersPort(Protocol):
    """What operators say about chargers."""

    def charger(self, station: str) -> Charger | None: ...

    def chargers(self) -> list[Charger]: ...

    def charger_sites(self) -> list[str]:
        """Where any was put, hidden ones too: each as it was spelled, by name."""

    def charger_places(self) -> list[tuple[str, str]]:
        """Each that was put at a site, and where, by id; hidden ones too."""

    def chargers_at(self, site: str) -> list[Charger]:
        """Those that were put at a site, however it was spelled, by id; hidden ones too."""

    def chargers_named(self, stations: Collection[str]) -> dict[str, Charger]:
        """Those of them that anything was set for, by id."""

    def charger_marks(self) -> list[tuple[str, bool]]:
        """The ids alone, and whether each is hidden or counts as another."""

    def save_charger(self, charger: Charger) -> None: ...

    def drop_charger(self, station: str) -> None:
        """Nothing was ever said about the charger."""
