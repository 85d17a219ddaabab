"""
How are a station's frames read in their order, wherever they are kept?

New frames are rows, older ones lie in blocks; a late one may belong into the middle of a block. Each batch
is read at one moment, so that frames may come in and be packed while someone reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Stored
from chargeboard.store.sql.database.connection import ALL, Database
from chargeboard.store.sql.journal.blocks import BLOCK, MOST_TEXT, Row, packed, unpacked
from chargeboard.time.instants import HOUR, Instant
from chargeboard.time.spans import Span

_DAY = 24 * HOUR
_PLACE = itemgetter(1, 0)
"""received_at and seq of a row."""
_TEXT = itemgetter(3)


class Frames:
    """The journal by (received_at, seq), and its packing."""

    _db: Database

    def frames_after(self, station: str, received_at: Instant, seq: int) -> Iterator[list[Stored]]:
        rows = list[Row]()
        while True:
            if len(rows) < BLOCK:
                rows += self._rows_after(station, received_at, seq)
                if not rows:
                    return
                seq, received_at = rows[-1][:2]
            yield _stored(station, rows[:BLOCK])
            # what was unpacked is not unpacked again; who reads in between what came late reads it all again
            del rows[:BLOCK]

    def frames_in(self, station: str, span: Span, *, newest_first: bool = False) -> Iterator[list[Stored]]:
        first, end = span.start, span.end
        while first < end and (rows := self._rows_in(station, Span(first, end), newest_first=newest_first)):
            yield _stored(station, rows)
            if newest_first:
                end = rows[-1][1]
            else:
                first = rows[-1][1] + 1

    def rows_in(self, station: str, span: Span) -> list[Frame]:
        sql = self._db.sql
        with self._db.reading() as connection:
            rows: list[Row] = list(
                sql.rows_since(connection, station=station, first=span.start, end=span.end)
            )
            blocks = sql.blocks_by_begin(connection, station=station, first=span.start, last=span.end - 1)
            for _, _, body in blocks:
                rows += [row for row in unpacked(body) if row[2] == "row" and row[1] in span]
        rows.sort(key=_PLACE)
        return [stored.frame for stored in _stored(station, rows)]

    def _rows_in(self, station: str, span: Span, *, newest_first: bool) -> list[Row]:
        """The next rows of the span: at least a block of them where there are so many, whole instants."""
        sql = self._db.sql
        query = sql.frames_until if newest_first else sql.frames_since
        with self._db.reading() as connection:
            rows: list[Row] = list(
                query(connection, station=station, first=span.start, end=span.end, batch=BLOCK)
            )
            if len(rows) == BLOCK:
                # the last instant may go on behind the batch
                at = rows[-1][1]
                rows = [row for row in rows if row[1] != at]
                rows += query(connection, station=station, first=at, end=at + 1, batch=ALL)
                span = Span(at, span.end) if newest_first else Span(span.start, at + 1)
            days = [
                day for (day,) in sql.block_days(connection, station=station, first=span.start, end=span.end)
            ]
            for day in reversed(days) if newest_first else days:
                ours = Span(max(span.start, day * _DAY), min(span.end, (day + 1) * _DAY))
                packed_rows, told = self._unpacked_in(station, ours, newest_first=newest_first)
                rows += packed_rows
                if packed_rows:
                    rows = [
                        row for row in rows if (row[1] >= told.start if newest_first else row[1] < told.end)
                    ]
                    break
        rows.sort(key=lambda row: (row[1], row[0]), reverse=newest_first)
        return rows

    def _unpacked_in(self, station: str, span: Span, *, newest_first: bool) -> tuple[list[Row], Span]:
        """The packed rows where a span begins, or ends, and the part of it that they are all of."""
        sql, connection = self._db.sql, self._db.connection
        rows, size = list[Row](), 0
        query = sql.blocks_by_end if newest_first else sql.blocks_by_begin
        for first_at, last_at, body in query(
            connection, station=station, first=span.start, last=span.end - 1
        ):
            if size >= MOST_TEXT:
                told = Span(last_at + 1, span.end) if newest_first else Span(span.start, first_at)
                if whole := [row for row in rows if row[1] in told]:
                    return whole, told
            some = [row for row in unpacked(body) if row[1] in span]
            size += _size(some)
            rows += some
        return rows, span

    def _rows_after(self, station: str, received_at: Instant, seq: int) -> list[Row]:
        """The next rows, packed and hot ones merged; fewer than a block of them where there are no more."""
        sql, after = self._db.sql, (received_at, seq)
        with self._db.reading() as connection:
            reach = sql.station_row(connection, station=station)
            rows: list[Row] = list(
                sql.frames_behind(connection, station=station, received_at=received_at, seq=seq, batch=BLOCK)
            )
            may_be_more = len(rows) == BLOCK
            is_ordered, size = True, 0
            for first_at, body in sql.blocks_behind(connection, station=station, received_at=received_at):
                is_apart = is_ordered and (not rows or rows[-1][1] < first_at)
                whole = rows if is_apart else [row for row in rows if row[1] < first_at]
                if len(whole) >= BLOCK or (whole and size >= MOST_TEXT):
                    rows = whole
                    break
                some = unpacked(body)
                if _PLACE(some[0]) <= after:
                    some = [row for row in some if _PLACE(row) > after]
                size += _size(some)
                rows += some
                is_ordered = is_apart
        if rows and reach:
            self._db.read_until.setdefault(station, reach[0])
        if not is_ordered:
            rows.sort(key=_PLACE)
        # hot rows are in order and cut at a block's size, so that cutting again hides none of them
        return rows[:BLOCK] if may_be_more else rows

    def pack(self, station: str, before: Instant, blocks: int | None = None) -> int:
        count, made = 0, 0
        while made != blocks and (moved := self._pack_some(station, before)):
            count += moved
            made += 1
        return count

    def _pack_some(self, station: str, before: Instant) -> int:
        sql, rows = self._db.sql, self._oldest(station, before)
        if not rows:
            return 0
        # made before anybody has to wait for it
        body = packed(rows)
        (first_seq, first_at), (last_seq, last_at) = rows[0][:2], rows[-1][:2]
        with self._db.writing([station]) as connection:
            found = sql.unpacked_until(connection, station=station, last_at=last_at, last_seq=last_seq)
            if found != (len(rows), sum(row[0] for row in rows)):
                # a frame came late, or another process packs too
                return self._pack_some(station, before)
            sql.add_block(
                connection,
                station=station,
                first_at=first_at,
                first_seq=first_seq,
                last_at=last_at,
                frames=len(rows),
                body=body,
            )
            sql.drop_frames(
                connection,
                station=station,
                first_at=first_at,
                first_seq=first_seq,
                last_at=last_at,
                last_seq=last_seq,
            )
        return len(rows)

    def _oldest(self, station: str, before: Instant) -> list[Row]:
        """The oldest frames of one UTC day that are not packed yet."""
        sql = self._db.sql
        with self._db.reading() as connection:
            begin = sql.oldest_frame(connection, station=station)
            if begin is None:
                return []
            until = min(before, (begin // _DAY + 1) * _DAY)
            return list(sql.frames_before(connection, station=station, before=until, batch=BLOCK))


def _size(rows: list[Row]) -> int:
    return sum(map(len, map(_TEXT, rows)))


def _stored(station: str, rows: list[Row]) -> list[Stored]:
    return [
        Stored(n, Frame(station, at, direction, text, connection, protocol))  # type: ignore[arg-type]
        for n, at, direction, text, connection, protocol in rows
    ]
