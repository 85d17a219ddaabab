"""How are frames written behind those that their station has?"""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from chargeboard.domain.frame import Frame
from chargeboard.store.sqlite.database.connection import Database
from chargeboard.store.sqlite.journal.blocks import BLOCK, LARGE_TEXT, packed
from chargeboard.time.instants import BEGINNING, HOUR, Instant

_DAY = 24 * HOUR
_MUCH = BLOCK // 4
"""So many frames of a day that may not be over are worth a block of their own."""

JournalRow = tuple[str, int, Instant, str, str, str, str]
"""station, seq, received_at, direction, text, connection, protocol"""


class Reach(NamedTuple):
    """How far a station's journal reaches, and which frames came late; a row of `station`."""

    last_seq: int = 0
    newest_at: Instant = -(2**63)
    late_seq: int = 0
    late_at: Instant | None = None
    needs_refold: int = 0


def write_behind(
    db: Database, station: str, reach: Reach, frames: list[Frame], old_before: Instant = BEGINNING
) -> None:
    """
    Write new frames of a station that reaches so far, and how far it reaches then.

    What is older than `old_before`, and in order behind what is there, is packed at once as far as that is
    whole days, or much.
    """
    connection, sql = db.connection, db.sql
    first_seq, newest_at, late_seq, late_at, needs_refold = reach
    seq, late_from = first_seq, None
    rows: list[JournalRow] = []
    for seq, frame in enumerate(frames, first_seq + 1):
        received_at = frame.received_at
        if received_at >= newest_at:
            newest_at = received_at
        elif late_from is None or received_at < late_from:
            late_from = received_at
        rows.append(
            (station, seq, received_at, frame.direction, frame.text, frame.connection, frame.protocol)
        )
    is_behind = late_from is None and rows[0][2] > reach.newest_at
    add_rows(db, _without_packed(db, rows, old_before) if is_behind else rows)
    if late_from is not None:
        late_seq, late_at = seq, late_from if late_at is None else min(late_from, late_at)
        folded = sql.folded_until(connection, station=station)
        needs_refold = int(needs_refold or (folded is not None and late_from < folded))
    sql.put_station(
        connection,
        station=station,
        last_seq=seq,
        newest_at=newest_at,
        late_seq=late_seq,
        late_at=late_at,
        needs_refold=needs_refold,
    )
    if sql.widen_range(connection, station=station, last_seq=first_seq, end_seq=seq) is None:
        sql.add_range(connection, station=station, first_seq=first_seq, end_seq=seq)


def _without_packed(db: Database, rows: list[JournalRow], old_before: Instant) -> list[JournalRow]:
    """Put rows in their order into blocks; those that are left for a later block."""
    if rows[0][2] >= old_before:
        return rows
    old, left = list[JournalRow](), list[JournalRow]()
    for row in rows:
        (old if row[2] < old_before and len(row[4]) <= LARGE_TEXT else left).append(row)
    days = [list(day) for _, day in groupby(old, key=_day)]
    for n, day in enumerate(days, 1):
        for begin in range(0, len(day), BLOCK):
            block = day[begin : begin + BLOCK]
            if n < len(days) or len(block) >= _MUCH:
                _add_block(db, block)
            else:
                left += block
    return left


def _day(row: JournalRow) -> int:
    return row[2] // _DAY


def _add_block(db: Database, rows: list[JournalRow], *, at_once: bool = False) -> None:
    station, first_seq, first_at = rows[0][:3]
    db.sql.add_block(
        db.connection,
        station=station,
        first_at=first_at,
        first_seq=first_seq,
        last_at=rows[-1][2],
        frames=len(rows),
        body=packed([row[1:] for row in rows], at_once=at_once),
    )


def add_rows(db: Database, rows: list[JournalRow]) -> None:
    """What is large is packed at once."""
    connection, sql = db.connection, db.sql
    large = [row for row in rows if len(row[4]) > LARGE_TEXT]
    for row in large:
        _add_block(db, [row], at_once=True)
    sql.add_frames(connection, [row for row in rows if len(row[4]) <= LARGE_TEXT] if large else rows)


def write_down(db: Database, station: str, frames: list[Frame]) -> tuple[int, int]:
    """Write new frames; the numbers that they lie between: behind the first, up to the last."""
    reach = Reach(*(db.sql.station_row(db.connection, station=station) or ()))
    write_behind(db, station, reach, frames)
    return reach.last_seq, reach.last_seq + len(frames)
