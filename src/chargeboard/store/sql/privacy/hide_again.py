"""
How are secrets and people hidden in what was kept by other rules than those of today?

Station by station in parts of a bounded size, first rows, then blocks: what is packed meanwhile was hidden
as a row, or is a block that still comes. Each part is a write of its own that says how far it came. Nothing
moves: a frame's place and number stay, so that one that is brought again is known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from chargeboard.ports.privacy import HidingRules
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.journal.blocks import Row, packed, unpacked
from chargeboard.store.sql.privacy.rules_in_force import is_hidden, name_of

Redact: TypeAlias = Callable[[str], str]

_ROWS = 500
_FIRST = (-(2**63), -1)
_ROWS_STEP, _BLOCKS_STEP, _DONE = 0, 1, 2


class _Place(NamedTuple):
    """How far a station's frames are hidden; a row of `hiding`."""

    step: int = _ROWS_STEP
    at: int = _FIRST[0]
    seq: int = _FIRST[1]
    is_changed: int = 0


class Hiding:
    """By which rules frames are hidden, and what is left to do."""

    _db: Database

    @property
    def rules(self) -> HidingRules | None:
        """Those of this process; None: it keeps no frames, or hides nothing."""
        return self._db.rules

    @rules.setter
    def rules(self, rules: HidingRules | None) -> None:
        self._db.rules = rules

    def begin_hiding(self) -> None:
        sql, rules = self._db.sql, name_of(self._db.rules)
        with self._db.writing() as connection:
            known = sql.hidden_by(connection)
            if known == rules:
                return
            if known is None and not sql.has_stations(connection):
                sql.put_hidden_by(connection, rules=rules)
                return
            sql.drop_other_hiding(connection, rules=rules)
            sql.put_hidden_by(connection, rules="")

    def unhidden(self) -> list[str]:
        with self._db.reading() as connection:
            if self._db.sql.hidden_by(connection) == name_of(self._db.rules):
                return []
            return [
                station for (station,) in self._db.sql.unhidden(connection, rules=name_of(self._db.rules))
            ]

    @property
    def is_hidden(self) -> bool:
        """Whether all that is kept is hidden by the rules of this process."""
        return is_hidden(self._db)

    def hide_some(self, station: str) -> bool | None:
        rules = self.rules
        assert rules is not None  # noqa: S101 - who hides has rules
        sql, redact = self._db.sql, rules.redact()
        with self._db.reading() as connection:
            row = sql.hiding(connection, station=station, rules=rules.name)
        place = _Place() if row is None else _Place(*row)
        if place.step == _ROWS_STEP:
            after = self._hide_rows(station, place, redact)
        elif place.step == _BLOCKS_STEP:
            after = self._hide_block(station, place, redact)
        else:
            return bool(place.is_changed)
        return bool(after.is_changed) if after.step == _DONE else None

    def all_hidden(self) -> None:
        sql = self._db.sql
        with self._db.writing() as connection:
            if not list(sql.unhidden(connection, rules=name_of(self._db.rules))):
                sql.put_hidden_by(connection, rules=name_of(self._db.rules))
                sql.drop_hiding(connection)

    @property
    def is_wiped(self) -> bool:
        """Whether no free part of the file can hold what was not hidden."""
        with self._db.reading() as connection:
            return not self._db.sql.unwiped(connection)

    @property
    def size_bytes(self) -> int:
        """What the store takes."""
        return self._db.size_bytes

    @property
    def free_bytes(self) -> int:
        """What of that holds nothing."""
        return self._db.free_bytes

    @property
    def has_room_to_be_wiped(self) -> bool:
        return self._db.has_room_to_be_wiped

    def wipe(self) -> None:
        """
        Leave nothing that was dropped or replaced in any free part or log.

        It takes as long as writing all of it does, and as much room; nobody else may use it.
        """
        self._db.wipe()

    def wipe_while_used(self) -> bool:
        # while somebody reads in the log it stays
        if not self._db.wipe_while_used():
            return False
        self.note_wiped()
        return True

    def note_wiped(self) -> None:
        with self._db.writing() as connection:
            self._db.sql.drop_unwiped(connection)

    def _hide_rows(self, station: str, place: _Place, redact: Redact) -> _Place:
        sql = self._db.sql
        with self._db.reading() as connection:
            rows = list(sql.texts_behind(connection, station=station, at=place.at, seq=place.seq, most=_ROWS))
        changed = [
            (hidden, station, at, seq, text) for at, seq, text in rows if (hidden := redact(text)) != text
        ]
        is_changed = int(place.is_changed or bool(changed))
        after = (
            _Place(_ROWS_STEP, rows[-1][0], rows[-1][1], is_changed)
            if len(rows) == _ROWS
            else _Place(_BLOCKS_STEP, *_FIRST, is_changed)
        )
        with self._db.writing() as connection:
            if changed:
                sql.hide_texts(connection, changed)
            self._came_to(station, after)
        return after

    def _hide_block(self, station: str, place: _Place, redact: Redact) -> _Place:
        sql = self._db.sql
        with self._db.reading() as connection:
            found = sql.block_behind(connection, station=station, at=place.at, seq=place.seq)
        if found is None:
            after = place._replace(step=_DONE)
            with self._db.writing() as connection:
                if after.is_changed:
                    # facts may name what the frames do not any more
                    sql.mark_refold(connection, station=station, needs_refold=1)
                self._came_to(station, after)
            return after
        first_at, first_seq, before = found
        rows = unpacked(before)
        hidden: list[Row] = [(*row[:3], redact(row[3]), *row[4:]) for row in rows]
        is_same = hidden == rows
        after = _Place(_BLOCKS_STEP, first_at, first_seq, int(place.is_changed or not is_same))
        body = None if is_same else packed(hidden)
        with self._db.writing() as connection:
            if body is not None and not sql.hide_block(
                connection,
                body=body,
                station=station,
                first_at=first_at,
                first_seq=first_seq,
                before=before,
            ):
                return place  # somebody else changed it: looked at again
            self._came_to(station, after)
        return after

    def _came_to(self, station: str, place: _Place) -> None:
        connection, sql = self._db.connection, self._db.sql
        sql.put_hiding(connection, station=station, rules=name_of(self._db.rules), **place._asdict())
        if place.is_changed:
            sql.put_unwiped(connection)
