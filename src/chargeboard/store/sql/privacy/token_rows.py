"""
Where does a token stand, and how does another word take its place everywhere?

Both are as long, so that texts, MessagePack and snapshots stay whole and nothing has to be computed again.
What a station has of it is changed in one step, or in bounded ones where it is much.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import msgspec

from chargeboard.domain.conclusions import Attempt
from chargeboard.store.sql.bodies.fact_block import renamed
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.journal.blocks import Row, packed, unpacked
from chargeboard.store.sql.known.dropping import MOST_ROWS

_KINDS = (
    "frames",
    "facts",
    "progress",
    "sessions",
    "session_bodies",
    "attempts",
    "errors",
    "checkpoints",
    "fleet",
    "given_transactions",
    "marks",
)
"""For each there are two queries, `KIND_naming` and `change_KIND`."""
_ATTEMPT = msgspec.msgpack.Decoder(Attempt)
_Place = tuple[Any, ...]


class Tokens:
    """Every row that names a token, whatever it is a row of."""

    _db: Database

    def sessions_of(self, station: str, token: str) -> list[bytes]:
        with self._db.reading() as connection:
            return [doc for (doc,) in self._db.sql.sessions_of(connection, station=station, token=token)]

    def attempts_of(self, station: str, token: str) -> list[Attempt]:
        with self._db.reading() as connection:
            attempts = [
                _ATTEMPT.decode(body)
                for (body,) in self._db.sql.attempts_of(connection, station=station, token=token)
            ]
        return [attempt for attempt in attempts if attempt.token == token]

    def forgetting(self, salt: str) -> str:
        with self._db.writing() as connection:
            # what is dropped and replaced from now on is overwritten, not only given back
            self._db.overwrite_freed()
            known = self._db.sql.forgetting(connection)
            if known is None:
                self._db.sql.put_forgetting(connection, salt=salt)
            return salt if known is None else str(known)

    def forgotten(self) -> None:
        with self._db.writing() as connection:
            self._db.sql.drop_forgetting(connection)

    def replace_token(self, station: str, old: str, new: str) -> int:
        if len(old.encode()) != len(new.encode()):
            raise ValueError("what takes a token's place is as long as the token")
        count = 0
        while found := self._replace_some(station, old, new):
            count += found
        return count

    def _replace_some(self, station: str, old: str, new: str) -> int:
        """All that is there now; while it is looked for, more may come in."""
        with self._db.reading() as connection:
            rows = {
                kind: list(getattr(self._db.sql, f"{kind}_naming")(connection, station=station, old=old))
                for kind in _KINDS
            }
        blocks = self._blocks_naming(station, old)
        fact_blocks = self._fact_blocks_naming(station, old, new)
        count = len(blocks) + len(fact_blocks) + sum(map(len, rows.values()))
        if not count:
            return 0
        with self._db.writing() if count <= MOST_ROWS else nullcontext():
            for kind, places in rows.items():
                self._change(kind, station, places, (old, new))
            for place in blocks:
                self._change_block(station, place, old, new)
            for id_, before in fact_blocks:
                self._change_fact_block(id_, before, old, new)
            with self._db.writing() as connection:
                self._db.sql.renew(connection, station=station)
        return count

    def _change(self, kind: str, station: str, places: list[_Place], words: tuple[str, str]) -> None:
        change = getattr(self._db.sql, f"change_{kind}")
        for begin in range(0, len(places), MOST_ROWS):
            with self._db.writing() as connection:
                some = places[begin : begin + MOST_ROWS]
                # those of one row a station name it
                rows = [(*words, station, *(() if place == (station,) else place)) for place in some]
                change(connection, rows)

    def _blocks_naming(self, station: str, old: str) -> list[tuple[int, int]]:
        with self._db.reading() as connection:
            places = list(self._db.sql.block_places(connection, station=station))
        return [place for place in places if any(old in row[3] for row in self._block(station, place))]

    def _change_block(self, station: str, place: tuple[int, int], old: str, new: str) -> None:
        with self._db.writing() as connection:
            rows = self._block(station, place)
            changed: list[Row] = [(*row[:3], row[3].replace(old, new), *row[4:]) for row in rows]
            if rows:
                self._db.sql.change_block(
                    connection,
                    station=station,
                    first_at=place[0],
                    first_seq=place[1],
                    body=packed(changed),
                )

    def _fact_blocks_naming(self, station: str, old: str, new: str) -> list[tuple[int, bytes]]:
        with self._db.reading() as connection:
            bodies = list(self._db.sql.fact_bodies(connection, station=station))
        return [(id_, body) for id_, body in bodies if renamed(body, old, new) is not None]

    def _change_fact_block(self, id_: int, before: bytes, old: str, new: str) -> None:
        sql = self._db.sql
        with self._db.writing() as connection:
            # one that is another by now is found again
            if sql.fact_block(connection, id=id_) == before:
                sql.change_fact_block(connection, id=id_, body=renamed(before, old, new))

    def _block(self, station: str, place: tuple[int, int]) -> list[Row]:
        """The rows of a block; none where it was unpacked meanwhile."""
        with self._db.reading() as connection:
            body = self._db.sql.block(connection, station=station, first_at=place[0], first_seq=place[1])
        return [] if body is None else unpacked(body)
