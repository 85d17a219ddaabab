"""
Which frames came in, each exactly once?

A frame that is newer than all of its station is new without a look-up. Others are compared with what is
stored at their instant, by how often the same frame was there before this source and in it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from hashlib import blake2b

import msgspec

from chargeboard.domain.frame import Frame
from chargeboard.domain.instants import HOUR, Instant
from chargeboard.domain.records import Stored
from chargeboard.store.sqlite.blocks import BLOCK, Row, packed, unpacked
from chargeboard.store.sqlite.connection import Database

_DAY = 24 * HOUR
_Place = tuple[Instant, bytes]
"""A frame of a station but for which of several equal ones it is: when, and a digest of what."""


class Journal:
    """Hot frames as rows in order of arrival, older ones in blocks."""

    _db: Database
    _read_until: dict[str, int]
    """By station: the last seq there was when its frames were first read after the last `save_batch`."""

    def begin_source(self) -> None:
        with self._db.writing() as connection:
            self._db.sql.begin_source_tables(connection)

    def append(self, frames: Sequence[Frame]) -> int:
        try:
            return self._append(frames)
        except UnicodeEncodeError:
            # half a surrogate pair, from a JSON escape, is no Unicode text
            return self._append([_mended(frame) for frame in frames])

    def _append(self, frames: Sequence[Frame]) -> int:
        by_station: defaultdict[str, list[Frame]] = defaultdict(list)
        for frame in frames:
            by_station[frame.station].append(frame)
        if not by_station:
            return 0
        with self._db.writing():
            return sum(self._append_to(station, some) for station, some in by_station.items())

    def _append_to(self, station: str, frames: list[Frame]) -> int:
        connection, sql = self._db.connection, self._db.sql
        seq, newest, late_seq, late_at, needs_refold = sql.station_row(connection, station=station) or (
            0,
            -1,
            0,
            None,
            0,
        )
        known = [frame for frame in frames if frame.received_at <= newest]
        if known:
            frames = self._not_yet_stored(station, frames, newest, known)
            if not frames:
                return 0
        first_seq = seq
        rows = []
        top, late_from = newest, None
        for frame in frames:
            seq += 1
            received_at = frame.received_at
            if received_at >= top:
                top = received_at
            elif late_from is None or received_at < late_from:
                late_from = received_at
            rows.append(
                (station, seq, received_at, frame.direction, frame.text, frame.connection, frame.protocol)
            )
        sql.add_frames(connection, rows)
        if late_from is not None:
            late_seq, late_at = seq, min(late_from, late_from if late_at is None else late_at)
            folded = sql.folded_until(connection, station=station)
            needs_refold = int(needs_refold or (folded is not None and late_from < folded))
        sql.put_station(
            connection,
            station=station,
            last_seq=seq,
            newest_at=top,
            late_seq=late_seq,
            late_at=late_at,
            needs_refold=needs_refold,
        )
        if sql.widen_range(connection, station=station, last_seq=first_seq, end_seq=seq) is None:
            sql.add_range(connection, station=station, first_seq=first_seq, end_seq=seq)
        return len(rows)

    def _not_yet_stored(
        self, station: str, frames: list[Frame], newest: Instant, known: list[Frame]
    ) -> list[Frame]:
        connection, sql = self._db.connection, self._db.sql
        instants = {frame.received_at for frame in known}
        as_json = json.dumps(sorted(instants))
        own = [(first, end) for first, end in sql.ranges(connection, station=station)]
        stored = list(sql.frames_at(connection, station=station, instants=as_json))
        for (body,) in sql.blocks_between(
            connection, station=station, first=min(instants), last=max(instants)
        ):
            stored += [row[:4] for row in unpacked(body) if row[1] in instants]
        before = Counter(
            (received_at, _digest(direction, text))
            for seq, received_at, direction, text in stored
            if not any(first < seq <= end for first, end in own)
        )
        dropped: dict[_Place, int] = {
            (received_at, digest): times
            for received_at, digest, times in sql.dropped_at(connection, station=station, instants=as_json)
        }
        fresh, changed = [], set()
        for frame in frames:
            if frame.received_at > newest:
                fresh.append(frame)
                continue
            place = (frame.received_at, _digest(frame.direction, frame.text))
            times = dropped.get(place, 0)
            if times < before[place]:
                dropped[place] = times + 1
                changed.add(place)
            else:
                fresh.append(frame)
        if changed:
            sql.put_dropped(connection, [(station, *place, dropped[place]) for place in changed])
        return fresh

    def stations(self) -> list[str]:
        with self._db.reading() as connection:
            return [station for (station,) in self._db.sql.stations(connection)]

    def needs_refold(self, station: str) -> bool:
        with self._db.reading() as connection:
            return bool(self._db.sql.needs_refold(connection, station=station))

    def frames_after(self, station: str, received_at: Instant, seq: int) -> Iterator[list[Stored]]:
        while rows := self._rows_after(station, received_at, seq):
            yield [
                Stored(n, Frame(station, at, direction, text, connection, protocol))  # type: ignore[arg-type]
                for n, at, direction, text, connection, protocol in rows
            ]
            seq, received_at = rows[-1][:2]

    def _rows_after(self, station: str, received_at: Instant, seq: int) -> list[Row]:
        """The next rows, at most a block of them, packed and hot ones merged."""
        sql, after = self._db.sql, (received_at, seq)
        with self._db.reading() as connection:
            reach = sql.station_row(connection, station=station)
            rows: list[Row] = list(
                sql.frames_behind(connection, station=station, received_at=received_at, seq=seq, batch=BLOCK)
            )
            # hot rows are in order and cut at a block's size, so that cutting again hides no hot row
            is_merged = False
            for first_at, body in sql.blocks_behind(connection, station=station, received_at=received_at):
                if sum(row[1] < first_at for row in rows) >= BLOCK:
                    break
                rows += [row for row in unpacked(body) if (row[1], row[0]) > after]
                is_merged = True
        if rows and reach:
            self._read_until.setdefault(station, reach[0])
        if is_merged:
            rows.sort(key=lambda row: (row[1], row[0]))
        return rows[:BLOCK]

    def pack(self, station: str, before: Instant) -> int:
        """Move the frames received before that instant into blocks and say how many were."""
        count = 0
        while moved := self._pack_some(station, before):
            count += moved
        return count

    def _pack_some(self, station: str, before: Instant) -> int:
        sql = self._db.sql
        with self._db.writing() as connection:
            rows: list[Row] = list(sql.frames_before(connection, station=station, before=before, batch=BLOCK))
            rows = [row for row in rows if row[1] // _DAY == rows[0][1] // _DAY]
            if rows:
                (first_seq, first_at), (last_seq, last_at) = rows[0][:2], rows[-1][:2]
                sql.add_block(
                    connection,
                    station=station,
                    first_at=first_at,
                    first_seq=first_seq,
                    last_at=last_at,
                    frames=len(rows),
                    body=packed(rows),
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


def _digest(direction: str, text: str) -> bytes:
    return blake2b(f"{direction}{text}".encode(errors="surrogatepass"), digest_size=16).digest()


def _mended(frame: Frame) -> Frame:
    names = ("station", "text", "connection", "protocol")
    return msgspec.structs.replace(
        frame, **{name: getattr(frame, name).encode(errors="replace").decode() for name in names}
    )
