"""What did operators say about chargers?"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from chargeboard.domain.records import Called, Charger
from chargeboard.domain.sites import folded
from chargeboard.store.sql.chargers.fleet_rows import drop_line
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.known.told import look_whether_heard

_Row = tuple[str, str, str, str, str | None, int, int | None, str]


class Chargers:
    """One row for each charger that anything was set for."""

    _db: Database

    def charger(self, station: str) -> Charger | None:
        seen = self._db.seen_now
        if seen is not None and station in seen:
            return seen[station]
        with self._db.reading() as connection:
            row = self._db.sql.charger(connection, id=station)
            found = None if row is None else _charger(row)
            if self._db.seen_now is not None:
                self._db.seen_now[station] = found
            return found

    def chargers(self) -> list[Charger]:
        with self._db.reading() as connection:
            return [_charger(row) for row in self._db.sql.chargers(connection)]

    def charger_sites(self) -> list[str]:
        with self._db.reading() as connection:
            return [site for (site,) in self._db.sql.charger_sites(connection)]

    def charger_places(self) -> list[tuple[str, str]]:
        with self._db.reading() as connection:
            return list(self._db.sql.charger_places(connection))

    def chargers_at(self, site: str) -> list[Charger]:
        with self._db.reading() as connection:
            spelled = [one for one in self.charger_sites() if folded(one) == folded(site)]
            sites = msgspec.json.encode(spelled).decode()
            return [_charger(row) for row in self._db.sql.chargers_at(connection, sites=sites)]

    def chargers_named(self, stations: Collection[str]) -> dict[str, Charger]:
        ids = msgspec.json.encode(list(stations)).decode()
        with self._db.reading() as connection:
            found = map(_charger, self._db.sql.chargers_named(connection, ids=ids))
            return {charger.id: charger for charger in found}

    def charger_marks(self) -> list[tuple[str, bool]]:
        with self._db.reading() as connection:
            return [(name, bool(is_gone)) for name, is_gone in self._db.sql.charger_marks(connection)]

    def save_charger(self, charger: Charger) -> None:
        row = msgspec.structs.asdict(charger) | {
            "settings": msgspec.json.encode(charger.settings).decode(),
            "deleted": int(charger.deleted),
            "called": msgspec.json.encode(charger.called).decode(),
        }
        with self._db.writing() as connection:
            self._db.sql.save_charger(connection, **row)
            look_whether_heard(self._db, charger.id)
            if charger.merged_into is None:
                self._db.sql.is_to_be_looked_at(connection, station=charger.id)
            if charger.deleted or charger.merged_into is not None:
                drop_line(self._db, charger.id)
            # the line of the list has its old name; until it is made again nobody finds it by its old site
            self._db.sql.put_fleet_site(connection, station=charger.id, site=charger.site)
            self._db.sql.deny_fleet(connection, station=charger.id)

    def drop_charger(self, station: str) -> None:
        with self._db.writing() as connection:
            if self._db.sql.drop_charger(connection, id=station) is not None:
                look_whether_heard(self._db, station)
                self._db.sql.is_to_be_looked_at(connection, station=station)


def _charger(row: _Row) -> Charger:
    charger_id, name, site, settings, merged_into, deleted, merged_at, called = row
    return Charger(
        id=charger_id,
        name=name,
        site=site,
        settings=msgspec.json.decode(settings, type=dict[str, object]),
        merged_into=merged_into,
        merged_at=merged_at,
        called=msgspec.json.decode(called, type=tuple[Called, ...]),
        deleted=bool(deleted),
    )
