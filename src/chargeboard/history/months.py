"""In which months is something known of a charger?"""

from __future__ import annotations

from datetime import date

from chargeboard.ports.store import Store
from chargeboard.time.days import day_of, midnight
from chargeboard.time.instants import Instant

MOST = 36


def months_known(store: Store, station: str, zone: str, at: Instant, most: int = MOST) -> list[date]:
    """The first days of the local months in which something happened by `at`, the latest first."""
    found: list[date] = []
    before = at + 1
    while len(found) < most and (last := store.last_fact_at(station, before)) is not None:
        first = day_of(last, zone).replace(day=1)
        found.append(first)
        before = midnight(first, zone)
    return found
