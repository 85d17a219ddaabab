"""Which transaction ids were given, who may connect, and what does the list of chargers say?"""

from __future__ import annotations

import secrets

from chargeboard.domain.instants import Instant
from chargeboard.domain.records import Credential, FleetLine, FleetMark
from chargeboard.store.sqlite.connection import Database

_FIRST_IDS = 1_000_000_000
"""A station's ids begin at random below this, so that those of a lost database are not given again."""


class Live:
    """Rows by station."""

    _db: Database

    def transaction_id(self, station: str, key: str) -> int:
        """The id of a start: the same for the same key, else one above the station's last."""
        sql = self._db.sql
        with self._db.writing() as connection:
            given = sql.given_transaction(connection, station=station, key=key)
            if given is None:
                last = sql.last_given_transaction(connection, station=station)
                given = 1 + (secrets.randbelow(_FIRST_IDS) if last is None else last)
                sql.give_transaction(connection, station=station, key=key, transaction_id=given)
            return int(given)

    def credential(self, station: str) -> Credential | None:
        with self._db.reading() as connection:
            row = self._db.sql.credential(connection, station=station)
            return None if row is None else _credential(row)

    def credentials(self) -> list[Credential]:
        with self._db.reading() as connection:
            return [_credential(row) for row in self._db.sql.credentials(connection)]

    def save_credential(self, credential: Credential) -> None:
        with self._db.writing() as connection:
            self._db.sql.save_credential(
                connection,
                station=credential.station,
                approved=int(credential.approved),
                salt=credential.salt,
                digest=credential.digest,
                asked_at=credential.asked_at,
            )

    def save_waiting(self, credential: Credential, most: int) -> None:
        with self._db.writing() as connection:
            self.save_credential(credential)
            dropped = len(list(self._db.sql.drop_waiting(connection, most=most)))
            if dropped:
                known = self._db.sql.dropped_waiting(connection) or 0
                self._db.sql.put_dropped_waiting(connection, dropped=str(known + dropped))

    def dropped_waiting(self) -> int:
        with self._db.reading() as connection:
            return int(self._db.sql.dropped_waiting(connection) or 0)

    def fleet_marks(self) -> list[FleetMark]:
        with self._db.reading() as connection:
            return [FleetMark(*row) for row in self._db.sql.fleet_marks(connection)]

    def fleet(self) -> list[FleetLine]:
        with self._db.reading() as connection:
            return [FleetLine(*row) for row in self._db.sql.fleet(connection)]

    def fleet_line(self, station: str) -> FleetLine | None:
        with self._db.reading() as connection:
            row = self._db.sql.fleet_line(connection, station=station)
            return None if row is None else FleetLine(*row)

    def fleet_due(self, now: Instant, most: int) -> list[str]:
        with self._db.reading() as connection:
            return [station for (station,) in self._db.sql.fleet_due(connection, now=now, most=most)]

    def save_fleet(self, line: FleetLine) -> None:
        with self._db.writing() as connection:
            self._db.sql.save_fleet(
                connection,
                station=line.station,
                revision=line.revision,
                valid_until=line.valid_until,
                doc=line.doc.decode(),
            )


def _credential(row: tuple[str, int, bytes | None, bytes | None, Instant | None]) -> Credential:
    station, approved, salt, digest, asked_at = row
    return Credential(station=station, approved=bool(approved), salt=salt, digest=digest, asked_at=asked_at)
