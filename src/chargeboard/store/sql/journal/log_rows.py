"""How far was a log read that others keep?"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

import msgspec

from chargeboard.domain.records import Overtaken
from chargeboard.ports.log import LogPosition, LogStep
from chargeboard.store.sql.database.connection import Database
from chargeboard.time.instants import Instant

_TOLD = msgspec.json.Decoder(dict[str, int])


class LogRows:
    """A row for each part of the log."""

    _db: Database

    def name_log(self, name: str) -> str:
        with self._db.writing(()) as connection:
            self._db.sql.put_log_name(connection, name=name)
            return str(self._db.sql.log_name(connection))

    def log_name(self) -> str:
        with self._db.reading() as connection:
            return self._db.sql.log_name(connection) or ""

    def leave_log(self) -> None:
        with self._db.writing(()) as connection:
            self._db.sql.drop_log_name(connection)
            self._db.sql.drop_log_parts(connection)

    def begin_log_part(self, part: int, epoch: int) -> LogPosition:
        with self._db.writing(()) as connection:
            row = self._db.sql.begin_log_part(connection, part=part, epoch=epoch)
        if row is None:
            raise Overtaken(str(part))
        return LogPosition(row[0], _TOLD.decode(row[1]))

    def advance_log_parts(self, steps: Sequence[LogStep]) -> None:
        rows = [
            (one.part, one.epoch, one.before, one.read.position, msgspec.json.encode(one.read.told).decode())
            for one in steps
        ]
        with self._db.writing(()) as connection:
            found = self._db.sql.advance_log_parts(connection, steps=msgspec.json.encode(rows).decode())
            if left := {one.part for one in steps}.difference(part for (part,) in found):
                raise Overtaken(*map(str, sorted(left)))

    def log_positions(self) -> dict[int, int]:
        with self._db.reading() as connection:
            return dict(self._db.sql.log_parts(connection))

    def newest_frames_at(self, stations: Collection[str]) -> dict[str, Instant]:
        with self._db.reading() as connection:
            rows = self._db.sql.station_rows(connection, stations=json.dumps(sorted(stations)))
            return {station: newest_at for station, _, newest_at in rows}
