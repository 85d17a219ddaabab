"""How far are feeds of other systems read, and of whom do they speak?"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

import msgspec

from chargeboard.domain.feeds import ChosenFeed, Feed
from chargeboard.domain.records import Overtaken
from chargeboard.store.sql.database.connection import Database
from chargeboard.time.instants import Instant

_Row = tuple[str, str, str, Instant | None, Instant | None, Instant | None, str, Instant | None]


class FeedRows:
    """A row for each feed, and one for each charger that it speaks of."""

    _db: Database

    def chosen_feeds(self) -> list[ChosenFeed]:
        with self._db.reading() as connection:
            told: str | None = self._db.sql.chosen_feeds(connection)
            return [] if told is None else msgspec.json.decode(told, type=list[ChosenFeed])

    def put_chosen_feeds(self, chosen: Sequence[ChosenFeed]) -> None:
        with self._db.writing() as connection:
            told = msgspec.json.encode(list(chosen)).decode()
            self._db.sql.put_chosen_feeds(connection, chosen=told)

    def feeds(self) -> list[Feed]:
        with self._db.reading() as connection:
            return [_feed(row) for row in self._db.sql.feeds(connection)]

    def feed(self, name: str) -> Feed | None:
        with self._db.reading() as connection:
            row = self._db.sql.feed(connection, name=name)
            return None if row is None else _feed(row)

    def advance_feed(self, before: str, feed: Feed) -> None:
        with self._db.writing(()) as connection:
            row = {
                "name": feed.name,
                "kind": feed.kind,
                "cursor": feed.cursor,
                "newest_at": feed.newest_at,
                "kept_at": feed.kept_at,
                "looked_at": feed.looked_at,
            }
            write = self._db.sql.advance_feed if before else self._db.sql.begin_feed
            if write(connection, **row, **({"before": before} if before else {})) is None:
                raise Overtaken(feed.name)

    def tell_feed(self, feed: Feed) -> None:
        with self._db.writing(()) as connection:
            self._db.sql.tell_feed(
                connection,
                name=feed.name,
                kind=feed.kind,
                looked_at=feed.looked_at,
                wrong=feed.wrong,
                wrong_since=feed.wrong_since,
            )

    def add_fed(self, name: str, stations: Collection[str]) -> None:
        with self._db.writing(stations) as connection:
            told = json.dumps(sorted(stations))
            self._db.sql.add_fed(connection, feed=name, stations=told)
            self._db.sql.drop_logs(connection, stations=told)

    def fed_by(self, name: str) -> list[str]:
        with self._db.reading() as connection:
            return [station for (station,) in self._db.sql.fed_by(connection, name=name)]

    def hear_fed(self, name: str) -> list[str]:
        return self._turned("hear_fed", name)

    def unhear_fed(self, name: str) -> list[str]:
        return self._turned("unhear_fed", name)

    def feeds_of(self, station: str) -> list[Feed]:
        with self._db.reading() as connection:
            return [_feed(row) for row in self._db.sql.feeds_of(connection, station=station)]

    def _turned(self, query: str, name: str) -> list[str]:
        with self._db.writing() as connection:
            return sorted(station for (station,) in getattr(self._db.sql, query)(connection, feed=name))


def _feed(row: _Row) -> Feed:
    name, kind, cursor, newest_at, kept_at, looked_at, wrong, wrong_since = row
    return Feed(
        name=name,
        kind=kind,
        cursor=cursor,
        newest_at=newest_at,
        kept_at=kept_at,
        looked_at=looked_at,
        wrong=wrong,
        wrong_since=wrong_since,
    )
