"""Which chargers may be meant by an id that is nobody's, without going through all ids?"""

from __future__ import annotations

from chargeboard.store.sql.chargers.fleet_search import grams
from chargeboard.store.sql.database.connection import Database

_BESIDE = 32
"""So many ids on either side, in their order."""
_SHARE = 32
"""So many of those that share three characters with it, for each three of them."""
_GRAMS = 32
"""So many threes of a long id."""


class NearRows:
    """Ids beside one, and those that have a part of it."""

    _db: Database

    def stations_near(self, station: str) -> list[str]:
        sql = self._db.sql
        with self._db.reading() as connection:
            found = {name for (name,) in sql.stations_beside(connection, station=station, most=_BESIDE)}
            for gram in sorted(grams(station.casefold()), key=lambda gram: (-len(gram), gram))[:_GRAMS]:
                found |= {name for (name,) in sql.stations_sharing(connection, gram=gram, most=_SHARE)}
        return sorted(found)
