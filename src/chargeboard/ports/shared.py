"""What is asked of what was set for more than one charger?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from chargeboard.domain.sites import Shared, Site


class SharedPort(Protocol):
    """What the page and the shell set for sites, and for all chargers."""

    def shared(self) -> Shared:
        """All of it; next to free, and the same object while nothing changed."""

    def save_site(self, site: Site) -> None:
        """Keep it, in the place of the one of that name."""

    def drop_site(self, name: str) -> None: ...

    def set_policy(self, values: Mapping[str, object]) -> None:
        """Keep what holds for all chargers; None takes a key back. All chargers are looked at again."""

    def look_at(self, stations: Iterable[str]) -> None:
        """Something was set by which these are to be looked at again."""
