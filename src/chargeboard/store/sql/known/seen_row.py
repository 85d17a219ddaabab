"""With what does a look at a station begin?"""

from __future__ import annotations

from chargeboard.domain.records import KeptSince, Progress, SeenStation
from chargeboard.store.sql.database.connection import Database

_KEPT, _PROGRESS = len(KeptSince.__struct_fields__), Progress.__struct_fields__[1:]


class SeenRow:
    """What is known of it besides facts and conclusions, in one row."""

    _db: Database

    def seen_station(self, station: str, recalled: int) -> SeenStation:
        with self._db.reading() as connection:
            row = self._db.sql.seen_station(connection, station=station, recalled=recalled)
        look, has_others, is_log, *rest = row
        kept, progress = rest[:_KEPT], rest[_KEPT:]
        return SeenStation(
            Progress(station=station)
            if progress[0] is None
            else Progress(station=station, **dict(zip(_PROGRESS, progress, strict=True))),
            KeptSince() if kept[0] is None else KeptSince(*kept),
            bool(is_log),
            bool(has_others),
            look,
        )
