"""How are frames written behind those that their station has?"""

from __future__ import annotations

from typing import NamedTuple

from chargeboard.domain.frame import Frame
from chargeboard.store.sqlite.database.connection import Database
from chargeboard.store.sqlite.journal.blocks import LARGE_TEXT, packed
from chargeboard.time.instants import Instant

JournalRow = tuple[str, int, Instant, str, str, str, str]
"""station, seq, received_at, direction, text, connection, protocol"""


class Reach(NamedTuple):
    """How far a station's journal reaches, and which frames came late; a row of `station`."""

    last_seq: int = 0
    newest_at: Instant = -(2**63)
    late_seq: int = 0
    late_at: Instant | None = None
    needs_refold: int = 0


def write_behind(db: Database, station: str, reach: Reach, frames: list[Frame]) -> None:
    """Write new frames of a station that reaches so far, and how far it reaches then."""
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
    add_rows(db, rows)
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


def add_rows(db: Database, rows: list[JournalRow]) -> None:
    """What is large is packed at once."""
    connection, sql = db.connection, db.sql
    large = [row for row in rows if len(row[4]) > LARGE_TEXT]
    for station, *row in large:
        sql.add_block(
            connection,
            station=station,
            first_at=row[1],
            first_seq=row[0],
            last_at=row[1],
            frames=1,
            body=packed([tuple(row)], at_once=True),  # type: ignore[list-item]
        )
    sql.add_frames(connection, [row for row in rows if len(row[4]) <= LARGE_TEXT] if large else rows)


def write_down(db: Database, station: str, frames: list[Frame]) -> tuple[int, int]:
    """Write new frames; the numbers that they lie between: behind the first, up to the last."""
    reach = Reach(*(db.sql.station_row(db.connection, station=station) or ()))
    write_behind(db, station, reach, frames)
    return reach.last_seq, reach.last_seq + len(frames)
