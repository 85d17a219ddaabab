"""
How does a journal hold the frames of a charger that was merged into its own?

A charger's journal has what came under its id, for ever. The one that its frames count for has copies of
them, and of each number it is known under which id the frame came, so that they can be taken out again.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from hashlib import blake2b
from operator import itemgetter

from chargeboard.domain.frame import Frame
from chargeboard.domain.tokens import FORGOTTEN, NAMED
from chargeboard.store.sql.chargers.fleet_rows import drop_line
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.journal.blocks import BLOCK, Row, packed, unpacked
from chargeboard.store.sql.journal.writing import write_down
from chargeboard.store.sql.known.kept_since import kept_since
from chargeboard.store.sql.privacy.rules_in_force import as_hidden_now
from chargeboard.time.instants import BEGINNING, Instant

Place = tuple[Instant, bytes]
"""A frame of a station but for which of several equal ones it is: when, and a digest of what."""
_END = itemgetter(1)


class Places:
    """Which frames are the same, among those received at some instants."""

    def __init__(self, rows: Iterable[Row], hidden: Callable[[str], str]) -> None:
        """`hidden` makes a text that is kept the one that it would be by the rules of today."""
        self._hidden = hidden
        # what brings a forgotten person's frames again names them; they are the same all the same
        self._nameless = {row[1] for row in rows if FORGOTTEN.search(row[3])}

    def of_row(self, row: Row) -> Place:
        """The place of a frame that is kept."""
        return self.of(row[1], row[2], self._hidden(row[3]))

    def of(self, received_at: Instant, direction: str, text: str) -> Place:
        """The place of a frame."""
        told = NAMED.sub("", text) if received_at in self._nameless else text
        told = f"{direction}{told}"
        return received_at, blake2b(told.encode(errors="surrogatepass"), digest_size=16).digest()


class Copied:
    """The numbers of a journal's copies."""

    def __init__(self, ranges: Sequence[tuple[int, int, str]]) -> None:
        self._ranges = ranges

    def __bool__(self) -> bool:
        return bool(self._ranges)

    def __contains__(self, seq: int) -> bool:
        at = bisect_left(self._ranges, seq, key=_END)
        return at < len(self._ranges) and self._ranges[at][0] < seq


