"""What is asked of the conversations of many chargers with their management systems?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Protocol

from chargeboard.domain.figures.fleet_protocol import ChargerTroubles, TroublesWanted


class TroublesPort(Protocol):
    """What went wrong lately, as it was when the lines of the list were made."""

    def troubles(
        self, wanted: TroublesWanted, since: date, sites: Collection[str] | None = None
    ) -> tuple[int, list[ChargerTroubles]]:
        """
        How many there are, and a page of them, the worst first; with `sites` of their chargers alone.

        What was counted on no day since then is not told: nobody looked at such a charger any more.
        """
