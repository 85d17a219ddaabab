"""
Which frames came in, each exactly once?

A frame that is newer than all of its station is new without a look-up. Others are compared with what is
stored at their instant, by how often the same frame was there before this delivery and in it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from operator import attrgetter

import msgspec

from chargeboard.domain.frame import AHEAD_MOST, Frame
from chargeboard.domain.records import Unforeseen
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.journal.blocks import Row, unpacked
from chargeboard.store.sql.journal.copies import Copies, Place, Places
from chargeboard.store.sql.journal.writing import Reach, write_behind
from chargeboard.store.sql.known.kept_since import kept_since
from chargeboard.store.sql.privacy.rules_in_force import as_hidden_now
from chargeboard.time.instants import BEGINNING, Instant

_RECEIVED_AT = attrgetter("received_at")


class Journal(Copies):
    """Frames as rows in order of arrival."""

    _db: Database

    def begin_delivery(self) -> None:
        with self._db.writing() as connection:
            self._db.sql.begin_delivery_tables(connection)

    def append(self, frames: Sequence[Frame], old_before: Instant = BEGINNING) -> int:
        try:
            return self._append(frames, old_before)
        except UnicodeEncodeError:
            # half a surrogate pair, from a JSON escape, is no Unicode text
            return self._append([_mended(frame) for frame in frames], old_before)
        except Unforeseen:
            # a charger was merged into another one a moment ago
            return self._append(frames, old_before)

    def pull_back(self, station: str, before: Instant, now: Instant) -> None:
        with self._db.writing():
            self._pull_back(station, before, now)
            if head := self.heads().get(station):
                self._pull_back(head, before, now)

    def _pull_back(self, station: str, before: Instant, now: Instant) -> None:
        sql = self._db.sql
        with self._db.writing([station]) as connection:
            reach = Reach(*(sql.station_row(connection, station=station) or ()))
            if reach.newest_at <= now + AHEAD_MOST:
                return
            self._unpack_from(station, before)
            sql.pull_back(connection, station=station, until=before)
            sql.put_station(
                connection,
                station=station,
                last_seq=reach.last_seq,
                newest_at=max(before - 1, sql.newest_row_at(connection, station=station) or before),
                late_seq=0,
                late_at=None,
                needs_refold=1,
            )
            sql.frames_may_wait(connection, [(station,)])

    def _append(self, frames: Sequence[Frame], old_before: Instant) -> int:
        if not frames:
            return 0
        heads, by_station = self.heads(), _by_station(frames)
        with self._db.writing([*by_station, *(heads[one] for one in by_station if one in heads)]):
            self._db.need_delivery()
            new = sum(self._append_to(*one, old_before) for one in by_station.items())
            self._copy_on(frames)
            return new

    def _append_to(self, station: str, frames: list[Frame], old_before: Instant) -> int:
        connection, sql = self._db.connection, self._db.sql
        reach = Reach(*(sql.station_row(connection, station=station) or ()))
        known = []
        if min(map(_RECEIVED_AT, frames)) <= reach.newest_at:
            known = [frame for frame in frames if frame.received_at <= reach.newest_at]
        if known:
            since = kept_since(self._db, station).frames
            frames = [frame for frame in frames if frame.received_at >= since]
            known = [frame for frame in known if frame.received_at >= since]
        if known:
            frames = self._not_yet_stored(station, frames, reach.newest_at, known)
        if frames:
            write_behind(self._db, station, reach, frames, old_before)
        return len(frames)

    def _unpack_from(self, station: str, first: Instant) -> None:
        """Make rows of the blocks that reach to that instant."""
        connection, sql = self._db.connection, self._db.sql
        hidden = as_hidden_now(self._db)
        for first_at, first_seq, body in list(sql.blocks_reaching(connection, station=station, first=first)):
            sql.add_frames(
                connection, [(station, *row[:3], hidden(row[3]), *row[4:]) for row in unpacked(body)]
            )
            sql.drop_block(connection, station=station, first_at=first_at, first_seq=first_seq)

    def _not_yet_stored(
        self, station: str, frames: list[Frame], newest: Instant, known: list[Frame]
    ) -> list[Frame]:
        """Those that are new; where one is there as a copy of another charger's, that makes way for it."""
        connection, sql = self._db.connection, self._db.sql
        instants = {frame.received_at for frame in known}
        own = list(sql.ranges(connection, station=station))
        stored, copied = self._rows_at(station, instants), self._copied(station)
        places = Places(stored, as_hidden_now(self._db))
        before, copies = Counter[Place](), defaultdict[Place, list[Row]](list)
        for row in stored:
            if row[0] in copied:
                copies[places.of_row(row)].append(row)
            elif not any(first < row[0] <= end for first, end in own):
                before[places.of_row(row)] += 1
        dropped: dict[Place, int] = {
            (received_at, digest): times
            for received_at, digest, times in sql.dropped_at(
                connection, station=station, instants=json.dumps(sorted(instants))
            )
        }
        fresh, changed = list[Frame](), set[Place]()
        for frame in frames:
            if frame.received_at > newest:
                fresh.append(frame)
                continue
            place = places.of(frame.received_at, frame.direction, frame.text)
            times = dropped.get(place, 0)
            if times < before[place]:
                dropped[place] = times + 1
                changed.add(place)
            else:
                fresh.append(frame)
                if copies[place]:
                    self._drop_copy(station, copies[place].pop())
        if changed:
            sql.put_dropped(connection, [(station, *place, dropped[place]) for place in changed])
        return fresh

    def stations(self) -> list[str]:
        with self._db.reading() as connection:
            return [station for (station,) in self._db.sql.stations(connection)]

    def has_sent(self, station: str) -> bool:
        with self._db.reading() as connection:
            return bool(self._db.sql.has_sent(connection, station=station))

    def station_after(self, station: str) -> str | None:
        with self._db.reading() as connection:
            following: str | None = self._db.sql.station_after(connection, station=station)
            return following

    def station_count(self) -> int:
        with self._db.reading() as connection:
            return int(self._db.sql.station_count(connection))

    def unfolded(self) -> list[tuple[str, Instant]]:
        with self._db.reading() as connection:
            return list(self._db.sql.unfolded_since(connection))

    def needs_refold(self, station: str) -> bool:
        with self._db.reading() as connection:
            return bool(self._db.sql.needs_refold(connection, station=station))


def _by_station(frames: Sequence[Frame]) -> dict[str, list[Frame]]:
    if len(stations := {frame.station for frame in frames}) == 1:
        return {stations.pop(): list(frames)}
    found: defaultdict[str, list[Frame]] = defaultdict(list)
    for frame in frames:
        found[frame.station].append(frame)
    return found


def _mended(frame: Frame) -> Frame:
    names = ("station", "text", "connection", "protocol")
    return msgspec.structs.replace(
        frame, **{name: getattr(frame, name).encode(errors="replace").decode() for name in names}
    )
