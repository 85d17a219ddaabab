"""
Which chargers stand otherwise than they did?

Of lines of the list, as they are kept: nothing is computed for who follows them. While nothing was written
that costs nothing; a look behind what was written reads of each line no more than whether it is another one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import islice

import msgspec

from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.site import ChargerPart
from chargeboard.domain.totals import Kind
from chargeboard.outlets.standing import ChargerStanding, Look
from chargeboard.ports.store import Store
from chargeboard.time.instants import HOUR, NEVER, Instant

_AT_ONCE = 100
_ALL_AGAIN = HOUR
"""A line that was made again and tells of the same as long as before is found by then."""
_ROW, _PART = msgspec.json.Decoder(FleetRow), msgspec.msgpack.Decoder(ChargerPart)


class ChangedLines:
    """Of all chargers, or those of some sites."""

    def __init__(
        self, store: Store, now: Callable[[], Instant], sites: Collection[str] | None = None
    ) -> None:
        self._store, self._now, self._sites = store, now, sites
        self._version: object = None
        self._all_at: Instant | None = None
        self._known: dict[str, tuple[int, Instant]] = {}
        self._stations: frozenset[str] = frozenset()
        self._waiting: dict[str, None] = {}
        self.charging: dict[str, None] = {}
        """Those at which a session is running, as far as they were told."""

    def look(self) -> Look:
        """What is another than at the look before; at the first one all are."""
        with self._store.reading():
            self._compare()
            some = list(islice(self._waiting, _AT_ONCE))
            told = self._read(some) if some else []
        for station in some:
            del self._waiting[station]
        return Look(self._stations, told, bool(self._waiting))

    def _compare(self) -> None:
        now, version = self._now(), self._store.data_version()
        is_due = self._all_at is None or now - self._all_at >= _ALL_AGAIN or now < self._all_at
        if version == self._version and not is_due:
            return
        before = {} if is_due else self._known
        self._known = self._store.fleet_versions(self._sites)
        self._waiting |= {
            station: None for station, told in self._known.items() if before.get(station) != told
        }
        for station in [*self._waiting, *self.charging]:
            if station not in self._known:
                self._waiting.pop(station, None)
                self.charging.pop(station, None)
        self._version, self._stations = version, frozenset(self._known)
        if is_due:
            self._all_at = now

    def _read(self, stations: Collection[str]) -> list[ChargerStanding]:
        rows, parts = self._store.fleet_rows(stations), self._store.fleet_parts(stations)
        told = [self._standing(station, doc, parts.get(station)) for station, doc in rows.items()]
        for one in told:
            self.charging.pop(one.id, None)
            if one.row.active_sessions:
                self.charging[one.id] = None
        return told

    def _standing(self, station: str, doc: bytes, part: bytes | None) -> ChargerStanding:
        return ChargerStanding(
            _ROW.decode(doc),
            None if part is None else _PART.decode(part),
            self._store.kind_before(station, NEVER) or Kind(),
        )
