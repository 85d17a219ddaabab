"""Which chargers are to be looked at, without going through all of them?"""

from __future__ import annotations

from collections.abc import Mapping

from chargeboard.store.sql.database.connection import Database
from chargeboard.time.instants import Micros


class UnlookedRows:
    """One row for each that was not looked at by today's settings, rules and code."""

    _db: Database

    def look_at_all_unless(self, mark: str) -> None:
        with self._db.writing() as connection:
            if self._db.sql.looked_by(connection) != mark:
                self._db.sql.look_at_all(connection)
                self._db.sql.put_looked_by(connection, mark=mark)

    def unlooked(self, behind: str, most: int) -> dict[str, int]:
        with self._db.reading() as connection:
            return dict(self._db.sql.unlooked(connection, behind=behind, most=most))

    def unlooked_sites(self) -> dict[str, str]:
        with self._db.reading() as connection:
            return dict(self._db.sql.unlooked_sites(connection))

    def are_looked_at(self, changes: Mapping[str, int]) -> None:
        with self._db.writing(changes) as connection:
            self._db.sql.are_looked_at(connection, [*changes.items()])

    def unfinished(self, little: Micros) -> list[tuple[str, bool]]:
        with self._db.reading() as connection:
            found = self._db.sql.unfinished(connection, little=little)
            return [(station, bool(is_much)) for station, is_much in found]
