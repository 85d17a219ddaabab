"""When was this collector away, which connections did that cost, and to whom does nobody listen?"""

from __future__ import annotations

import json
from collections.abc import Collection

import msgspec

from chargeboard.domain.doorstep import ListeningChoice
from chargeboard.store.sql.database.connection import Database
from chargeboard.time.instants import Instant


class Collector:
    """A row that says that we live, the connections that we hold, and chargers known from logs alone."""

    _db: Database

    def listening_choice(self) -> ListeningChoice | None:
        with self._db.reading() as connection:
            told: str | None = self._db.sql.listening_choice(connection)
            return None if told is None else msgspec.json.decode(told, type=ListeningChoice)

    def put_listening_choice(self, choice: ListeningChoice) -> None:
        with self._db.writing() as connection:
            self._db.sql.put_listening_choice(connection, choice=msgspec.json.encode(choice).decode())

    def put_alive(self, at: Instant) -> None:
        with self._db.writing(()) as connection:
            self._db.sql.put_alive(connection, at=at)

    def hold_link(self, station: str, name: str, holder: str = "") -> None:
        with self._db.writing([station]) as connection:
            if not holder:
                list(self._db.sql.let_lost_go(connection, station=station))
            self._db.sql.hold_link(connection, station=station, connection=name, holder=holder)

    def let_link_go(self, station: str, name: str) -> None:
        with self._db.writing([station]) as connection:
            self._db.sql.let_link_go(connection, station=station, connection=name)

    def let_lost_go(self, station: str) -> bool:
        with self._db.writing([station]) as connection:
            return bool(list(self._db.sql.let_lost_go(connection, station=station)))

    def lose_links(self) -> dict[str, Instant]:
        with self._db.writing() as connection:
            self._db.sql.lose_links(connection)
            return dict(self._db.sql.lost_links(connection))

    def is_log(self, station: str) -> bool:
        with self._db.reading() as connection:
            return self._db.sql.is_log(connection, station=station) is not None

    def put_log(self, station: str, *, is_log: bool) -> None:
        with self._db.writing([station]) as connection:
            write = self._db.sql.put_log if is_log else self._db.sql.drop_log
            write(connection, station=station)

    def are_heard(self, stations: Collection[str]) -> None:
        with self._db.writing(stations) as connection:
            self._db.sql.drop_logs(connection, stations=json.dumps(sorted(stations)))

    def newest_frame_at(self, station: str) -> Instant | None:
        with self._db.reading() as connection:
            at: Instant | None = self._db.sql.newest_at(connection, station=station)
            return at
