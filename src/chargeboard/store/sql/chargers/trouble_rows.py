"""What went wrong between chargers and their management systems lately?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from chargeboard.domain.figures.fleet_protocol import ChargerTroubles, SideTroubles, TroublesWanted
from chargeboard.store.sql.database.connection import Database

_FIELDS = SideTroubles.__struct_fields__


class TroubleRows:
    """A row for each charger and side."""

    _db: Database

    def troubles(
        self, wanted: TroublesWanted, since: date, sites: Collection[str] | None = None
    ) -> tuple[int, list[ChargerTroubles]]:
        with self._db.reading() as connection:
            rows = [
                *self._db.sql.troubles(
                    connection,
                    side=wanted.side or "",
                    what=wanted.what,
                    sites=None if sites is None else _json(sorted(sites)),
                    words=_json(wanted.text.casefold().split()),
                    first=since.isoformat(),
                    most=wanted.limit,
                    skipped=wanted.offset,
                )
            ]
        if not rows and wanted.offset:
            # behind the last one no row says how many there are
            return self.troubles(replace(wanted, offset=0, limit=1), since, sites)[0], []
        return (rows[0][-1] if rows else 0), [_read(*row) for row in rows]


def put_troubles(db: Database, station: str, found: Sequence[SideTroubles]) -> None:
    """Let them stand for those that were known of a charger before; what is as it was is not written."""
    before = {tuple(row) for row in db.sql.troubles_of(db.connection, station=station)}
    now = {(station, one.side, one.last_on.isoformat(), *msgspec.structs.astuple(one)[2:]) for one in found}
    db.sql.drop_trouble(db.connection, [(station, side) for _, side, *_ in before - now])
    db.sql.add_troubles(db.connection, now - before)


def _read(station: str, *told: object) -> ChargerTroubles:
    *found, site, timezone, _ = told
    return ChargerTroubles(
        id=station,
        site=str(site),
        timezone=str(timezone),
        found=msgspec.convert(dict(zip(_FIELDS, found, strict=True)), SideTroubles),
    )


def _json(words: Sequence[str]) -> str:
    return msgspec.json.encode(list(words)).decode()