class Copies:
    """What came under other ids."""

    _db: Database

    def heads(self) -> dict[str, str]:
        with self._db.reading() as connection:
            return dict(self._db.sql.heads(connection))

    def copies_of(self, station: str) -> list[str]:
        with self._db.reading() as connection:
            return [head for (head,) in self._db.sql.copies_of(connection, came_as=station)]

    def copied_from(self, head: str) -> list[str]:
        with self._db.reading() as connection:
            return sorted({came_as for _, _, came_as in self._db.sql.copied(connection, station=head)})

    def copy(self, station: str, head: str, frames: Sequence[Frame]) -> int:
        instants = {frame.received_at for frame in frames}
        with self._db.writing():
            return self._fill(head, station, instants) if instants else 0

    def own(self, station: str, numbers: Collection[int]) -> set[int]:
        copied = self._copied(station)
        return {seq for seq in numbers if seq not in copied} if copied else set(numbers)

    def adopt(self, station: str, head: str, frames: Sequence[Frame]) -> None:
        connection, sql = self._db.connection, self._db.sql
        with self._db.writing():
            instants = {frame.received_at for frame in frames}
            rows, copied = self._rows_at(head, instants), self._copied(head)
            places = Places(rows, as_hidden_now(self._db))
            wanted = Counter(places.of(frame.received_at, frame.direction, frame.text) for frame in frames)
            for row in sorted(row for row in rows if row[0] not in copied):
                place = places.of_row(row)
                if wanted[place]:
                    wanted[place] -= 1
                    sql.add_copied(
                        connection, station=head, first_seq=row[0] - 1, end_seq=row[0], came_as=station
                    )

    def drop_copies(self, head: str, station: str) -> None:
        while self._drop_rows(head, station) or self._drop_from_blocks(head, station):
            pass
        sql = self._db.sql
        with self._db.writing() as connection:
            sql.drop_copied_as(connection, station=head, came_as=station)
            newest = [
                at
                for at in (
                    sql.newest_row_at(connection, station=head),
                    sql.newest_block_at(connection, station=head),
                )
                if at is not None
            ]
            if newest:
                sql.set_newest(connection, station=head, newest_at=max(newest))

    def drop_unheard(self, station: str) -> None:
        sql = self._db.sql
        with self._db.writing() as connection:
            found = (
                sql.newest_row_at(connection, station=station),
                sql.newest_block_at(connection, station=station),
            )
            if found == (None, None):
                sql.drop_station(connection, station=station)
                sql.no_frames_wait(connection, [(station,)])
                drop_line(self._db, station)

    def _copy_on(self, frames: Iterable[Frame]) -> None:
        """What came under ids that count for others, to those as well."""
        heads = self.heads()
        if not heads:
            return
        instants: defaultdict[str, set[Instant]] = defaultdict(set)
        for frame in frames:
            if frame.station in heads:
                instants[frame.station].add(frame.received_at)
        for station, some in instants.items():
            with self._db.writing([heads[station]]):
                self._fill(heads[station], station, some)

    def _fill(self, head: str, station: str, instants: Collection[Instant]) -> int:
        """Copy what a station has of its own at the instants and the head has not; how many those were."""
        connection, sql = self._db.connection, self._db.sql
        since = kept_since(self._db, head).frames
        own = [row for row in self._own_rows(station, instants) if row[1] >= since]
        there = self._rows_at(head, instants)
        places = Places([*own, *there], as_hidden_now(self._db))
        known = Counter(places.of_row(row) for row in there)
        missing: list[Frame] = []
        for row in own:
            place = places.of_row(row)
            if known[place]:
                known[place] -= 1
            else:
                missing.append(Frame(head, *row[1:]))  # type: ignore[arg-type]
        if missing:
            last, end = write_down(self._db, head, missing)
            if (
                sql.widen_copied(connection, station=head, last_seq=last, end_seq=end, came_as=station)
                is None
            ):
                sql.add_copied(connection, station=head, first_seq=last, end_seq=end, came_as=station)
        return len(missing)

    def _own_rows(self, station: str, instants: Collection[Instant]) -> list[Row]:
        copied = self._copied(station)
        return sorted(row for row in self._rows_at(station, instants) if row[0] not in copied)

    def _copied(self, station: str) -> Copied:
        with self._db.reading() as connection:
            return Copied(list(self._db.sql.copied(connection, station=station)))

    def _drop_copy(self, station: str, row: Row) -> None:
        """What is there as a copy comes under the station's own id too, in its turn: as another row."""
        connection, sql = self._db.connection, self._db.sql
        seq, at = row[:2]
        sql.drop_frames(connection, station=station, first_at=at, first_seq=seq, last_at=at, last_seq=seq)
        for first_at, first_seq, body in list(sql.blocks_at(connection, station=station, at=at)):
            self._keep_in_block(
                station, (first_at, first_seq), [one for one in unpacked(body) if one[0] != seq]
            )
        sql.mark_refold(connection, station=station, needs_refold=1)

    def _keep_in_block(self, station: str, place: tuple[Instant, int], kept: list[Row]) -> None:
        connection, sql = self._db.connection, self._db.sql
        sql.drop_block(connection, station=station, first_at=place[0], first_seq=place[1])
        if kept:
            sql.add_block(
                connection,
                station=station,
                first_at=kept[0][1],
                first_seq=kept[0][0],
                last_at=kept[-1][1],
                frames=len(kept),
                body=packed(kept, at_once=True),
            )

    def _rows_at(self, station: str, instants: Collection[Instant]) -> list[Row]:
        """All frames received at one of the instants, wherever they are kept."""
        connection, sql = self._db.connection, self._db.sql
        rows: list[Row] = list(
            sql.frames_at(connection, station=station, instants=json.dumps(sorted(instants)))
        )
        for (body,) in sql.blocks_between(
            connection, station=station, first=min(instants), last=max(instants)
        ):
            rows += [row for row in unpacked(body) if row[1] in instants]
        return rows

    def _drop_rows(self, head: str, station: str) -> int:
        """Drop the copies among the frames that are rows, a bounded part in one step; how many there were."""
        sql, dropped = self._db.sql, 0
        place: tuple[Instant, int] = (BEGINNING, 0)
        while True:
            with self._db.writing() as connection:
                copied = self._came_as(head, station)
                found = list(
                    sql.frame_places(
                        connection, station=head, received_at=place[0], seq=place[1], batch=BLOCK
                    )
                )
                gone = [(head, at, seq) for at, seq in found if seq in copied]
                if gone:
                    sql.drop_rows(connection, gone)
                    sql.mark_refold(connection, station=head, needs_refold=1)
            dropped += len(gone)
            if len(found) < BLOCK:
                return dropped
            place = found[-1]

    def _drop_from_blocks(self, head: str, station: str) -> int:
        """Drops copies among packed frames, a block in one step."""
        sql, dropped = self._db.sql, 0
        with self._db.reading() as connection:
            blocks = list(sql.block_places(connection, station=head))
        for first_at, first_seq in blocks:
            with self._db.writing() as connection:
                body = sql.block(connection, station=head, first_at=first_at, first_seq=first_seq)
                copied = self._came_as(head, station)
                rows = [] if body is None else unpacked(body)
                kept = [row for row in rows if row[0] not in copied]
                if len(kept) == len(rows):
                    continue
                self._keep_in_block(head, (first_at, first_seq), kept)
                sql.mark_refold(connection, station=head, needs_refold=1)
                dropped += len(rows) - len(kept)
        return dropped

    def _came_as(self, head: str, station: str) -> Copied:
        ranges = self._db.sql.copied(self._db.connection, station=head)
        return Copied([one for one in ranges if one[2] == station])
