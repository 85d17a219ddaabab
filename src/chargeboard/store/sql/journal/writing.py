"""How are frames written behind those that their station has?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from operator import attrgetter, le
from typing import NamedTuple

from chargeboard.domain.frame import Frame
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.journal.blocks import BLOCK, LARGE_TEXT, packed, packed_frames
from chargeboard.time.instants import BEGINNING, HOUR, Instant

_DAY = 24 * HOUR
_RECEIVED_AT, _TEXT = attrgetter("received_at"), attrgetter("text")
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
    db.need_delivery()
    connection, sql = db.connection, db.sql
    first_seq, newest_at, late_seq, late_at, needs_refold = reach
    seq, late_from = first_seq + len(frames), None
    instants = list(map(_RECEIVED_AT, frames))
    if instants[0] > newest_at and all(map(le, instants, instants[1:])):
        newest_at = instants[-1]
        add_rows(db, _without_packed(db, station, first_seq + 1, frames, old_before))
    else:
        newest = list(accumulate(instants, max, initial=newest_at))
        late_from = min(
            (at for at, before in zip(instants, newest, strict=False) if at < before), default=None
        )
        newest_at = newest[-1]
        add_rows(db, [_row(station, number, frame) for number, frame in enumerate(frames, first_seq + 1)])
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
    sql.frames_may_wait(connection, [(station,)])
    if sql.widen_range(connection, station=station, last_seq=first_seq, end_seq=seq) is None:
        sql.add_range(connection, station=station, first_seq=first_seq, end_seq=seq)


def _row(station: str, seq: int, frame: Frame) -> JournalRow:
    about = (frame.received_at, frame.direction, frame.text, frame.connection, frame.protocol)
    return (station, seq, *about)


def _without_packed(
    db: Database, station: str, first_seq: int, frames: list[Frame], old_before: Instant
) -> list[JournalRow]:
    """Put frames in their order into blocks; the rows of those that are left for a later block."""
    count, begin, left = bisect_left(frames, old_before, key=_RECEIVED_AT), 0, list[JournalRow]()
    while begin < count:
        midnight = (frames[begin].received_at // _DAY + 1) * _DAY
        day_end = bisect_left(frames, midnight, begin, count, key=_RECEIVED_AT)
        for block in range(begin, day_end, BLOCK):
            some = frames[block : min(block + BLOCK, day_end)]
            seqs: Sequence[int] = range(first_seq + block, first_seq + block + len(some))
            large = [n for n, size in enumerate(map(len, map(_TEXT, some))) if size > LARGE_TEXT]
            if day_end == count and len(some) - len(large) < _MUCH:
                large = [*range(len(some))]
            if large:
                left += [_row(station, seqs[n], some[n]) for n in large]
                small = sorted({*range(len(some))}.difference(large))
                seqs, some = [seqs[n] for n in small], [some[n] for n in small]
            if some:
                _add_new_block(db, station, seqs, some)
        begin = day_end
    return left + [_row(station, first_seq + n, frames[n]) for n in range(count, len(frames))]


def _add_new_block(db: Database, station: str, seqs: Sequence[int], frames: list[Frame]) -> None:
    db.sql.add_block(
        db.connection,
        station=station,
        first_at=frames[0].received_at,
        first_seq=seqs[0],
        last_at=frames[-1].received_at,
        frames=len(frames),
        body=packed_frames(seqs, frames),
    )


def add_rows(db: Database, rows: list[JournalRow]) -> None:
    """What is large is packed at once."""
    connection, sql = db.connection, db.sql
    large = [row for row in rows if len(row[4]) > LARGE_TEXT]
    for row in large:
        station, seq, received_at = row[:3]
        sql.add_block(
            connection,
            station=station,
            first_at=received_at,
            first_seq=seq,
            last_at=received_at,
            frames=1,
            body=packed([row[1:]], at_once=True),
        )
    sql.add_frames(connection, [row for row in rows if len(row[4]) <= LARGE_TEXT] if large else rows)


def write_down(db: Database, station: str, frames: list[Frame]) -> tuple[int, int]:
    """Write new frames; the numbers that they lie between: behind the first, up to the last."""
    reach = Reach(*(db.sql.station_row(db.connection, station=station) or ()))
    write_behind(db, station, reach, frames)
    return reach.last_seq, reach.last_seq + len(frames)
