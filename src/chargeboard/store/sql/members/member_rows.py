"""Who is there, and which connections were held by who is not?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.members import HowItIs, LostLink, Member, Role
from chargeboard.store.sql.database.connection import Database
from chargeboard.time.instants import Instant

_TOLD = msgspec.json.Decoder(HowItIs)


class MemberRows:
    """One row for each process, which says by itself that it lives."""

    _db: Database

    def join(self, member: Member) -> None:
        with self._db.writing(()) as connection:
            self._db.sql.put_member(
                connection,
                id=member.id,
                role=member.role,
                place=member.place,
                version=member.version,
                at=member.beat_at,
                told=msgspec.json.encode(member.told).decode(),
            )

    def beat(self, member: str, at: Instant, told: HowItIs) -> bool:
        with self._db.writing(()) as connection:
            said = msgspec.json.encode(told).decode()
            return self._db.sql.beat(connection, id=member, at=at, told=said) is not None

    def leave(self, member: str) -> None:
        with self._db.writing(()) as connection:
            self._db.sql.drop_member(connection, id=member)

    def members(self) -> list[Member]:
        with self._db.reading() as connection:
            return [_member(*row) for row in self._db.sql.members(connection)]

    def waiting(self) -> list[tuple[str, Instant, int]]:
        with self._db.reading() as connection:
            frames = dict(self._db.sql.frames_waiting(connection))
            return [
                (station, since, frames[station])
                for station, since in self._db.sql.unfolded_since(connection)
            ]

    def take_links(self, station: str, holder: str, at: Instant) -> None:
        with self._db.writing([station]) as connection:
            self._db.sql.take_links(connection, station=station, holder=holder, at=at)

    def held_by_others(self, station: str, holder: str) -> list[tuple[str, str]]:
        with self._db.reading() as connection:
            found = self._db.sql.held_by_others(connection, station=station, holder=holder)
            return [(name, who) for name, who, _ in found]

    def ask_link(self, station: str, connection: str) -> None:
        with self._db.writing([station]) as open_connection:
            self._db.sql.ask_link(open_connection, station=station, connection=connection)

    def link_lives(self, station: str, connection: str) -> None:
        with self._db.writing([station]) as open_connection:
            self._db.sql.link_lives(open_connection, station=station, connection=connection)

    def wanted_of(self, station: str, connection: str) -> int | None:
        with self._db.reading() as open_connection:
            found = self._db.sql.wanted_of(open_connection, station=station, connection=connection)
            return None if found is None else int(found)

    def wanted_links(self, holder: str) -> list[tuple[str, str, bool]]:
        with self._db.reading() as connection:
            found = self._db.sql.wanted_links(connection, holder=holder)
            return [(station, name, wanted > 1) for station, name, wanted in found]

    def lose_links_of(self, member: str, at: Instant) -> None:
        with self._db.writing() as connection:
            self._db.sql.drop_member(connection, id=member)
            self._db.sql.lose_links_of(connection, holder=member, at=at)

    def lose_links_of_nobody(self) -> None:
        with self._db.writing() as connection:
            self._db.sql.lose_links_of_nobody(connection)

    def let_lost_link_go(self, station: str, name: str) -> bool:
        with self._db.writing([station]) as connection:
            found = self._db.sql.let_lost_link_go(connection, station=station, connection=name)
            return found is not None

    def lost_links_of_all(self) -> list[LostLink]:
        with self._db.reading() as connection:
            return [LostLink(*row) for row in self._db.sql.lost_links_of_all(connection)]

    def lost_link_of(self, station: str) -> Instant | None:
        with self._db.reading() as connection:
            at: Instant | None = self._db.sql.lost_link_of(connection, station=station)
            return at

    def newest_before(self, station: str, before: Instant) -> Instant | None:
        with self._db.reading() as connection:
            at: Instant | None = self._db.sql.newest_before(connection, station=station, before=before)
            return at


def _member(  # noqa: PLR0917 - a row
    name: str, role: Role, place: str, version: str, since: Instant, beat_at: Instant, told: str
) -> Member:
    return Member(name, role, place, version, since, beat_at, _TOLD.decode(told))
