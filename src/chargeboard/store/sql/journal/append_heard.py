"""How are frames kept as fast as chargers say them?"""

from __future__ import annotations

import json
from collections.abc import Sequence

from chargeboard.domain.frame import AHEAD_MOST, Frame
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.journal.append import Journal
from chargeboard.store.sql.journal.writing import JournalRow, add_rows
from chargeboard.time.instants import NEVER, Instant


class Listening(Journal):
    """Frames of connections that this process holds: many stations, a few frames each."""

    _db: Database

    def append_heard(self, frames: Sequence[Frame], now: Instant = NEVER) -> None:
        with self._db.writing_along():
            if not self._append_newer(frames, now + AHEAD_MOST):
                # our clock was set back, perhaps between two of these frames
                for frame in frames:
                    is_fresh = now - frame.received_at <= AHEAD_MOST
                    self.pull_back(frame.station, min(frame.received_at, now) if is_fresh else now, now)
                    self._append_newer([frame], NEVER)
            self._copy_on(frames)

    def _append_newer(self, frames: Sequence[Frame], latest: Instant) -> bool:
        """
        Three statements for all of them; those that are not newer than their station go the long way.

        False, and nothing is kept, where something was stamped later than `latest`.
        """
        connection, sql = self._db.connection, self._db.sql
        stations = {frame.station for frame in frames}
        rows, late = list[JournalRow](), list[Frame]()
        reach: dict[str, tuple[int, Instant]] = {
            station: (seq, newest_at)
            for station, seq, newest_at in sql.station_rows(connection, stations=_as_json(stations))
        }
        if any(newest_at > latest for _, newest_at in reach.values()):
            return False
        for frame in frames:
            seq, newest_at = reach.get(frame.station, (0, -(2**63)))
            at = frame.received_at
            if at > latest:
                return False
            if at <= newest_at:
                late.append(frame)
                continue
            seq += 1
            reach[frame.station] = (seq, at)
            text = (frame.direction, frame.text, frame.connection, frame.protocol)
            rows.append((frame.station, seq, at, *text))
        add_rows(self._db, rows)
        advanced = {row[0] for row in rows}
        sql.advance_stations(connection, [(station, *reach[station]) for station in advanced])
        sql.frames_may_wait(connection, [(station,) for station in advanced])
        if late:
            self.append(late)
        return True


def _as_json(stations: set[str]) -> str:
    return json.dumps(sorted(stations))
