"""
How is what is older than it is to be kept let go of, a bounded part at a time?

Frames go once the mark has in it what they left behind, so that the others can be understood as before. Facts
go up to a checkpoint, which then is where everything begins.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.records import KeptSince
from chargeboard.store.sql.bodies.session_body import body_of, session_of_body
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.journal.blocks import packed, unpacked
from chargeboard.store.sql.known.dropping import MOST_ROWS
from chargeboard.store.sql.known.fact_blocks import heads, unpack
from chargeboard.store.sql.known.kept_since import kept_since
from chargeboard.store.sql.known.session_days import pull_back
from chargeboard.store.sql.known.told import renew
from chargeboard.time.instants import BEGINNING, Instant
from chargeboard.time.spans import Span

_BODIES = 200


class Retention:
    """What is kept of a station, and since when."""

    _db: Database

    def kept_since(self, station: str) -> KeptSince:
        return kept_since(self._db, station)

    def all_kept_since(self) -> dict[str, KeptSince]:
        with self._db.reading() as connection:
            return {row[0]: KeptSince(*row[1:]) for row in self._db.sql.all_kept_since(connection)}

    def let_frames_go(self, station: str, until: Instant, mark: bytes) -> None:
        sql = self._db.sql
        with self._db.writing([station]) as connection:
            self._note(station, frames=until, mark=mark)
            sql.let_frames_go(connection, station=station, until=until)
            for first_at, first_seq, last_at, body in list(
                sql.blocks_before(connection, station=station, until=until)
            ):
                sql.drop_block(connection, station=station, first_at=first_at, first_seq=first_seq)
                if last_at >= until:
                    rows = [row for row in unpacked(body) if row[1] >= until]
                    sql.add_block(
                        connection,
                        station=station,
                        first_at=rows[0][1],
                        first_seq=rows[0][0],
                        last_at=last_at,
                        frames=len(rows),
                        body=packed(rows),
                    )

    def let_evidence_go(self, station: str, until: Instant) -> bool:
        sql = self._db.sql
        with self._db.writing([station]) as connection:
            known = self._note(station, evidence=until)
            changes = self._db.rows_changed
            sql.let_checkpoints_go(connection, station=station, until=until, most=MOST_ROWS)
            self._let_block_go(station, until)
            sql.let_facts_go(connection, station=station, until=until, most=MOST_ROWS)
            thinned = list(
                sql.bodies_to_thin(
                    connection, station=station, first=known.thinned, until=until, most=_BODIES
                )
            )
            sql.put_body(connection, [(_thin(body), station, at, key) for at, key, body in thinned])
            is_more = self._db.rows_changed > changes
            self._note(station, thinned=thinned[-1][0] + 1 if thinned else until)
            if is_more:
                renew(self._db, station)
        return is_more

    def _let_block_go(self, station: str, until: Instant) -> None:
        """The oldest block; what of it is to be kept becomes rows."""
        oldest = next(iter(heads(self._db, station, Span(BEGINNING, until))), None)
        if oldest is not None and oldest.last_at < until:
            self._db.sql.drop_fact_block(self._db.connection, **oldest.key)
        elif oldest is not None:
            unpack(self._db, station, oldest)

    def let_sessions_go(self, station: str, until: Instant) -> bool:
        sql = self._db.sql
        with self._db.writing([station]) as connection:
            self._note(station, sessions=until)
            changes = self._db.rows_changed
            gone = list(sql.let_sessions_go(connection, station=station, until=until, most=MOST_ROWS))
            pull_back(self._db, station, [at for (at,) in gone])
            for let_go in (
                sql.let_session_bodies_go,
                sql.let_attempts_go,
                sql.let_orphans_go,
            ):
                let_go(connection, station=station, until=until, most=MOST_ROWS)
            is_more = self._db.rows_changed > changes
            if is_more:
                renew(self._db, station)
        return is_more

    def _note(self, station: str, **since: Instant | bytes) -> KeptSince:
        """What is older is not kept from now on; of what is gone nothing comes back."""
        known = self.kept_since(station)
        grown = {
            kind: value if isinstance(value, bytes) else max(value, getattr(known, kind))
            for kind, value in since.items()
        }
        found = msgspec.structs.replace(known, **grown)
        if found != known:
            self._db.sql.put_kept_since(self._db.connection, station=station, **msgspec.structs.asdict(found))
        return found


def _thin(body: bytes) -> bytes:
    """A session without its readings."""
    session = session_of_body(body)
    return body_of(msgspec.structs.replace(session, readings=(), export_readings=(), powers=()))
