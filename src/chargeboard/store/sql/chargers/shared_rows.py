"""What was set for the chargers of a site, and for all of them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from chargeboard.domain.exclusions import DeclaredExclusion
from chargeboard.domain.sites import Shared, Site, folded
from chargeboard.store.sql.database.connection import Database

_SITE = msgspec.json.Decoder(Site)
_WINDOW = msgspec.json.Decoder(DeclaredExclusion)


class SharedRows:
    """One row for each thing that was set; all are read again when a counter says that one changed."""

    _db: Database
    _shared: tuple[int, Shared] = (-1, Shared())

    def shared(self) -> Shared:
        with self._db.reading() as connection:
            changes = int(self._db.sql.shared_changes(connection) or 0)
            if changes != self._shared[0]:
                sites = (_SITE.decode(doc) for (doc,) in self._db.sql.sites(connection))
                values = self._db.sql.policy_values(connection)
                found = Shared(
                    tuple(_WINDOW.decode(doc) for (doc,) in self._db.sql.exclusions(connection)),
                    {folded(site.name): site for site in sites},
                    {key: msgspec.json.decode(value) for key, value in values},
                )
                self._shared = (changes, found)
        return self._shared[1]

    def save_site(self, site: Site) -> None:
        with self._db.writing() as connection:
            doc = msgspec.json.encode(site).decode()
            self._db.sql.save_site(connection, name=folded(site.name), doc=doc)
            self._db.sql.count_shared_change(connection)

    def drop_site(self, name: str) -> None:
        with self._db.writing() as connection:
            self._db.sql.drop_site(connection, name=folded(name))
            self._db.sql.count_shared_change(connection)

    def set_policy(self, values: Mapping[str, object]) -> None:
        with self._db.writing() as connection:
            for key, value in values.items():
                if value is None:
                    self._db.sql.drop_policy_value(connection, key=key)
                else:
                    text = msgspec.json.encode(value).decode()
                    self._db.sql.save_policy_value(connection, key=key, value=text)
            self._db.sql.count_shared_change(connection)
            self._db.sql.look_at_all(connection)

    def look_at(self, stations: Iterable[str]) -> None:
        with self._db.writing() as connection:
            for station in stations:
                self._db.sql.is_to_be_looked_at(connection, station=station)
