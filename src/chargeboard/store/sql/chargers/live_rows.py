"""Which transaction ids were given, and who may connect?"""

from __future__ import annotations

import secrets

from chargeboard.domain.records import Credential
from chargeboard.store.sql.database.connection import Database
from chargeboard.time.instants import Instant

_FIRST_IDS = 1_000_000_000
"""A station's ids begin at random below this, so that those of a lost database are not given again."""


class Live:
    """Rows by station."""

    _db: Database

    def transaction_id(self, station: str, key: str) -> int:
        """The id of a start: the same for the same key, else one above the station's last."""
        sql = self._db.sql
        with self._db.writing([station]) as connection:
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
                withdrawn_at=credential.withdrawn_at,
                certificates_after=credential.certificates_after,
                change=self._db.sql.count_credential_change(connection),
            )

    def credential_changes(self) -> int:
        with self._db.reading() as connection:
            return int(self._db.sql.credential_changes(connection) or 0)

    def changed_credentials(self, after: int) -> list[tuple[int, str]]:
        with self._db.reading() as connection:
            return list(self._db.sql.changed_credentials(connection, after=after))

    def waiting_credentials(self) -> list[Credential]:
        with self._db.reading() as connection:
            return [_credential(row) for row in self._db.sql.waiting_credentials(connection)]

    def save_waiting(self, credential: Credential, most: int) -> None:
        with self._db.writing() as connection:
            self._db.sql.add_waiting(
                connection,
                station=credential.station,
                asked_at=credential.asked_at,
                change=self._db.sql.count_credential_change(connection),
            )
            dropped = len(list(self._db.sql.drop_waiting(connection, most=most)))
            if dropped:
                known = self._db.sql.dropped_waiting(connection) or 0
                self._db.sql.put_dropped_waiting(connection, dropped=str(known + dropped))

    def dropped_waiting(self) -> int:
        with self._db.reading() as connection:
            return int(self._db.sql.dropped_waiting(connection) or 0)


def _credential(
    row: tuple[str, int, bytes | None, bytes | None, Instant | None, Instant | None, Instant | None],
) -> Credential:
    station, approved, salt, digest, asked_at, withdrawn_at, certificates_after = row
    return Credential(
        station=station,
        approved=bool(approved),
        salt=salt,
        digest=digest,
        asked_at=asked_at,
        withdrawn_at=withdrawn_at,
        certificates_after=certificates_after,
    )
