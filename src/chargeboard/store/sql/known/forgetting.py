"""How is what was understood of a station forgotten, so that it is understood anew?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.records import FactPlace, KeptSince, Progress
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.known.dropping import MOST_ROWS, drop_conclusions, floor_of, forget_conclusions
from chargeboard.store.sql.known.fact_blocks import Head, heads, heads_before, opened, unpack
from chargeboard.store.sql.known.kept_since import kept_since
from chargeboard.store.sql.known.progress_row import read_progress, write_progress
from chargeboard.time.instants import BEGINNING, NEVER, Instant
from chargeboard.time.spans import Span

_IN_PART = "forgotten in part"
"""A version of the fold that there is not."""
_BEFORE_ALL: FactPlace = (-(2**63) + 1, 0, 0)


class Forgetting:
    """The newest first, a bounded part at a time; frames stay, and what no frame tells any more."""

    _db: Database

    def forget(self, station: str) -> None:
        while not self.forget_some(station):
            pass

    def forget_some(self, station: str) -> bool:
        sql = self._db.sql
        with self._db.writing([station]) as connection:
            progress = read_progress(self._db, station)
            facts = (sql.revision(connection, station=station) or (0, 0))[1]
            # what cannot be made again stays: facts of frames that are gone, conclusions of such facts
            whole = kept_since(self._db, station)
            kept, block = self._newest_part(station, whole)
            if block is not None:
                sql.drop_fact_block(connection, **block.key)
            begins = [
                place_at for place_at in (kept and kept[0], block and block.first_at) if place_at is not None
            ]
            since = (
                max(min(begins), whole.evidence) if begins else floor_of(self._db, station, whole.evidence)
            )
            sql.drop_claim(connection, station=station)
            at, received_at, n = kept or _BEFORE_ALL
            sql.forget_facts(
                connection, station=station, received_from=whole.frames, at=at, received_at=received_at, n=n
            )
            if since is None:
                forget_conclusions(self._db, station, whole.evidence)
                begun, held = self._begun_again(progress)
                write_progress(self._db, begun, held)
                sql.mark_refold(connection, station=station, needs_refold=0)
            else:
                drop_conclusions(self._db, station, since)
                dirty = since if progress.dirty_from is None else min(since, progress.dirty_from)
                partly = msgspec.structs.replace(progress, fold_version=_IN_PART, dirty_from=dirty)
                write_progress(self._db, partly, facts)
        self._db.read_until.pop(station, None)
        return since is None

    def _newest_part(self, station: str, whole: KeptSince) -> tuple[FactPlace | None, Head | None]:
        """Behind which row all goes in one step, and the block that goes with them."""
        db = self._db
        while True:
            kept: FactPlace | None = db.sql.fact_behind(
                db.connection, station=station, received_from=whole.frames, newest=MOST_ROWS
            )
            newest = next(
                (one for one in heads_before(db, station, NEVER) if one.last_received_at >= whole.frames),
                None,
            )
            if newest is None or (kept is not None and newest.last_at < kept[0]):
                return kept, None
            if newest.first_received_at >= whole.frames:
                return kept, newest
            unpack(db, station, newest)

    def _begun_again(self, progress: Progress) -> tuple[Progress, int]:
        """A progress before the first frame, and how many facts there are that no frame tells any more."""
        sql, connection, station = self._db.sql, self._db.connection, progress.station
        told = (sql.facts_held(connection, station=station), sql.facts_in_blocks(connection, station=station))
        held = max(row[0] for row in told)
        first = min((row[1] for row in told if row[1] is not None), default=None)
        newest = max((row[2] for row in told if row[2] is not None), default=None)
        begun = Progress(
            station=station,
            revision=progress.revision,
            first_fact_at=first,
            newest_fact_at=newest,
            dirty_from=first,
        )
        return begun, int(held)

    def first_fact_heard_from(self, station: str, received_from: Instant) -> int:
        with self._db.reading() as connection:
            first: int | None = self._db.sql.first_fact_heard_from(
                connection, station=station, received_from=received_from
            )
            for head in heads(self._db, station, Span(BEGINNING, NEVER)):
                if head.last_received_at < received_from or (first is not None and first < head.first_n):
                    continue
                heard = [n for _, at, n in opened(self._db, head).places if at >= received_from]
                first = min(heard) if first is None else min(first, *heard)
            count = (self._db.sql.revision(connection, station=station) or (0, 0))[1]
        return int(count if first is None else first)
