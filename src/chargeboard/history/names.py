"""Under which id is what a charger said found now, and under which others was it said?"""

from __future__ import annotations

from collections.abc import Sequence

from chargeboard.ports.chargers import ChargersPort
from chargeboard.ports.journal import JournalPort


class UnknownChargerError(LookupError):
    """No frame of that charger was ever received; `similar` are ids that were."""

    def __init__(self, station: str, similar: Sequence[str]) -> None:
        super().__init__(station)
        self.station = station
        self.similar = list(similar)


def new_name(store: ChargersPort, station: str) -> str:
    """The charger that a station's frames count for, looked up alone."""
    name, seen = station, {station}
    while (charger := store.charger(name)) and charger.merged_into and charger.merged_into not in seen:
        name = charger.merged_into
        seen.add(name)
    return name


def former(store: JournalPort, station: str) -> list[str]:
    """The ids whose frames count for the charger besides its own."""
    return sorted(old for old, head in store.heads().items() if head == station)
