"""What do official rules make of a station's months?"""

from __future__ import annotations

from collections.abc import Iterator

from chargeboard.domain.records import OfficialMonthRow
from chargeboard.store.sql.database.connection import Database


class OfficialRows:
    """A row for each month that is settled; who replaces conclusions drops those that they reach into."""

    _db: Database

    def official_months(
        self, station: str, rules: str, version: str, first: str, last: str
    ) -> dict[str, bytes]:
        with self._db.reading() as connection:
            return dict(
                self._db.sql.official_months(
                    connection, station=station, rules=rules, version=version, first=first, last=last
                )
            )

    def former_official_month(self, station: str, rules: str, month: str) -> bytes | None:
        with self._db.reading() as connection:
            body: bytes | None = self._db.sql.former_official_month(
                connection, station=station, rules=rules, month=month
            )
            return body

    def official_bodies(self, rules: str, first: str, last: str) -> Iterator[tuple[str, str, str, bytes]]:
        with self._db.reading() as connection:
            yield from self._db.sql.official_bodies(connection, rules=rules, first=first, last=last)

    def save_official_month(self, row: OfficialMonthRow, settled_revision: int) -> None:
        with self._db.writing([row.station]) as connection:
            self._db.sql.put_official_month(
                connection,
                station=row.station,
                month=row.month,
                until_at=row.until_at,
                rules=row.rules,
                version=row.version,
                body=row.body,
                settled_revision=settled_revision,
            )
