"""
Where does a token stand, and how does another word take its place everywhere?

Both are as long, so that texts, MessagePack and snapshots stay whole and nothing has to be computed again.
What a station has of it is changed in one step, or in bounded ones where it is much.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import msgspec

from chargeboard.domain.conclusions import Attempt
from chargeboard.store.sql.bodies.fact_block import renamed
from chargeboard.store.sql.bodies.press import Press
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.journal.blocks import Row, packed, unpacked
from chargeboard.store.sql.known.dropping import MOST_ROWS
from chargeboard.store.sql.known.session_days import pull_back
from chargeboard.store.sql.known.told import renew

_Changed: TypeAlias = tuple[Any, ...]
"""What a statement that changes a row takes: new columns, station, where the row is, columns before."""


class _Kind(NamedTuple):
    """
    A table that may name a token.

    Two queries tell of it: `NAME_naming`, whose columns are where a row is and then what may name the token,
    and `change_NAME`.
    """

    place: int
    """How many columns say where a row is."""
    is_pressed: bool = False


_KINDS = {
    "frames": _Kind(2),
    "facts": _Kind(3),
    "progress": _Kind(0),
    "sessions": _Kind(2, is_pressed=True),
    "session_bodies": _Kind(2, is_pressed=True),
    "attempts": _Kind(2, is_pressed=True),
    "errors": _Kind(4, is_pressed=True),
    "checkpoints": _Kind(1, is_pressed=True),
    "fleet": _Kind(0),
    "given_transactions": _Kind(0),
    "marks": _Kind(0),
}
_ATTEMPT = msgspec.msgpack.Decoder(Attempt)


class Tokens:
    """Every row that names a token, whatever it is a row of."""

    _db: Database

    @cached_property
    def _press(self) -> Press:
        return Press()

    def sessions_of(self, station: str, token: str) -> list[bytes]:
        with self._db.reading() as connection:
            return [doc for (doc,) in self._db.sql.sessions_of(connection, station=station, token=token)]

    def attempts_of(self, station: str, token: str) -> list[Attempt]:
        told = token.encode()
        with self._db.reading() as connection:
            attempts = [
                _ATTEMPT.decode(body)
                for (body,) in self._db.sql.attempt_bodies(connection, station=station)
                if told in body
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
        rows = {name: self._naming(name, kind, station, (old, new)) for name, kind in _KINDS.items()}
        blocks = self._blocks_naming(station, old)
        fact_blocks = self._fact_blocks_naming(station, old, new)
        count = len(blocks) + len(fact_blocks) + sum(map(len, rows.values()))
        if not count:
            return 0
        with self._db.writing() if count <= MOST_ROWS else nullcontext():
            for name, changed in rows.items():
                self._change(name, changed)
            for place in blocks:
                self._change_block(station, place, old, new)
            with self._db.writing() as connection:
                for first_at, last_at, first_n, before in fact_blocks:
                    self._db.sql.change_fact_block(
                        connection,
                        station=station,
                        first_at=first_at,
                        last_at=last_at,
                        first_n=first_n,
                        body=renamed(before, old, new),
                        before=before,
                    )
            with self._db.writing():
                renew(self._db, station)
        return count

    def _naming(self, name: str, kind: _Kind, station: str, words: tuple[str, str]) -> list[_Changed]:
        """What of a table names the token, and what it is to be."""
        press = self._press if kind.is_pressed else None
        query, asked = getattr(self._db.sql, f"{name}_naming"), {"station": station}
        if press is None:
            asked["old"] = words[0]
        with self._db.reading() as connection:
            return [
                (*after, station, *row[: kind.place], *before)
                for row in query(connection, **asked)
                if (after := _renamed(before := row[kind.place :], words, press)) != before
            ]

    def _change(self, name: str, rows: list[_Changed]) -> None:
        for begin in range(0, len(rows), MOST_ROWS):
            with self._db.writing() as connection:
                some = rows[begin : begin + MOST_ROWS]
                if name == "given_transactions":
                    self._db.sql.drop_given_transaction_named(
                        connection, [(station, before, after) for after, station, before in some]
                    )
                getattr(self._db.sql, f"change_{name}")(connection, some)
                if name == "sessions" and some:
                    pull_back(self._db, some[0][3], [row[4] for row in some])

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

    def _fact_blocks_naming(self, station: str, old: str, new: str) -> list[tuple[int, int, int, bytes]]:
        with self._db.reading() as connection:
            blocks = list(self._db.sql.fact_bodies(connection, station=station))
        return [block for block in blocks if renamed(block[-1], old, new) is not None]

    def _block(self, station: str, place: tuple[int, int]) -> list[Row]:
        """The rows of a block; none where it was unpacked meanwhile."""
        with self._db.reading() as connection:
            body = self._db.sql.block(connection, station=station, first_at=place[0], first_seq=place[1])
        return [] if body is None else unpacked(body)


def _renamed(columns: tuple[str | bytes, ...], words: tuple[str, str], press: Press | None) -> _Changed:
    """The columns with the new word; those that do not have the old one stay as they are kept."""
    old, new = words
    told, said = old.encode(), new.encode()
    changed: list[str | bytes] = []
    for column in columns:
        if isinstance(column, str):
            changed.append(column.replace(old, new))
        elif press is None:
            changed.append(column.replace(told, said))
        else:
            body = press.opened(column)
            changed.append(press.pressed(body.replace(told, said)) if told in body else column)
    return tuple(changed)
