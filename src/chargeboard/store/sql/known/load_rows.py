"""What did a station draw in the quarters of its local days, and what did outages cost?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

import msgspec

from chargeboard.domain.load import DayLoad, Loss, StoredLoad
from chargeboard.store.sql.database.connection import Database

_ENCODE = msgspec.msgpack.Encoder().encode


class LoadRows:
    """Local days that are stored."""

    _db: Database

    def loads(self, station: str, first: date, end: date) -> list[DayLoad]:
        with self._db.reading() as connection:
            found = self._db.sql.loads(
                connection, station=station, first=first.isoformat(), end=end.isoformat()
            )
            return [_stored(row).opened() for row in found]

    def loads_of(self, stations: Collection[str], first: date, end: date) -> dict[str, list[StoredLoad]]:
        found: dict[str, list[StoredLoad]] = {}
        with self._db.reading() as connection:
            for station, *row in self._db.sql.loads_of(
                connection,
                stations=msgspec.json.encode([*stations]).decode(),
                first=first.isoformat(),
                end=end.isoformat(),
            ):
                found.setdefault(station, []).append(_stored(row))
        return found


def drop_loads(db: Database, station: str, first: str) -> None:
    """Those of a day, in ISO form, and of all behind it."""
    db.sql.drop_loads(db.connection, station=station, first=first)


def replace_loads(db: Database, station: str, first: date, days: Iterable[DayLoad]) -> None:
    """Let those of some days stand for all from a day on; one on which nothing was observed has none."""
    drop_loads(db, station, first.isoformat())
    rows = [
        (
            station,
            day.on.isoformat(),
            day.loss.out_us,
            day.loss.unrated_us,
            day.loss.lost_uwh,
            _ENCODE(day.sockets),
        )
        for day in days
        if day.sockets
    ]
    db.sql.add_loads(db.connection, rows)


def _stored(row: Sequence[Any]) -> StoredLoad:
    day, out_us, unrated_us, lost_uwh, body = row
    return StoredLoad(msgspec.convert(day, date), Loss(out_us, unrated_us, lost_uwh), body)
