"""Which of many chargers are worst understood, and whose fault is it?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta

import msgspec

from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.figures.fleet_protocol import FleetTroubles, SideTroubles, TroublesWanted
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.metrics.conversation import DAYS, lately
from chargeboard.ports.store import Store
from chargeboard.run.answering.board import MadeBoard
from chargeboard.time.days import day_of
from chargeboard.time.instants import Instant


class _Named(msgspec.Struct):
    """What is asked of the line of a charger."""

    name: str


_NAMED = msgspec.json.Decoder(_Named).decode
_ELSEWHERE = timedelta(days=1)
"""A day may be over in the zone of all, and not in that of a charger."""


class FleetProtocolReader:
    """Of the listed chargers, or of those of some sites, which come first; None: all."""

    def __init__(self, store: Store, now: Callable[[], Instant]) -> None:
        self._store, self._now = store, now

    def troubles(self, sites: Collection[str] | None, wanted: TroublesWanted) -> FleetTroubles:
        """A page of them, the worst first; by what is kept with the lines of the list."""
        with self._store.reading():
            zone = self._store.fleet_counts(FleetWanted(), (), sites).timezone or "UTC"
            today = day_of(self._now(), zone)
            first = today - timedelta(days=DAYS)
            total, rows = self._store.troubles(wanted, first - _ELSEWHERE, sites)
            docs = self._store.fleet_rows({row.id for row in rows})
        names = {station: _NAMED(doc).name for station, doc in docs.items()}
        return FleetTroubles(
            window=DateSpan(from_=first, to=today),
            total=total,
            rows=[msgspec.structs.replace(row, name=names.get(row.id, row.id)) for row in rows],
            wanted=wanted,
        )


def troubles_of(made: MadeBoard) -> list[SideTroubles]:
    """What the line of a charger keeps of it."""
    return lately(made.memory, made.history.carry.conversation, made.asked.today).troubles
