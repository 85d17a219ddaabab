"""What is asked of a store about the quarters of local days?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Protocol

from chargeboard.domain.load import DayLoad, StoredLoad


class LoadsPort(Protocol):
    """What stations drew on complete local days, kept with the days."""

    def loads(self, station: str, first: date, end: date) -> list[DayLoad]:
        """Those of the stored days in [first, end), by date."""

    def loads_of(self, stations: Collection[str], first: date, end: date) -> dict[str, list[StoredLoad]]:
        """Those of many stations, by name; who has none is not there."""
